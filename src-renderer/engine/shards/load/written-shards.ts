import type { LoadReport, Store } from '../../store/model/store.ts'
import type { ConceptTable } from '../../store/model/concept-table.ts'
import { ArrayFileWriter } from '../disk/array-places.ts'
import type { ConceptTexts } from '../disk/directory.ts'
import { layOutStore } from '../disk/lay-out-store.ts'
import { storeOnDisk } from '../disk/store-on-disk.ts'
import type { PopulationShard } from '../shard.ts'
import { diskShards } from './disk-shards.ts'
import type { LoadedShards } from './population-builder.ts'
import type { RankedIds } from './population-ranks.ts'
import { nameIn } from './shard-pieces.ts'
import type { MadeShard } from './shard-refresh.ts'

/** The shards of a population that have been written to the disk, or taken over from another one. */
export class WrittenShards {
  readonly #on: LoadedShards
  readonly #common: ReadonlySet<string>
  readonly #generation: number
  readonly #made: MadeShard[] = []
  readonly #texts = new Map<ConceptTable, ConceptTexts>()
  /** Files that have been written. */
  #files = 0

  /**
   * @param common types of which every shard has the records
   * @param generation by which files are named
   */
  constructor(on: LoadedShards, common: ReadonlySet<string>, generation: number) {
    this.#on = on
    this.#common = common
    this.#generation = generation
  }

  /** Writes the file of a shard, in the place of the one before. */
  async write(shard: number, store: Store, writer = new ArrayFileWriter()): Promise<void> {
    const { concepts, report } = store
    const directory = layOutStore(store, this.textsOf(concepts), writer)
    const file = nameIn(this.#generation)(`shard-${shard}`)
    const bytes = await this.#on.files.write(file, writer.parts())
    this.#made[shard] = { built: { directory, file, number: this.#files++, bytes }, concepts, report }
  }

  /** Takes over a shard of the population before. */
  take(shard: number, { built, concepts, report }: MadeShard): void {
    this.#made[shard] = { built: { ...built, number: this.#files++ }, concepts, report }
  }

  /** One object for a table of concepts, by which those who open shards see that they have the same. */
  textsOf(table: ConceptTable): ConceptTexts {
    const { systems, codes, displays } = table
    const known = this.#texts.get(table) ?? { systems, codes, displays }
    this.#texts.set(table, known)
    return known
  }

  /** Name of the file of a shard. */
  fileOf(shard: number): string {
    return this.#made[shard]!.built.file
  }

  /** What each says of its records. */
  get reports(): readonly LoadReport[] {
    return this.#made.map(({ report }) => report)
  }

  /** The shards as they are now, each by itself. */
  stores(): readonly Store[] {
    return this.#made.map(({ built: { directory, bytes, number }, concepts }) =>
      storeOnDisk({ directory, concepts, file: { bytes, number }, cache: this.#on.cache })
    )
  }

  /** Opens all as one population. @param ranks of the ids of each type in it */
  open(ranks: ReadonlyMap<string, RankedIds>, report: LoadReport): Promise<readonly PopulationShard[]> {
    const built = this.#made.map((each) => each.built)
    return diskShards(built, ranks, { report, common: this.#common, number: this.#files++ }, this.#on)
  }
}
