import { createIngest } from '#engine/ingest/ingest.ts'
import { openCache } from '#engine/store/cache/cache-read.ts'
import { planRebuild } from '#engine/store/cache/rebuild.ts'
import { createTableRebuilder } from '#engine/store/cache/table-rebuilder.ts'
import type { FileAccount } from '#engine/store/model/chunk.ts'
import { planTables, type ReleaseViews } from '#engine/store/model/plan.ts'
import type { Store } from '#engine/store/model/store.ts'
import { viewMarks } from '#engine/store/model/view-marks.ts'
import { AppError } from '#shared/app-error.ts'
import type { ImportSources } from '../imports/import-source.ts'

/**
 * The population of a saved snapshot from its columns. Tables whose views have changed are built again from the files.
 * @returns `undefined` for columns that are damaged or of another version: everything is read from the files then
 */
export async function readSavedColumns(
  cache: ReadableStream<Uint8Array>,
  views: ReleaseViews,
  { sources }: Pick<ImportSources, 'sources'>
): Promise<Store | undefined> {
  const plan = planTables(views)
  try {
    const opened = await openCache(cache, plan)
    await opened?.whole
    const rebuild = opened && planRebuild(plan, opened.views, await viewMarks(views), opened.store.report)
    if (opened === undefined || rebuild === undefined) return undefined
    if (rebuild.types.size === 0) return opened.store
    const rebuilder = createTableRebuilder(plan, opened.store, rebuild)
    const ingest = createIngest(plan, (chunk) => rebuilder.add(chunk))
    const accounts: FileAccount[] = []
    for (const file of rebuild.files)
      accounts.push(await ingest.read({ file, open: async () => sources[file]!.read() }))
    return rebuilder.finish(accounts)
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
}
