import { arrangeResources } from './arrange-resources.ts'
import type { FileAccount, JoinedChunk, StoreChunk } from '../model/chunk.ts'
import { createChunkIntake } from './chunk-intake.ts'
import { rankFiles } from '../model/chunk-order.ts'
import { storeOf } from './create-store.ts'
import { indexLabels } from './index-labels.ts'
import { indexResources } from './index-resources.ts'
import { joinSegments } from './join-segments.ts'
import { loadReport } from './load-report.ts'
import { finishTables, makeTable } from './make-tables.ts'
import type { TablePlan } from '../model/plan.ts'
import { createReferenceCollector } from './reference-collector.ts'
import { resolveKeys } from './resolve-keys.ts'
import { rankTexts } from '../texts/rank-texts.ts'
import { resourceNames } from './resource-names.ts'
import type { ShardBuild } from './shard-build.ts'
import type { PopulationSources } from '../model/source-keys.ts'
import type { Store } from '../model/store.ts'
import { sortChunks } from './table-parts.ts'

/** What is known about a population besides its data. */
export interface LoadedFacts {
  /** Names of the files, by the index that chunks and accounts use. */
  readonly files: readonly string[]
  /** One for each file, or for each stretch of one. */
  readonly accounts: readonly FileAccount[]
  readonly snapshot: Store['snapshot']
  /** Wall time of reading, for the report. */
  readonly seconds: number
}

/** Puts chunks together, in any order and from any number of workers, into a store that depends on the data alone. */
export interface StoreBuilder {
  /** Takes a chunk; its arrays are changed and kept. */
  add(chunk: StoreChunk): void
  /** Takes chunks of a population whose codes and profiles are numbered, in source order; their arrays are changed and kept. */
  addJoined(chunk: JoinedChunk): void
  /** Arranges everything. The builder cannot be used afterwards. */
  finish(population: LoadedFacts): Store
}

/**
 * Makes the builder for the tables of a plan.
 * @param sources of the files, when they come from several
 * @param shard what is known of the population when the store is one of its shards; with codes of all shards, chunks are added joined
 */
export function createStoreBuilder(plan: TablePlan, sources?: PopulationSources, shard?: ShardBuild): StoreBuilder {
  const intake = createChunkIntake(plan, { sources })
  return {
    add: (chunk) => intake.add(chunk),
    addJoined: (chunk) => intake.addJoined(chunk),
    finish({ files, accounts, snapshot, seconds }) {
      const { keys, texts } = intake
      const { dictionaries } = texts
      const shared = shard?.texts
      const taken = intake.take()
      const ofFiles = joinSegments(taken, accounts)
      const ranks = rankFiles(files)
      const { chunks, parts } = sortChunks(taken, ranks, plan)
      const arranged = arrangeResources(chunks, keys, shard?.learned?.superseded)
      const names = resourceNames(chunks, arranged)
      const resolved = resolveKeys(keys, arranged, names, shard)
      const references = createReferenceCollector(plan.tables, keys, arranged, resolved)
      const unfinished = parts.map((tableParts, index) => {
        parts[index] = []
        return makeTable(plan, index, tableParts, { keys, dictionaries, arranged, references, resolved })
      })
      const { dangling, displays, values, ...made } = finishTables(
        plan,
        unfinished,
        references,
        shared ?? texts.concepts.sources(ranks),
        ({ table }) => shard?.ownsCommon !== false || table.patient !== undefined
      )
      const { indexes, profiles } = indexResources(
        chunks,
        arranged,
        resolved,
        shared?.profiles ?? rankTexts(texts.profiles())
      )
      const labels = indexLabels(chunks, arranged, shared?.labels)
      const { report, tallies } = loadReport({
        chunks,
        files,
        accounts: ofFiles,
        keys,
        arranged,
        dangling,
        values,
        seconds,
        isCounted: ({ isCommon, isGuest }) => isGuest !== true && (shard?.ownsCommon !== false || isCommon !== true)
      })
      shard?.tellTallies?.(tallies.pack())
      const byFile = shard?.tellTallies === undefined ? tallies.reports(files, ofFiles) : { files: [], types: {} }
      return storeOf({
        ...made,
        patients: arranged.patients,
        resources: indexes,
        profiles,
        ...(labels === undefined ? {} : { labels }),
        files,
        ...(sources === undefined ? {} : { sources }),
        report: { ...report, ...byFile },
        snapshot,
        origins: { names, displays }
      })
    }
  }
}
