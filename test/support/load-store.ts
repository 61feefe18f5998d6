import type { StoreChunk } from '#engine/store/model/chunk.ts'
import { createIngest } from '#engine/ingest/ingest.ts'
import { planTables, type ReleaseViews, type TablePlan } from '#engine/store/model/plan.ts'
import { localConnection } from '#engine/base/threads/thread-connection.ts'
import { ThreadPool } from '#engine/base/threads/thread-pool.ts'
import { readShared, shareFiles } from '#engine/ingest/share-files.ts'
import { createStoreBuilder } from '#engine/store/build/store-builder.ts'
import type { PopulationSources } from '#engine/store/model/source-keys.ts'
import type { Store } from '#engine/store/model/store.ts'
import { bytesOf, eachPiece, streamOf } from './byte-stream.ts'
import { canonicalViews } from './canonical-views.ts'

/** A file in memory. */
export interface TextFile {
  readonly name: string
  /** Lines of NDJSON (values are written as JSON), or the content itself. */
  readonly content: readonly unknown[] | string | Uint8Array
}

/** How {@link loadFiles} does its work; none of it may change the result. */
export interface LoadManner {
  /** Sizes of the pieces in which files arrive. */
  readonly sizes?: readonly number[]
  /** Ingests that take turns. */
  readonly workers?: number
  /** Puts the chunks in another order before they are merged. */
  readonly order?: (chunks: StoreChunk[]) => StoreChunk[]
  /** Longest line in bytes. */
  readonly limit?: number
  /** Files of lines that are longer than this many bytes are read in stretches. */
  readonly stretch?: number
  readonly views?: ReleaseViews
  /** The files come from several sources. */
  readonly sources?: PopulationSources
}

/** The views that the product ships. */
export function shippedViews(): ReleaseViews {
  return { r4: Array.from(canonicalViews('r4').values()), r5: Array.from(canonicalViews('r5').values()) }
}

let shipped: TablePlan | undefined

/** The plan of the shipped views; compiling them takes longer than a small load. */
export function shippedPlan(): TablePlan {
  shipped ??= planTables(shippedViews())
  return shipped
}

/** The bytes of a file. */
function contentOf({ content }: TextFile): Uint8Array {
  if (content instanceof Uint8Array) return content
  if (typeof content === 'string') return bytesOf(content)
  return bytesOf(content.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''))
}

/** Loads files as the product does. */
export async function loadFiles(files: readonly TextFile[], manner: LoadManner = {}): Promise<Store> {
  const plan = manner.views === undefined ? shippedPlan() : planTables(manner.views)
  const chunks: StoreChunk[] = []
  const ingests = Array.from({ length: manner.workers ?? 1 }, () =>
    // As on the way from one worker to another, everything is copied.
    createIngest(plan, (chunk) => void chunks.push(structuredClone(chunk)))
  )
  const limit = manner.limit === undefined ? {} : { limit: manner.limit }
  const contents = files.map(contentOf)
  const unread = contents.map((content) => ({ bytes: content.length, prefix: async () => content }))
  const jobs = await shareFiles(unread, manner.stretch === undefined ? 1 : 2, manner.stretch)
  // Each ingest reads one file or stretch at a time, as a worker does; the ingests work side by side.
  const pool = new ThreadPool(ingests.map((ingest) => localConnection(ingest)))
  const accounts = await readShared(jobs, pool, (ingest, { file, stretch }) => {
    const content = contents[file]!.subarray(Math.max(0, (stretch?.from ?? 0) - 1))
    const open = () => Promise.resolve(streamOf(eachPiece(content, manner.sizes ?? [65_536])))
    return ingest.read({ file, open, ...(stretch === undefined ? {} : { stretch }) }, limit)
  })
  const builder = createStoreBuilder(plan, manner.sources)
  for (const chunk of manner.order?.(chunks) ?? chunks) builder.add(chunk)
  return builder.finish({
    files: files.map(({ name }) => name),
    accounts,
    snapshot: { id: 'test', label: 'Test', loadedAt: 0 },
    seconds: 1
  })
}
