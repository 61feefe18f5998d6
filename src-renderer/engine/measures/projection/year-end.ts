import { hasBit, type Bitset } from '../../base/kernels/bitset.ts'
import type { ConfidenceInterval } from '../../base/figures/figure.ts'
import { countedCases } from '../rates/rate-status.ts'
import type { GroupRun } from '../run/measure-run.ts'

/** What a rate comes to at the end of its period, if the rest of it goes as last year's did. */
export interface YearEnd {
  /** Expected cases; not whole. */
  readonly numerator: number
  readonly denominator: number
  readonly value: number
  readonly interval: ConfidenceInterval
}

/** One group of a measure in three runs, with the people whom each counts. */
export interface YearsOfRate {
  /** This year up to today. */
  readonly now: GroupRun
  readonly nowPeople: Bitset
  /** Last year up to the same day, and up to its end. */
  readonly then: GroupRun
  readonly end: GroupRun
  readonly thenPeople: Bitset
}

/** Half a success and half a failure that are known beforehand (Jeffreys). */
const PRIOR = 0.5
/** The two-sided 95 % point of the normal distribution. */
const Z = 1.959963984540054

/** Cases that are still to be decided, and how last year's like them were. */
interface Undecided {
  readonly cases: number
  readonly met: number
  readonly missed: number
}

/** Mean and variance of the cases met among some that are undecided: beta-binomial. */
function momentsOf({ cases, met, missed }: Undecided): { readonly mean: number; readonly variance: number } {
  const [alpha, beta] = [met + PRIOR, missed + PRIOR]
  const all = alpha + beta
  const share = alpha / all
  return { mean: cases * share, variance: (cases * share * (1 - share) * (all + cases)) / (all + 1) }
}

function ratio(part: number, all: number, without: number): number {
  return all === 0 ? without : part / all
}

/** People whom a year's two runs find without a case, open, or met, as rows by the first and columns by the second run. */
function movesOf({ then, end, thenPeople }: YearsOfRate, patients: number): readonly (readonly number[])[] {
  const moves = [
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0]
  ]
  for (let patient = 0; patient < patients; patient++) {
    if (hasBit(thenPeople, patient)) moves[stateOf(then, patient)]![stateOf(end, patient)]!++
  }
  return moves
}

function stateOf(group: GroupRun, patient: number): 0 | 1 | 2 {
  const { eligible, met } = countedCases(group, patient)
  return eligible === 0 ? 0 : met > 0 ? 2 : 1
}

function totalsOf(
  group: GroupRun,
  people: Bitset,
  patients: number
): { readonly eligible: number; readonly met: number } {
  let [eligible, met] = [0, 0]
  for (let patient = 0; patient < patients; patient++) {
    if (!hasBit(people, patient)) continue
    const cases = countedCases(group, patient)
    eligible += cases.eligible
    met += cases.met
  }
  return { eligible, met }
}

/** People change: who is open may still be met, who is met may be lost again, and others join. */
function undecidedPeople(
  years: YearsOfRate,
  patients: number
): { readonly settled: number; readonly groups: Undecided[] } {
  const moves = movesOf(years, patients)
  const count = [0, 0, 0]
  for (let patient = 0; patient < patients; patient++) {
    if (hasBit(years.nowPeople, patient)) count[stateOf(years.now, patient)]!++
  }
  const before = [1, 2].reduce((sum, state) => sum + moves[state]!.reduce((all, people) => all + people, 0), 0)
  const groups = [0, 1, 2].map((state): Undecided => {
    const [gone, missed, met] = moves[state] as readonly [number, number, number]
    const cases =
      state === 0
        ? (count[1]! + count[2]!) * ratio(missed + met, before, 0)
        : count[state]! * ratio(missed + met, gone + missed + met, 1)
    return { cases, met, missed }
  })
  return { settled: 0, groups }
}

/** Events that were counted stay as they are; others happen until the end. */
function undecidedEvents(
  years: YearsOfRate,
  patients: number
): {
  readonly settled: number
  readonly counted: number
  readonly groups: Undecided[]
} {
  const now = totalsOf(years.now, years.nowPeople, patients)
  const then = totalsOf(years.then, years.thenPeople, patients)
  const end = totalsOf(years.end, years.thenPeople, patients)
  const later = Math.max(0, end.eligible - then.eligible)
  const met = Math.min(later, Math.max(0, end.met - then.met))
  const cases = now.eligible * ratio(later, then.eligible, 0)
  return { settled: now.met, counted: now.eligible, groups: [{ cases, met, missed: later - met }] }
}

/**
 * Projects a rate to the end of its period from last year's course: of people in the same place on the same day last
 * year, the share that had met it at the end; with cases that joined and left as last year. The interval holds the chance
 * in both years (beta-binomial, Jeffreys prior; Gelman and others, Bayesian Data Analysis, 3rd edition, section 2.4),
 * brought to the logit scale. It does not hold a change of care from one year to the next.
 * @param patients how many the runs were over
 * @returns undefined when nobody is or will be eligible
 */
export function yearEnd(years: YearsOfRate, patients: number): YearEnd | undefined {
  const people = years.now.basis === 'boolean'
  const { settled, counted, groups } = people
    ? { ...undecidedPeople(years, patients), counted: 0 }
    : undecidedEvents(years, patients)
  const denominator = groups.reduce((sum, { cases }) => sum + cases, counted)
  if (denominator <= 0) return undefined
  let [numerator, variance] = [settled, 0]
  for (const group of groups) {
    const moments = momentsOf(group)
    numerator += moments.mean
    variance += moments.variance
  }
  const value = numerator / denominator
  const low = value <= 0 || value >= 1 ? value : onLogit(value, variance / denominator ** 2, -Z)
  const high = value <= 0 || value >= 1 ? value : onLogit(value, variance / denominator ** 2, Z)
  return { numerator, denominator, value, interval: { low, high, level: 0.95, method: 'beta-binomial' } }
}

/** A proportion moved by some standard deviations on the logit scale. */
function onLogit(value: number, variance: number, deviations: number): number {
  const logit = Math.log(value / (1 - value)) + (deviations * Math.sqrt(variance)) / (value * (1 - value))
  return 1 / (1 + Math.exp(-logit))
}
