import { detachMemory } from '#shared/detach-buffer.ts'
import { constants, createZstdCompress, type ZstdCompress, type ZstdOptions } from 'node:zlib'

/** How a text is compressed: what stays on the disk `small`, what is written and read again soon `fast`. */
export type Compression = 'small' | 'fast'

/**
 * Levels of Zstandard. At 1, FHIR text shrinks to a sixteenth at the speed of the disk; higher levels win little and cost much. At -7, columns
 * take half as much again as at 1, and are compressed and decompressed in half the time.
 */
const levels: Readonly<Record<Compression, number>> = { small: 1, fast: -7 }
/** As many as there are threads besides the main one by default. */
const maxLanes = 4
/** Memory that frames are written into; one block takes many of them. */
const blockBytes = 512 * 1024
/** A frame is read when it is whole, however long it is. */
const maxFrameBytes = 16 * 1024 * 1024

interface Lane {
  readonly stream: ZstdCompress
  /** Memory with the frame that came last. */
  block: Buffer
  pending: number
}

/**
 * Compressors that serve everybody: making a context for each text, and memory for its frame, costs as much as compressing
 * it.
 */
const lanesBy: Readonly<Record<Compression, Lane[]>> = { small: [], fast: [] }

/**
 * Compresses a text off the main thread.
 * @param text at most 8 MiB; must not change before the promise ends
 * @returns a Zstandard frame, which has to be read at once: its memory is freed when there is another one
 */
export function compressFrame(text: Uint8Array, compression: Compression): Promise<Buffer> {
  const lane = takeLane(compression)
  lane.pending += 1
  return new Promise<Buffer>((resolve, reject) => {
    lane.stream.write(text, (error) => {
      lane.pending -= 1
      if (error) {
        reject(error)
        return
      }
      const frame = (lane.stream.read() as Buffer | null) ?? Buffer.alloc(0)
      // In other memory, the block before is full, and the compressor writes into the next one.
      if (frame.buffer !== lane.block.buffer) detachMemory(lane.block)
      lane.block = frame
      resolve(frame)
    })
  })
}

function takeLane(compression: Compression): Lane {
  const lanes = lanesBy[compression]
  const idle = lanes.find(({ pending }) => pending === 0)
  if (idle !== undefined) return idle
  if (lanes.length >= maxLanes)
    return lanes.reduce((least, candidate) => (candidate.pending < least.pending ? candidate : least))
  const options: ZstdOptions & { readonly readableHighWaterMark: number } = {
    params: { [constants.ZSTD_c_compressionLevel]: levels[compression] },
    // Every write ends a frame.
    flush: constants.ZSTD_e_end,
    chunkSize: blockBytes,
    readableHighWaterMark: maxFrameBytes
  }
  const lane: Lane = { stream: createZstdCompress(options), block: Buffer.alloc(0), pending: 0 }
  // The write that failed says so; the lane is of no use then.
  lane.stream.on('error', () => void lanes.splice(lanes.indexOf(lane), 1))
  lanes.push(lane)
  return lane
}
