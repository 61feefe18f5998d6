import { cliDataMessages as m } from '#messages/cli/data.ts'
import { basename, resolve } from 'node:path'
import { sizeOfLoad } from '#engine/shards/load/load-size.ts'
import type { ShardFiles } from '#engine/shards/load/shard-files.ts'
import { areLimits } from '#engine/population/scope/limit-to-scopes.ts'
import { onlyShard, type PopulationShard } from '#engine/shards/shard.ts'
import type { Store } from '#engine/store/model/store.ts'
import type { OpenBytes } from '#engine/base/ndjson/gunzip.ts'
import { completenessSentence } from '#shared/completeness.ts'
import type { DuplicatesOfTable } from '#engine/matching/duplicate-records.ts'
import { joinPeople } from '#engine/matching/join-people.ts'
import type { MatchDecision, MatchResult } from '#engine/matching/results/match-result.ts'
import { AppError } from '#shared/app-error.ts'
import { openClusterOutput } from './cluster-population.ts'
import { readDecisions } from './sealed-lists.ts'
import { isClusterOutput } from '../../services/imports/cluster-output.ts'
import { createImportCatalog, type ImportSources } from '../../services/imports/import-catalog.ts'
import { savedPath } from '../../services/snapshots/read-saved.ts'
import { systemRandom } from '../../ports/system.ts'
import type { PassphraseSource } from '../terminal/passphrase.ts'
import type { CommandIo } from '../terminal/command.ts'
import { readFiles } from '../ingest/read-files.ts'
import { commandRegister, type CommandRegister } from './command-register.ts'
import { dataPath } from './open-data.ts'
import { openSaved } from './open-saved.ts'
import { createHandOut, type HandOut } from './hand-out.ts'
import { openSources } from './open-sources.ts'
import { openParts, openShards, shardsFolder } from './shards-on-disk.ts'
import { sourcePathsOf } from './source-paths.ts'
import { readLimits, shardsShownTo, shownTo, tellLimits } from './command-limits.ts'
import { keepHeapSmall } from '../../host/threads/heap-size.ts'
import { memoryBudget } from '../shards/memory-budget.ts'
import { openShardFiles } from '../shards/local-shard-files.ts'
import { readViewFiles } from '../../services/population/read-views.ts'
import { share, statusLine } from '../terminal/status-line.ts'

/** A population, with what its files were and how long they took. */
export interface OpenedPopulation {
  /** One that is in memory, or several on the disk. */
  readonly shards: readonly PopulationShard[]
  /** What is wrong with the data, in a sentence; `undefined` while they are complete. */
  readonly incomplete: string | undefined
  /** Resource types that should be in the data and are not. */
  readonly absent: readonly string[]
  readonly skipped: readonly { readonly name: string; readonly reason: string }[]
  /** Wall time of reading and arranging. */
  readonly seconds: number
  /** The files, to be read again, where that was asked for. */
  readonly files: OpenedFiles | undefined
  /** How the people of several sources were matched. */
  readonly matched?: MatchResult | undefined
  /** What several sources say about one person, and is counted once. */
  readonly duplicates?: readonly DuplicatesOfTable[] | undefined
  /**
   * Hands something out of it between two records in an audit log: one before, and one with the outcome, which has the
   * hashes of the files that were written.
   */
  readonly handOut: HandOut
  /** The register of published counts of the same data folder. */
  readonly published: CommandRegister
  /** Removes what is on the disk. */
  readonly close: () => Promise<void>
}

/** The files of a population. */
export interface OpenedFiles {
  /** @param file index into `store.files` */
  open(file: number): OpenBytes
  /** Makes room on the disk for records of the files. */
  spool(): Promise<ShardFiles>
  close(): Promise<void>
}

/** How {@link openPopulation} opens. */
export interface OpenOptions {
  /** As `openKept` takes it. */
  readonly passphrase?: PassphraseSource
  /** Threads that read at most; by default as many as there are processors. */
  readonly threads?: number | undefined
  /** The files stay open; see {@link OpenedPopulation.files}. */
  readonly keepFiles?: boolean
  /** What is handed out is recorded also where the data folder that Populus uses has no audit log yet. */
  readonly mustRecord?: boolean
  /** Memory to use, as `--memory` gives it; for a population that need not fit. Without it the population is one shard in memory. */
  readonly memory?: {
    readonly asked: number | undefined
    /** Measures are evaluated next to it. */
    readonly leavesRoom?: boolean
  }
}

/**
 * Reads files and folders into a population, several files at once, or opens a kept snapshot.
 * @param paths as typed; relative ones start at the working directory. A single one may be a folder of kept snapshots, of
 * which the newest is opened, or one of them. As `NAME=PATH` (see `sourcePathsOf`), several sources become one population.
 * @throws AppError `not-found`, `unreadable-file`, `not-allowed`
 */
export async function openPopulation(
  paths: readonly string[],
  io: CommandIo,
  options: OpenOptions = {}
): Promise<OpenedPopulation> {
  const catalog = createImportCatalog({ random: systemRandom })
  const views = await readViewFiles(io.resources)
  const started = performance.now()
  const named = sourcePathsOf(paths)
  const joined = named && (await openSources(named, options.passphrase ?? {}, io))
  const folder = named === undefined && paths.length === 1 ? savedPath(resolve(paths[0]!)) : undefined
  const budget =
    options.memory === undefined ? Number.POSITIVE_INFINITY : memoryBudget(options.memory.asked, io.policies)
  const fits = (sources: readonly { readonly name: string; readonly bytes: number }[]): boolean =>
    sizeOfLoad(sources, budget).shards === 1
  const cluster = named === undefined && paths.length === 1 ? clusterOutput(paths[0]!) : undefined
  // Other commands read the records again, or need everybody in one store.
  if (cluster !== undefined && (options.keepFiles === true || options.memory === undefined))
    throw new AppError('not-supported', m.theRecordsAreOnTheCluster)
  const opened = folder === undefined ? undefined : await openSaved(folder, views, options.passphrase ?? {}, io, fits)
  const saved = joined?.saved ?? (opened === undefined ? [] : [opened])
  const folders = new Set(saved.length === 0 ? [dataPath(undefined, io)] : saved.map(({ data }) => data))
  const limits = await readLimits([...folders], options.passphrase ?? {}, io)
  const [incomplete] = saved.flatMap(({ completeness }) => completenessSentence(completeness) ?? [])
  const absent = saved.flatMap(({ completeness }) => completeness?.absent ?? [])
  if (incomplete !== undefined) io.err(`${incomplete}\n`)
  const sources = joined?.files ?? opened?.sources ?? cluster
  const listing = sources === undefined ? await catalog.open(paths.map((path) => resolve(path))) : catalog.add(sources)
  const { importId, label, files, skipped } = listing
  const handOut = await createHandOut(listing, saved, io, options.mustRecord)
  const published = commandRegister(saved[0]?.data ?? dataPath(undefined, io), options.passphrase ?? {}, io)
  const keptFiles = async (): Promise<OpenedFiles | undefined> => {
    if (options.keepFiles === true)
      return {
        open: (file) => () => catalog.read(importId, file),
        spool: () => openShardFiles(shardsFolder(io)),
        close: () => catalog.close(importId)
      }
    await catalog.close(importId)
    return undefined
  }
  /** What is the same however the population was opened. */
  const rest = async () => ({
    incomplete,
    absent,
    skipped,
    seconds: (performance.now() - started) / 1000,
    files: await keptFiles(),
    handOut,
    published
  })
  if (opened?.store !== undefined) {
    return {
      shards: [onlyShard(await shownTo(opened.store, limits, io))],
      ...(await rest()),
      close: () => Promise.resolve()
    }
  }
  if (cluster !== undefined) {
    const status = statusLine(io)
    const population = await openClusterOutput(cluster.path, {
      views,
      cacheBytes: budget / 3,
      folder: shardsFolder(io),
      limits: await shardsShownTo(limits, io),
      onPart: (done, count) => status.show(() => m.arrangingTheData(share(done, count, 'parts')))
    })
    status.clear()
    tellLimits(
      population.shards.map(({ store }) => store),
      limits,
      io
    )
    return {
      ...(await rest()),
      shards: population.shards,
      close: () => population.close()
    }
  }
  const size = sizeOfLoad(files, budget, options.memory?.leavesRoom)
  // Parts have everybody, so what the user may not see is left out while they are made.
  const parts =
    opened?.parts === undefined || areLimits(limits) ? undefined : await openParts(opened.parts, views, size)
  if (parts !== undefined)
    return {
      ...(await rest()),
      shards: parts.shards,
      close: () => parts.close()
    }
  const status = statusLine(io)
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0)
  let bytes = 0
  const onDisk = await openShards(size, joined !== undefined, io)
  const { builder, accounts } = await readFiles({
    catalog,
    listing,
    views,
    entry: io.entry,
    threads: options.threads ?? (size.shards === 1 ? undefined : size.readers),
    sources: joined?.population,
    shards: onDisk,
    onBytes(count) {
      bytes += count
      status.show(() => m.readingTheData(share(bytes / 1e6, total / 1e6, 'MB')))
    }
  })
  status.clear()
  const snapshot = { id: systemRandom.token(12), label, loadedAt: Date.now() }
  const seconds = (performance.now() - started) / 1000
  const facts = { files: files.map(({ name }) => name), accounts, snapshot, seconds }
  const onShard = (done: number, count: number): void =>
    status.show(() => m.arrangingTheData(share(done, count, 'parts')))
  if (onDisk !== undefined) {
    const shards = await builder.finish(facts, { ...(await shardsShownTo(limits, io)), onShard })
    keepHeapSmall(size.cacheBytes)
    status.clear()
    tellLimits(
      shards.map(({ store }) => store),
      limits,
      io
    )
    return {
      ...(await rest()),
      shards,
      close: () => onDisk.files.close()
    }
  }
  const [{ store: read }] = (await builder.finish(facts)) as readonly [PopulationShard]
  const decisions: MatchDecision[] = []
  if (joined !== undefined)
    for (const folder of folders) decisions.push(...(await readDecisions(folder, options.passphrase ?? {}, io)))
  const { store, matched, duplicates } = await joinPeople(read, (file) => () => catalog.read(importId, file), decisions)
  return {
    shards: [onlyShard(await shownTo(store, limits, io))],
    ...(await rest()),
    matched,
    duplicates,
    close: () => Promise.resolve()
  }
}

/** The output of a cluster, whose records are elsewhere; undefined for another path. */
function clusterOutput(path: string): (ImportSources & { readonly path: string }) | undefined {
  const folder = resolve(path)
  return isClusterOutput(folder)
    ? { path: folder, label: basename(folder), kind: 'files', sources: [], skipped: [] }
    : undefined
}

/** Does some work with something that is open, and closes it. */
export async function closeAfter<T>(opened: { readonly close: () => Promise<void> }, work: Promise<T>): Promise<T> {
  try {
    return await work
  } finally {
    await opened.close()
  }
}

/** The only store of a population that was opened without `memory`. */
export function onlyStore({ shards }: Pick<OpenedPopulation, 'shards'>): Store {
  if (shards.length > 1) throw new Error('the population has several shards')
  return shards[0]!.store
}
