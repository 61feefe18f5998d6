import { shareTexts, type SharedTexts } from '../../store/texts/shared-texts.ts'
import type { LearnedFacts, WrittenKey } from '../../store/build/shard-build.ts'
import { createStoreBuilder, type LoadedFacts } from '../../store/build/store-builder.ts'
import { createTextNumbers } from '../../store/texts/text-numbers.ts'
import { qualifyChunk } from '../../store/collect/qualify-chunk.ts'
import type { StoreChunk } from '../../store/model/chunk.ts'
import { rankFiles } from '../../store/model/chunk-order.ts'
import { idAt } from '../../store/model/id-column.ts'
import type { TablePlan } from '../../store/model/plan.ts'
import type { ResourceNames } from '../../store/model/resource-names.ts'
import type { PopulationSources } from '../../store/model/source-keys.ts'
import type { ConceptTable, LoadReport, Store } from '../../store/model/store.ts'
import { ArrayFileWriter } from '../disk/array-places.ts'
import type { ConceptTexts } from '../disk/directory.ts'
import { layOutStore } from '../disk/lay-out-store.ts'
import { storeOnDisk } from '../disk/store-on-disk.ts'
import { readShardPart, ShardPartWriter } from '../part-bytes.ts'
import type { PopulationShard } from '../shard.ts'
import { commonTypesOf } from './common-types.ts'
import { diskShards, type BuiltShard } from './disk-shards.ts'
import { interleavePieces } from './interleave-pieces.ts'
import { mergeReports } from './merge-reports.ts'
import { createPersonRoutes, EVERY_SHARD, OF_NOBODY, NOT_YET } from './person-routes.ts'
import type { FinishManner, PopulationBuilder, ShardsOnDisk } from './population-builder.ts'
import { rankStores, type RankedIds } from './population-ranks.ts'
import { copiesIn, KeyExchange, namesOfResources, supersededCopies, type ResourceCopy } from './shard-exchange.ts'
import { splitChunk } from './split-chunk.ts'
import { UsedConcepts } from './used-concepts.ts'

/** Lists beside those of the shards. */
const COMMON_LIST = 'common'
const WAITING_LIST = 'waiting'
const NOBODY_LIST = 'nobody'

const listOf = (shard: number): string => `pieces-${shard}`
const guestsOf = (shard: number): string => `guests-${shard}`

/** Lane of a record that does not go to one shard, behind those of the shards. */
function laneOf(route: number, count: number): number {
  return route === EVERY_SHARD ? count : route === NOT_YET ? count + 1 : count + 2
}

/** Loads a population into shards on the disk; see `docs/decisions/0019-shards-on-disk.md`. */
export function createShardLoader(
  plan: TablePlan,
  sources: PopulationSources | undefined,
  on: ShardsOnDisk
): PopulationBuilder {
  const loader = new ShardLoader(plan, sources, on)
  return {
    add: (chunk) => loader.add(chunk),
    finish: (facts, manner = {}) => loader.finish(facts, manner)
  }
}

class ShardLoader {
  readonly #plan: TablePlan
  readonly #sources: PopulationSources | undefined
  readonly #on: ShardsOnDisk
  readonly #numbers
  readonly #common: ReadonlySet<string>
  readonly #routes
  readonly #writer = new ShardPartWriter()
  readonly #used = new UsedConcepts()
  readonly #labels = new Set<string>()
  readonly #types = new Set<string>()
  readonly #reports: LoadReport[] = []
  readonly #built: BuiltShard[] = []
  readonly #names: ResourceNames[] = []
  readonly #concepts: ConceptTable[] = []
  readonly #texts = new Map<ConceptTable, ConceptTexts>()
  #hasNobody = false
  /** Files that have been written. */
  #files = 0

  constructor(plan: TablePlan, sources: PopulationSources | undefined, on: ShardsOnDisk) {
    this.#plan = plan
    this.#sources = sources
    this.#on = on
    this.#numbers = createTextNumbers(plan)
    this.#common = commonTypesOf(plan)
    this.#routes = createPersonRoutes(plan, on.count, this.#common)
  }

  async add(read: StoreChunk): Promise<void> {
    const chunk = this.#sources === undefined ? read : qualifyChunk(read, this.#sources)
    this.#numbers.numberConcepts(chunk)
    this.#used.add(chunk)
    for (const label of chunk.resources.labels) this.#labels.add(label)
    for (const key of chunk.resources.key) this.#types.add(chunk.keys.types[chunk.keys.type[key]!]!)
    await this.#spool(chunk)
  }

  /** Appends the pieces of a chunk to the lists of their shards. */
  async #spool(chunk: StoreChunk): Promise<void> {
    const { count } = this.#on
    const lanes = this.#routes.route(chunk).map((shard) => (shard >= 0 ? shard : laneOf(shard, count)))
    const lists = [
      ...Array.from({ length: count }, (_, shard) => listOf(shard)),
      COMMON_LIST,
      WAITING_LIST,
      NOBODY_LIST
    ]
    const items: Promise<void>[] = []
    for (const [lane, piece] of splitChunk(chunk, lanes, count + 3))
      items.push(this.#append(lists[lane]!, lane === count ? { ...piece, isCommon: true } : piece))
    await Promise.all(items)
  }

  async #append(list: string, piece: StoreChunk): Promise<void> {
    await this.#on.files.append(list, this.#writer.write(piece).slice())
  }

  async *#pieces(list: string): AsyncGenerator<StoreChunk, void> {
    for await (const item of this.#on.files.items(list)) yield readShardPart(item) as StoreChunk
  }

  async finish(facts: LoadedFacts, manner: FinishManner): Promise<readonly PopulationShard[]> {
    const { count, files } = this.#on
    this.#hasNobody = this.#routes.complete()
    for await (const piece of this.#pieces(WAITING_LIST)) await this.#spool(piece)
    const arrived = { numbers: this.#numbers, usedConcepts: this.#used.take(), labels: this.#labels }
    const texts = shareTexts(arrived, rankFiles(facts.files))
    const exchange = new KeyExchange()
    // The first shard has what names a person who is not here, which the others find.
    const order = [...Array.from({ length: count - 1 }, (_, at) => at + 1), 0]
    for (const [at, shard] of order.entries()) {
      await this.#build(shard, facts, texts, { manner, want: (key) => exchange.want(shard, key) })
      manner.onShard?.(at + 1, count)
    }
    if (!exchange.isEmpty) this.#stores().forEach((store, at) => exchange.ask(at, store, this.#names[at]!))
    let ranks = this.#rankIds()
    const { shards: losers, superseded } = supersededCopies(await this.#repeatedCopies(ranks, facts))
    const learned: LearnedFacts = { elsewhere: (key) => exchange.elsewhere(key), superseded }
    for (const learner of exchange.learners)
      for (const [holder, wanted] of exchange.guestsOf(learner)) await this.#sendGuests(holder, learner, wanted)
    const learners = new Set([...exchange.learners, ...losers])
    for (const shard of learners) await this.#build(shard, facts, texts, { manner, learned, want: () => undefined })
    for (let shard = 0; shard < count; shard++) {
      await files.drop(listOf(shard))
      await files.drop(guestsOf(shard))
    }
    for (const list of [COMMON_LIST, WAITING_LIST, NOBODY_LIST]) await files.drop(list)
    const report = mergeReports(this.#reports, facts.files)
    if (learners.size > 0) ranks = this.#rankIds()
    const shards = await diskShards(
      this.#built,
      ranks,
      { report, common: this.#common, number: this.#files++ },
      this.#on
    )
    return manner.narrow === undefined ? shards : this.#narrow(shards, manner.narrow(shards), report)
  }

  /** Writes all shards anew with what of them is shown. */
  async #narrow(
    shards: readonly PopulationShard[],
    shown: (shard: PopulationShard) => Store,
    report: LoadReport
  ): Promise<readonly PopulationShard[]> {
    let [patients, optedOut] = [0, 0]
    for (const shard of shards) {
      const store = shown(shard)
      patients += store.patients
      optedOut += store.report.optedOut ?? 0
      await this.#write(shard.index, store)
    }
    const own: LoadReport = { ...report, patients, ...(optedOut === 0 ? {} : { optedOut }) }
    return diskShards(
      this.#built,
      this.#rankIds(),
      { report: own, common: this.#common, number: this.#files++ },
      this.#on
    )
  }

  /** The shards as they are now, each by itself. */
  #stores(): readonly Store[] {
    return this.#built.map(({ directory, bytes, number }, at) =>
      storeOnDisk({ directory, concepts: this.#concepts[at]!, file: { bytes, number }, cache: this.#on.cache })
    )
  }

  async #build(
    shard: number,
    facts: LoadedFacts,
    texts: SharedTexts,
    round: {
      readonly manner: FinishManner
      readonly learned?: LearnedFacts
      readonly want: (key: WrittenKey) => void
    }
  ): Promise<void> {
    const { limit = (store: Store): Store => store } = round.manner
    const ownsCommon = shard === 0
    const builder = createStoreBuilder(this.#plan, this.#sources, {
      texts,
      ownsCommon,
      hasType: (type) => this.#types.has(type),
      learned: round.learned,
      unresolved: round.want
    })
    const isFirst = round.learned === undefined
    const pieces: StoreChunk[] = []
    for await (const piece of this.#pieces(listOf(shard))) {
      const own = this.#hasNobody && shard !== 0 ? await this.#withoutNobody(piece, isFirst) : piece
      if (own !== undefined) pieces.push(own)
    }
    if (shard === 0) for await (const piece of this.#pieces(NOBODY_LIST)) pieces.push(piece)
    for (const piece of interleavePieces(pieces)) builder.add(piece)
    for await (const piece of this.#pieces(COMMON_LIST)) builder.add(piece)
    for await (const piece of this.#pieces(guestsOf(shard))) builder.add(piece)
    const made = builder.finish(facts)
    this.#names[shard] = made.origins.names
    const store = await limit(made, ownsCommon)
    this.#reports[shard] = store.report
    await this.#write(shard, store)
  }

  /** Writes the file of a shard, in the place of the one before. */
  async #write(shard: number, store: Store): Promise<void> {
    const writer = new ArrayFileWriter()
    const directory = layOutStore(store, this.#textsOf(store.concepts), writer)
    const file = `shard-${shard}`
    const bytes = await this.#on.files.write(file, writer.parts())
    this.#concepts[shard] = store.concepts
    this.#built[shard] = { directory, file, number: this.#files++, bytes }
  }

  /** One object for a table of concepts, by which those who open shards see that they have the same. */
  #textsOf(table: ConceptTable): ConceptTexts {
    const { systems, codes, displays } = table
    const known = this.#texts.get(table) ?? { systems, codes, displays }
    this.#texts.set(table, known)
    return known
  }

  /** Takes what names a person who is not in the data out of a piece, and gives it to the first shard once. */
  async #withoutNobody(piece: StoreChunk, isFirst: boolean): Promise<StoreChunk | undefined> {
    const lanes = this.#routes.route(piece).map((shard) => (shard === OF_NOBODY ? 1 : 0))
    if (!lanes.includes(1)) return piece
    const pieces = splitChunk(piece, lanes, 2)
    if (isFirst) await this.#append(NOBODY_LIST, pieces.get(1)!)
    return pieces.get(0)
  }

  /** Copies records of one shard that those of another refer to. */
  async #sendGuests(holder: number, learner: number, wanted: ReadonlySet<string>): Promise<void> {
    for await (const piece of this.#pieces(listOf(holder))) {
      const lanes = Int32Array.from(namesOfResources(piece), (name) => (wanted.has(name) ? 1 : 0))
      if (!lanes.includes(1)) continue
      await this.#append(guestsOf(learner), { ...splitChunk(piece, lanes, 2).get(1)!, isGuest: true })
    }
  }

  /** Where the ids of each shard stand among all of their type, but for types of which every shard has the records. */
  #rankIds(): ReadonlyMap<string, RankedIds> {
    return rankStores(this.#stores(), this.#common)
  }

  /** Resources that several shards have, as their pieces tell them. */
  async #repeatedCopies(
    ranks: ReadonlyMap<string, RankedIds>,
    { files }: LoadedFacts
  ): Promise<readonly ResourceCopy[]> {
    const names = new Set<string>()
    const shards = new Set<number>()
    const stores = this.#stores()
    for (const [type, { repeated }] of ranks)
      for (const places of repeated) {
        const { shard: holder, row } = places[0]!
        names.add(`${type}/${idAt(stores[holder]!.resources.get(type)!.ids, row) ?? ''}`)
        for (const { shard } of places) shards.add(shard)
      }
    if (names.size === 0) return []
    const order = rankFiles(files)
    const copies: ResourceCopy[] = []
    for (const shard of shards)
      for await (const piece of this.#pieces(listOf(shard))) {
        copies.push(...copiesIn(piece, shard, order[piece.file]!, names))
      }
    return copies
  }
}
