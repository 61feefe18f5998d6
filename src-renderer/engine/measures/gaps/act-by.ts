import { addYears } from '../../base/fhir/calendar.ts'
import type { Day } from '../../base/figures/filter.ts'
import type { PopulationView } from '../../population/selection/population.ts'
import { tookPlace } from '../../population/selection/visit-dimensions.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { adherenceOf } from './adherence.ts'
import type { ClosingWindow } from '../rates/measure-input.ts'
import type { Rate } from '../rates/rate.ts'
import { supplyDaysOf } from './supply-days.ts'

/** Classes of encounters (HL7 v3 ActCode) that a window counts from. */
const classes: Readonly<Record<'discharge' | 'emergency-visit', readonly string[]>> = {
  discharge: ['IMP', 'ACUTE', 'NONAC'],
  'emergency-visit': ['EMER']
}

/** Day on which the latest encounter of some classes ended, up to a date; `NO_DAY` for none. */
function latestEnds(population: PopulationView, kind: 'discharge' | 'emergency-visit', asOf: Day): Int32Array {
  return population.once(`latest-${kind}@${asOf}`, () => {
    const { store } = population
    const ends = new Int32Array(store.patients).fill(NO_DAY)
    const table = store.tables.get('encounter')
    if (table?.patient === undefined) return ends
    const happened = tookPlace(table)
    const { ids } = table.column('class', 'concept')
    const good = Uint8Array.from(store.concepts.codes, (code) => (classes[kind].includes(code) ? 1 : 0))
    const end = table.column('period_end', 'dateTime').days
    for (let row = 0; row < table.rows; row++) {
      const patient = table.patient[row]!
      const day = end[row]!
      const concept = ids[row]!
      if (patient < 0 || day === NO_DAY || day > asOf || happened[row] === 0) continue
      if (concept >= 0 && good[concept] === 1 && day > ends[patient]!) ends[patient] = day
    }
    return ends
  })
}

/** The day that a window is counted from for a patient; undefined where there is none. */
function windowStart(
  population: PopulationView,
  window: ClosingWindow,
  asOf: Day
): (patient: number) => Day | undefined {
  const from =
    window.after === 'birth'
      ? population.store.tables.get('patient')?.column('birth_date', 'date').days
      : latestEnds(population, window.after, asOf)
  return (patient) => {
    const day = from?.[patient] ?? NO_DAY
    return day === NO_DAY ? undefined : day
  }
}

function windowOf({ measure, definition }: Rate): ClosingWindow | undefined {
  return measure.closing?.within?.find(({ group }) => group === undefined || group === definition.id)
}

/** The discharge, visit or birth that the days to act are counted from, for measures that count from one. */
export function sinceOf(population: PopulationView, rate: Rate, asOf: Day): (patient: number) => Day | undefined {
  const window = windowOf(rate)
  return window === undefined ? () => undefined : windowStart(population, window, asOf)
}

/**
 * The last day on which something closes a patient's gap: the last impactable day of a measure of days covered; what the
 * measure's own window says, but not after the period; else the end of the period, moved by the days that the measure names.
 */
export function actByOf(population: PopulationView, rate: Rate, asOf: Day): (patient: number) => Day {
  const { closing } = rate.measure
  const last = rate.end + (closing?.days ?? 0)
  const supply = supplyDaysOf(rate)
  if (supply !== undefined) {
    const days = new Map<number, Day>()
    for (const [patient, own] of supply) days.set(patient, adherenceOf(own, rate.start, asOf).lastImpactable ?? last)
    return (patient) => days.get(patient) ?? last
  }
  const window = windowOf(rate)
  if (window === undefined) return () => last
  const start = windowStart(population, window, asOf)
  return (patient) => {
    const day = start(patient)
    return day === undefined ? last : Math.min(addYears(day, window.years ?? 0) + (window.days ?? 0), last)
  }
}
