import { resolve } from 'node:path'
import { sizeOfLoad } from '#engine/shards/load/load-size.ts'
import type { ShardFiles } from '#engine/shards/load/shard-files.ts'
import type { Store } from '#engine/store/model/store.ts'
import type { OpenBytes } from '#engine/base/ndjson/gunzip.ts'
import type { SkippedFile } from '#shared/source-name.ts'
import { createImportCatalog, type ImportCatalog } from '../../services/imports/import-catalog.ts'
import { systemRandom } from '../../ports/system.ts'
import type { UnfinishedFile } from '../../storage/snapshots/open-snapshot.ts'
import type { PassphraseSource } from '../terminal/passphrase.ts'
import type { CommandIo } from '../terminal/command.ts'
import { commandRegister, type CommandRegister } from './command-register.ts'
import { findData } from './find-data.ts'
import { lackOf, tellLack } from './lack-of-data.ts'
import { dataPath } from './open-data.ts'
import { openFound, type FoundPopulation } from './open-found.ts'
import { createHandOut, type HandOut } from './hand-out.ts'
import { shardsFolder } from './shards-on-disk.ts'
import { readLimits } from './command-limits.ts'
import { memoryBudget } from '../shards/memory-budget.ts'
import { openShardFiles } from '../shards/local-shard-files.ts'
import { readViewFiles } from '../../services/population/read-views.ts'

/** A population, with what its files were and how long they took. */
export interface OpenedPopulation extends FoundPopulation {
  /** What is wrong with the data, in a sentence; `undefined` while they are complete. */
  readonly incomplete: string | undefined
  /** Resource types that should be in the data and are not. */
  readonly absent: readonly string[]
  readonly skipped: readonly SkippedFile[]
  /** Wall time of reading and arranging. */
  readonly seconds: number
  /** The files, to be read again, where that was asked for. */
  readonly files: OpenedFiles | undefined
  /**
   * Hands something out of it between two records in an audit log: one before, and one with the outcome, which has the
   * hashes of the files that were written.
   */
  readonly handOut: HandOut
  /** The register of published counts of the same data folder. */
  readonly published: CommandRegister
}

/** The files of a population. */
export interface OpenedFiles {
  /** @param file index into `store.files` */
  open(file: number): OpenBytes
  /** Makes room on the disk for records of the files. */
  spool(): Promise<ShardFiles>
  /** What was stored of an interrupted run of measures; absent for other data than one snapshot. */
  readonly unfinished?: UnfinishedFile | undefined
  close(): Promise<void>
}

/** How {@link openPopulation} opens. */
export interface OpenOptions {
  /** As `openSaved` takes it. */
  readonly passphrase?: PassphraseSource
  /** Threads that read at most; by default as many as there are processors. */
  readonly threads?: number | undefined
  /** The files stay open; see {@link OpenedPopulation.files}. */
  readonly keepFiles?: boolean
  /** The command tells itself what became of each file, also where nothing can be read of any. */
  readonly listsFiles?: boolean
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
 * Reads files and folders into a population, several files at once, or opens a kept snapshot. What the data lack is told on
 * standard error, and the command ends with 1 then.
 * @param paths as typed; relative ones start at the working directory. A single one may be a folder of kept snapshots, of
 * which the newest is opened, or one of them. As `NAME=PATH` (see `sourcePathsOf`), several sources become one population.
 * @throws AppError `not-found`, `not-allowed`, `unreadable-file` also where nothing can be read
 */
export async function openPopulation(
  paths: readonly string[],
  io: CommandIo,
  options: OpenOptions = {}
): Promise<OpenedPopulation> {
  const { passphrase = {}, memory, threads } = options
  const catalog = createImportCatalog({ random: systemRandom })
  const views = await readViewFiles(io.resources)
  const started = performance.now()
  const budget = memory === undefined ? Number.POSITIVE_INFINITY : memoryBudget(memory.asked, io.policies)
  const found = await findData(
    paths,
    {
      views,
      passphrase,
      fits: (files) => sizeOfLoad(files, budget).shards === 1,
      // Other commands read the records again, or need everybody in one store.
      mayLackRecords: options.keepFiles !== true && memory !== undefined
    },
    io
  )
  const { saved, sources } = found
  const folders = [...new Set(saved.length === 0 ? [dataPath(undefined, io)] : saved.map(({ data }) => data))]
  const limits = await readLimits(folders, passphrase, io)
  const listing = sources === undefined ? await catalog.open(paths.map((path) => resolve(path))) : catalog.add(sources)
  const handOut = await createHandOut(listing, saved, io, options.mustRecord)
  const { leavesRoom } = memory ?? {}
  const where = { found, catalog, listing, views, folders, passphrase }
  const opened = await openFound({ ...where, limits, budget, leavesRoom, threads, started }, io)
  const { report } = opened.shards[0]!.store
  const lack = lackOf(report, listing.skipped, saved)
  const files = await filesOf(listing.importId, catalog, found.snapshot?.unfinished, io, options)
  try {
    tellLack(lack, options.listsFiles === true, io)
  } catch (error) {
    await files?.close()
    await opened.close()
    throw error
  }
  return {
    ...opened,
    incomplete: lack.sentence,
    absent: saved.flatMap(({ completeness }) => completeness?.absent ?? []),
    skipped: listing.skipped,
    seconds: (performance.now() - started) / 1000,
    files,
    handOut,
    published: commandRegister(folders[0]!, passphrase, io)
  }
}

/** The files, where they are asked for; they are closed else. */
async function filesOf(
  importId: string,
  catalog: ImportCatalog,
  unfinished: UnfinishedFile | undefined,
  io: CommandIo,
  { keepFiles = false }: OpenOptions
): Promise<OpenedFiles | undefined> {
  if (keepFiles)
    return {
      open: (file) => () => catalog.read(importId, file),
      spool: () => openShardFiles(shardsFolder(io)),
      unfinished,
      close: () => catalog.close(importId)
    }
  await catalog.close(importId)
  return undefined
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
