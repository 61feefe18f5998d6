import { emptyBitset, setBit, countBits, type Bitset } from '../../../base/kernels/bitset.ts'
import { countCodes } from '../../../base/kernels/codes.ts'
import type { PopulationView } from '../../selection/population.ts'
import type { Period } from '../base/periods.ts'

/** The rule in words, for definitions. */
export function memberMonthRule({ enrolment }: PopulationView): string {
  return enrolment.basis === 'coverage'
    ? 'A member month is a person in a calendar month with at least one day of coverage (any-day rule).'
    : 'The data hold no periods of coverage, so a member month is a person in a calendar month with at least one day of life.'
}

/** Member months of people, by month and by value of the enrolment: `months[month][value]`. */
export function memberMonths(population: PopulationView, people: Bitset, months: readonly Period[]): Int32Array[] {
  const values = population.enrolment.members.length
  return months.map(({ end }) => countCodes(population.codes('enrolment', end), people, values))
}

/** How many people were members in any of the months, and of those groups of values that are asked for. */
export function membersIn(
  population: PopulationView,
  people: Bitset,
  months: readonly Period[],
  groups: readonly ((value: number) => boolean)[]
): number[] {
  const values = population.enrolment.members.length
  const groupsOf = Array.from({ length: values }, (_, value) =>
    groups.flatMap((holds, group) => (holds(value) ? [group] : []))
  )
  const found = groups.map(() => emptyBitset(population.store.patients))
  for (const { end } of months) {
    const codes = population.codes('enrolment', end)
    for (let person = 0; person < codes.length; person++) {
      const code = codes[person]!
      if (code < 0 || ((people[person >>> 5]! >>> (person & 31)) & 1) === 0) continue
      for (const group of groupsOf[code]!) setBit(found[group]!, person)
    }
  }
  return found.map(countBits)
}
