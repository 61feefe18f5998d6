import { commonMessages as common } from '#messages/common.ts'
import { inSentence } from '#shared/messages/letter-case.ts'
import { enginePopulationPanelsPersonMessages as m } from '#messages/engine/population/panels/person.ts'
import { defined } from '#shared/language/defined.ts'
import { latestRows } from '../../../base/kernels/person-rows.ts'
import { isUseTold, useEvents } from '../base/use-events.ts'
import { windowStart } from '../../registries/control-band.ts'
import type { Measurement, Registry } from '../../registries/registry-definition.ts'
import type { Day } from '../../../base/figures/filter.ts'
import { paidClaims } from '../../claims/paid-claims.ts'
import type { PopulationView } from '../../selection/population.ts'
import { tookPlace } from '../../selection/visit-dimensions.ts'
import { rowsInPopulation } from '../../../store/model/population-rows.ts'
import type { Table } from '../../../store/model/store.ts'

/** Months back from the date in which the latest result of a test counts. */
export const RESULT_MONTHS = 24

/** What a measure is, apart from any data. */
export interface MeasureInfo {
  /** Also the name of the column in the feature table. */
  readonly id: string
  readonly label: string
  /** The label without its time: under a heading that tells it. */
  readonly name: string
  /** `sum`: amounts that add up over people, 0 for nobody's. `mean`: results of tests, missing for some. */
  readonly kind: 'sum' | 'mean'
  readonly unit: string
  readonly description: string
}

/** One number per person and date. */
export interface PersonMeasure extends MeasureInfo {
  /** @returns one value per patient ordinal; NaN where a test has no result, and for everybody where the data hold no record of the kind */
  values(asOf: Day): Float64Array
}

const counted: readonly (MeasureInfo & { readonly table: string; readonly event?: 'emergency' | 'inpatient' })[] = [
  {
    id: 'encounters_12m',
    label: m.encounters12Months,
    name: m.encounters,
    kind: 'sum',
    unit: '',
    description: m.encountersThatTookPlaceInThe,
    table: 'encounter'
  },
  {
    id: 'emergency_visits_12m',
    label: m.emergencyVisits12Months,
    name: common.emergencyVisits,
    kind: 'sum',
    unit: '',
    description: m.encountersOfClassEmergencyThatTook,
    table: 'encounter',
    event: 'emergency'
  },
  {
    id: 'inpatient_stays_12m',
    label: m.inpatientStays12Months,
    name: m.inpatientStays,
    kind: 'sum',
    unit: '',
    description: m.encountersOfAnInpatientClassThat,
    table: 'encounter',
    event: 'inpatient'
  },
  {
    id: 'prescriptions_12m',
    label: m.prescriptions12Months,
    name: m.prescriptions,
    kind: 'sum',
    unit: '',
    description: m.medicationRequestsWrittenInThe12,
    table: 'medication_request'
  },
  {
    id: 'observations_12m',
    label: m.observations12Months,
    name: m.observations,
    kind: 'sum',
    unit: '',
    description: m.observationsMadeInThe12Months,
    table: 'observation'
  },
  {
    id: 'paid_12m',
    label: m.paid12Months,
    name: m.paid,
    kind: 'sum',
    unit: 'USD',
    description: m.amountsPaidForClaimsInFinal,
    table: 'explanation_of_benefit'
  }
]

/** The tests that the registries look at, each once. */
function measurementsOf(registries: readonly Registry[]): Measurement[] {
  const found = new Map<string, Measurement>()
  for (const { evidence, controls } of registries)
    for (const { measurement } of [...controls, ...evidence])
      if (!found.has(measurement.title)) found.set(measurement.title, measurement)
  return [...found.values()]
}

/** `Hemoglobin A1c` becomes `hemoglobin_a1c`. */
function columnName(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '')
}

function resultInfo(measurement: Measurement, part: number): MeasureInfo {
  const { title } = measurement.parts[part]!
  const name = measurement.parts.length > 1 ? m.titlePressure(title) : title
  const label = measurement.parts.length > 1 && measurement.title !== 'Blood pressure' ? title : name
  return {
    id: `latest_${columnName(label)}`,
    name: label,
    label: m.latestLabel(inSentence(label)),
    kind: 'mean',
    unit: measurement.unit,
    description: m.latestResultOfInTheMonths(title, RESULT_MONTHS, measurement.unit)
  }
}

/** Every measure that there can be. */
export function measureInfos(registries: readonly Registry[]): MeasureInfo[] {
  return [
    ...counted.map(({ id, label, name, kind, unit, description }) => ({ id, label, name, kind, unit, description })),
    ...measurementsOf(registries).flatMap((measurement) =>
      measurement.parts.map((_, part) => resultInfo(measurement, part))
    )
  ]
}

/** The measures of a population, in the order of {@link measureInfos}. */
export function personMeasures(population: PopulationView): readonly PersonMeasure[] {
  return population.once('person-measures', () => [
    ...counted.map((info) => countMeasure(population, info)),
    ...measurementsOf(population.index.registries).flatMap((measurement) =>
      measurement.parts.map((_, part) => resultMeasure(population, measurement, part))
    )
  ])
}

function resultMeasure({ index }: PopulationView, measurement: Measurement, part: number): PersonMeasure {
  return {
    ...resultInfo(measurement, part),
    values(asOf) {
      const series = index.series(measurement)
      const latest = latestRows(series, asOf, windowStart(asOf, RESULT_MONTHS))
      const values = series.values[part]!
      return Float64Array.from(latest, (index) => (index < 0 ? Number.NaN : values[index]!))
    }
  }
}

function countMeasure(population: PopulationView, info: (typeof counted)[number]): PersonMeasure {
  const { event, table: written, ...about } = info
  const { store } = population
  const name = event === undefined ? written : (useEvents(population, event)?.table.name ?? written)
  const isTold = (): boolean => (event === undefined ? rowsInPopulation(store, name) > 0 : isUseTold(population, event))
  const weigh = (): ((row: number) => number) => {
    const table = defined(store.tables.get(name))
    if (event !== undefined) return eventWeight(population, event)
    if (name === 'encounter') {
      const happened = tookPlace(table)
      return (row) => happened[row]!
    }
    if (info.id === 'paid_12m') {
      const claims = paidClaims(store)
      const amounts = claims?.amounts('paid')
      return (row) => (claims?.counts[row] !== 1 || Number.isNaN(defined(amounts)[row]!) ? 0 : defined(amounts)[row]!)
    }
    const counts = goodStatus(table, ['entered-in-error', 'cancelled', 'draft'])
    return (row) => counts[row]!
  }
  return {
    ...about,
    values(asOf) {
      const sums = new Float64Array(store.patients)
      if (!population.once(`measure-told:${info.id}`, isTold)) return sums.fill(Number.NaN)
      const table = store.tables.get(name)
      if (table?.day === undefined || table.patientOffsets === undefined) return sums
      const { day, patientOffsets } = table
      const weight = population.once(`measure-weight:${info.id}`, weigh)
      const from = windowStart(asOf, 12)
      for (let patient = 0; patient < sums.length; patient++) {
        const first = patientOffsets[patient]!
        // Rows of a person stand in the order of their days, those without a day first.
        for (let row = patientOffsets[patient + 1]! - 1; row >= first && day[row]! >= from; row--) {
          if (day[row]! <= asOf) sums[patient]! += weight(row)
        }
      }
      return sums
    }
  }
}

/** 1 for rows that stand for an event of the kind. */
function eventWeight(population: PopulationView, kind: 'emergency' | 'inpatient'): (row: number) => number {
  const events = useEvents(population, kind)
  const marks = new Uint8Array(events?.table.rows ?? 0)
  for (const row of events?.rows ?? []) marks[row] = 1
  return (row) => marks[row]!
}

function goodStatus(table: Table, bad: readonly string[]): Uint8Array {
  const status = table.column('status', 'dictionary')
  const good = Uint8Array.from(status.values, (value) => (bad.includes(value) ? 0 : 1))
  return Uint8Array.from(status.codes, (code) => (code < 0 ? 1 : good[code]!))
}
