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

/** @returns `undefined` for what this version cannot read; it stays in the journal */
export function readWorklistRecord(bytes: Uint8Array): WorklistRecord | undefined {
  try {
    const parsed = v.safeParse(WorklistRecord, JSON.parse(Buffer.from(bytes).toString('utf8')))
    return parsed.success ? parsed.output : undefined
  } catch {
    return undefined
  }
}

/** The bytes of a record. */
export function writeRecord(record: WorklistRecord): Uint8Array {
  return Buffer.from(JSON.stringify(record))
}
