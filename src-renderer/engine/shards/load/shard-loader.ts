import { defined } from '#shared/language/defined.ts'
import { shareTexts, type SharedTexts } from '../../store/texts/shared-texts.ts'
import type { PackedTallies } from '../../store/build/line-tallies.ts'
import type { LearnedFacts, WrittenKey } from '../../store/build/shard-build.ts'
import { createStoreBuilder, type LoadedFacts } from '../../store/build/store-builder.ts'
import { joinChunks } from '../../store/collect/join-chunks.ts'
import type { JoinedChunk, StoreChunk } from '../../store/model/chunk.ts'
import { rankFiles } from '../../store/model/chunk-order.ts'
import type { TablePlan } from '../../store/model/plan.ts'
import type { PopulationSources } from '../../store/model/source-keys.ts'
import type { LoadReport, Store } from '../../store/model/store.ts'
import { ArrayFileWriter } from '../disk/array-places.ts'
import type { PopulationShard } from '../shard.ts'
import { commonTypesOf } from './common-types.ts'
import { mergeReports } from './merge-reports.ts'
import type { FinishManner, PopulationBuilder, LoadedShards } from './population-builder.ts'
import { rankStores, type RankedIds } from './population-ranks.ts'
import { repeatedCopies, supersededCopies } from './repeated-copies.ts'
import { KeyExchange } from './shard-exchange.ts'
import { factsOfAll, RefreshRefused, requireRefreshable } from './refresh-facts.ts'
import { writeSavedLoad, type PopulationBase, type SavedShardLoad } from './saved-load.ts'
import { ShardIntake } from './shard-intake.ts'
import type { ShardPieces } from './shard-pieces.ts'
import { ShardRefresh } from './shard-refresh.ts'
import { UsedConcepts } from './used-concepts.ts'
import { WrittenShards } from './written-shards.ts'

/** What all shards of a population are built with. */
interface BuildRound {
  readonly facts: LoadedFacts
  readonly texts: SharedTexts
  /** Of the files; see `rankFiles`. */
  readonly ranks: readonly number[]
  readonly manner: FinishManner
  /** Where the population is made from another one. */
  readonly refresh: ShardRefresh | undefined
  /** Shards that have to be built. */
  readonly touched: ReadonlySet<number>
  /** What shards ask each other for. */
  readonly exchange: KeyExchange
}

/** Loads a population into shards on the disk; see `docs/decisions/0019-shards-on-disk.md`. */
export class ShardLoader implements PopulationBuilder {
  readonly #plan: TablePlan
  readonly #sources: PopulationSources | undefined
  readonly #on: LoadedShards
  readonly #common: ReadonlySet<string>
  readonly #generation: number
  readonly #intake: ShardIntake
  readonly #pieces: ShardPieces
  readonly #written: WrittenShards
  /** What is saved of each shard for a later load. */
  readonly #saved: SavedShardLoad[] = []
  #hasNobody = false
  /** Name of the list with the pieces of no person. */
  #commonList: string

  constructor(plan: TablePlan, sources: PopulationSources | undefined, on: LoadedShards) {
    const { from } = on
    if (from !== undefined) requireRefreshable(from)
    this.#plan = plan
    this.#sources = sources
    this.#on = on
    this.#common = commonTypesOf(plan)
    this.#generation = from === undefined ? 0 : from.load.generation + 1
    this.#intake = new ShardIntake(plan, sources, on, { common: this.#common, generation: this.#generation })
    this.#pieces = this.#intake.pieces
    this.#written = new WrittenShards(on, this.#common, this.#generation)
    this.#commonList = this.#pieces.lists.common
  }

  add(read: StoreChunk): Promise<void> {
    return this.#intake.add(read)
  }

  async finish(told: LoadedFacts, manner: FinishManner = {}): Promise<readonly PopulationShard[]> {
    await this.#intake.flush()
    const { from } = this.#on
    const facts = from === undefined ? told : factsOfAll(told, from)
    const hasWaited = this.#pieces.has(this.#pieces.lists.waiting)
    if (from !== undefined && hasWaited) throw new RefreshRefused('people')
    const refresh = from && new ShardRefresh(from, this.#on, this.#intake)
    const touched = await this.#completeLists(refresh)
    this.#pieces.release()
    const ranks = rankFiles(facts.files)
    const { numbers, used, labels } = this.#intake
    const texts = shareTexts({ numbers, usedConcepts: used.take(), labels }, ranks)
    const round: BuildRound = { facts, texts, ranks, manner, refresh, touched, exchange: new KeyExchange() }
    this.#keepOthers(round)
    await this.#buildTouched(round)
    const ranked = await this.#buildLearners(round)
    const report = this.#report(facts)
    await this.#endLists(facts, hasWaited)
    if (from !== undefined) await this.#takeFiles(from)
    const made = await this.#written.open(ranked, report)
    return manner.narrow === undefined ? made : this.#narrow(made, manner.narrow(made), report)
  }

  /** The numbers of all shards. */
  get #shards(): readonly number[] {
    return Array.from({ length: this.#on.count }, (_, index) => index)
  }

  /** Puts what waited until all people are known into the lists of shards. @returns the shards that have to be built */
  async #completeLists(refresh: ShardRefresh | undefined): Promise<ReadonlySet<number>> {
    const taken = await refresh?.takeOver(this.#common)
    if (taken !== undefined) this.#commonList = taken.common
    this.#hasNobody = this.#intake.routes.complete() || refresh !== undefined
    for await (const piece of this.#pieces.read(this.#pieces.lists.waiting))
      await this.#pieces.spool([piece], this.#intake.routes, this.#on.count)
    return taken?.again ?? new Set(this.#shards)
  }

  /** Takes over the shards that nothing changed. */
  #keepOthers({ refresh, touched, facts, texts: { concepts: table }, exchange }: BuildRound): void {
    if (refresh === undefined) return
    for (const shard of this.#shards) {
      if (touched.has(shard)) continue
      const texts = this.#written.textsOf(table)
      const { saved, ...made } = refresh.keep(shard, facts, { table, texts })
      this.#written.take(shard, made)
      this.#saved[shard] = saved
      for (const key of saved.wanted) exchange.want(shard, key)
    }
  }

  async #buildTouched(round: BuildRound): Promise<void> {
    const { touched, exchange, manner } = round
    // The first shard has what names a person who is not here, which the others find.
    const order = [...this.#shards.slice(1), 0].filter((shard) => touched.has(shard))
    for (const [index, shard] of order.entries()) {
      const wanted = new Map<string, WrittenKey>()
      await this.#build(shard, round, {
        want(key) {
          wanted.set(JSON.stringify(key), key)
          exchange.want(shard, key)
        }
      })
      this.#saved[shard] = { ...this.#saved[shard]!, wanted: [...wanted.values()] }
      manner.onShard?.(index + 1, order.length)
    }
  }

  /** Builds the shards again that learn something of others. @returns the ranks of ids in the population */
  async #buildLearners(round: BuildRound): Promise<ReadonlyMap<string, RankedIds>> {
    const { exchange, touched, refresh, ranks } = round
    if (!exchange.isEmpty)
      this.#written.stores().forEach((store, index) => exchange.ask(index, store, this.#saved[index]!.names))
    const ranked = rankStores(this.#written.stores(), this.#common)
    const copies = await repeatedCopies(
      this.#written.stores(),
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
      await this.#build(shard, round, { learned, want: () => undefined })
    }
    return learners.size > 0 ? rankStores(this.#written.stores(), this.#common) : ranked
  }

  /** Drops the lists, but for those that a later load goes on from. */
  async #endLists(facts: LoadedFacts, hasWaited: boolean): Promise<void> {
    const { lists } = this.#pieces
    for (const shard of this.#shards) await this.#pieces.drop(lists.guests(shard))
    await this.#pieces.drop(lists.waiting)
    if (this.#on.keepsPieces === true) await this.#save(facts, hasWaited)
    else
      for (const list of [lists.common, ...this.#shards.flatMap((shard) => [lists.of(shard), lists.nobody(shard)])])
        await this.#pieces.drop(list)
  }

  /** Takes the files of the shards that are those of before. */
  async #takeFiles({ places }: PopulationBase): Promise<void> {
    const base = defined(this.#on.files.base)
    for (const shard of this.#shards) {
      const file = this.#written.fileOf(shard)
      if (places.shards[shard]!.file === file) await base.takeFile(file)
    }
  }

  #report(facts: LoadedFacts): LoadReport {
    return mergeReports(
      this.#written.reports,
      this.#saved.map(({ tallies }) => tallies),
      facts
    )
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
      await this.#written.write(shard.index, store)
    }
    const shardReport: LoadReport = { ...report, patients, ...(optedOut === 0 ? {} : { optedOut }) }
    return this.#written.open(rankStores(this.#written.stores(), this.#common), shardReport)
  }

  async #build(
    shard: number,
    { facts, texts, ranks, manner }: BuildRound,
    { learned, want }: { readonly learned?: LearnedFacts; readonly want: (key: WrittenKey) => void }
  ): Promise<void> {
    const { limit = (store: Store): Store => store } = manner
    const ownsCommon = shard === 0
    let tallies: PackedTallies = { types: [], numbers: new Int32Array(0) }
    const builder = createStoreBuilder(this.#plan, this.#sources, {
      texts,
      ownsCommon,
      hasType: (type) => this.#intake.types.has(type),
      learned,
      unresolved: want,
      tellTallies(told) {
        tallies = told
      }
    })
    const isFirst = learned === undefined
    const list = this.#pieces.lists.of(shard)
    const used = new UsedConcepts()
    const pieces: JoinedChunk[] = []
    const read = await this.#pieces.all(list)
    for (const piece of read) {
      used.add(piece)
      const shardPiece =
        this.#hasNobody && shard !== 0
          ? await this.#pieces.withoutNobody(piece, this.#intake.routes, shard, isFirst)
          : piece
      if (shardPiece !== undefined) pieces.push(shardPiece)
    }
    if (shard === 0)
      for (const of of this.#nobodyLists()) {
        const ofNobody = await this.#pieces.all(of)
        pieces.push(...ofNobody)
        read.push(...ofNobody)
      }
    const add = (chunks: JoinedChunk[], marks?: Pick<JoinedChunk, 'isCommon' | 'isGuest'>): void => {
      if (chunks.length > 0) builder.addJoined({ ...joinChunks([...chunks], ranks), ...marks })
      this.#pieces.free(chunks)
    }
    add(pieces)
    this.#pieces.free(read)
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
    await this.#written.write(shard, await limit(made, ownsCommon), writer)
    writer.release()
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
    const { numbers, labels, types } = this.#intake
    const saved = { concepts: numbers.concepts.save(ranks), profiles: numbers.profiles() }
    for (const { pieces, nobody } of this.#saved) for (const list of [pieces, nobody]) await this.#pieces.take(list)
    const common = this.#commonList
    await this.#pieces.take(common)
    const { accounts, files } = facts
    const texts = { numbers: saved, labels: [...labels], types: [...types] }
    const load = { ...texts, generation: this.#generation, common, waited, accounts, files }
    await writeSavedLoad(this.#on.files, load, this.#saved)
  }
}
