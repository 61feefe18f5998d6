import { engineTablesFeaturesMessages as m } from '#messages/engine/tables/features.ts'
import { defined } from '#shared/language/defined.ts'
import { ageAt } from '../../base/fhir/calendar.ts'
import { measureInfos, personMeasures } from '../../population/panels/person/person-measures.ts'
import type { Registry } from '../../population/registries/registry-definition.ts'
import type { Day } from '../../base/figures/filter.ts'
import type { PopulationView } from '../../population/selection/population.ts'
import type { MeasureRun } from '../../measures/run/measure-run.ts'
import { patientKeys } from '../model/patient-keys.ts'
import type { DescribedColumn } from '../model/sql-columns.ts'
import type { TableSource } from '../model/table-source.ts'
import { NO_INTEGER, type Column } from '../../store/model/column.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { controlColumns, dimensionColumns, flagColumn } from './feature-columns.ts'
import { measureFeatures, type MeasureFeature } from './measure-features.ts'

/** What `person_feature` is: one row per person, ready for a model. */
export function personFeatureTable(
  registries: readonly Registry[],
  measures: readonly MeasureFeature[]
): {
  readonly name: string
  readonly description: string
  readonly columns: readonly DescribedColumn[]
} {
  return {
    name: 'person_feature',
    description: m.oneRowPerPersonOnThe,
    columns: [
      { name: 'patient_id', kind: 'reference', description: m.idOfThePerson },
      { name: 'age', kind: 'integer', description: m.completedYearsOfAgeOnThe },
      ...dimensionColumns.map(({ column, description }) => ({
        name: column,
        kind: 'dictionary' as const,
        description
      })),
      { name: 'conditions', kind: 'integer', description: m.registriesThatThePersonBelongsTo },
      ...registries.map(({ id, title }) => ({
        name: flagColumn(id),
        kind: 'boolean' as const,
        description: m.memberOfTheRegistryOnThe(title)
      })),
      ...controlColumns(registries).map(({ column, description }) => ({
        name: column,
        kind: 'dictionary' as const,
        description
      })),
      ...measureInfos(registries).map(({ id, description }) => ({
        name: id,
        kind: 'number' as const,
        description
      })),
      ...measures.map(({ name, kind, description }) => ({ name, kind, description }))
    ]
  }
}

/** The feature table of a population on a date; rows in the order of patients. */
export function personFeatures(population: PopulationView, asOf: Day, runs: readonly MeasureRun[]): TableSource {
  const { store, index } = population
  const features = measureFeatures(runs)
  const about = personFeatureTable(index.registries, features)
  const byColumn = new Map(
    [...dimensionColumns, ...controlColumns(index.registries)].map(({ column, dimension }) => [column, dimension])
  )
  return {
    ...about,
    group: 'Derived',
    rows: store.patients,
    order: () => ({
      group: undefined,
      number: Int32Array.from({ length: store.patients }, (_, person) => population.shard.personNumber(person))
    }),
    read(name): Column {
      if (name === 'patient_id')
        return patientKeys(
          store,
          Int32Array.from({ length: store.patients }, (_, row) => row)
        )
      if (name === 'age') return ages(population, asOf)
      if (name === 'conditions') return conditions(population, asOf)
      const dimension = byColumn.get(name)
      if (dimension !== undefined) return dimensionColumn(population, dimension, asOf)
      const registry = index.registries.find(({ id }) => flagColumn(id) === name)
      if (registry !== undefined) return { kind: 'boolean', values: membershipFlags(population, registry, asOf) }
      const result = features.find((each) => each.name === name)
      if (result !== undefined)
        return result.read(
          Int32Array.from({ length: store.patients }, (_, person) => population.shard.personNumber(person))
        )
      const measure = defined(personMeasures(population).find(({ id }) => id === name))
      return { kind: 'number', values: measure.values(asOf) }
    }
  }
}

function dimensionColumn(population: PopulationView, id: string, asOf: Day): Column {
  const known = population.dimensions.some((each) => each.id === id)
  if (!known) return { kind: 'dictionary', codes: new Int32Array(population.store.patients).fill(-1), values: [] }
  const values = population.dimension(id).values.map(({ value }) => value)
  return { kind: 'dictionary', codes: Int32Array.from(population.codes(id, asOf)), values }
}

/** 1 for members and 0 for others; 2, missing, for everybody where the data cannot tell who is in the registry. */
function membershipFlags({ store, index }: PopulationView, registry: Registry, asOf: Day): Uint8Array {
  if (index.cannotTell(registry) !== undefined) return new Uint8Array(store.patients).fill(2)
  return Uint8Array.from(index.members(registry, asOf), (code) => (code === 1 ? 1 : 0))
}

/** How many of the registries that the data can tell each person belongs to. */
function conditions({ store, index }: PopulationView, asOf: Day): Column {
  const told = index.registries.filter((registry) => index.cannotTell(registry) === undefined)
  const values = new Int32Array(store.patients)
  if (told.length === 0) return { kind: 'integer', values: values.fill(NO_INTEGER) }
  for (const registry of told) {
    const members = index.members(registry, asOf)
    for (let patient = 0; patient < values.length; patient++) if (members[patient] === 1) values[patient]!++
  }
  return { kind: 'integer', values }
}

function ages({ store }: PopulationView, asOf: Day): Column {
  const birth = store.tables.get('patient')?.column('birth_date', 'date').days
  const values = new Int32Array(store.patients).fill(NO_INTEGER)
  for (let patient = 0; patient < values.length; patient++) {
    const born = birth?.[patient] ?? NO_DAY
    if (born !== NO_DAY && born <= asOf) values[patient] = ageAt(born, asOf)
  }
  return { kind: 'integer', values }
}
