import { openAsBlob, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { FileAccount } from '#engine/store/model/chunk.ts'
import { createIngest } from '#engine/ingest/ingest.ts'
import { planTables } from '#engine/store/model/plan.ts'
import { createStoreBuilder } from '#engine/store/build/store-builder.ts'
import type { Store } from '#engine/store/model/store.ts'
import { canonicalViews } from '../../support/canonical-views.ts'

/** Loads the NDJSON files of a folder as the product does. */
export async function loadFolder(folder: string): Promise<Store> {
  const plan = planTables({ r4: [...canonicalViews('r4').values()], r5: [...canonicalViews('r5').values()] })
  const builder = createStoreBuilder(plan)
  const ingest = createIngest(plan, (chunk) => builder.add(chunk))
  const files = readdirSync(folder)
    .filter((name) => /\.ndjson(\.gz)?$/.test(name))
    .sort()
  const accounts: FileAccount[] = []
  for (const [file, name] of files.entries()) {
    const blob = await openAsBlob(join(folder, name))
    accounts.push(await ingest.read({ file, open: () => Promise.resolve(blob.stream()) }))
  }
  const snapshot = { id: 'test', label: 'Test', loadedAt: Date.UTC(2026, 10, 1) }
  return builder.finish({ files, accounts, snapshot, seconds: 0 })
}
