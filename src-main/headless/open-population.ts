import { resolve } from 'node:path'
import { createIngest } from '#engine/store/ingest.ts'
import { planTables } from '#engine/store/plan.ts'
import { createStoreBuilder } from '#engine/store/store-builder.ts'
import type { FileAccount } from '#engine/store/chunk.ts'
import type { Store } from '#engine/store/store.ts'
import { createImportCatalog } from '../imports/import-catalog.ts'
import { keptPath } from '../snapshots/read-kept.ts'
import { systemRandom } from '../host/system.ts'
import type { CommandIo } from './command.ts'
import { openKept } from './open-kept.ts'
import { readViews } from './read-views.ts'

/** A population in memory, with what its files were and how long they took. */
export interface OpenedPopulation {
  readonly store: Store
  readonly skipped: readonly { readonly name: string; readonly reason: string }[]
  /** Wall time of reading and arranging. */
  readonly seconds: number
}

const REPORT_EVERY_MS = 250

/**
 * Reads files and folders into a store, one file after another, or opens a kept snapshot.
 * @param paths as typed; relative ones start at the working directory. A single one may be a folder of kept snapshots, of
 * which the newest is opened, or one of them.
 * @param passphraseFd as `openKept` takes it
 * @throws AppError `not-found`, `unreadable-file`, `not-allowed`
 */
export async function openPopulation(
  paths: readonly string[],
  io: CommandIo,
  passphraseFd?: number
): Promise<OpenedPopulation> {
  const catalog = createImportCatalog({ random: systemRandom })
  const views = await readViews(io.resources)
  const plan = planTables(views)
  const started = performance.now()
  const kept = paths.length === 1 ? keptPath(resolve(paths[0]!)) : undefined
  const opened = kept === undefined ? undefined : await openKept(kept, views, passphraseFd)
  if (opened !== undefined && 'store' in opened) return { ...opened, seconds: (performance.now() - started) / 1000 }
  const { importId, label, files, skipped } =
    opened === undefined ? await catalog.open(paths.map((path) => resolve(path))) : catalog.add(opened.sources)
  const builder = createStoreBuilder(plan)
  const progress = progressLine(
    io,
    files.reduce((sum, { bytes }) => sum + bytes, 0)
  )
  const ingest = createIngest(plan, (chunk) => builder.add(chunk))
  const accounts: FileAccount[] = []
  for (const file of files.keys()) {
    accounts.push(
      await ingest.read({ file, open: () => catalog.read(importId, file) }, { onBytes: (bytes) => progress.add(bytes) })
    )
  }
  progress.clear()
  await catalog.close(importId)
  const snapshot = { id: systemRandom.token(12), label, loadedAt: Date.now() }
  const seconds = (performance.now() - started) / 1000
  const store = builder.finish({ files: files.map(({ name }) => name), accounts, snapshot, seconds })
  return { store, skipped, seconds: (performance.now() - started) / 1000 }
}

function progressLine(io: CommandIo, total: number): { add(bytes: number): void; clear(): void } {
  let bytes = 0
  let told = 0
  return {
    add(count) {
      bytes += count
      const now = performance.now()
      if (!io.terminal || now - told < REPORT_EVERY_MS) return
      told = now
      const percent = total === 0 ? '' : ` of ${(total / 1e6).toFixed(0)} MB, ${Math.floor((bytes / total) * 100)} %`
      io.err(`\rReading ${(bytes / 1e6).toFixed(0)}${percent}   `)
    },
    clear() {
      if (io.terminal) io.err('\r\u001b[K')
    }
  }
}
