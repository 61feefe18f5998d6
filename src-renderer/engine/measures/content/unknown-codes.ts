import { defined } from '#shared/language/defined.ts'
import { canonicalSystem, comparableSystem } from '../../base/codes/code-systems.ts'
import {
  codeUse,
  peopleByFirstCode,
  recordKinds,
  type CodedRecords,
  type RecordKind
} from '../../population/codes/code-use.ts'
import { matchConcepts } from '../../population/registries/match-concepts.ts'
import type { CodesBySystem, Registry } from '../../population/registries/registry-definition.ts'
import { askPopulation } from '../../store/model/population-rows.ts'
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
  /** People with such a record; codes are ranked by them. */
  readonly people: number
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
  /** The unknown codes that most people have, of those with most. */
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
      const known = all.get(comparableSystem(system)) ?? new Set()
      all.set(comparableSystem(system), known)
      for (const code of members) known.add(code)
    }
  }
  const known = new Uint8Array(size)
  for (let concept = 0; concept < size; concept++) {
    if (all.get(comparableSystem(systems[concept]!))?.has(codes[concept]!) === true) known[concept] = 1
  }
  const lists = registries.flatMap(({ codes: registryCodes, evidence, controls }): CodesBySystem[] => [
    registryCodes,
    ...[...evidence, ...controls]
      .flatMap(({ measurement }) => measurement.parts)
      .flatMap(({ codes, inText }) => (inText === undefined ? [codes] : [codes, inText.codes]))
  ])
  for (const list of new Set(lists)) for (const concept of matchConcepts(store.concepts, list)) known[concept] = 1
  return known
}

/**
 * Counts, for each kind of record, the codes that no installed list knows.
 * @param suggest finds lists by the display of a code
 * @returns kinds that the population has records of
 */
export function unknownCodes(store: Store, lists: KnownLists, suggest: ListSuggestions): readonly UnknownKind[] {
  const found = askPopulation(store, unknownIn, mergeFound, lists)
  return recordKinds.flatMap((kind) => {
    const ofKind = found.get(kind)
    return ofKind === undefined ? [] : [kindOf(kind, ofKind, suggest)]
  })
}

/** Lists that may know codes. */
interface KnownLists {
  readonly valueSets: readonly TitledValueSet[]
  readonly registries: readonly Registry[]
}

/** Codes of one kind of record in a part of the population. */
interface FoundKind {
  readonly records: number
  readonly unknown: number
  readonly systems: ReadonlyMap<string, { readonly records: number; readonly unknown: number }>
  /** Unknown codes by `system|code`. */
  readonly codes: ReadonlyMap<string, FoundCode>
}

interface FoundCode {
  readonly system: string
  readonly code: string
  readonly display: string
  readonly records: number
  readonly people: number
  readonly types: ReadonlySet<string>
}

type FoundKinds = ReadonlyMap<RecordKind, FoundKind>

function unknownIn(store: Store, { valueSets, registries }: KnownLists): FoundKinds {
  const known = knownConcepts(store, valueSets, registries)
  const byKind = Map.groupBy(codeUse(store), ({ kind }) => kind)
  const people = peopleByFirstCode(store, known)
  return new Map([...byKind].map(([kind, used]) => [kind, foundOf(used, store, known, defined(people.get(kind)))]))
}

/** Joins two maps; values of both by `add`. */
function joinMaps<K, V>(left: ReadonlyMap<K, V>, right: ReadonlyMap<K, V>, add: (a: V, b: V) => V): Map<K, V> {
  const joined = new Map(left)
  for (const [key, value] of right) {
    const other = joined.get(key)
    joined.set(key, other === undefined ? value : add(other, value))
  }
  return joined
}

function mergeFound(left: FoundKinds, right: FoundKinds): FoundKinds {
  return joinMaps(left, right, (first, second) => ({
    records: first.records + second.records,
    unknown: first.unknown + second.unknown,
    systems: joinMaps(first.systems, second.systems, (a, b) => ({
      records: a.records + b.records,
      unknown: a.unknown + b.unknown
    })),
    codes: joinMaps(first.codes, second.codes, (a, b) => ({
      ...a,
      records: a.records + b.records,
      people: a.people + b.people,
      types: new Set([...a.types, ...b.types])
    }))
  }))
}

function foundOf(used: readonly CodedRecords[], store: Store, known: Uint8Array, people: Int32Array): FoundKind {
  const { systems, codes, displays } = store.concepts
  const bySystem = new Map<string, { records: number; unknown: number }>()
  const byCode = new Map<string, FoundCode & { records: number; readonly types: Set<string> }>()
  let [records, unknown] = [0, 0]
  for (const { concepts, type, records: count } of used) {
    const first = concepts[0]!
    const name = canonicalSystem(systems[first]!)
    const system = bySystem.get(name) ?? { records: 0, unknown: 0 }
    bySystem.set(name, system)
    records += count
    system.records += count
    if (concepts.some((concept) => known[concept] === 1)) continue
    unknown += count
    system.unknown += count
    const key = `${systems[first]!}|${codes[first]!}`
    const found = byCode.get(key) ?? {
      system: systems[first]!,
      code: codes[first]!,
      display: displays[first]!,
      records: 0,
      people: people[first]!,
      types: new Set()
    }
    byCode.set(key, found)
    found.records += count
    found.types.add(type)
  }
  return { records, unknown, systems: bySystem, codes: byCode }
}

function kindOf(
  kind: RecordKind,
  { records, unknown, systems, codes }: FoundKind,
  suggest: ListSuggestions
): UnknownKind {
  const codesOf = new Map<string, number>()
  for (const { system } of codes.values())
    codesOf.set(canonicalSystem(system), (codesOf.get(canonicalSystem(system)) ?? 0) + 1)
  const listed = [...codes]
    .sort(([a, left], [b, right]) => right.people - left.people || right.records - left.records || (a < b ? -1 : 1))
    .slice(0, maxListed)
  return {
    kind,
    records,
    unknown,
    systems: [...systems]
      .map(([system, found]) => ({ system, ...found, codes: codesOf.get(system) ?? 0 }))
      .sort((a, b) => b.unknown - a.unknown || b.records - a.records || (a.system < b.system ? -1 : 1)),
    codes: listed.map(([, { system, code, display, types, records: count, people }]) => ({
      system,
      code,
      display,
      types: [...types].sort(),
      records: count,
      people,
      suggested: suggest.of(display, kind)
    }))
  }
}
