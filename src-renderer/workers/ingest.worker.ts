/// <reference lib="webworker" />
import { createIngest } from '#engine/store/ingest.ts'
import { planTables } from '#engine/store/plan.ts'
import { openBlobEntry } from '#engine/source/blob-archive.ts'
import type { OpenBytes } from '#engine/ndjson/gunzip.ts'
import type { IngestApi, IngestSource, StoreIntake } from './ingest-protocol.ts'
import { buffersIn } from './buffers-in.ts'
import { fetchBytes } from './fetch-bytes.ts'
import { canonicalViews } from './resources.ts'
import { callable, serve, transfer } from './rpc.ts'

/** Bytes between two reports of progress. */
const REPORT_EVERY = 1 << 20

const store = callable<StoreIntake>(self)
const ingest = createIngest(planTables(canonicalViews), (chunk) => store.chunk(transfer(chunk, buffersIn(chunk))))

function opener(source: IngestSource): OpenBytes {
  if (source.kind === 'import') {
    const { importId, file } = source
    return async () => fetchBytes(await store.open({ importId, file }))
  }
  const { blob, entry } = source
  return async () => (entry === undefined ? blob.stream() : openBlobEntry(blob, entry))
}

serve(self, {
  async read(file, source) {
    let unreported = 0
    const account = await ingest.read(
      { file, open: opener(source) },
      {
        onBytes(count) {
          unreported += count
          if (unreported < REPORT_EVERY) return
          void store.bytes(unreported)
          unreported = 0
        }
      }
    )
    await store.bytes(unreported)
    return account
  }
} satisfies IngestApi)
