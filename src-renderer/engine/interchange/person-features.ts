import { ageAt } from '../fhir/calendar.ts'
import { measureInfos, personMeasures } from '../explore/person-measures.ts'
import type { Registry } from '../registries/registry-definition.ts'
import type { Day } from '../selection/filter.ts'
import type { Population } from '../selection/population.ts'
import { patientKeys } from '../sql/patient-keys.ts'
import type { DescribedColumn } from '../sql/sql-columns.ts'
import type { TableSource } from '../sql/table-source.ts'
import { NO_DAY, NO_INTEGER, type Column } from '../store/column.ts'

/** Columns that a dimension answers, with what they mean. */
const fromDimensions: Readonly<Record<string, string>> = {
  sex: 'Administrative sex.',
  race: 'Race as recorded.',
  ethnicity: 'Ethnicity as recorded.',
  language: 'Preferred language.',
  payer: 'Payer in force on the date.',
  practice: 'Practice that the person is attributed to on the date.',
  living: 'living, deceased or unborn on the date.'
}

/** `heart-failure` becomes `has_heart_failure`. */
function flagName(registry: Registry): string {
  return `has_${registry.id.replaceAll('-', '_')}`
}

/** What `person_feature` is: one row per person, ready for a model. */
export function personFeatureTable(registries: readonly Registry[]): {
  readonly name: string
  readonly description: string
  readonly columns: readonly DescribedColumn[]
} {
  return {
    name: 'person_feature',
    description: 'One row per person on the as-of date: demographics, registries, use, cost and latest results.',
    columns: [
      { name: 'patient_id', kind: 'reference', description: 'Id of the person.' },
      { name: 'age', kind: 'integer', description: 'Completed years of age on the date.' },
      ...Object.entries(fromDimensions).map(([name, description]) => ({
        name,
        kind: 'dictionary' as const,
        description
      })),
      ...registries.map((registry) => ({
        name: flagName(registry),
        kind: 'boolean' as const,
        description: `Member of the registry ${registry.title} on the date.`
      })),
      ...measureInfos(registries).map(({ id, description }) => ({
        name: id,
        kind: 'number' as const,
        description
      }))
    ]
  }
}

/** The feature table of a population on a date; rows in the order of patients. */
export function personFeatures(population: Population, asOf: Day): TableSource {
  const { store, index } = population
  const about = personFeatureTable(index.registries)
  return {
    ...about,
    group: 'Derived',
    rows: store.patients,
    read(name): Column {
      if (name === 'patient_id')
        return patientKeys(
          store,
          Int32Array.from({ length: store.patients }, (_, row) => row)
        )
      if (name === 'age') return ages(population, asOf)
      if (Object.hasOwn(fromDimensions, name)) {
        const known = population.dimensions.some(({ id }) => id === name)
        if (!known) return { kind: 'dictionary', codes: new Int32Array(store.patients).fill(-1), values: [] }
        const values = population.dimension(name).values.map(({ value }) => value)
        return { kind: 'dictionary', codes: Int32Array.from(population.codes(name, asOf)), values }
      }
      const registry = index.registries.find((each) => flagName(each) === name)
      if (registry !== undefined)
        return {
          kind: 'boolean',
          values: Uint8Array.from(index.members(registry, asOf), (code) => (code === 1 ? 1 : 0))
        }
      const measure = personMeasures(population).find(({ id }) => id === name)!
      return { kind: 'number', values: measure.values(asOf) }
    }
  }
}

function ages({ store }: Population, asOf: Day): Column {
  const birth = store.tables.get('patient')?.column('birth_date', 'date').days
  const values = new Int32Array(store.patients).fill(NO_INTEGER)
  for (let patient = 0; patient < values.length; patient++) {
    const born = birth?.[patient] ?? NO_DAY
    if (born !== NO_DAY && born <= asOf) values[patient] = ageAt(born, asOf)
  }
  return { kind: 'integer', values }
}
