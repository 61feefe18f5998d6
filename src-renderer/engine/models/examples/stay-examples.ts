import { defined } from '#shared/language/defined.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Day } from '../../base/figures/filter.ts'
import { deathDays } from '../../population/life/death-days.ts'
import { readmissions, READMISSION_DAYS, stayOutcomes } from '../../population/stays/readmissions.ts'
import type { Store } from '../../store/model/store.ts'
import { monthsBefore, careEventsOf } from '../features/use-features.ts'
import type { LabeledExamples, ModelExamples } from '../features/model-examples.ts'
import { LOOK_BACK_MONTHS } from './person-examples.ts'

/** Index stays as the rate of readmission has them. */
export const stayScope = { allAges: false, observation: false } as const

/**
 * Discharges from index stays by day of discharge, with whether the person was readmitted. The day after discharge is the
 * index date: what is known at discharge is known to the model.
 * @param from first day of discharge
 * @param to last day of discharge
 */
export function stayExamples(store: Store, from: Day, to: Day): LabeledExamples {
  const stays = readmissions(store, stayScope)
  const { firstDay } = careEventsOf(store)
  const found =
    stays === undefined
      ? []
      : Array.from(stays.rows, (row, stay) => ({
          patient: defined(stays.table.patient)[row]!,
          admitted: stays.first[stay]!,
          discharged: stays.last[stay]!,
          outcome: stays.outcome[stay]!
        })).filter(
          ({ discharged, outcome }) =>
            outcome > 0 &&
            discharged >= from &&
            discharged <= to &&
            monthsBefore(discharged + 1, LOOK_BACK_MONTHS) >= firstDay
        )
  found.sort((left, right) => left.discharged - right.discharged || left.patient - right.patient)
  const readmitted = stayOutcomes.indexOf('readmitted')
  return {
    patient: Int32Array.from(found, ({ patient }) => patient),
    index: Int32Array.from(found, ({ discharged }) => discharged + 1),
    stays: found.map(({ admitted, discharged }) => ({ admitted, discharged })),
    outcomes: Uint8Array.from(found, ({ outcome }) => Number(outcome === readmitted))
  }
}

/**
 * People whose readmission a date waits for, by their last index stay: discharged in the 30 days up to it, alive, and not back in
 * hospital by then.
 */
export function openDischarges(store: Store, asOf: Day): ModelExamples {
  const { patient, index, stays } = stayExamples(store, asOf - READMISSION_DAYS + 1, asOf)
  const people = store.tables.get('patient')
  const death = people && deathDays(store)
  const dead = people?.column('deceased', 'boolean').values
  const isAlive = (person: number): boolean => {
    const day = death?.[person] ?? NO_DAY
    return day === NO_DAY ? dead?.[person] !== 1 : day > asOf
  }
  // The examples are in the order of the days of discharge.
  const last = new Map(Array.from(patient, (person, row) => [person, row]))
  const back = readmissions(store, stayScope)
  back?.first.forEach((begin, stay) => {
    const person = defined(back.table.patient)[back.rows[stay]!]!
    const row = last.get(person)
    // It began after the day on which a stay goes on elsewhere.
    if (row !== undefined && begin <= asOf && begin > index[row]!) last.delete(person)
  })
  const rows = Int32Array.from(last.values())
    .filter((row) => isAlive(patient[row]!))
    .sort()
  return {
    patient: rows.map((row) => patient[row]!),
    index: rows.map((row) => index[row]!),
    stays: stays && Array.from(rows, (row) => stays[row]!)
  }
}

/** Last day of discharge whose readmissions are complete by a date. */
export function lastFollowedDischarge(asOf: Day, runOut: number): Day {
  return asOf - READMISSION_DAYS - runOut
}
