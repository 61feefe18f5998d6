/// <reference lib="webworker" />
import { readRange } from '#engine/source/read-range.ts'
import { openBlobEntry } from '#engine/source/blob-archive.ts'
import { runPanel } from '#engine/panels/run-panel.ts'
import { loadRegistries } from '#engine/registries/load-registries.ts'
import { planTables } from '#engine/store/plan.ts'
import { createStoreBuilder } from '#engine/store/store-builder.ts'
import type { Store } from '#engine/store/store.ts'
import { AppError } from '#shared/app-error.ts'
import { fetchBytes } from './fetch-bytes.ts'
import type { IngestSource } from './ingest-protocol.ts'
import { startIngestPool, type IngestPool } from './ingest-pool.ts'
import { planLoad } from './load-sources.ts'
import type { LoadProgress, LoadRequest, PageApi, StoreApi } from './protocol.ts'
import { canonicalViews, registryDefinitions } from './resources.ts'
import { rejectsCsv } from './rejects-csv.ts'
import { callable, serve } from './rpc.ts'

/** Milliseconds between two reports of progress to the page. */
const REPORT_EVERY_MS = 100

interface Loaded {
  readonly store: Store
  readonly sources: readonly IngestSource[]
}

const page = callable<PageApi>(self)
const plan = planTables(canonicalViews)
const registries = loadRegistries(registryDefinitions)
let loaded: Loaded | undefined
let running: IngestPool | undefined

function population(): Loaded {
  if (loaded === undefined)
    throw new AppError('not-found', 'No data are loaded. Open a folder or the sample population.')
  return loaded
}

/** Counts what has been read, and tells the page now and then. */
function progressOf(
  totalBytes: number,
  totalFiles: number
): { add(part: Partial<LoadProgress>): void; seconds(): number } {
  const started = performance.now()
  let told = 0
  let state = { phase: 'reading' as LoadProgress['phase'], bytes: 0, files: 0, resources: 0, rejects: 0 }
  const seconds = (): number => (performance.now() - started) / 1000
  return {
    seconds,
    add({ phase, bytes = 0, files = 0, resources = 0, rejects = 0 }) {
      state = {
        phase: phase ?? state.phase,
        bytes: state.bytes + bytes,
        files: state.files + files,
        resources: state.resources + resources,
        rejects: state.rejects + rejects
      }
      const now = performance.now()
      if (now - told < REPORT_EVERY_MS && phase === undefined) return
      told = now
      void page.progress({ ...state, totalBytes, totalFiles, seconds: seconds() })
    }
  }
}

async function load({ label, sources }: LoadRequest): ReturnType<StoreApi['load']> {
  if (running !== undefined) throw new AppError('not-allowed', 'Another load is under way. Wait for it or cancel it.')
  const { files, skipped } = await planLoad(sources)
  if (files.length === 0)
    throw new AppError('unreadable-file', skipped[0]?.reason ?? 'There is nothing to read in what you chose.')
  const totalBytes = files.every(({ bytes }) => bytes > 0) ? files.reduce((sum, { bytes }) => sum + bytes, 0) : 0
  const progress = progressOf(totalBytes, files.length)
  const builder = createStoreBuilder(plan)
  const pool = startIngestPool(files.length, {
    chunk(chunk) {
      builder.add(chunk)
      progress.add({ resources: chunk.resources.count, rejects: chunk.findings.count })
    },
    bytes: (count) => progress.add({ bytes: count }),
    open: (request) => page.open(request)
  })
  running = pool
  try {
    const accounts = await pool.readAll(
      files.map(({ source }) => source),
      () => progress.add({ files: 1 })
    )
    progress.add({ phase: 'arranging' })
    const loadedAt = Date.now()
    const store = builder.finish({
      files: files.map(({ name }) => name),
      accounts,
      snapshot: { id: crypto.randomUUID(), label, loadedAt },
      seconds: progress.seconds()
    })
    if (store.report.files.every(({ stored }) => stored === 0))
      throw new AppError(
        'unreadable-file',
        'No FHIR resource was found in what you chose. Choose NDJSON, Bundles or archives of them.'
      )
    loaded = { store, sources: files.map(({ source }) => source) }
    return { report: store.report, skipped }
  } finally {
    running = undefined
    pool.stop()
  }
}

serve(self, {
  load,

  async cancelLoad() {
    running?.stop()
  },

  async close() {
    loaded = undefined
  },

  async panel(name, context, params) {
    return runPanel(population().store, registries, name, context, params)
  },

  async raw({ resourceType, index }) {
    const { store, sources } = population()
    const resources = store.resources.get(resourceType)
    const source = sources[resources?.file[index] ?? -1]
    if (resources === undefined || source === undefined)
      throw new AppError('not-found', 'This resource is not in the loaded data.')
    const offset = resources.offset[index]!
    const length = resources.length[index]!
    if (source.kind === 'import') {
      const { importId, file } = source
      const url = await page.open({ importId, file, offset, length })
      return new Response(await fetchBytes(url)).text()
    }
    const { blob, entry } = source
    const open = async (): Promise<ReadableStream<Uint8Array>> =>
      entry === undefined ? blob.stream() : openBlobEntry(blob, entry)
    return new TextDecoder().decode(await readRange(open, offset, length))
  },

  async rejectsCsv() {
    return rejectsCsv(population().store)
  }
} satisfies StoreApi)
