import { registryList, resultList, type AddedCode } from '../../base/codes/code-additions.ts'
import type { CodesBySystem, Registry } from '../../population/registries/registry-definition.ts'
import { expansionSize } from '../definition/dotless-codes.ts'
import type { Expansion } from '../definition/value-set-expansions.ts'

/** A list that codes can be added to. */
export interface CodeList {
  /** The address of a value set, or the id of a list of registries. */
  readonly id: string
  readonly title: string
  readonly kind: 'value-set' | 'registry' | 'result'
  readonly codes: number
  /** Addresses of the code systems of its codes. */
  readonly systems: readonly string[]
}

/** A value set with its name and codes. */
export interface TitledValueSet {
  readonly url: string
  readonly name: string
  readonly codes: Expansion
}

/** Every list of value sets and registries that codes can be added to, by title. */
export function codeLists(valueSets: readonly TitledValueSet[], registries: readonly Registry[]): readonly CodeList[] {
  const found = new Map<string, CodeList>()
  for (const { url, name, codes } of valueSets) {
    found.set(url, { id: url, title: name, kind: 'value-set', codes: expansionSize(codes), systems: [...codes.keys()] })
  }
  const add = (id: string, title: string, kind: CodeList['kind'], codes: CodesBySystem): void => {
    const count = Object.values(codes).reduce((sum, { length }) => sum + length, 0)
    if (!found.has(id)) found.set(id, { id, title, kind, codes: count, systems: Object.keys(codes) })
  }
  for (const registry of registries) {
    // What is added to the value set of the same disease counts in the registry.
    if (registry.list === undefined || !found.has(registry.list)) {
      add(registryList(registry.id), registry.title, 'registry', registry.codes)
    }
    for (const { measurement } of [...registry.evidence, ...registry.controls]) {
      for (const part of measurement.parts) add(resultList(part.title), part.title, 'result', part.codes)
    }
  }
  return [...found.values()].sort((a, b) => a.title.localeCompare(b.title, 'en') || (a.id < b.id ? -1 : 1))
}

/** What names a list. */
type NamedList = Pick<CodeList, 'id' | 'title'>

/** The lists of a name: an id, the last part of an address, or a title in any case. A title may be that of several. */
function listsCalled(lists: readonly NamedList[], named: string): readonly NamedList[] {
  const name = named.trim().toLowerCase()
  return lists.filter(
    ({ id, title }) =>
      id.toLowerCase() === name ||
      id.slice(Math.max(id.lastIndexOf('/'), id.lastIndexOf(':')) + 1).toLowerCase() === name ||
      title.toLowerCase() === name
  )
}

/** Codes with the ids of their lists. */
export interface AssignedCodes {
  readonly codes: readonly AddedCode[]
  /** Names of lists that are not installed, each once. */
  readonly unknown: readonly string[]
  /** Codes that name no list. */
  readonly unassigned: readonly AddedCode[]
}

/**
 * Puts ids in the place of the names of lists. A code of a name that several lists have goes to each.
 * @param otherwise ids of the lists of codes that name none
 */
export function assignLists(
  codes: readonly AddedCode[],
  lists: readonly NamedList[],
  otherwise: readonly string[] = []
): AssignedCodes {
  const known = new Map<string, readonly string[]>()
  const idsOf = (name: string): readonly string[] => {
    const ids = known.get(name) ?? listsCalled(lists, name).map(({ id }) => id)
    known.set(name, ids)
    return ids
  }
  const assigned: AddedCode[] = []
  const unassigned: AddedCode[] = []
  for (const code of codes) {
    const ids = code.list === '' ? otherwise : idsOf(code.list)
    if (code.list === '' && ids.length === 0) unassigned.push(code)
    for (const list of ids) assigned.push({ ...code, list })
  }
  const unknown = [...known].filter(([, ids]) => ids.length === 0).map(([name]) => name)
  return { codes: assigned, unknown, unassigned }
}
