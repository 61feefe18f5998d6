import type { PatientRange } from '#engine/measures/chunk/measure-chunk.ts'
import { transfer } from '#engine/base/threads/rpc.ts'
import { ShardPartWriter } from '#engine/shards/part-bytes.ts'
import type { ShardFiles } from '#engine/shards/load/shard-files.ts'
import type { MeasurePart, RecordPacket } from './part-protocol.ts'

/** Takes records of some patients, many at a time. */
export interface RecordSink {
  /** Patients whose records it takes. */
  readonly ranges: readonly PatientRange[]
  /** Whether it takes records of no patient. */
  readonly takesCommon: boolean
  /** Resolves when there is room for more. */
  take(packet: RecordPacket): Promise<void>
  /** Resolves when everything was taken. */
  settle(): Promise<void>
}

/** Packets that may wait in the thread of a part. */
const MAX_WAITING = 3

/** Hands records to a part, which works while more are read. */
export function partSink(part: MeasurePart, ranges: readonly PatientRange[]): RecordSink {
  let sent: Promise<void>[] = []
  return {
    ranges,
    takesCommon: true,
    async take(packet) {
      const sending = part.extract(transfer(packet, [packet.bytes.buffer]))
      // What it came to is asked for later.
      sending.catch(() => undefined)
      sent.push(sending)
      if (sent.length >= MAX_WAITING) await sent.shift()
    },
    async settle() {
      await Promise.all(sent)
      sent = []
    }
  }
}

/** Appends records to a list. @param ranges undefined for records of no patient */
export function listSink(files: ShardFiles, list: string, ranges: readonly PatientRange[] | undefined): RecordSink {
  const writer = new ShardPartWriter()
  return {
    ranges: ranges ?? [],
    takesCommon: ranges === undefined,
    take: (packet) => files.append(list, writer.write(packet).slice()),
    settle: () => Promise.resolve()
  }
}
