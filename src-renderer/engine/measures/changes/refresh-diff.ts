import { defined } from '#shared/language/defined.ts'
import { diffReasons, effectsOf, rateOfSide } from './diff-effects.ts'
import type { Chain, ComparedPerson, DiffQuestion } from './diff-question.ts'
import { everybody, sharesOf } from './diff-shares.ts'
import { causeBetween, type DiffMeasure, type DiffSide, type DiffStep } from './diff-steps.ts'
import type { GroupRun, MeasureRun } from '../run/measure-run.ts'
import { populationCodes } from '../rates/population-codes.ts'
import { casesOf } from '../rates/rate-tally.ts'
import { rateTitle } from '../rates/rate.ts'
import type {
  DiffPerson,
  DiffReason,
  DiffSideInfo,
  PopulationDiff,
  RateDiff,
  RefreshDiff
} from '../results/refresh-diff-result.ts'

/** A measure's address without a version. */
function bare(url: string): string {
  return url.split('|')[0]!
}

interface Told {
  readonly diff: PopulationDiff
  readonly people: readonly DiffPerson[]
}

function tellPopulation(code: string, people: readonly ComparedPerson[], question: DiffQuestion): Told {
  const chain = defined(question.chains.get(code))
  const sums = new Map<DiffReason, { entered: number; left: number }>()
  const changed: DiffPerson[] = []
  let before = 0
  let after = 0
  for (const person of people) {
    if (person.before >= 0) before += casesOf(chain.populations[0], person.before)
    if (person.after >= 0) after += casesOf(chain.populations.at(-1), person.after)
    for (const { reason, cases } of sharesOf(code, person, question)) {
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
    const question = {
      before,
      after,
      causes: chain.map(({ cause }) => cause),
      measure: measures.find((item) => item.id === id),
      periodBefore: first.key.period,
      periodAfter: last.key.period
    }
    return last.groups.flatMap((group) =>
      tellRate(
        { id, title: rateTitle(last, group.id), group },
        [first, ...chain.map(({ run }) => run)],
        people,
        question
      )
    )
  })
  return { before: info(before), after: info(after), rates }
}

function tellRate(
  { id, title, group }: { readonly id: string; readonly title: string; readonly group: GroupRun },
  runs: readonly MeasureRun[],
  people: readonly ComparedPerson[],
  asked: Omit<DiffQuestion, 'group' | 'chains'>
): readonly RateDiff[] {
  const groups = runs.map((run) => run.groups.find((item) => item.id === group.id))
  if (groups[0] === undefined) return []
  const byRun = groups.map((item) => item && populationCodes(item))
  const codes = [...new Set(byRun.flatMap((item) => [...(item?.keys() ?? [])]))].filter(
    (code) => !code.startsWith('measure-observation')
  )
  const chains = new Map(
    codes.map((code): [string, Chain] => [code, { populations: byRun.map((item) => item?.get(code)) }])
  )
  const question: DiffQuestion = { ...asked, group: group.id, chains }
  const told = codes.map((code) => tellPopulation(code, people, question))
  const populations = told.map(({ diff }) => diff)
  const isProportion = group.scoring === 'proportion'
  return [
    {
      key: `${id}/${group.id}`,
      title,
      improvement: group.improvement ?? 'increase',
      rateBefore: isProportion ? rateOfSide(populations, 'before') : undefined,
      rateAfter: isProportion ? rateOfSide(populations, 'after') : undefined,
      populations,
      effects: isProportion ? effectsOf(populations) : [],
      people: told.flatMap((item) => item.people)
    }
  ]
}
