import { serveIngest } from './ingest/ingest-thread.ts'
import type { IngestTask } from './ingest/ingest-task.ts'
import { serveMeasurePart } from './measure/measure-part.ts'
import type { PartTask } from './measure/part-protocol.ts'
import { servePanels, type PanelTask } from './shards/panel-threads.ts'

/** Does in this thread what it was started for. */
export function serveThread(task: IngestTask | PartTask | PanelTask): void {
  if (task.task === 'ingest') serveIngest(task)
  else if (task.task === 'panels') servePanels()
  else serveMeasurePart(task)
}
