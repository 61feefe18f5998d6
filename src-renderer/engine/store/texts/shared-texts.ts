import { conceptTable, orderConcepts, type ConceptTable } from '../model/concept-table.ts'
import { usedCodes } from '../../base/kernels/used-codes.ts'
import { rankTexts, type RankedTexts } from './rank-texts.ts'
import type { TextNumbers } from './text-numbers.ts'

/** Codes, profiles, and labels of a population by their final numbers, which are the same in each of its shards. */
export interface SharedTexts {
  readonly concepts: ConceptTable
  /** Final number of each concept, -1 for those that no column holds. */
  readonly conceptOrder: Int32Array
  readonly profiles: RankedTexts
  /** Security labels, sorted. */
  readonly labels: readonly string[]
}

/** What shards are told of the population's codes, once all chunks have come. */
export interface ArrivedTexts {
  readonly numbers: Pick<TextNumbers, 'concepts' | 'profiles'>
  /** Numbers of the concepts that columns or codings hold. */
  readonly usedConcepts: Int32Array
  readonly labels: ReadonlySet<string>
}

/**
 * Puts the codes, profiles, and labels of a population in their final order.
 * @param ranks place of each file when files are sorted by name
 */
export function shareTexts(arrived: ArrivedTexts, ranks: readonly number[]): SharedTexts {
  const { numbers, usedConcepts, labels } = arrived
  const sources = numbers.concepts.sources(ranks)
  const { kept } = usedCodes([usedConcepts], sources.systems.length)
  const sorted = orderConcepts(kept, sources)
  const conceptOrder = new Int32Array(sources.systems.length).fill(-1)
  sorted.forEach((old, place) => {
    conceptOrder[old] = place
  })
  return {
    concepts: conceptTable(
      sorted.map((old) => sources.systems[old]!),
      sorted.map((old) => sources.codes[old]!),
      sorted.map((old) => sources.displays[old]!)
    ),
    conceptOrder,
    profiles: rankTexts(numbers.profiles()),
    labels: [...labels].sort()
  }
}
