import { defined } from '#shared/language/defined.ts'
import { addYears } from '../../base/fhir/calendar.ts'
import type { Day } from '../../base/figures/filter.ts'
import { peopleBirths } from '../../population/panels/person/people-facts.ts'
import type { AllPeople } from '../../population/people/all-people.ts'
import type { PopulationView } from '../../population/selection/population.ts'
import { emergencyVisits } from '../../population/stays/emergency-visits.ts'
import { inpatientStays } from '../../population/stays/inpatient-stays.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { adherenceOf } from './adherence.ts'
import { lastDaysOf } from './last-days.ts'
import type { ClosingWindow } from '../rates/measure-input.ts'
import type { Rate } from '../rates/rate.ts'
import { supplyDaysOf } from './supply-days.ts'

/** Day on which the latest stay or emergency visit of everybody in a shard ended, up to a date; `NO_DAY` for none. */
function latestEndsIn({ store }: PopulationView, kind: 'discharge' | 'emergency-visit', asOf: Day): Int32Array {
  const latest = new Int32Array(store.patients).fill(NO_DAY)
  const found = kind === 'discharge' ? inpatientStays(store) : emergencyVisits(store)
  found?.rows.forEach((row, index) => {
    const patient = defined(found.table.patient)[row]!
    const day = found.last[index]!
    if (patient >= 0 && day !== NO_DAY && day <= asOf && day > latest[patient]!) latest[patient] = day
  })
  return latest
}

function latestEnds(population: AllPeople, kind: 'discharge' | 'emergency-visit', asOf: Day): Int32Array {
  return population.once(`latest-${kind}@${asOf}`, () => population.values(latestEndsIn, kind, asOf))
}

/** The day that a window is counted from for a patient; undefined where there is none. */
function windowStart(population: AllPeople, window: ClosingWindow, asOf: Day): (patient: number) => Day | undefined {
  const from = window.after === 'birth' ? peopleBirths(population) : latestEnds(population, window.after, asOf)
  return (patient) => {
    const day = from[patient] ?? NO_DAY
    return day === NO_DAY ? undefined : day
  }
}

function windowOf({ measure, definition }: Rate): ClosingWindow | undefined {
  return measure.closing?.within?.find(({ group }) => group === undefined || group === definition.id)
}

/** The discharge, visit or birth that the days to act are counted from, for measures that count from one. */
export function sinceOf(population: AllPeople, rate: Rate, asOf: Day): (patient: number) => Day | undefined {
  const window = windowOf(rate)
  if (window === undefined) return () => undefined
  const start = windowStart(population, window, asOf)
  const told = lastDaysOf(rate)
  return (patient) => {
    const last = latestOf(told?.get(patient))
    return last === undefined ? start(patient) : rate.start + last - (window.days ?? 0)
  }
}

/** The latest of some days; undefined for none. */
function latestOf(days: Float64Array | undefined): number | undefined {
  return days === undefined || days.length === 0 ? undefined : Math.max(...days)
}

/**
 * The last day on which something closes a patient's gap: the last impactable day of a measure of days covered; the latest
 * that the measure tells of the person; what the measure's own window says, but not after the period; else the end of the
 * period, moved by the days that the measure names.
 */
export function actByOf(population: AllPeople, rate: Rate, asOf: Day): (patient: number) => Day {
  const { closing } = rate.measure
  const last = rate.end + (closing?.days ?? 0)
  const supply = supplyDaysOf(rate)
  if (supply !== undefined) {
    const days = new Map<number, Day>()
    for (const [patient, supplied] of supply)
      days.set(patient, adherenceOf(supplied, rate.start, asOf).lastImpactable ?? last)
    return (patient) => days.get(patient) ?? last
  }
  const byWindow = actByWindow(population, rate, asOf, last)
  const told = lastDaysOf(rate)
  return (patient) => {
    const day = latestOf(told?.get(patient))
    return day === undefined ? byWindow(patient) : rate.start + day
  }
}

/** The last day by the measure's window, but not after `last`. */
function actByWindow(population: AllPeople, rate: Rate, asOf: Day, last: Day): (patient: number) => Day {
  const window = windowOf(rate)
  if (window === undefined) return () => last
  const start = windowStart(population, window, asOf)
  return (patient) => {
    const day = start(patient)
    return day === undefined ? last : Math.min(addYears(day, window.years ?? 0) + (window.days ?? 0), last)
  }
}
