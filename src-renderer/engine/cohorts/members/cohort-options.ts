import { registryList, resultList } from '../../base/codes/code-additions.ts'
import { codeSystemName } from '../../base/codes/code-systems.ts'
import { serviceTypes } from '../../population/claims/service-types.ts'
import { personMeasures } from '../../population/panels/person/person-measures.ts'
import { addCounts } from '../../base/kernels/day-counts.ts'
import type { AllPeople } from '../../population/people/all-people.ts'
import { askShards } from '../../shards/mergeable.ts'
import type { PopulationView } from '../../population/selection/population.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
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
export function cohortOptions(population: AllPeople, valueSets: readonly CodeListValueSet[]): CohortOptions {
  const { registries } = population
  const tests = new Map<string, string>()
  for (const { evidence, controls } of registries)
    for (const { measurement } of [...evidence, ...controls])
      for (const { title } of measurement.parts) tests.set(resultList(title), title)
  const byLabel = (left: CohortOption, right: CohortOption): number => left.label.localeCompare(right.label, 'en')
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
    numbers: personMeasures(population.shards[0]!).map(({ id, label, unit }) => ({ value: id, label, unit })),
    services: serviceTypes.map(({ value, label }) => ({ value, label })),
    units: unitsOf(population),
    codes: []
  }
}

function unitsOf({ shards }: AllPeople): string[] {
  return askShards(shards, {
    partial: unitsIn,
    merge: addCounts,
    finish: (counts) =>
      [...counts]
        .filter(([, rows]) => rows > 0)
        .sort(([left, rows], [right, others]) => others - rows || (left < right ? -1 : 1))
        .map(([value]) => value)
  })
}

function unitsIn({ store: { tables } }: PopulationView): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const name of ['observation', 'observation_component']) {
    const unit = tables.get(name)?.column('unit', 'dictionary')
    if (unit === undefined) continue
    const rows = new Int32Array(unit.values.length)
    for (const code of unit.codes) if (code >= 0) rows[code]!++
    unit.values.forEach((value, code) => counts.set(value, (counts.get(value) ?? 0) + rows[code]!))
  }
  return counts
}

const uses = new DerivedValues<Store, Int32Array>()

/** How many codings of records name each concept. Records of no person count in one shard. */
function conceptUse({ store, shard }: PopulationView): Int32Array {
  return uses.get(store, () => countUse(store, shard.ownsCommon))
}

function countUse(store: Store, ownsCommon: boolean): Int32Array {
  const found = new Int32Array(store.concepts.size)
  for (const table of store.tables.values()) {
    if (!table.isAboutPeople && !ownsCommon) continue
    const codings = store.codings.get(table.name)
    for (const [name, column] of table.columns) {
      if (column.kind !== 'concept') continue
      const ids = name === 'code' && codings !== undefined ? codings.ids : column.ids
      for (const id of ids) if (id >= 0) found[id]!++
    }
  }
  return found
}

/** Codes of the data with all of some words in code or display, the most frequent first. */
export function findCodes({ shards }: AllPeople, search: string, limit = 20): CohortCode[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  if (words.length === 0) return []
  return askShards(shards, {
    partial: (shard) => codesIn(shard, words),
    merge: joinCodes,
    finish: (found) =>
      [...found.values()]
        .sort((left, right) => right.records - left.records || (keyOf(left) < keyOf(right) ? -1 : 1))
        .slice(0, limit)
        .map(({ system, code, display, records }) => ({
          system,
          systemName: codeSystemName(system),
          code,
          display,
          records
        }))
  })
}

type FoundCodes = ReadonlyMap<string, Omit<CohortCode, 'systemName'>>

function keyOf({ system, code }: Pick<CohortCode, 'system' | 'code'>): string {
  return `${system}|${code}`
}

function codesIn(population: PopulationView, words: readonly string[]): FoundCodes {
  const { systems, codes, displays, size } = population.store.concepts
  const use = conceptUse(population)
  const found = new Map<string, Omit<CohortCode, 'systemName'>>()
  for (let id = 0; id < size; id++) {
    const text = `${codes[id]!} ${displays[id]!}`.toLowerCase()
    if (use[id] === 0 || !words.every((word) => text.includes(word))) continue
    const about = { system: systems[id]!, code: codes[id]!, display: displays[id]!, records: use[id]! }
    found.set(keyOf(about), about)
  }
  return found
}

function joinCodes(left: FoundCodes, right: FoundCodes): FoundCodes {
  const joined = new Map(left)
  for (const [key, code] of right) {
    const other = joined.get(key)
    joined.set(key, other === undefined ? code : { ...other, records: other.records + code.records })
  }
  return joined
}
