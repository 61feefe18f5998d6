import { enginePopulationPanelsDataMessages as m } from '#messages/engine/population/panels/data.ts'
import { activeLocale } from '#shared/messages/locale.ts'
import { inSentence } from '#shared/messages/letter-case.ts'
import { addMonths, monthStart } from '../../../base/fhir/calendar.ts'
import type { Day } from '../../../base/figures/filter.ts'
import { payerLabel } from '../../claims/payer-rows.ts'
import { monthLabel } from '../base/periods.ts'
import type { CheckResult } from '../results/checks-result.ts'
import type { FitnessFacts, GoodOfAll } from '../results/fitness-result.ts'
import { checkedInputs, type CheckGroup } from './checks-fitness.ts'
import type { FigureReads } from './figure-reads.ts'

/** Scores in percent: below the first a figure is to be used with caution, below the second it is not fit for use. */
export interface FitnessLimits {
  readonly caution: number
  readonly unfit: number
}

/** Whether a figure can be used. */
export type FitnessVerdict = 'fit' | 'limited' | 'unfit'

/** One thing that a figure rests on. */
export interface FitnessPart {
  readonly id: string
  readonly label: string
  /** 0 to 100, rounded down: 100 only where nothing is missing. */
  readonly score: number
  /** What the data say, in words for the middle of a sentence. */
  readonly reason: string
  /** The figure needs a word of caution, however good the score. */
  readonly warns: boolean
  /** It never makes a figure unfit: what is missing is shown as a group of its own. */
  readonly shown: boolean
  /** Checks with failing rows, worst first. */
  readonly checks: readonly CheckResult[]
}

/** The fitness of one figure. */
export interface FigureFitness {
  /** That of its weakest part. */
  readonly score: number
  readonly verdict: FitnessVerdict
  /** What the weakest part says; undefined for a figure that is fit. */
  readonly reason: string | undefined
  /** Weakest first. */
  readonly parts: readonly FitnessPart[]
  /** Tables that it reads. */
  readonly tables: readonly string[]
}

/** Tells whether the data are fit for one figure, by exactly what it reads. */
export function figureFitness(
  reads: FigureReads,
  facts: FitnessFacts,
  checks: readonly CheckResult[],
  limits: FitnessLimits
): FigureFitness {
  const parts = [
    ...linesOf(reads, facts),
    ...checkedParts(checks.filter((check) => check.verdict !== 'empty' && concerns(reads, check))),
    ...feedParts(reads, facts),
    ...systemParts(reads, facts),
    ...recordedParts(reads, facts)
  ].toSorted((left, right) => left.score - right.score || Number(right.warns) - Number(left.warns))
  const score = Math.min(100, ...parts.filter(({ shown }) => !shown).map((part) => part.score))
  const cautious = parts.filter((part) => part.warns || part.score < limits.caution)
  const verdict = score < limits.unfit ? 'unfit' : cautious.length > 0 ? 'limited' : 'fit'
  const weakest = verdict === 'unfit' ? parts.find(({ shown }) => !shown) : cautious[0]
  return {
    score,
    verdict,
    reason: verdict === 'fit' ? undefined : weakest?.reason,
    parts,
    tables: [...reads.names].filter((name) => !name.includes('.'))
  }
}

/** What a figure that is not fit without reserve says with its table, its copies, its exports and in reports; '' for the others. */
export function fitnessSentence({ verdict, reason = '' }: FigureFitness, { unfit }: FitnessLimits): string {
  if (verdict === 'fit') return ''
  return verdict === 'unfit' ? m.notFitForUse(reason, unfit) : m.useWithCaution(reason)
}

function percent({ good, all }: GoodOfAll): number {
  return all === 0 ? 100 : Math.floor((good / all) * 100)
}

function number(value: number): string {
  return value.toLocaleString(activeLocale)
}

function part(id: string, label: string, share: GoodOfAll, reason: string): FitnessPart {
  return { id, label, score: percent(share), reason, warns: false, shown: false, checks: [] }
}

/** The resource type of which most is missing. */
function linesOf({ names }: FigureReads, { tables, lines }: FitnessFacts): readonly FitnessPart[] {
  const types = new Set([...names].flatMap((name) => tables[name]?.type ?? []))
  const [worst] = [...types]
    .flatMap((type) => (lines[type] === undefined ? [] : [{ type, ...lines[type] }]))
    .toSorted((left, right) => percent(left) - percent(right) || left.good / left.all - right.good / right.all)
  if (worst === undefined) return []
  const reason = m.ofLinesOfTypeAreStored(number(worst.good), number(worst.all), worst.type)
  return [part('lines', m.linesStored, worst, reason)]
}

/** Whether a figure rests on what a check is about. */
function concerns({ names, registries }: FigureReads, check: CheckResult): boolean {
  if (check.ofValue) return check.registries.some((id) => registries.has(id))
  return names.has(check.column === undefined ? check.table : `${check.table}.${check.column}`)
}

/** Missing values and dead references: inputs of their own for all data, and checks like the others for one figure. */
const further: readonly CheckGroup[] = [
  { id: 'present', label: m.valuesRecorded, holds: ({ aspect }) => aspect === 'presence' },
  { id: 'references', label: m.referencesResolved, holds: ({ aspect }) => aspect === 'relational' }
]

/** Groups of checks, each as good as its worst check. */
function checkedParts(checks: readonly CheckResult[]): readonly FitnessPart[] {
  return checkedInputs(checks, further).map(({ id, label, score, reason, amiss }) => {
    const [worst] = amiss
    return {
      id,
      label,
      score,
      reason: worst === undefined ? reason : m.ofRowsFail(worst.title, worst.failed.value ?? 0, number(worst.checked)),
      warns: false,
      shown: false,
      checks: amiss
    }
  })
}

const feedWords: Readonly<Record<string, string>> = {
  encounter: m.encounters,
  observation: m.observations,
  procedure: m.proceduresInText,
  immunization: m.immunizationsInText,
  medication_request: m.prescriptionsInText,
  explanation_of_benefit: m.claims
}

/** A stretch of months in which a feed, or the claims of a payer, fall short. */
interface Shortage {
  readonly months: number
  readonly found: number
  readonly missing: number
  /** A feed that has come no more since a day: its name within a sentence, and that day. */
  readonly stopped?: { readonly source: string; readonly since: Day; readonly from: readonly string[] }
}

/** The feed that falls furthest short in the period of the figure. */
function feedParts(reads: FigureReads, facts: FitnessFacts): readonly FitnessPart[] {
  const shares = facts.feeds.flatMap(({ table, payer, months }) => {
    // Limited to payers, their own claims count; else the claims of all, and each payer's that falls short by itself.
    if (!reads.names.has(table) || (payer !== '' && reads.payers?.includes(payer) === false)) return []
    const rows = months
      .filter(({ month }) => month >= monthStart(reads.from) && month <= reads.to)
      .reduce((sum, each) => sum + each.rows, 0)
    const shortages = shortagesOf(reads, facts, table, payer)
    const missing = shortages.reduce((sum, each) => sum + each.missing, 0)
    return [{ table, payer, good: rows, all: rows + missing, shortages }]
  })
  if (shares.length === 0) return []
  const short = shares
    .filter(({ shortages }) => shortages.length > 0)
    .toSorted((left, right) => percent(left) - percent(right) || left.payer.localeCompare(right.payer, activeLocale))
  // A payer without claims for months takes a share of all claims: what is missing of the whole decides, and it is named.
  const ofEverybody = shares.filter(({ payer }) => (reads.payers === undefined ? payer === '' : payer !== ''))
  const [first] = short
  if (first === undefined) return [part('months', m.monthsWithData, { good: 1, all: 1 }, m.noMonthHasFarFewerRows)]
  const ofPayers = (table: string): number =>
    short
      .filter((each) => each.table === table && (reads.payers === undefined) === (each.payer !== ''))
      .reduce((sum, each) => sum + each.all - each.good, 0)
  const score = Math.min(
    ...ofEverybody.map(({ table, good, all }) => percent({ good, all: good + Math.max(all - good, ofPayers(table)) }))
  )
  const months = first.shortages.reduce((sum, each) => sum + each.months, 0)
  const found = first.shortages.reduce((sum, each) => sum + each.found, 0)
  const source =
    first.payer === '' ? (feedWords[first.table] ?? first.table) : m.claimsOfPayerInText(payerLabel(first.payer))
  const stopped = first.shortages.find((each) => each.stopped !== undefined)?.stopped
  const what =
    stopped !== undefined
      ? m.noneSince(stopped.source, monthLabel(stopped.since), stopped.from.join(', '))
      : found === 0
        ? m.monthsWithout(months, source)
        : m.monthsWithFew(months, source)
  return [{ ...part('months', m.monthsWithData, { good: score, all: 100 }, what), warns: true }]
}

function shortagesOf(reads: FigureReads, facts: FitnessFacts, table: string, payer: string): readonly Shortage[] {
  const within = ({ from, to }: { readonly from: Day; readonly to: Day }): boolean =>
    from <= reads.to && to >= reads.from
  const gaps = facts.gaps.filter((gap) => gap.table === table && gap.payer === payer && within(gap))
  const counted = gaps.map(({ from, to, found, usual, isStopped, source, sources }): Shortage => ({
    ...(isStopped
      ? { stopped: { source: inSentence(source), since: from, from: sources.map(({ name }) => name) } }
      : {}),
    months: monthsBetween(from, to),
    found: found.value ?? 0,
    missing: Math.max(0, (usual.value ?? 0) - (found.value ?? 0))
  }))
  // Months at the end of the data are too late to be gaps; without any row they are missing all the same.
  const empty =
    payer === ''
      ? facts.empty.filter(
          ({ table: of, month }) =>
            of === table &&
            within({ from: month, to: month }) &&
            !gaps.some(({ from, to, category }) => category === '' && month >= from && month <= to)
        )
      : []
  if (empty.length === 0) return counted
  return [...counted, { months: empty.length, found: 0, missing: empty.length * usualOf(facts, table) }]
}

/** Rows of a usual month of a feed: their mean over the months with rows. */
function usualOf({ feeds }: FitnessFacts, table: string): number {
  const months = feeds.find((feed) => feed.table === table && feed.payer === '')?.months ?? []
  return months.length === 0 ? 0 : months.reduce((sum, { rows }) => sum + rows, 0) / months.length
}

function monthsBetween(from: Day, to: Day): number {
  let months = 0
  for (let month = monthStart(from); month <= to; month = addMonths(month, 1)) months++
  return months
}

/** The registry whose code systems are least of what the diagnoses are coded in. */
function systemParts({ registries }: FigureReads, facts: FitnessFacts): readonly FitnessPart[] {
  const [worst] = [...registries]
    .flatMap((id) => facts.registries[id]?.systems ?? [])
    .filter(({ all }) => all > 0)
    .toSorted((left, right) => percent(left) - percent(right))
  if (worst === undefined) return []
  return [
    part('systems', m.codesOfKnownSystems, worst, m.ofCodedDiagnosesHaveACodeOf(number(worst.good), number(worst.all)))
  ]
}

function recordedParts({ dimensions }: FigureReads, { recorded }: FitnessFacts): readonly FitnessPart[] {
  return Object.entries(recorded).flatMap(([id, share]) =>
    dimensions.has(id)
      ? [
          {
            ...part(
              `recorded:${id}`,
              m.labelRecorded(`${id.charAt(0).toUpperCase()}${id.slice(1)}`),
              share,
              m.ofPeopleHaveAValueOfTheirOwn(number(share.good), number(share.all), id)
            ),
            shown: true
          }
        ]
      : []
  )
}
