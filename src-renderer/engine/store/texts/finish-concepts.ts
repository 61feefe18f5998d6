import { orderConcepts, conceptTable, type ConceptTable } from '../model/concept-table.ts'
import type { SharedTexts } from './shared-texts.ts'
import { translate } from './translate-codes.ts'
import type { Column } from '../model/column.ts'
import type { ConceptSources } from '../model/concept-sources.ts'
import { conceptOrigins, noConceptOrigins, type ConceptOrigins } from '../model/concept-origins.ts'
import type { CodingIndex } from '../model/store.ts'
import { usedCodes } from '../../base/kernels/used-codes.ts'

/** Gives all columns of a shard the numbers that concepts have in the population. */
export function shareConcepts(
  columns: readonly ReadonlyMap<string, Column>[],
  codings: readonly CodingIndex[],
  { concepts, conceptOrder }: SharedTexts
): { readonly concepts: ConceptTable; readonly origins: ConceptOrigins } {
  for (const { ids } of codings) translate(ids, conceptOrder)
  for (const table of columns)
    for (const column of table.values()) if (column.kind === 'concept') translate(column.ids, conceptOrder)
  return { concepts, origins: noConceptOrigins }
}

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
  const inOrder = (places: readonly number[]): number[] => orderConcepts(places, sources)
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
