import * as v from 'valibot'
import { PopulationKey, WorklistView } from '#shared/contract/worklist.ts'
import { WorklistEvent } from '#shared/worklist-event.ts'

/** One record of the journal. Each is recorded whole or not at all. */
export const WorklistRecord = v.variant('type', [
  v.object({ type: v.literal('events'), population: PopulationKey, events: v.array(WorklistEvent) }),
  v.object({ type: v.literal('carried-on'), population: PopulationKey, from: PopulationKey }),
  v.object({ type: v.literal('views'), views: v.array(WorklistView) })
])
export type WorklistRecord = v.InferOutput<typeof WorklistRecord>

/** The bytes of a record. */
export function writeRecord(record: WorklistRecord): Uint8Array {
  return Buffer.from(JSON.stringify(record))
}
