import { countCommon, emptyBitset, setBit, type Bitset } from '../../base/kernels/bitset.ts'
import { NONE } from '../../store/model/column.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import { findResource } from '../../store/model/id-column.ts'
import { keyId } from '../../store/model/reference-keys.ts'
import type { Store } from '../../store/model/store.ts'
import { idText } from '../selection/id-text.ts'

/** Where the links of replaced records lead (FHIR R4, `Patient.link`), over all records of a population. */
interface PersonLinks {
  /** By id of a record that another one replaces: the id of that one. Of several the first in the order of their texts. */
  readonly next: ReadonlyMap<string, string>
  /** Ids that records name, of which the population has a record. */
  readonly present: ReadonlySet<string>
}

type Link = readonly [replaced: string, survivor: string]

/** What became of a record that another one replaces. */
export type ReplacedFate = 'counted-twice' | 'lost' | 'in-circle'

/** Both sides may tell it: `replaced-by` on the record, `replaces` on the one that is to be used. `refer` and `seealso` say nothing of the kind. */
function linksIn(store: Store): readonly Link[] {
  const patients = store.tables.get('patient')
  if (patients === undefined) return []
  const ids = patients.column('id', 'id')
  const forward = patients.columns.get('replaced_by_id')
  const back = patients.columns.get('replaces_id')
  const links: Link[] = []
  for (let row = 0; row < patients.rows; row++) {
    if (forward?.kind === 'reference' && forward.codes[row]! >= 0)
      links.push([idText(ids, row), keyId(forward.keys, forward.codes[row]!)])
    if (back?.kind === 'reference' && back.codes[row]! >= 0)
      links.push([keyId(back.keys, back.codes[row]!), idText(ids, row)])
  }
  return links
}

function presentIn(store: Store, ids: readonly string[]): readonly string[] {
  return ids.filter((id) => findResource(store, 'Patient', id) !== undefined)
}

const joined = <T>(left: readonly T[], right: readonly T[]): readonly T[] => [...left, ...right]

function readLinks(store: Store): PersonLinks {
  const links = store.inPopulation('person-links', linksIn, joined)
  if (links.length === 0) return { next: new Map(), present: new Set() }
  const next = new Map<string, string>()
  for (const [replaced, survivor] of links) {
    const other = next.get(replaced)
    if (other === undefined || survivor < other) next.set(replaced, survivor)
  }
  const named = [...new Set(links.flat())]
  return { next, present: new Set(store.inPopulation('linked-people', (each) => presentIn(each, named), joined)) }
}

/** @returns undefined for a record that nothing replaces */
function fateOf(id: string, { next, present }: PersonLinks): ReplacedFate | undefined {
  if (!next.has(id)) return undefined
  const seen = new Set<string>()
  let last = id
  for (let following = next.get(last); following !== undefined; following = next.get(last)) {
    if (seen.has(following)) return 'in-circle'
    seen.add(following)
    last = following
  }
  return present.has(last) ? 'counted-twice' : 'lost'
}

/** Whether the population of a store has any record that another one replaces. */
export function hasReplacedRecords(store: Store): boolean {
  return readLinks(store).next.size > 0
}

const fates = new DerivedValues<Store, ReadonlyMap<number, ReplacedFate>>()

/**
 * What became of the records of a store that another record replaces, by their row in the patient table. A chain of records
 * leads to the last of them.
 */
export function replacedRecords(store: Store): ReadonlyMap<number, ReplacedFate> {
  // Other stores are asked before, as what is derived may be dropped and made again.
  const links = readLinks(store)
  return fates.get(store, () => {
    const found = new Map<number, ReplacedFate>()
    if (links.next.size === 0) return found
    const ids = store.table('patient').column('id', 'id')
    for (let row = 0; row < ids.length; row++) {
      const fate = fateOf(idText(ids, row), links)
      if (fate !== undefined) found.set(row, fate)
    }
    return found
  })
}

/** How many of some people of a store are records in place of which another record of the data is to be used. */
export function countedTwice(store: Store, people: Bitset): number {
  const replaced = emptyBitset(store.patients)
  const patient = store.tables.get('patient')?.patient
  for (const [row, fate] of replacedRecords(store)) {
    const person = patient?.[row] ?? NONE
    if (fate === 'counted-twice' && person >= 0) setBit(replaced, person)
  }
  return countCommon(people, replaced)
}
