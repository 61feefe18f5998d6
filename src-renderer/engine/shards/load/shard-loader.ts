import { defined } from '#shared/language/defined.ts'
import { shareTexts, type SharedTexts } from '../../store/texts/shared-texts.ts'
import type { PackedTallies } from '../../store/build/line-tallies.ts'
import type { LearnedFacts, WrittenKey } from '../../store/build/shard-build.ts'
import { createStoreBuilder, type LoadedFacts } from '../../store/build/store-builder.ts'
import { createTextNumbers } from '../../store/texts/text-numbers.ts'
import { joinChunks } from '../../store/collect/join-chunks.ts'
import { qualifyChunk } from '../../store/collect/qualify-chunk.ts'
import type { JoinedChunk, StoreChunk } from '../../store/model/chunk.ts'
import { rankFiles } from '../../store/model/chunk-order.ts'
import type { TablePlan } from '../../store/model/plan.ts'
import type { PopulationSources } from '../../store/model/source-keys.ts'
import type { ConceptTable, LoadReport, Store } from '../../store/model/store.ts'
import { ArrayFileWriter } from '../disk/array-places.ts'
import type { ConceptTexts } from '../disk/directory.ts'
import { layOutStore } from '../disk/lay-out-store.ts'
import { storeOnDisk } from '../disk/store-on-disk.ts'
import type { PopulationShard } from '../shard.ts'
import { ChunkBatch } from './chunk-batch.ts'
import { commonTypesOf } from './common-types.ts'
import { diskShards } from './disk-shards.ts'
import { mergeReports } from './merge-reports.ts'
import { createPersonRoutes } from './person-routes.ts'
import type { FinishManner, PopulationBuilder, LoadedShards } from './population-builder.ts'
import { rankStores, type RankedIds } from './population-ranks.ts'
import { KeyExchange, repeatedCopies, supersededCopies } from './shard-exchange.ts'
import { factsOfAll, RefreshRefused, requireRefreshable } from './refresh-facts.ts'
import { writeSavedLoad, type SavedShardLoad } from './saved-load.ts'
import { nameIn, ShardPieces } from './shard-pieces.ts'
import { ShardRefresh, type MadeShard } from './shard-refresh.ts'
import { UsedConcepts } from './used-concepts.ts'

/** Loads a population into shards on the disk; see `docs/decisions/0019-shards-on-disk.md`. */
export class ShardLoader implements PopulationBuilder {
  readonly #plan: TablePlan
  readonly #sources: PopulationSources | undefined
  readonly #on: LoadedShards
  readonly #numbers
  readonly #common: ReadonlySet<string>
  readonly #routes
  readonly #generation: number
  readonly #pieces: ShardPieces
  readonly #used = new UsedConcepts()
  readonly #labels: Set<string>
  readonly #types: Set<string>
  readonly #made: MadeShard[] = []
  /** What is saved of each shard for a later load. */
  readonly #saved: SavedShardLoad[] = []
  readonly #texts = new Map<ConceptTable, ConceptTexts>()
  #hasNobody = false
  /** Name of the list with the pieces of no person. */
  #commonList: string
  /** Files that have been written. */
  #files = 0
  /** Chunks that have not been divided yet. */
  readonly #batch: ChunkBatch

  constructor(plan: TablePlan, sources: PopulationSources | undefined, on: LoadedShards) {
    const { from } = on
    if (from !== undefined) requireRefreshable(from)
    this.#plan = plan
    this.#sources = sources
    this.#on = on
    this.#batch = new ChunkBatch(on.batchBytes)
    this.#numbers = createTextNumbers(plan, from?.load.numbers)
    this.#labels = new Set(from?.load.labels)
    this.#types = new Set(from?.load.types)
    this.#common = commonTypesOf(plan)
    this.#routes = createPersonRoutes(plan, on.count, this.#common)
    this.#generation = from === undefined ? 0 : from.load.generation + 1
    this.#pieces = new ShardPieces(on.files, this.#generation)
    this.#commonList = this.#pieces.lists.common
  }

  async add(read: StoreChunk): Promise<void> {
    const chunk = this.#sources === undefined ? read : qualifyChunk(read, this.#sources)
    this.#numbers.numberConcepts(chunk)
    this.#used.add(chunk)
    for (const label of chunk.resources.labels) this.#labels.add(label)
    for (const key of chunk.resources.key) this.#types.add(chunk.keys.types[chunk.keys.type[key]!]!)
    this.#batch.add(chunk)
    if (this.#batch.isFull) await this.#spoolBatch()
  }

  async #spoolBatch(): Promise<void> {
    const chunk = this.#batch.take()
    if (chunk !== undefined) await this.#pieces.spool(chunk, this.#routes, this.#on.count)
  }

  async finish(told: LoadedFacts, manner: FinishManner = {}): Promise<readonly PopulationShard[]> {
    await this.#spoolBatch()
    const { count, from } = this.#on
    const { common, waiting } = this.#pieces.lists
    const facts = from === undefined ? told : factsOfAll(told, from)
    const hasWaited = this.#pieces.has(waiting)
    if (from !== undefined && hasWaited) throw new RefreshRefused('people')
    const shards = Array.from({ length: count }, (_, index) => index)
    const refresh =
      from &&
      new ShardRefresh(from, this.#on, {
        pieces: this.#pieces,
        used: this.#used,
        routes: this.#routes
      })
    const taken = await refresh?.takeOver(this.#common)
    if (taken !== undefined) this.#commonList = taken.common
    const touched = taken?.again ?? new Set(shards)
    this.#hasNobody = this.#routes.complete() || from !== undefined
    for await (const piece of this.#pieces.read(waiting)) await this.#pieces.spool(piece, this.#routes, count)
    const ranks = rankFiles(facts.files)
    const texts = shareTexts({ numbers: this.#numbers, usedConcepts: this.#used.take(), labels: this.#labels }, ranks)
    const exchange = new KeyExchange()
    for (const shard of shards) {
      if (refresh === undefined || touched.has(shard)) continue
      const { saved, ...made } = refresh.keep(shard, facts, {
        table: texts.concepts,
        texts: this.#textsOf(texts.concepts)
      })
      this.#made[shard] = { ...made, built: { ...made.built, number: this.#files++ } }
      this.#saved[shard] = saved
      for (const key of saved.wanted) exchange.want(shard, key)
    }
    // The first shard has what names a person who is not here, which the others find.
    const order = [...shards.slice(1), 0].filter((shard) => touched.has(shard))
    for (const [index, shard] of order.entries()) {
      const wanted = new Map<string, WrittenKey>()
      await this.#build(shard, facts, texts, {
        manner,
        want(key) {
          wanted.set(JSON.stringify(key), key)
          exchange.want(shard, key)
        }
      })
      this.#saved[shard] = { ...this.#saved[shard]!, wanted: [...wanted.values()] }
      manner.onShard?.(index + 1, order.length)
    }
    if (!exchange.isEmpty)
      this.#stores().forEach((store, index) => exchange.ask(index, store, this.#saved[index]!.names))
    let ranked = rankStores(this.#stores(), this.#common)
    const copies = await repeatedCopies(
      this.#stores(),
      ranked,
      (of) => this.#pieces.read(this.#saved[of]!.pieces),
      ranks
    )
    const { shards: losers, superseded } = supersededCopies(copies)
    const learned: LearnedFacts = { elsewhere: (key) => exchange.elsewhere(key), superseded }
    for (const learner of exchange.learners)
      for (const [holder, wanted] of exchange.guestsOf(learner))
        await this.#pieces.sendGuests(this.#saved[holder]!.pieces, this.#pieces.lists.guests(learner), wanted)
    const learners = new Set([...exchange.learners, ...losers])
    for (const shard of learners) {
      if (!touched.has(shard)) await refresh?.touch(shard)
      await this.#build(shard, facts, texts, { manner, learned, want: () => undefined })
    }
    if (learners.size > 0) ranked = rankStores(this.#stores(), this.#common)
    for (const shard of shards) await this.#pieces.drop(this.#pieces.lists.guests(shard))
    await this.#pieces.drop(waiting)
    const report = this.#report(facts)
    if (this.#on.keepsPieces === true) await this.#save(facts, hasWaited)
    else
      for (const list of [
        common,
        ...shards.flatMap((position) => [this.#pieces.lists.of(position), this.#pieces.lists.nobody(position)])
      ])
        await this.#pieces.drop(list)
    for (const shard of shards) {
      const { file } = this.#made[shard]!.built
      if (from?.places.shards[shard]!.file === file) await defined(this.#on.files.base).takeFile(file)
    }
    const made = await this.#open(ranked, report)
    return manner.narrow === undefined ? made : this.#narrow(made, manner.narrow(made), report)
  }

  #report(facts: LoadedFacts): LoadReport {
    return mergeReports(
      this.#made.map(({ report }) => report),
      this.#saved.map(({ tallies }) => tallies),
      facts
    )
  }

  #open(ranks: ReadonlyMap<string, RankedIds>, report: LoadReport): Promise<readonly PopulationShard[]> {
    const built = this.#made.map((each) => each.built)
    return diskShards(built, ranks, { report, common: this.#common, number: this.#files++ }, this.#on)
  }

  /** Writes all shards again with what of them is shown. */
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
    const shardReport: LoadReport = { ...report, patients, ...(optedOut === 0 ? {} : { optedOut }) }
    return this.#open(rankStores(this.#stores(), this.#common), shardReport)
  }

  /** The shards as they are now, each by itself. */
  #stores(): readonly Store[] {
    return this.#made.map(({ built: { directory, bytes, number }, concepts }) =>
      storeOnDisk({ directory, concepts, file: { bytes, number }, cache: this.#on.cache })
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
    let tallies: PackedTallies = { types: [], numbers: new Int32Array(0) }
    const builder = createStoreBuilder(this.#plan, this.#sources, {
      texts,
      ownsCommon,
      hasType: (type) => this.#types.has(type),
      learned: round.learned,
      unresolved: round.want,
      tellTallies(told) {
        tallies = told
      }
    })
    const isFirst = round.learned === undefined
    const list = this.#pieces.lists.of(shard)
    const used = new UsedConcepts()
    const pieces: JoinedChunk[] = []
    for await (const piece of this.#pieces.read(list)) {
      used.add(piece)
      const shardPiece =
        this.#hasNobody && shard !== 0 ? await this.#pieces.withoutNobody(piece, this.#routes, shard, isFirst) : piece
      if (shardPiece !== undefined) pieces.push(shardPiece)
    }
    if (shard === 0)
      for (const of of this.#nobodyLists()) for await (const piece of this.#pieces.read(of)) pieces.push(piece)
    const ranks = rankFiles(facts.files)
    const add = (chunks: JoinedChunk[], marks?: Pick<JoinedChunk, 'isCommon' | 'isGuest'>): void => {
      if (chunks.length > 0) builder.addJoined({ ...joinChunks(chunks, ranks), ...marks })
    }
    add(pieces)
    add(await this.#pieces.all(this.#commonList), { isCommon: true })
    add(await this.#pieces.all(this.#pieces.lists.guests(shard)), { isGuest: true })
    const made = builder.finish(facts)
    const known = this.#saved[shard]
    this.#saved[shard] = {
      pieces: list,
      nobody: isFirst ? this.#pieces.lists.nobody(shard) : defined(known).nobody,
      used: used.take(),
      names: made.origins.names,
      wanted: known?.wanted ?? [],
      report: made.report,
      tallies,
      hasLearned: !isFirst
    }
    const writer = new ArrayFileWriter()
    await this.#write(shard, await limit(made, ownsCommon), writer)
    writer.release()
  }

  /** Writes the file of a shard, in the place of the one before. */
  async #write(shard: number, store: Store, writer = new ArrayFileWriter()): Promise<void> {
    const { concepts, report } = store
    const directory = layOutStore(store, this.#textsOf(concepts), writer)
    const file = nameIn(this.#generation)(`shard-${shard}`)
    const bytes = await this.#on.files.write(file, writer.parts())
    this.#made[shard] = { built: { directory, file, number: this.#files++, bytes }, concepts, report }
  }

  /** One object for a table of concepts, by which those who open shards see that they have the same. */
  #textsOf(table: ConceptTable): ConceptTexts {
    const { systems, codes, displays } = table
    const known = this.#texts.get(table) ?? { systems, codes, displays }
    this.#texts.set(table, known)
    return known
  }

  /** Lists with what names a person who is not in the data. */
  #nobodyLists(): readonly string[] {
    return Array.from(
      { length: this.#on.count },
      (_, index) => this.#saved[index]?.nobody ?? this.#pieces.lists.nobody(index)
    )
  }

  async #save(facts: LoadedFacts, waited: boolean): Promise<void> {
    const ranks = rankFiles(facts.files)
    const numbers = { concepts: this.#numbers.concepts.save(ranks), profiles: this.#numbers.profiles() }
    for (const { pieces, nobody } of this.#saved) for (const list of [pieces, nobody]) await this.#pieces.take(list)
    const common = this.#commonList
    await this.#pieces.take(common)
    const { accounts, files } = facts
    const texts = { numbers, labels: [...this.#labels], types: [...this.#types] }
    const load = { ...texts, generation: this.#generation, common, waited, accounts, files }
    await writeSavedLoad(this.#on.files, load, this.#saved)
  }
}
