import { enginePopulationPanelsBaseMessages as m } from '#messages/engine/population/panels/base.ts'
import { ordinalsOf, type Bitset } from '../../../base/kernels/bitset.ts'
import { coverageKindRule } from '../../claims/coverage-kinds.ts'
import { coveredMonths, type CoveredStretch } from '../../claims/covered-months.ts'
import { monthNumber } from '../../claims/month-number.ts'

import type { Period } from './periods.ts'
import type { View } from './view.ts'

/** The rule in words, for definitions. */
export function memberMonthRule(store: View['store']): string {
  return coveredMonths(store).basis === 'coverage'
    ? m.aMemberMonthIsAPerson(coverageKindRule)
    : m.theDataHoldNoPeriodsOf
}

/** Member months of some people. */
export interface MemberTally {
  /** `[group * months + month]`. */
  readonly counts: Int32Array
  /** People with a month, by group. */
  readonly people: Int32Array
}

/**
 * Counts member months by group. A month of a person counts once in each group, however many coverages give it.
 * @param months calendar months in ascending order without holes
 * @param groupsOf groups that a stretch of coverage belongs to
 * @param each called per person and group with the number of months, person by person in ascending order
 */
export function tallyMembers(
  store: View['store'],
  people: Bitset,
  months: readonly Period[],
  groups: number,
  groupsOf: (stretch: CoveredStretch) => readonly number[],
  each?: (person: number, group: number, months: number) => void
): MemberTally {
  const count = months.length
  const tally = { counts: new Int32Array(groups * count), people: new Int32Array(groups) }
  if (count === 0) return tally
  const covered = coveredMonths(store)
  const start = monthNumber(months[0]!.start)
  const seen = new Int32Array(groups * count)
  const own = new Int32Array(groups)
  for (const person of ordinalsOf(people)) {
    const touched: number[] = []
    for (const stretch of covered.of(person)) {
      const from = Math.max(0, stretch.first - start)
      const to = Math.min(count - 1, stretch.last - start)
      if (from > to) continue
      for (const group of groupsOf(stretch)) {
        for (let month = from; month <= to; month++) {
          const at = group * count + month
          if (seen[at] === person + 1) continue
          seen[at] = person + 1
          tally.counts[at]!++
          if (own[group]!++ === 0) touched.push(group)
        }
      }
    }
    for (const group of touched) {
      tally.people[group]!++
      each?.(person, group, own[group]!)
      own[group] = 0
    }
  }
  return tally
}
