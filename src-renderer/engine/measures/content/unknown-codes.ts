import { canonicalSystem } from '../../base/codes/code-systems.ts'
import { codeUse, recordKinds, type CodedRecords, type RecordKind } from '../../population/codes/code-use.ts'
import { matchConcepts } from '../../population/registries/match-concepts.ts'
import type { CodesBySystem, Registry } from '../../population/registries/registry-definition.ts'
import type { Store } from '../../store/model/store.ts'
import type { TitledValueSet } from './code-lists.ts'
import type { ListSuggestions } from './suggest-lists.ts'

/** A code that no installed list knows. */
export interface UnknownCode {
  /** Address of the code system, '' for none. */
  readonly system: string
  readonly code: string
  readonly display: string
  /** FHIR types of the records that have it. */
  readonly types: readonly string[]
  /** Records that have no code which any list knows, and this one first. */
  readonly records: number
  /** Ids of lists that its display speaks for, the best first. */
  readonly suggested: readonly string[]
}

/** How far lists know the codes of one kind of record. */
export interface UnknownKind {
  readonly kind: RecordKind
  /** Records with a code. */
  readonly records: number
  /** Records of which no list knows any code. */
  readonly unknown: number
  /** Code systems, most records first: how many of their records are known, and how many codes are not. */
  readonly systems: readonly {
    readonly system: string
    readonly records: number
    readonly unknown: number
    readonly codes: number
  }[]
  /** The unknown codes with most records, of those that have most. */
  readonly codes: readonly UnknownCode[]
}

/** Most codes of one kind that are listed. */
const maxListed = 500

/** Which concepts of a population any list knows: 1 by concept. */
function knownConcepts(
  store: Store,
  valueSets: readonly TitledValueSet[],
  registries: readonly Registry[]
): Uint8Array {
  const { systems, codes, size } = store.concepts
  const all = new Map<string, Set<string>>()
  for (const { codes: expansion } of valueSets) {
    for (const [system, members] of expansion) {
      const known = all.get(system) ?? new Set()
      all.set(system, known)
      for (const code of members) known.add(code)
    }
  }
  const known = new Uint8Array(size)
  for (let concept = 0; concept < size; concept++) {
    if (all.get(systems[concept]!)?.has(codes[concept]!) === true) known[concept] = 1
  }
  const lists = registries.flatMap(({ codes: own, evidence, controls }): CodesBySystem[] => [
    own,
    ...[...evidence, ...controls].flatMap(({ measurement }) => measurement.parts.map((part) => part.codes))
  ])
  for (const list of new Set(lists)) for (const concept of matchConcepts(store.concepts, list)) known[concept] = 1
  return known
}

/**
 * Counts, for each kind of record, the codes that no installed list knows.
 * @param suggest finds lists by the display of a code
 * @returns kinds that the population has records of
 */
export function unknownCodes(
  store: Store,
  lists: { readonly valueSets: readonly TitledValueSet[]; readonly registries: readonly Registry[] },
  suggest: ListSuggestions
): readonly UnknownKind[] {
  const known = knownConcepts(store, lists.valueSets, lists.registries)
  const byKind = Map.groupBy(codeUse(store), ({ kind }) => kind)
  return recordKinds.flatMap((kind) => {
    const used = byKind.get(kind)
    return used === undefined ? [] : [kindOf(kind, used, store, known, suggest)]
  })
}

function kindOf(
  kind: RecordKind,
  used: readonly CodedRecords[],
  store: Store,
  known: Uint8Array,
  suggest: ListSuggestions
): UnknownKind {
  const { systems, codes, displays } = store.concepts
  const bySystem = new Map<string, { records: number; unknown: number; codes: Set<number> }>()
  const byConcept = new Map<number, { records: number; types: Set<string> }>()
  let [records, unknown] = [0, 0]
  for (const { concepts, type, records: count } of used) {
    const first = concepts[0]!
    const name = canonicalSystem(systems[first]!)
    const system = bySystem.get(name) ?? { records: 0, unknown: 0, codes: new Set() }
    bySystem.set(name, system)
    records += count
    system.records += count
    if (concepts.some((concept) => known[concept] === 1)) continue
    unknown += count
    system.unknown += count
    system.codes.add(first)
    const one = byConcept.get(first) ?? { records: 0, types: new Set() }
    byConcept.set(first, one)
    one.records += count
    one.types.add(type)
  }
  const listed = [...byConcept].sort(([a, one], [b, other]) => other.records - one.records || a - b).slice(0, maxListed)
  return {
    kind,
    records,
    unknown,
    systems: [...bySystem]
      .map(([system, one]) => ({ system, records: one.records, unknown: one.unknown, codes: one.codes.size }))
      .sort((a, b) => b.unknown - a.unknown || b.records - a.records),
    codes: listed.map(([concept, one]) => ({
      system: systems[concept]!,
      code: codes[concept]!,
      display: displays[concept]!,
      types: [...one.types].sort(),
      records: one.records,
      suggested: suggest.of(displays[concept]!, kind)
    }))
  }
}
