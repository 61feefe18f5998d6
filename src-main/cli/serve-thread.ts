import { serveIngest } from './ingest/serve-ingest.ts'
import type { IngestTask } from './ingest/thread-messages.ts'
import type { PartTask } from './measure/part-messages.ts'
import { servePart } from './measure/thread-part.ts'

/** Does in this thread what it was started for. */
export function serveThread(task: IngestTask | PartTask): void {
  if ('task' in task) serveIngest(task)
  else servePart(task)
}
