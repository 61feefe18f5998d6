import { commonMessages as common } from '#messages/common.ts'
import { engineModelsFeaturesMessages as m } from '#messages/engine/models/features.ts'
import { defined } from '#shared/language/defined.ts'
import { ageAt } from '../../base/fhir/calendar.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Day } from '../../base/figures/filter.ts'
import type { MeasurementSeries } from '../../population/registries/measurement-series.ts'
import { matchConcepts } from '../../population/registries/match-concepts.ts'
import type { CodesBySystem, Measurement } from '../../population/registries/registry-definition.ts'
import type { PopulationView } from '../../population/selection/population.ts'
import type { Mergeable } from '../../shards/mergeable.ts'
import { rowsInPopulation } from '../../store/model/population-rows.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { withoutIcd } from '../../risk/evidence/icd-codes.ts'
import { groupReader } from '../../risk/indices/group-reader.ts'
import type { RiskDefinitions } from '../../risk/model/load-risk.ts'
import type { FeatureRows, ModelFeature } from './feature-definition.ts'
import { claimKnownDays, knownMember } from './known-conditions.ts'
import { personEvents, sumBefore } from './person-events.ts'
import { monthsBefore } from './use-features.ts'

/** Months back in which the latest result of a test counts, as in `person_feature`. */
const RESULT_MONTHS = 24

/** Age and sex. Race, ethnicity, language, payer and place are no features: how the model does by them is shown instead. */
export function personFeaturesOf({ store }: PopulationView): readonly ModelFeature[] {
  const table = store.tables.get('patient')
  const birth = table?.column('birth_date', 'date').days
  const gender = table?.column('gender', 'dictionary')
  return [
    {
      id: 'age',
      title: common.age,
      group: 'person',
      kind: 'number',
      unit: 'years',
      text: m.completedYearsOfAgeOnThe,
      missing: undefined,
      read(patient, index) {
        const born = birth?.[patient] ?? NO_DAY
        return born === NO_DAY || born >= index ? Number.NaN : ageAt(born, index - 1)
      }
    },
    {
      id: 'female',
      title: m.female,
      group: 'person',
      kind: 'flag',
      unit: '',
      text: m.administrativeSexIsFemaleMissingWhere,
      missing: undefined,
      read(patient) {
        const value = gender === undefined ? undefined : gender.values[gender.codes[patient]!]
        return value === 'female' ? 1 : value === 'male' ? 0 : Number.NaN
      }
    }
  ]
}

/** Comorbidity, number of registries, and each registry. */
export function conditionFeatures(population: PopulationView, risk: RiskDefinitions): readonly ModelFeature[] {
  const { store, index: registries } = population
  const hasConditions = rowsInPopulation(store, 'condition') > 0
  const knownOn = claimKnownDays(store)
  const members = registries.registries.map((registry) => ({
    registry,
    isMember: knownMember(registry, registries.membership(registry), knownOn),
    missing: registries.cannotTell(registry)
  }))
  const told = members.filter(({ missing }) => missing === undefined)
  return [
    ...indexFeatures(population, risk),
    {
      id: 'conditions',
      title: common.chronicConditions,
      group: 'condition',
      kind: 'number',
      unit: '',
      text: m.registriesThatThePersonBelongedTo,
      missing: told.length > 0 ? undefined : m.noRegistryCanBeDetermined,
      read: (patient, index) =>
        told.length > 0 ? told.reduce((sum, { isMember }) => sum + Number(isMember(patient, index - 1)), 0) : Number.NaN
    },
    ...members.map(({ registry, isMember, missing }): ModelFeature => ({
      id: `has_${registry.id.replaceAll('-', '_')}`,
      title: registry.title,
      group: 'condition',
      kind: 'flag',
      unit: '',
      text: m.memberOfTheRegistryOnThe(registry.title),
      missing: missing === undefined ? undefined : m.theRegistryCannotBeDeterminedFrom,
      read: (patient, index) => (missing === undefined ? Number(isMember(patient, index - 1)) : Number.NaN),
      ...(hasConditions ? { rows: (_, index) => codedRows('condition', store, registry.codes, index) } : {})
    }))
  ]
}

function indexFeatures({ store }: PopulationView, { indices }: RiskDefinitions): readonly ModelFeature[] {
  const missing = withoutIcd(store)
  return indices.flatMap((index) => {
    const weights = index.weights.find(({ id }) => id === 'charlson-2011' || id === 'elixhauser-vw')
    if (weights === undefined) return []
    const read = groupReader(store, index, claimKnownDays(store))
    return [
      {
        id: weights.id.replaceAll('-', '_'),
        title: m.titleScore(index.title),
        group: 'condition',
        kind: 'number',
        unit: 'points',
        text: m.byDiagnosesKnownOnTheDay(index.title, weights.title),
        missing,
        read(patient, day) {
          if (missing !== undefined) return Number.NaN
          let sum = 0
          for (const group of read(patient, day - 1)) sum += weights.points[index.groups[group]!.id] ?? 0
          return sum
        }
      } satisfies ModelFeature
    ]
  })
}

/** Statuses of prescriptions and dispenses that did not come to be. */
const notPrescribed = ['entered-in-error', 'cancelled', 'draft', 'declined', 'preparation'] as const

/** 1 for rows of prescriptions or dispenses that count; without a status they do. */
function prescribed(table: Table): Uint8Array {
  const { codes, values } = table.column('status', 'dictionary')
  const counts = values.map((value) => ((notPrescribed as readonly string[]).includes(value) ? 0 : 1))
  return Uint8Array.from(codes, (code) => counts[code] ?? 1)
}

/** Prescriptions. */
export function drugFeatures({ store }: PopulationView): readonly ModelFeature[] {
  const names = ['medication_request', 'medication_dispense'] as const
  const tables = names.flatMap((name) => {
    const table = store.tables.get(name)
    return table?.day === undefined || table.patient === undefined || rowsInPopulation(store, name) === 0 ? [] : [table]
  })
  const table = tables[0]
  const counts = table && prescribed(table)
  const events =
    table &&
    personEvents(
      store.patients,
      Array.from(defined(table.patient), (patient, row) => ({
        patient: counts?.[row] === 0 ? -1 : patient,
        day: defined(table.day)[row]!
      }))
    )
  return [
    {
      id: 'prescriptions_12m',
      title: m.prescriptionsIn12Months,
      group: 'drug',
      kind: 'log',
      unit: '',
      text: m.medicationRequestsOfThe12Months,
      missing: table === undefined ? m.theDataHoldNeitherMedicationRequests : undefined,
      read: (patient, index) =>
        events === undefined ? Number.NaN : sumBefore(events, patient, monthsBefore(index, 12), index),
      rows: (_, index) => ({
        table: table?.name ?? names[0],
        where: [
          { column: '@day', from: monthsBefore(index, 12), to: index - 1 },
          { column: 'status', in: notPrescribed, exclude: true }
        ]
      })
    }
  ]
}

/** How many results of a test the data hold. */
function resultsOf(measurement: Measurement): Mergeable<PopulationView, number, number> {
  return {
    partial: ({ index }) => index.series(measurement).days.length,
    merge: (left, right) => left + right,
    finish: (results) => results
  }
}

/** Latest results of the tests that registries look at, and how they changed. */
export function resultFeatures(population: PopulationView): readonly ModelFeature[] {
  const { store, index: registries } = population
  const found = new Map<string, Measurement>()
  for (const { evidence, controls } of registries.registries)
    for (const { measurement } of [...controls, ...evidence])
      if (!found.has(measurement.title)) found.set(measurement.title, measurement)
  return [...found.values()].flatMap((measurement) => {
    const series = registries.series(measurement)
    const results = population.fact(`results of ${measurement.title}`, resultsOf(measurement))
    const missing = results === 0 ? m.theDataContainNoResultOf : undefined
    return measurement.parts.flatMap(({ title }, part): readonly ModelFeature[] => {
      const name = measurement.parts.length > 1 ? `${title} (${measurement.title.toLowerCase()})` : title
      const id = name
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, '_')
        .replace(/_$/, '')
      // The parts of a panel are components of its observations, which have the code of the panel.
      const opened: Pick<ModelFeature, 'rows'> =
        measurement.parts.length > 1
          ? {}
          : {
              rows: (_, index) =>
                codedRows(
                  'observation',
                  store,
                  measurement.parts[part]!.codes,
                  index,
                  monthsBefore(index, RESULT_MONTHS)
                )
            }
      const about = { group: 'result', kind: 'number', unit: measurement.unit, missing } as const
      return [
        {
          ...about,
          id: `latest_${id}`,
          title: m.latestName(name),
          text: m.latestResultOfInTheMonths(title, RESULT_MONTHS),
          read: (patient, index) => latestResults(series, part, patient, index)[0],
          ...opened
        },
        {
          ...about,
          id: `change_${id}`,
          title: m.changeOfName(name),
          text: m.latestResultOfLessTheOne(title, RESULT_MONTHS),
          read(patient, index) {
            const [latest, earlier] = latestResults(series, part, patient, index)
            return latest - earlier
          },
          ...opened
        }
      ]
    })
  })
}

/** Rows of a table with one of the codes, of days before an index date. */
function codedRows(
  table: 'condition' | 'observation',
  { concepts }: Store,
  codes: CodesBySystem,
  index: Day,
  from?: Day
): FeatureRows {
  const coded = Array.from(matchConcepts(concepts, codes), (id) => `${concepts.systems[id]!}|${concepts.codes[id]!}`)
  return {
    table,
    where: [
      { column: 'code', in: coded },
      { column: '@day', ...(from === undefined ? {} : { from }), to: index - 1 }
    ]
  }
}

/** The last result before a day and the one before that; NaN without. */
function latestResults(
  { offsets, days, values }: MeasurementSeries,
  part: number,
  patient: number,
  index: Day
): readonly [number, number] {
  const from = monthsBefore(index, RESULT_MONTHS)
  const found: number[] = []
  for (let place = offsets[patient + 1]! - 1; place >= offsets[patient]! && days[place]! >= from; place--) {
    const value = values[part]![place]!
    if (days[place]! < index && !Number.isNaN(value) && found.push(value) === 2) break
  }
  return [found[0] ?? Number.NaN, found[1] ?? Number.NaN]
}
