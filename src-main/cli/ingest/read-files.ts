import { cliMessages as m } from '#messages/cli.ts'
import { availableParallelism } from 'node:os'
import { createIngest } from '#engine/ingest/ingest.ts'
import { planTables, type ReleaseViews } from '#engine/store/model/plan.ts'
import { connectThread } from '#engine/base/threads/thread-connection.ts'
import { ThreadPool } from '#engine/base/threads/thread-pool.ts'
import type { IngestApi } from '#engine/ingest/ingest-reader.ts'
import { readShared, shareFiles } from '#engine/ingest/share-files.ts'
import type { PopulationBuilder, LoadedShards } from '#engine/shards/load/population-builder.ts'
import { createPopulationBuilder } from '#engine/shards/load/create-population-builder.ts'
import type { PopulationSources } from '#engine/store/model/source-keys.ts'
import type { FileAccount } from '#engine/store/model/chunk.ts'
import type { ImportListing } from '#shared/contract/imports.ts'
import type { ImportCatalog } from '../../services/imports/import-catalog.ts'
import { AppError } from '#shared/app-error.ts'
import { nodeUnzip } from '../../host/node/node-gunzip.ts'
import { startNodeThread } from '../../host/threads/node-thread.ts'
import { rangeFrom } from '../../services/imports/read-file.ts'
import type { ThreadFile, IngestHost, IngestTask } from './ingest-task.ts'
import { serveFiles } from './served-files.ts'

/** How the files of an import are read. */
export interface ReadFilesOptions {
  readonly catalog: ImportCatalog
  readonly listing: ImportListing
  readonly views: ReleaseViews
  /** The program's own file; without it everything is read in this thread. */
  readonly entry: string | undefined
  /** Readers at most; by default as many as the machine has processors, but no more than eight. */
  readonly threads: number | undefined
  /** Where the files come from, when that is several sources. */
  readonly sources?: PopulationSources | undefined
  /** Where shards are, when the population does not fit into memory. */
  readonly shards?: LoadedShards | undefined
  readonly onBytes: (bytes: number) => void
}

/** The chunks of all files, and what the files were. */
export interface ReadFiles {
  readonly builder: PopulationBuilder
  readonly accounts: readonly FileAccount[]
}

/** Less than this is read sooner than a thread has started. */
const MIN_PER_THREAD = 24 * 1024 * 1024
const MAX_THREADS = 8
/** Bytes that decide whether a file is one of lines. */
const PREFIX_BYTES = 64 * 1024

/**
 * Reads all files of an import into a population, in threads where that pays. Memory besides the columns is bounded: a
 * thread holds one chunk of about 8 MB of text, and goes on only when the builder has taken it.
 */
export async function readFiles(options: ReadFilesOptions): Promise<ReadFiles> {
  const { catalog, listing, views, entry, onBytes } = options
  const { importId, files } = listing
  const plan = planTables(views)
  const builder = createPopulationBuilder(plan, options.sources, options.shards)
  const count = entry === undefined ? 1 : threadsFor(files, options.threads)
  if (entry === undefined || count === 1) {
    const ingest = createIngest(plan, (chunk) => builder.add(chunk))
    const accounts: FileAccount[] = []
    for (const file of files.keys())
      accounts.push(
        await ingest.read({ file, open: () => catalog.read(importId, file) }, { onBytes, unzip: nodeUnzip })
      )
    return { builder, accounts }
  }
  const open = (file: number, from: number): Promise<ReadableStream<Uint8Array>> =>
    catalog.read(importId, file, rangeFrom(from))
  const jobs = await shareFiles(
    files.map(({ bytes, seekable }, file) => ({
      bytes,
      prefix: seekable === true ? () => firstBytes(() => open(file, 0)) : undefined
    })),
    count
  )
  const served = serveFiles(open)
  const host: IngestHost = {
    ...served.api,
    chunk: async (chunk) => builder.add(chunk),
    bytes: async (count) => onBytes(count)
  }
  const task: IngestTask = { task: 'ingest', views }
  const pool = new ThreadPool(
    Array.from({ length: Math.min(count, jobs.length) }, () =>
      connectThread<IngestApi<ThreadFile>>(startNodeThread(entry, task), { host, failure: stopped })
    )
  )
  const source = (file: number): ThreadFile => catalog.onDisk(importId, file) ?? file
  try {
    return { builder, accounts: await readShared(jobs, pool, (reader, job) => reader.read(job, source(job.file))) }
  } finally {
    await served.close()
    await pool.end()
  }
}

function stopped(cause: unknown): AppError {
  return new AppError('internal', m.aReaderStoppedUnexpectedlyYourFiles, {
    retryable: true,
    cause
  })
}

function threadsFor(files: ImportListing['files'], max: number | undefined): number {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  const worth = Math.ceil(bytes / MIN_PER_THREAD)
  return max ?? Math.max(1, Math.min(MAX_THREADS, availableParallelism(), worth))
}

async function firstBytes(open: () => Promise<ReadableStream<Uint8Array>>): Promise<Uint8Array> {
  const prefix = new Uint8Array(PREFIX_BYTES)
  let length = 0
  for await (const chunk of await open()) {
    const piece = chunk.subarray(0, PREFIX_BYTES - length)
    prefix.set(piece, length)
    length += piece.length
    if (length === PREFIX_BYTES) break
  }
  return prefix.subarray(0, length)
}
