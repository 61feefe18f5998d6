import { transfer } from '#engine/base/threads/rpc.ts'
import type { MeasureChunk, PatientRange } from '#engine/measures/chunk/measure-chunk.ts'
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

/**
 * Lets a part extract from records, which works while more are read.
 * @param add receives what the part has taken, in the order of the records and one after the other
 */
export function partSink(
  part: MeasurePart,
  { ranges, takesCommon }: Pick<RecordSink, 'ranges' | 'takesCommon'>,
  add: (chunks: readonly MeasureChunk[]) => Promise<void>
): RecordSink {
  let waiting: Promise<void>[] = []
  let last = Promise.resolve()
  const addAfter = async (before: Promise<void>, extracting: Promise<readonly MeasureChunk[]>): Promise<void> => {
    const chunks = await extracting
    await before
    await add(chunks)
  }
  return {
    ranges,
    takesCommon,
    async take(packet) {
      last = addAfter(last, part.extract(transfer(packet, [packet.bytes.buffer])))
      // What it came to is asked for later.
      last.catch(() => undefined)
      waiting.push(last)
      if (waiting.length >= MAX_WAITING) await waiting.shift()
    },
    async settle() {
      await Promise.all(waiting)
      waiting = []
      await add(await part.extracted())
    }
  }
}
