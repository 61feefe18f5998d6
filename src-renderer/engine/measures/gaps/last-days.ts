import { numbersByPatient } from '../rates/numbers-by-patient.ts'
import type { Rate } from '../rates/rate.ts'

/** Id of the supplemental data by which a measure tells last days; followed by `-` and the id of the group where there are several. */
const told = 'last-days'

/**
 * The last day on which each open case of a person can be closed, in days from the first day of the period, as the measure
 * tells them: a PHQ-9 that is due a year after the first, a visit that is due after each discharge.
 * @returns by patient, undefined for measures that tell none
 */
export function lastDaysOf({
  run,
  definition
}: Pick<Rate, 'run' | 'definition'>): ReadonlyMap<number, Float64Array> | undefined {
  return numbersByPatient(run, `${told}-${definition.id}`) ?? numbersByPatient(run, told)
}
