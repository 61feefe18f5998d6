import { serveIngest } from './ingest/ingest-thread.ts'
import type { IngestTask } from './ingest/ingest-task.ts'
import { starterPort } from '../host/threads/node-thread.ts'
import { serveSolver, type SolverTask } from '../services/published/count-solver.ts'
import { serveMeasurePart } from './measure/measure-part.ts'
import type { PartTask } from './measure/part-protocol.ts'
import { servePanels, type PanelTask } from './shards/panel-threads.ts'

/** Does in this thread what it was started for. */
export function serveThread(task: IngestTask | PartTask | PanelTask | SolverTask): void {
  if (task.task === 'ingest') serveIngest(task)
  else if (task.task === 'panels') servePanels()
  else if (task.task === 'solver') serveSolver(starterPort())
  else serveMeasurePart(task)
}
