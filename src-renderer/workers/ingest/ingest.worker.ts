/// <reference lib="webworker" />
import { callable, serve } from '#engine/base/threads/rpc.ts'
import { createIngestReader } from '#engine/ingest/ingest-reader.ts'
import { planTables } from '#engine/store/model/plan.ts'
import { canonicalViews } from '../base/resources.ts'
import { ownPort } from '../base/web-thread.ts'
import type { IngestSource, StoreIntake } from './ingest-protocol.ts'
import { openSource } from './open-source.ts'

const port = ownPort(self)
const store = callable<StoreIntake>(port)

serve(
  port,
  createIngestReader<IngestSource>(planTables(canonicalViews), store, (source, from) =>
    openSource(source, (request) => store.open(request), from)
  )
)
