import { enginePopulationPanelsBaseMessages as m } from '#messages/engine/population/panels/base.ts'
import { countCommon, type Bitset } from '../../../base/kernels/bitset.ts'
import { coverageKindRule } from '../../claims/coverage-kinds.ts'
import { coveredMonths, type CoveredStretch } from '../../claims/covered-months.ts'
import { coveredPeople, type CoveredPeople } from '../../claims/covered-people.ts'
import { monthNumber } from '../../claims/month-number.ts'
import type { PopulationView } from '../../selection/population.ts'
import type { Period } from './periods.ts'
import type { View } from './view.ts'

/** The rule in words, for definitions. */
export function memberMonthRule(store: View['store']): string {
  return coveredMonths(store).basis === 'coverage'
    ? m.aMemberMonthIsAPerson(coverageKindRule)
    : m.theDataContainNoPeriodsOf
}

/**
 * How many of some people were members in each month.
 * @param of which coverages count
 */
export function countMembers(
  store: View['store'],
  people: Bitset,
  months: readonly Period[],
  of: keyof CoveredPeople = 'any'
): Int32Array {
  return Int32Array.from(months, ({ start }) => countCommon(people, coveredPeople(store, monthNumber(start))[of]))
}

/** Member months of each person by group: those of person p are at `[offsets[p], offsets[p + 1])`. */
export interface MemberMonths {
  readonly offsets: Int32Array
  readonly groups: Int32Array
  /** How many of the months; more than none. */
  readonly months: Uint8Array
}

/** What coverages are told apart by: nothing, or groups in a few kinds. */
export interface MemberGroups {
  /** Tells one way of grouping from the others. */
  readonly name: string
  readonly count: number
  /** Groups that a stretch of coverage belongs to. */
  of(stretch: CoveredStretch): readonly number[]
}

/** All members, as one group. */
const allMembers: MemberGroups = { name: 'all', count: 1, of: () => [0] }

/**
 * The member months of everybody by group; prepared once for the months. A month of a person counts once in each group, however
 * many coverages give it.
 * @param months at most 255 calendar months in ascending order without holes
 */
export function memberMonths(
  population: PopulationView,
  months: readonly Period[],
  groups: MemberGroups = allMembers
): MemberMonths {
  const key = `${months[0]?.start ?? 0}+${months.length}`
  return population.prepared(`member-months:${groups.name}`, key, () => readMonths(population.store, months, groups))
}

function readMonths(store: View['store'], months: readonly Period[], by: MemberGroups): MemberMonths {
  const offsets = new Int32Array(store.patients + 1)
  const found: { readonly groups: number[]; readonly months: number[] } = { groups: [], months: [] }
  if (months.length > 0) {
    const covered = coveredMonths(store)
    const start = monthNumber(months[0]!.start)
    const seen = new Int32Array(by.count * months.length)
    const monthsOfGroup = new Uint8Array(by.count)
    for (let person = 0; person < store.patients; person++) {
      const touched: number[] = []
      for (const stretch of covered.of(person)) {
        const from = Math.max(0, stretch.first - start)
        const to = Math.min(months.length - 1, stretch.last - start)
        if (from > to) continue
        for (const group of by.of(stretch)) {
          for (let month = from; month <= to; month++) {
            const index = group * months.length + month
            if (seen[index] === person + 1) continue
            seen[index] = person + 1
            if (monthsOfGroup[group]!++ === 0) touched.push(group)
          }
        }
      }
      for (const group of touched) {
        found.groups.push(group)
        found.months.push(monthsOfGroup[group]!)
        monthsOfGroup[group] = 0
      }
      offsets[person + 1] = found.groups.length
    }
  }
  return { offsets, groups: Int32Array.from(found.groups), months: Uint8Array.from(found.months) }
}

/** How many of some calendar months each person was a member in. @param months at most 255 */
export function monthsByPerson(store: View['store'], months: readonly Period[]): Uint8Array {
  const each = new Uint8Array(store.patients)
  for (const { start } of months) {
    const members = coveredPeople(store, monthNumber(start)).any
    for (let word = 0; word < members.length; word++)
      for (let bits = members[word]!; bits !== 0; bits &= bits - 1)
        each[(word << 5) + (31 - Math.clz32(bits & -bits))]!++
  }
  return each
}
