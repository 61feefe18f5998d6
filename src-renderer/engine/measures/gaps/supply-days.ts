import type { Day } from '../../base/figures/filter.ts'
import { adherenceOf, readSupplyDays, type SupplyDays } from './adherence.ts'
import type { Adherence } from '../results/adherence.ts'
import type { MeasureRun } from '../run/measure-run.ts'
import { numbersByPatient } from '../rates/numbers-by-patient.ts'
import type { Rate } from '../rates/rate.ts'

/** Id of the supplemental data by which a measure tells of days covered. */
const told = 'days-of-supply'

const cache = new WeakMap<MeasureRun, ReadonlyMap<number, SupplyDays>>()

/** What a measure of days covered tells of its people, by patient; undefined for other measures. */
export function supplyDaysOf({ run }: Pick<Rate, 'run'>): ReadonlyMap<number, SupplyDays> | undefined {
  const numbers = numbersByPatient(run, told)
  if (numbers === undefined) return undefined
  const known = cache.get(run)
  if (known !== undefined) return known
  const people = new Map<number, SupplyDays>()
  for (const [patient, patientNumbers] of numbers) {
    const days = readSupplyDays(patientNumbers)
    if (days !== undefined) people.set(patient, days)
  }
  cache.set(run, people)
  return people
}

/** Days covered of one person; undefined for who has no treatment period, and for measures of something else. */
export function adherenceFor(rate: Rate, patient: number, asOf: Day): Adherence | undefined {
  const supply = supplyDaysOf(rate)?.get(patient)
  return supply === undefined ? undefined : adherenceOf(supply, rate.start, asOf)
}
