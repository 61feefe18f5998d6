import { defined } from '#shared/language/defined.ts'
import type { PopulationStores } from '../store/build/create-store.ts'
import { conceptTable, type ConceptTable } from '../store/model/concept-table.ts'
import type { Store } from '../store/model/store.ts'
import type { ConceptTexts } from './disk/directory.ts'
import { RANKS_FILE, type DiskPlaces, type DiskPopulation } from './disk/disk-places.ts'
import { storeOnDisk } from './disk/store-on-disk.ts'
import type { PopulationShard } from './shard.ts'
import { lowerBound } from '../base/kernels/lower-bound.ts'

/**
 * Opens shards of a population that are on the disk. They ask each other, and with an exchange those of other threads.
 * @param places of some of the population's shards
 */
export function openDiskShards(
  places: DiskPlaces,
  { cache, open }: Pick<DiskPopulation, 'cache' | 'open'>,
  disk?: DiskPopulation
): readonly PopulationShard[] {
  const { count, first, common } = places
  const tables = new Map<ConceptTexts, ConceptTable>()
  const conceptsOf = (texts: ConceptTexts): ConceptTable => {
    const known = tables.get(texts) ?? conceptTable(texts.systems, texts.codes, texts.displays)
    tables.set(texts, known)
    return known
  }
  const population: PopulationStores = { stores: () => stores, count, facts: new Map() }
  const stores: readonly Store[] = places.shards.map(({ directory, file, number }) =>
    storeOnDisk(
      { directory, concepts: conceptsOf(directory.concepts), file: { bytes: open(file), number }, cache },
      population
    )
  )
  const ranks = { bytes: open(RANKS_FILE), number: places.ranksNumber }
  const ranksOf = (type: string, shard: number): Int32Array | undefined => {
    const place = places.ranks.get(type)?.[shard]
    return place && (cache.get(ranks, place, type === 'Patient') as Int32Array)
  }
  return stores.map((store, position) => {
    const index = first + position
    return {
      store,
      index,
      count,
      ownsCommon: index === 0,
      sharesResources: false,
      personNumber: (person) => defined(ranksOf('Patient', index))[person]!,
      personHere: (number) => placeOf(ranksOf('Patient', index), number),
      resourceNumber: (type, row) => (common.has(type) ? row : (ranksOf(type, index)?.[row] ?? -1)),
      ...(disk === undefined ? {} : { disk })
    }
  })
}

/** Where a number is in an ascending list, -1 when it is not there. */
function placeOf(numbers: Int32Array | undefined, number: number): number {
  if (numbers === undefined) return -1
  const place = lowerBound(numbers, number)
  return numbers[place] === number ? place : -1
}
