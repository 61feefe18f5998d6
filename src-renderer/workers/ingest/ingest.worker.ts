/// <reference lib="webworker" />
import { createIngest } from '#engine/ingest/ingest.ts'
import { planTables } from '#engine/store/model/plan.ts'
import type { IngestApi, StoreIntake } from './ingest-protocol.ts'
import { buffersIn } from '#shared/buffers-in.ts'
import { openSource } from './open-source.ts'
import { canonicalViews } from '../base/resources.ts'
import { callable, serve, transfer } from '../base/rpc.ts'

/** Bytes between two reports of progress. */
const REPORT_EVERY = 1 << 20

const store = callable<StoreIntake>(self)
const ingest = createIngest(planTables(canonicalViews), (chunk) => store.chunk(transfer(chunk, buffersIn(chunk))))

serve(self, {
  async read({ file, stretch }, source) {
    let unreported = 0
    const account = await ingest.read(
      {
        file,
        open: openSource(source, (request) => store.open(request), Math.max(0, (stretch?.from ?? 0) - 1)),
        ...(stretch === undefined ? {} : { stretch })
      },
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
