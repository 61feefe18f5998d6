import { callable, serve } from '#engine/base/threads/rpc.ts'
import { createIngestReader } from '#engine/ingest/ingest-reader.ts'
import { planTables } from '#engine/store/model/plan.ts'
import { nodeUnzip } from '../../host/node/node-gunzip.ts'
import { starterPort } from '../../host/threads/node-thread.ts'
import type { IngestHost, IngestTask } from './ingest-task.ts'
import { pulledBytes } from './pulled-bytes.ts'

/** Reads files in this thread for the one that started it. */
export function serveIngest({ views }: IngestTask): void {
  const port = starterPort()
  const host = callable<IngestHost>(port)
  serve(
    port,
    createIngestReader<number>(planTables(views), host, (file, from) => pulledBytes(host, file, from), {
      unzip: nodeUnzip
    })
  )
}
