import type { LoadedFacts } from '../../store/build/store-builder.ts'
import type { LoadReport, Store } from '../../store/model/store.ts'
import { conceptTable, type ConceptTable } from '../../store/model/concept-table.ts'
import { ArrayCache } from '../disk/array-cache.ts'
import type { ConceptTexts } from '../disk/directory.ts'
import { openDiskShards } from '../open-disk-shards.ts'
import type { BuiltShard } from './disk-shards.ts'
import type { PersonRoutes } from './person-routes.ts'
import type { LoadedShards } from './population-builder.ts'
import { conceptsBeside, isRemoved, stillHolds } from './refresh-facts.ts'
import { readSavedShard, type PopulationBase, type RemovedLines, type SavedShardLoad } from './saved-load.ts'
import type { BaseFiles } from './shard-files.ts'
import type { ShardPieces } from './shard-pieces.ts'
import type { UsedConcepts } from './used-concepts.ts'

/** A shard that was made or taken over. */
export interface MadeShard {
  readonly built: BuiltShard
  readonly concepts: ConceptTable
  readonly report: LoadReport
}

/** What of a load a refresh adds to. */
interface RefreshedLoad {
  readonly pieces: ShardPieces
  readonly used: UsedConcepts
  readonly routes: PersonRoutes
}

/** Codes of the new population: as a table, and as shards have them that were written. */
interface NewConcepts {
  readonly table: ConceptTable
  readonly texts: ConceptTexts
}

/** Takes over from a population what nothing has changed. */
export class ShardRefresh {
  readonly #from: PopulationBase
  readonly #base: BaseFiles
  readonly #load: RefreshedLoad
  /** By what shards of the base have, which may be the same in several. */
  readonly #concepts = new Map<ConceptTexts, NewConcepts>()

  constructor(from: PopulationBase, on: LoadedShards, load: RefreshedLoad) {
    if (on.files.base === undefined || from.places.count !== on.count) throw new Error('the base is another population')
    this.#from = from
    this.#base = on.files.base
    this.#load = load
  }

  /**
   * Tells which shards are made again, and gives them the records that they still have. They are those that got or lost a record, or rest
   * on others, and the first, which accounts for files and for what is in no shard; all where a record of no person is another.
   * @param common types of which every shard has the records
   * @returns with the name of the list of the records of no person
   */
  async takeOver(
    common: ReadonlySet<string>
  ): Promise<{ readonly again: ReadonlySet<number>; readonly common: string }> {
    const { places, load, removed } = this.#from
    const { pieces, used } = this.#load
    const { lists } = pieces
    const diskAccess = { cache: new ArrayCache(0), open: (file: string) => this.#base.open(file) }
    const stores = openDiskShards(places, diskAccess).map(({ store }) => store)
    const isOther = pieces.has(lists.common) || hasRemoved(stores[0]!, (type) => common.has(type), removed)
    const again = new Set<number>()
    for (const [shard, store] of stores.entries()) {
      const saved = readSavedShard(this.#base, shard)
      const isTouched =
        isOther ||
        shard === 0 ||
        saved.hasLearned ||
        pieces.has(lists.of(shard)) ||
        hasRemoved(store, (type) => !common.has(type), removed) ||
        // These are in the first shard.
        (await this.#hasLost(saved.nobody))
      if (isTouched) again.add(shard)
      else used.addNumbers(saved.used)
    }
    for await (const piece of pieces.read(load.common)) {
      const holds = stillHolds(piece, removed)
      if (holds === undefined) continue
      used.add(holds)
      if (isOther) await pieces.append(lists.common, holds)
    }
    for (const shard of again) await this.touch(shard)
    return { again, common: isOther ? lists.common : load.common }
  }

  /** Whether anything in a list holds no longer. */
  async #hasLost(list: string): Promise<boolean> {
    for await (const piece of this.#load.pieces.read(list))
      if (stillHolds(piece, this.#from.removed) !== piece) return true
    return false
  }

  /** Gives a shard that is made again the records that it still has. */
  async touch(shard: number): Promise<void> {
    const { pieces, used, routes } = this.#load
    for await (const piece of pieces.read(readSavedShard(this.#base, shard).pieces)) {
      const holds = stillHolds(piece, this.#from.removed)
      if (holds === undefined) continue
      routes.meet(holds)
      used.add(holds)
      await pieces.append(pieces.lists.of(shard), holds)
    }
  }

  /** A shard that stays as it is, next to the others of the new population. Its file has no number yet. */
  keep(shard: number, facts: LoadedFacts, now: NewConcepts): MadeShard & { readonly saved: SavedShardLoad } {
    const { places } = this.#from
    const { directory: before, file } = places.shards[shard]!
    const saved = readSavedShard(this.#base, shard)
    const { table, texts } = this.#conceptsOf(before.concepts, now)
    const directory = { ...before, concepts: texts, files: facts.files, snapshot: facts.snapshot }
    const built = { directory, file, number: 0, bytes: this.#base.open(file) }
    return { built, concepts: table, report: saved.report, saved }
  }

  #conceptsOf(before: ConceptTexts, now: NewConcepts): NewConcepts {
    const known = this.#concepts.get(before)
    if (known !== undefined) return known
    const texts = conceptsBeside(before, now.texts)
    const { systems, codes, displays } = texts
    const concepts = texts === now.texts ? now : { texts, table: conceptTable(systems, codes, displays) }
    this.#concepts.set(before, concepts)
    return concepts
  }
}

/** Whether any resource of some types stands on a line that holds no longer. */
function hasRemoved(
  { resources }: Pick<Store, 'resources'>,
  isAsked: (type: string) => boolean,
  removed: RemovedLines
): boolean {
  for (const { resourceType, file, offset } of resources.values()) {
    if (!isAsked(resourceType)) continue
    for (let row = 0; row < file.length; row++) if (isRemoved(removed.get(file[row]!), offset[row]!)) return true
  }
  return false
}
