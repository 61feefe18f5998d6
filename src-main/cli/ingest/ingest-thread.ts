import type { OpenBytes } from '#engine/base/ndjson/gunzip.ts'
import { callable, serve } from '#engine/base/threads/rpc.ts'
import { createIngestReader } from '#engine/ingest/ingest-reader.ts'
import { planTables } from '#engine/store/model/plan.ts'
import { nodeUnzip } from '../../host/node/node-gunzip.ts'
import { starterPort } from '../../host/threads/node-thread.ts'
import { openOnDisk, rangeFrom } from '../../services/imports/read-file.ts'
import type { ThreadFile, IngestHost, IngestTask } from './ingest-task.ts'
import { pulledBytes } from './pulled-bytes.ts'

/** Reads files in this thread for the one that started it. */
export function serveIngest({ views }: IngestTask): void {
  const port = starterPort()
  const host = callable<IngestHost>(port)
  const open = (file: ThreadFile, from: number): OpenBytes =>
    typeof file === 'number' ? pulledBytes(host, file, from) : () => openOnDisk(file, rangeFrom(from))
  serve(port, createIngestReader(planTables(views), host, open, { unzip: nodeUnzip }))
}
