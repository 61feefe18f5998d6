import { translate } from './chunk-intake.ts'
import type { Column } from '../model/column.ts'
import type { ConceptSources } from '../model/concept-sources.ts'
import { conceptOrigins, type ConceptOrigins } from '../model/concept-origins.ts'
import type { CodingIndex, ConceptTable } from '../model/store.ts'
import { usedCodes } from '../model/used-codes.ts'

/** Numbers the concepts that are used by system, code and display, and renumbers all columns in place. */
export function finishConcepts(
  columns: readonly ReadonlyMap<string, Column>[],
  codings: readonly CodingIndex[],
  sources: ConceptSources
): { readonly concepts: ConceptTable; readonly origins: ConceptOrigins } {
  const lists = codings.map(({ ids }) => ids)
  for (const table of columns)
    for (const column of table.values()) if (column.kind === 'concept') lists.push(column.ids)
  const used = usedCodes(lists, sources.systems.length)
  const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
  const inOrder = (places: readonly number[]): number[] =>
    places.toSorted(
      (a, b) =>
        compare(sources.systems[a]!, sources.systems[b]!) ||
        compare(sources.codes[a]!, sources.codes[b]!) ||
        compare(sources.displays[a]!, sources.displays[b]!)
    )
  const sorted = inOrder(used.kept)
  const unused = inOrder(
    sources.firsts.flatMap(({ size }, place) => (size > 0 && used.place[place]! < 0 ? [place] : []))
  )
  const id = new Int32Array(sources.systems.length)
  sorted.forEach((old, place) => {
    id[old] = place
  })
  for (const ids of lists) translate(ids, id)
  const concepts = conceptTable(
    sorted.map((old) => sources.systems[old]!),
    sorted.map((old) => sources.codes[old]!),
    sorted.map((old) => sources.displays[old]!)
  )
  return { concepts, origins: conceptOrigins(sources, [...sorted, ...unused], sorted.length) }
}

/** A table of concepts that are sorted by system and code. */
export function conceptTable(
  systems: readonly string[],
  codes: readonly string[],
  displays: readonly string[]
): ConceptTable {
  return {
    size: systems.length,
    systems,
    codes,
    displays,
    find(system, code) {
      let low = 0
      let high = systems.length
      while (low < high) {
        const middle = (low + high) >> 1
        const before = systems[middle] === system ? codes[middle]! < code : systems[middle]! < system
        if (before) low = middle + 1
        else high = middle
      }
      return systems[low] === system && codes[low] === code ? low : -1
    }
  }
}
