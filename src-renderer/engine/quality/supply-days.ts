import type { Day } from '../selection/filter.ts'
import { adherenceOf, readSupplyDays, type Adherence, type SupplyDays } from './adherence.ts'
import type { MeasureRun } from './measure-run.ts'
import type { Rate } from './rate.ts'

/** Id of the supplemental data by which a measure tells of days covered. */
const told = 'days-of-supply'

const kept = new WeakMap<MeasureRun, ReadonlyMap<number, SupplyDays>>()

/** What a measure of days covered tells of its people, by patient; undefined for other measures. */
export function supplyDaysOf({ run }: Pick<Rate, 'run'>): ReadonlyMap<number, SupplyDays> | undefined {
  const numbers = run.numbers?.find(({ id }) => id === told)
  if (numbers === undefined) return undefined
  const known = kept.get(run)
  if (known !== undefined) return known
  const people = new Map<number, SupplyDays>()
  const { patient, value } = numbers
  for (let from = 0; from < patient.length;) {
    let to = from + 1
    while (to < patient.length && patient[to] === patient[from]) to++
    const days = readSupplyDays(value.subarray(from, to))
    if (days !== undefined) people.set(patient[from]!, days)
    from = to
  }
  kept.set(run, people)
  return people
}

/** Days covered of one person; undefined for who has no treatment period, and for measures of something else. */
export function adherenceFor(rate: Rate, patient: number, asOf: Day): Adherence | undefined {
  const own = supplyDaysOf(rate)?.get(patient)
  return own === undefined ? undefined : adherenceOf(own, rate.start, asOf)
}
