import { openCache, type OpenedCache } from '#engine/store/cache/cache-read.ts'
import type { Rebuild } from '#engine/store/cache/rebuild.ts'
import { createTableRebuilder } from '#engine/store/cache/table-rebuilder.ts'
import type { planTables } from '#engine/store/model/plan.ts'
import type { Store } from '#engine/store/model/store.ts'
import { AppError } from '#shared/app-error.ts'
import { fetchBytes } from '../base/fetch-bytes.ts'
import type { StoreIntake } from '../ingest/ingest-protocol.ts'
import { planLoad } from '../ingest/load-sources.ts'
import { loadProgress } from './load-progress.ts'
import type { PageApi } from './protocol/store-protocol.ts'
import type { RestoreRequest } from './protocol/load-protocol.ts'
import { readPlanned } from './read-planned.ts'

/** What columns and files are read by. */
export interface SnapshotReader {
  readonly host: Pick<PageApi, 'progress'>
  readonly plan: ReturnType<typeof planTables>
  readonly open: StoreIntake['open']
}

/** The columns of a snapshot; undefined when they are of another version, damaged or gone, and have to be rebuilt. */
export async function columnsOf(
  { cacheUrl, sources }: RestoreRequest,
  { host, plan }: SnapshotReader,
  signal: AbortSignal
): Promise<OpenedCache | undefined> {
  if (cacheUrl === undefined) return undefined
  const progress = loadProgress(
    sources.map(() => ({ bytes: 0 })),
    host
  )
  return usable(
    async () => openCache(await fetchBytes(cacheUrl, signal), plan, (bytes) => progress.add({ bytes })),
    signal
  )
}

/** Makes those tables again whose views have changed; undefined when the files are not those of the columns. */
export async function rebuiltStore(
  opened: OpenedCache,
  rebuild: Rebuild,
  { sources }: RestoreRequest,
  { host, plan, open }: SnapshotReader,
  signal: AbortSignal
): Promise<Store | undefined> {
  return usable(async () => {
    await opened.whole
    const { files } = await planLoad(sources)
    const wanted = Array.from(rebuild.files)
    const progress = loadProgress(
      wanted.map((file) => files[file]!),
      host
    )
    const rebuilder = createTableRebuilder(plan, opened.store, rebuild)
    const accounts = await readPlanned(files, wanted, {
      open,
      add: (chunk) => rebuilder.add(chunk),
      progress,
      signal
    })
    progress.add({ phase: 'arranging' })
    return rebuilder.finish(accounts)
  }, signal)
}

/** What was read from columns and files; undefined when they turn out to be damaged or gone. */
export async function usable<T>(make: () => Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  try {
    return await make()
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof AppError || error instanceof TypeError) return undefined
    throw error
  }
}
