import { registryList, resultList } from '../../base/codes/code-additions.ts'
import { codeSystemName } from '../../base/codes/code-systems.ts'
import { serviceTypes } from '../../population/claims/service-types.ts'
import { personMeasures } from '../../population/panels/person/person-measures.ts'
import type { PopulationView } from '../../population/selection/population.ts'
import type { Store } from '../../store/model/store.ts'
import type { CodeListValueSet } from '../events/code-lists.ts'

/** One thing to choose. */
export interface CohortOption {
  readonly value: string
  readonly label: string
}

/** A code of the data. */
export interface CohortCode {
  readonly system: string
  readonly systemName: string
  readonly code: string
  readonly display: string
  /** Records that have it. */
  readonly records: number
}

/** What the criteria of a cohort can choose from, over the loaded data. */
export interface CohortOptions {
  /** Diagnoses of registries, tests, and value sets of installed measures. */
  readonly lists: readonly (CohortOption & { readonly kind: 'registry' | 'result' | 'value-set' })[]
  readonly registries: readonly CohortOption[]
  readonly dimensions: readonly (CohortOption & { readonly group: string; readonly values: readonly CohortOption[] })[]
  readonly numbers: readonly (CohortOption & { readonly unit: string })[]
  readonly services: readonly CohortOption[]
  /** Units of the results, the most frequent first. */
  readonly units: readonly string[]
  readonly codes: readonly CohortCode[]
}

/** Collects the options, without codes. */
export function cohortOptions(population: PopulationView, valueSets: readonly CodeListValueSet[]): CohortOptions {
  const { registries } = population.index
  const tests = new Map<string, string>()
  for (const { evidence, controls } of registries)
    for (const { measurement } of [...evidence, ...controls])
      for (const { title } of measurement.parts) tests.set(resultList(title), title)
  const byLabel = (one: CohortOption, other: CohortOption): number => one.label.localeCompare(other.label, 'en')
  return {
    lists: [
      ...registries.map(({ id, title }) => ({ value: registryList(id), label: title, kind: 'registry' as const })),
      ...Array.from(tests, ([value, label]) => ({ value, label, kind: 'result' as const })).sort(byLabel),
      ...valueSets.map(({ url, name }) => ({ value: url, label: name, kind: 'value-set' as const })).sort(byLabel)
    ],
    registries: registries.map(({ id, title }) => ({ value: id, label: title })),
    dimensions: population.dimensions
      .filter(({ id, hidden }) => !hidden && !id.startsWith('cohort:') && !id.startsWith('registry:') && id !== 'age')
      .map(({ id, label, group, values }) => ({
        value: id,
        label,
        group,
        values: values.map((each) => ({ ...each }))
      })),
    numbers: personMeasures(population).map(({ id, label, unit }) => ({ value: id, label, unit })),
    services: serviceTypes.map(({ value, label }) => ({ value, label })),
    units: unitsOf(population.store),
    codes: []
  }
}

function unitsOf({ tables }: Store): string[] {
  const counts = new Map<string, number>()
  for (const name of ['observation', 'observation_component']) {
    const unit = tables.get(name)?.column('unit', 'dictionary')
    if (unit === undefined) continue
    const rows = new Int32Array(unit.values.length)
    for (const code of unit.codes) if (code >= 0) rows[code]!++
    unit.values.forEach((value, code) => counts.set(value, (counts.get(value) ?? 0) + rows[code]!))
  }
  return [...counts]
    .filter(([, rows]) => rows > 0)
    .sort(([, one], [, other]) => other - one)
    .map(([value]) => value)
}

const uses = new WeakMap<Store, Int32Array>()

/** How many codings of records name each concept. */
function conceptUse(store: Store): Int32Array {
  const found = uses.get(store) ?? new Int32Array(store.concepts.size)
  if (!uses.has(store)) {
    for (const table of store.tables.values()) {
      const codings = store.codings.get(table.name)
      for (const [name, column] of table.columns) {
        if (column.kind !== 'concept') continue
        const ids = name === 'code' && codings !== undefined ? codings.ids : column.ids
        for (const id of ids) if (id >= 0) found[id]!++
      }
    }
    uses.set(store, found)
  }
  return found
}

/** Codes of the data with all of some words in code or display, the most frequent first. */
export function findCodes(store: Store, search: string, limit = 20): CohortCode[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  if (words.length === 0) return []
  const { concepts } = store
  const use = conceptUse(store)
  const found: number[] = []
  for (let id = 0; id < concepts.size; id++) {
    const text = `${concepts.codes[id]!} ${concepts.displays[id]!}`.toLowerCase()
    if (use[id]! > 0 && words.every((word) => text.includes(word))) found.push(id)
  }
  return found
    .sort((one, other) => use[other]! - use[one]!)
    .slice(0, limit)
    .map((id) => ({
      system: concepts.systems[id]!,
      systemName: codeSystemName(concepts.systems[id]!),
      code: concepts.codes[id]!,
      display: concepts.displays[id]!,
      records: use[id]!
    }))
}
