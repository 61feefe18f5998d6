import type { MeasureDefinition } from '../measures/measure-definition.ts'
import { agesMet, type AgeLimit } from './age-limits.ts'
import { birthOf, dataChange, type DataFingerprint } from './data-fingerprint.ts'
import { dayOfIso } from './iso-day.ts'
import type { GroupRun, MeasureRun, PopulationMembers, RunKey } from './measure-run.ts'
import { populationCodes } from './population-codes.ts'
import { casesOf } from './rate-tally.ts'
import type {
  DiffPerson,
  DiffReason,
  DiffSideInfo,
  PopulationDiff,
  RateDiff,
  RefreshDiff
} from './refresh-diff-result.ts'

/** What is exchanged from one run to the next. */
export type DiffCause = 'data' | 'period' | 'code-list' | 'logic' | 'several'

/** Runs of one snapshot, period and content. */
export interface DiffSide {
  readonly label: string
  readonly runs: readonly MeasureRun[]
  readonly people: DataFingerprint
}

/** Runs between two sides, on the people of the later one, with one thing more exchanged than the step before. */
export interface DiffStep {
  readonly cause: DiffCause
  readonly runs: readonly MeasureRun[]
}

/** What is known of a measure for telling reasons apart. */
export interface DiffMeasure {
  readonly id: string
  readonly definition: MeasureDefinition
  /** Ages that its logic asks for, see `ageLimits`. */
  readonly ages: readonly AgeLimit[]
}

/** One run to make so that reasons can be told apart. */
export interface PlannedStep {
  readonly cause: DiffCause
  /** `mixed` is the libraries of before with the value sets of after. */
  readonly content: 'before' | 'mixed' | 'after'
  readonly period: RunKey['period']
}

/** All reasons, in the order in which their effects are added up. */
const diffReasons: readonly DiffReason[] = [
  'person-gone',
  'person-new',
  'deleted-data',
  'new-data',
  'changed-data',
  'aged-out',
  'aged-in',
  'period-moved',
  'code-list-changed',
  'logic-changed',
  'several-changes'
]

/** A measure's address without a version. */
function bare(url: string): string {
  return url.split('|')[0]!
}

/**
 * The runs on the later snapshot that tell reasons apart: first the data alone are exchanged, then the period, the code
 * lists, the logic. The last one is the later run itself. One step alone needs no further run.
 * @param changed what differs in the content
 */
export function planDiffSteps(
  before: RunKey,
  after: RunKey,
  changed: { readonly codeLists: boolean; readonly logic: boolean }
): readonly PlannedStep[] {
  const steps: PlannedStep[] = []
  const { period } = after
  const moved = before.period.start !== period.start || before.period.end !== period.end
  if (before.snapshot !== after.snapshot) steps.push({ cause: 'data', content: 'before', period: before.period })
  if (moved) steps.push({ cause: 'period', content: 'before', period })
  if (changed.codeLists) steps.push({ cause: 'code-list', content: changed.logic ? 'mixed' : 'after', period })
  if (changed.logic) steps.push({ cause: 'logic', content: 'after', period })
  return steps
}

/** Cases per person of one population, from run to run. */
interface Chain {
  /** `before` has ordinals of its own; the others those of after. */
  readonly populations: readonly (PopulationMembers | undefined)[]
}

/** Ordinals of one person on both sides; -1 where not there. */
interface Person {
  readonly id: string
  readonly before: number
  readonly after: number
}

function everybody(before: DataFingerprint, after: DataFingerprint): readonly Person[] {
  const old = new Map(before.ids.map((id, ordinal) => [id, ordinal]))
  const people = after.ids.map((id, ordinal) => ({ id, before: old.get(id) ?? -1, after: ordinal }))
  const here = new Set(after.ids)
  before.ids.forEach((id, ordinal) => {
    if (!here.has(id)) people.push({ id, before: ordinal, after: -1 })
  })
  return people
}

/** What a change of a person's cases is put down to. */
interface Share {
  readonly reason: DiffReason
  readonly cases: number
}

/** Everything that reasons are found from, for one rate. */
interface Question {
  readonly before: DiffSide
  readonly after: DiffSide
  readonly causes: readonly DiffCause[]
  readonly measure: DiffMeasure | undefined
  readonly periodBefore: RunKey['period']
  readonly periodAfter: RunKey['period']
}

function reasonOf(cause: DiffCause, entered: boolean, person: Person, question: Question): DiffReason {
  switch (cause) {
    case 'data': {
      const change = dataChange(question.before.people, person.before, question.after.people, person.after)
      return change === 'same' ? 'changed-data' : change
    }
    case 'period':
      return ageReason(person, entered, question) ?? 'period-moved'
    case 'code-list':
      return 'code-list-changed'
    case 'logic':
      return 'logic-changed'
    case 'several':
      return 'several-changes'
  }
}

/** Whether an age that the logic asks for is met in one period and not in the other. */
function ageReason(person: Person, entered: boolean, question: Question): DiffReason | undefined {
  const { measure, periodBefore, periodAfter, after } = question
  const birth = birthOf(after.people, person.after)
  if (measure === undefined || measure.ages.length === 0 || birth === undefined) return undefined
  const met = (period: RunKey['period']): readonly boolean[] =>
    agesMet(measure.ages, birth, { start: dayOfIso(period.start), end: dayOfIso(period.end) })
  const was = met(periodBefore)
  const crossed = met(periodAfter).some((is, at) => is !== was[at])
  return crossed ? (entered ? 'aged-in' : 'aged-out') : undefined
}

/**
 * Puts the change of one person's cases down to reasons. It is the last steps that made it so that count: steps are gone
 * through from the end, each giving what it changed in the direction of the whole, until the whole is explained.
 */
function sharesOf({ populations }: Chain, person: Person, question: Question): readonly Share[] {
  const cases = populations.map((population, at) => {
    const ordinal = at === 0 ? person.before : person.after
    return ordinal < 0 ? 0 : casesOf(population, ordinal)
  })
  const whole = cases.at(-1)! - cases[0]!
  if (whole === 0) return []
  if (person.before < 0) return [{ reason: 'person-new', cases: whole }]
  if (person.after < 0) return [{ reason: 'person-gone', cases: whole }]
  const shares: Share[] = []
  let left = whole
  for (let at = cases.length - 1; at > 0 && left !== 0; at--) {
    const step = cases[at]! - cases[at - 1]!
    if (step === 0 || step > 0 !== whole > 0) continue
    const part = whole > 0 ? Math.min(step, left) : Math.max(step, left)
    shares.push({ reason: reasonOf(question.causes[at - 1]!, whole > 0, person, question), cases: part })
    left -= part
  }
  return shares
}

interface Told {
  readonly diff: PopulationDiff
  readonly people: readonly DiffPerson[]
}

function tellPopulation(code: string, chain: Chain, people: readonly Person[], question: Question): Told {
  const sums = new Map<DiffReason, { entered: number; left: number }>()
  const changed: DiffPerson[] = []
  let before = 0
  let after = 0
  for (const person of people) {
    if (person.before >= 0) before += casesOf(chain.populations[0], person.before)
    if (person.after >= 0) after += casesOf(chain.populations.at(-1), person.after)
    for (const { reason, cases } of sharesOf(chain, person, question)) {
      const sum = sums.get(reason) ?? { entered: 0, left: 0 }
      sums.set(reason, sum)
      if (cases > 0) sum.entered += cases
      else sum.left -= cases
      changed.push({
        id: person.id,
        patient: person.after < 0 ? undefined : person.after,
        population: code,
        change: cases > 0 ? 'entered' : 'left',
        cases: Math.abs(cases),
        reason
      })
    }
  }
  const reasons = diffReasons.flatMap((reason) => {
    const sum = sums.get(reason)
    return sum === undefined ? [] : [{ reason, ...sum }]
  })
  return { diff: { population: code, before, after, reasons }, people: changed }
}

/** How much of a rate's change each reason makes: counts are changed reason by reason, so that the parts add up. */
function effectsOf(populations: readonly PopulationDiff[]): RateDiff['effects'] {
  const of = (code: string): PopulationDiff | undefined => populations.find(({ population }) => population === code)
  const counts = { numerator: 0, eligible: 0 }
  const parts: readonly (readonly [keyof typeof counts, PopulationDiff | undefined, 1 | -1])[] = [
    ['numerator', of('numerator'), 1],
    ['numerator', of('numerator-exclusion'), -1],
    ['eligible', of('denominator'), 1],
    ['eligible', of('denominator-exclusion'), -1],
    ['eligible', of('denominator-exception'), -1]
  ]
  for (const [name, population, sign] of parts) counts[name] += sign * (population?.before ?? 0)
  let rate = counts.eligible === 0 ? undefined : counts.numerator / counts.eligible
  if (rate === undefined) return []
  const effects: { reason: DiffReason; change: number }[] = []
  for (const reason of diffReasons) {
    let any = false
    for (const [name, population, sign] of parts) {
      const change = population?.reasons.find((one) => one.reason === reason)
      if (change === undefined) continue
      any = true
      counts[name] += sign * (change.entered - change.left)
    }
    if (!any || counts.eligible === 0) continue
    const next: number = counts.numerator / counts.eligible
    if (next !== rate) effects.push({ reason, change: next - rate })
    rate = next
  }
  return effects
}

function rateOf(populations: readonly PopulationDiff[], side: 'before' | 'after'): number | undefined {
  const of = (code: string): number => populations.find(({ population }) => population === code)?.[side] ?? 0
  const eligible = of('denominator') - of('denominator-exclusion') - of('denominator-exception')
  return eligible === 0 ? undefined : (of('numerator') - of('numerator-exclusion')) / eligible
}

/** What differs between two runs, when nothing in between was run. */
function causeBetween(before: RunKey, after: RunKey): DiffCause {
  const causes: DiffCause[] = []
  if (before.snapshot !== after.snapshot) causes.push('data')
  if (before.period.start !== after.period.start || before.period.end !== after.period.end) causes.push('period')
  if (before.content !== after.content) causes.push('logic')
  return causes.length === 1 ? causes[0]! : 'several'
}

function info({ label, runs }: DiffSide): DiffSideInfo {
  const [run] = runs
  return {
    label,
    snapshot: run?.key.snapshot ?? '',
    version: run?.key.version,
    content: run?.key.content ?? '',
    period: run?.key.period ?? { start: '', end: '' },
    ranAt: run?.ranAt ?? 0
  }
}

/**
 * Who entered or left each population between two sides, and why. People are matched by the id of the Patient. For every
 * population, what entered less what left, over all reasons, is exactly the change of its count; and the effects on a rate
 * add up to the change of the rate, where both can be computed.
 * @param steps runs between the two, the last being those of `after`, see {@link planDiffSteps}; with none, reasons that
 *   cannot be told apart become `several-changes`
 */
export function refreshDiff(
  before: DiffSide,
  after: DiffSide,
  steps: readonly DiffStep[],
  measures: readonly DiffMeasure[]
): RefreshDiff {
  const people = everybody(before.people, after.people)
  const rates = after.runs.flatMap((last) => {
    const url = bare(last.key.measure)
    const first = before.runs.find(({ key }) => bare(key.measure) === url)
    if (first === undefined) return []
    const between = steps.flatMap(({ cause, runs }) => {
      const run = runs.find(({ key }) => bare(key.measure) === url)
      return run === undefined ? [] : [{ cause, run }]
    })
    const complete = steps.length > 0 && between.length === steps.length
    const chain = complete ? between : [{ cause: causeBetween(first.key, last.key), run: last }]
    const id = url.slice(url.lastIndexOf('/') + 1)
    const question: Question = {
      before,
      after,
      causes: chain.map(({ cause }) => cause),
      measure: measures.find((one) => one.id === id),
      periodBefore: first.key.period,
      periodAfter: last.key.period
    }
    return last.groups.flatMap((group) =>
      tellRate({ id, title: last.title, group }, [first, ...chain.map(({ run }) => run)], people, question)
    )
  })
  return { before: info(before), after: info(after), rates }
}

function tellRate(
  { id, title, group }: { readonly id: string; readonly title: string; readonly group: GroupRun },
  runs: readonly MeasureRun[],
  people: readonly Person[],
  question: Question
): readonly RateDiff[] {
  const groups = runs.map((run) => run.groups.find((one) => one.id === group.id))
  if (groups[0] === undefined) return []
  const byRun = groups.map((one) => one && populationCodes(one))
  const codes = [...new Set(byRun.flatMap((one) => [...(one?.keys() ?? [])]))].filter(
    (code) => !code.startsWith('measure-observation')
  )
  const told = codes.map((code) =>
    tellPopulation(code, { populations: byRun.map((one) => one?.get(code)) }, people, question)
  )
  const populations = told.map(({ diff }) => diff)
  const isProportion = group.scoring === 'proportion'
  return [
    {
      key: `${id}/${group.id}`,
      title,
      improvement: group.improvement ?? 'increase',
      rateBefore: isProportion ? rateOf(populations, 'before') : undefined,
      rateAfter: isProportion ? rateOf(populations, 'after') : undefined,
      populations,
      effects: isProportion ? effectsOf(populations) : [],
      people: told.flatMap((one) => one.people)
    }
  ]
}
