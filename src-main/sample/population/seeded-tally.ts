import type { SampleDay } from './base/calendar.ts'
import { firstDay, monthIndex, monthStarts } from './base/timeline.ts'
import type { Life } from './life/life.ts'
import { ageInYears } from './person/person.ts'
import { practices } from './reference/practices.ts'

interface Count {
  numerator: number
  denominator: number
}

const count = (): Count => ({ numerator: 0, denominator: 0 })

/** Chances are counted in so many steps from 0 to 1. */
const CHANCE_STEPS = 1000
/** Days over which rising risk compares. */
const RISING_DAYS = 90
/** Days in which a mammogram counts: 27 months. */
const MAMMOGRAM_DAYS = 822

/** Women of a practice who may have a mammogram, and who had one, by the recorded ethnicity. */
interface MammogramCounts {
  readonly hispanic: Count
  readonly other: Count
  readonly unrecorded: Count
}

/** Running counts of what was put in on purpose; all of it can be added up. */
export interface SeededTally {
  /** Emergency visits by month. */
  readonly emergencies: number[]
  /** Returns that were drawn at the end of stays: by practice, and by whether heart failure was known. */
  readonly returns: { readonly practices: readonly Count[]; readonly heartFailure: Count; readonly others: Count }
  /** Stays by the chance of a return that was drawn with: how many had one drawn, of how many. */
  readonly chances: readonly Count[]
  readonly mammograms: readonly MammogramCounts[]
  /** Living people with more stays in the last 90 days than in the 90 before; the same of two and more emergency visits. */
  readonly rising: { stays: number; emergencies: number }
  lostResults: number
}

/** Nothing counted yet. */
export function emptySeededTally(): SeededTally {
  return {
    emergencies: new Array<number>(monthStarts.length).fill(0),
    returns: { practices: practices.map(count), heartFailure: count(), others: count() },
    chances: Array.from({ length: CHANCE_STEPS + 1 }, count),
    mammograms: practices.map(() => ({ hispanic: count(), other: count(), unrecorded: count() })),
    rising: { stays: 0, emergencies: 0 },
    lostResults: 0
  }
}

function add(into: Count | undefined, isCase: boolean): void {
  if (into === undefined) return
  into.denominator++
  if (isCase) into.numerator++
}

function risesBy(days: readonly SampleDay[], asOf: SampleDay, least: number): boolean {
  const within = (from: SampleDay, to: SampleDay): number => days.filter((day) => day > from && day <= to).length
  const now = within(asOf - RISING_DAYS, asOf)
  return now >= least && now > within(asOf - 2 * RISING_DAYS, asOf - RISING_DAYS)
}

/** Adds one life that is in the record. */
export function addSeeded(tally: SeededTally, { person, chart, tally: lifeTally }: Life, living: boolean): void {
  for (const day of lifeTally.emergencies) {
    const month = monthIndex(day)
    if (day >= firstDay) tally.emergencies[month] = (tally.emergencies[month] ?? 0) + 1
  }
  for (const { chance, returns, heartFailure } of lifeTally.stays) {
    add(tally.returns.practices[person.practice], returns)
    add(heartFailure ? tally.returns.heartFailure : tally.returns.others, returns)
    add(tally.chances[Math.round(chance * CHANCE_STEPS)], returns)
  }
  tally.lostResults += lifeTally.lostResults
  if (!living) return
  if (
    risesBy(
      lifeTally.stays.map(({ start }) => start),
      chart.asOf,
      1
    )
  )
    tally.rising.stays++
  if (risesBy(lifeTally.emergencies, chart.asOf, 2)) tally.rising.emergencies++
  const age = ageInYears(person.birth, chart.asOf)
  if (!person.female || age < 42 || age >= 75) return
  const { hispanic, other, unrecorded } = tally.mammograms[person.practice] ?? {}
  const group = person.recorded.ethnicity ? (person.background.hispanic ? hispanic : other) : unrecorded
  add(
    group,
    lifeTally.mammograms.some((day) => day > chart.asOf - MAMMOGRAM_DAYS && day <= chart.asOf)
  )
}

/** Area under the ROC curve of the chances that returns were drawn with: how well anybody could tell returns who knew them. */
export function areaOfChances(chances: SeededTally['chances']): number {
  let [below, wins] = [0, 0]
  const cases = chances.reduce((sum, { numerator }) => sum + numerator, 0)
  for (const { numerator, denominator } of chances) {
    const without = denominator - numerator
    wins += numerator * (below + without / 2)
    below += without
  }
  const pairs = cases * below
  return pairs === 0 ? 0.5 : wins / pairs
}
