import { ValueSet } from '../../cql/elm/values/code.ts'
import { codesInPopulation, resourcesInPopulation } from '../../store/model/population-rows.ts'
import type { Store } from '../../store/model/store.ts'
import type { Expansion } from '../definition/value-set-expansions.ts'

const known = new WeakMap<Store, WeakMap<Expansion, boolean>>()

/** Whether any code that occurs in the tables of a population is in a value set. */
export function occursInData(store: Store, expansion: Expansion | undefined): boolean {
  if (expansion === undefined) return false
  const ofStore = known.get(store) ?? new WeakMap<Expansion, boolean>()
  known.set(store, ofStore)
  let found = ofStore.get(expansion)
  if (found === undefined) {
    const set = new ValueSet('', expansion)
    found = [...codesInPopulation(store)].some(([system, codes]) => [...codes].some((code) => set.has(system, code)))
    ofStore.set(expansion, found)
  }
  return found
}

/** Whether the codes of records of a FHIR type are in the tables, if there are any: a Patient has none of clinical lists. */
export function holdsCodes(store: Store, type: string): boolean {
  if (type === 'Patient' || resourcesInPopulation(store, type) === 0) return true
  return [...store.tables.values()].some(
    ({ resourceType, info }) => resourceType === type && info.some(({ kind }) => kind === 'concept')
  )
}

const knownConcepts = new WeakMap<Store, WeakMap<ReadonlyMap<string, Expansion>, Uint8Array>>()

/** Tells of the concepts of a store whether any of some value sets has them. */
export function knownBy(store: Store, valueSets: ReadonlyMap<string, Expansion>): (concept: number) => boolean {
  const ofStore = knownConcepts.get(store) ?? new WeakMap<ReadonlyMap<string, Expansion>, Uint8Array>()
  knownConcepts.set(store, ofStore)
  let found = ofStore.get(valueSets)
  if (found === undefined) {
    const { systems, codes, size } = store.concepts
    found = new Uint8Array(size)
    for (const expansion of valueSets.values()) {
      const set = new ValueSet('', expansion)
      for (let concept = 0; concept < size; concept++) {
        if (set.has(systems[concept], codes[concept]!)) found[concept] = 1
      }
    }
    ofStore.set(valueSets, found)
  }
  const flags = found
  return (concept) => flags[concept] === 1
}
