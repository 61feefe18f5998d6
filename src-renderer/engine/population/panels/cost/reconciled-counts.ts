import { hasBit, type Bitset } from '../../../base/kernels/bitset.ts'
import type { Codes } from '../../../base/kernels/codes.ts'
import { chartOutcomes, claimOutcomes } from '../../reconcile/outcomes.ts'
import { sumShards, type View } from '../base/view.ts'
import { reconciledRows, type SideRows } from './reconciled-rows.ts'

/** Counts by content: dimension, value and outcome, joined by a line feed; sums of parts are exact. */
export type ReconciledCounts = ReadonlyMap<string, number>

/** The key of a count. */
export function countKey(...parts: readonly (string | number)[]): string {
  return parts.join('\n')
}

/** Adds counts by their keys. */
export function addReconciledCounts(left: ReconciledCounts, right: ReconciledCounts): ReconciledCounts {
  const sums = new Map(left)
  for (const [key, count] of right) sums.set(key, (sums.get(key) ?? 0) + count)
  return sums
}

/**
 * Rows of claims and chart in a period by outcome: of all as `claims`, by `service`, `code`, `payer` and `practice`; of encounters
 * as `chart`, by `class`, `code`, `payer` and `practice`; and days of lag by service as `lag`.
 */
export function reconciledCounts(view: View, from: number, to: number): ReconciledCounts {
  return sumShards(view, (shard) => countShard(shard, from, to), addReconciledCounts)
}

function countShard(shard: View, from: number, to: number): ReconciledCounts {
  const { population, asOf, filters } = shard
  const counts = new Map<string, number>()
  const sides = reconciledRows(shard, from, to)
  if (sides === undefined) return counts
  const people = filters.length === 0 ? undefined : population.select(asOf, filters)
  const groupOf = (id: string): PersonGroup => ({
    id,
    codes: population.codes(id, asOf),
    values: [...population.dimension(id).values.map(({ value }) => value), '']
  })
  countSide(sides.claims, 'claims', [groupOf('practice')], people, counts)
  countSide(sides.chart, 'chart', [groupOf('payer'), groupOf('practice')], people, counts)
  return counts
}

/** What people are counted by: the value of each person, those without one last. */
interface PersonGroup {
  readonly id: string
  readonly codes: Codes
  readonly values: readonly string[]
}

/** Adds how many rows of a side have each outcome, by each of its groups and by groups of people. */
function countSide(
  { people: who, outcomes, groups, lags }: SideRows,
  side: string,
  byPerson: readonly PersonGroup[],
  people: Bitset | undefined,
  counts: Map<string, number>
): void {
  const number = side === 'claims' ? chartOutcomes.length : claimOutcomes.length
  const all = new Int32Array(number)
  const ofRows = groups.map(({ values }) => new Int32Array(values.length * number))
  const ofPeople = byPerson.map(({ values }) => new Int32Array(values.length * number))
  const ofLags = new Int32Array(lags?.values.length ?? 0)
  for (let row = 0; row < who.length; row++) {
    const person = who[row]!
    if (people !== undefined && !hasBit(people, person)) continue
    const outcome = outcomes[row]!
    all[outcome]!++
    for (let group = 0; group < groups.length; group++) ofRows[group]![groups[group]!.codes[row]! * number + outcome]!++
    for (let group = 0; group < byPerson.length; group++) {
      const { codes, values } = byPerson[group]!
      const code = codes[person]!
      ofPeople[group]![(code < 0 ? values.length - 1 : code) * number + outcome]!++
    }
    if (lags !== undefined && lags.codes[row]! < ofLags.length) ofLags[lags.codes[row]!]!++
  }
  const add = (count: number, ...parts: readonly (string | number)[]): void => {
    if (count === 0) return
    const key = countKey(...parts)
    counts.set(key, (counts.get(key) ?? 0) + count)
  }
  const addAll = ({ id, values }: Pick<PersonGroup, 'id' | 'values'>, found: Int32Array): void =>
    values.forEach((value, code) => {
      for (let outcome = 0; outcome < number; outcome++) add(found[code * number + outcome]!, side, id, value, outcome)
    })
  all.forEach((count, outcome) => add(count, side, outcome))
  groups.forEach((group, index) => addAll(group, ofRows[index]!))
  byPerson.forEach((group, index) => addAll(group, ofPeople[index]!))
  lags?.values.forEach((value, code) => add(ofLags[code]!, 'lag', value))
}

/** The median of days. @param days ascending, with how often each occurs @param all how many there are */
export function medianOf(days: readonly { readonly days: number; readonly count: number }[], all: number): number {
  const countAt = (place: number): number => {
    let passed = 0
    for (const { days: each, count } of days) {
      passed += count
      if (place < passed) return each
    }
    return 0
  }
  return (countAt(Math.floor((all - 1) / 2)) + countAt(Math.floor(all / 2))) / 2
}
