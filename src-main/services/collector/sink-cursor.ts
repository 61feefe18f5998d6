import * as v from 'valibot'
import { sinkProblems } from '#shared/audit-sink.ts'
import { writeFileAtomically } from '../../storage/files/atomic-file.ts'
import { readText } from '../../storage/files/read-text.ts'

const Count = v.pipe(v.number(), v.integer(), v.minValue(0))

/** How far a collector has the audit log, as it is stored between starts. */
const SinkCursor = v.object({
  version: v.literal(1),
  /** Whose cursor it is; another collector starts at the first record. */
  address: v.string(),
  /** The last record that was delivered, and its code in the chain. */
  seq: Count,
  code: v.string(),
  deliveredAt: v.optional(Count),
  problem: v.optional(v.picklist(sinkProblems)),
  failedAt: v.optional(Count),
  nextAt: v.optional(Count),
  attempts: Count
})
export type SinkCursor = v.InferOutput<typeof SinkCursor>

/** The cursor of a collector that has nothing yet. */
export function newCursor(address: string): SinkCursor {
  return { version: 1, address, seq: 0, code: '', attempts: 0 }
}

/** Reads the cursor of a collector. One that is missing, damaged or another collector's counts as none: all is sent again. */
export async function readCursor(path: string, address: string): Promise<SinkCursor> {
  const text = await readText(path)
  if (text === undefined) return newCursor(address)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return newCursor(address)
  }
  const cursor = v.safeParse(SinkCursor, value)
  return cursor.success && cursor.output.address === address ? cursor.output : newCursor(address)
}

/** Writes the cursor so that a crash leaves the old or the new one. */
export async function writeCursor(path: string, cursor: SinkCursor): Promise<void> {
  await writeFileAtomically(path, `${JSON.stringify(cursor)}\n`)
}
