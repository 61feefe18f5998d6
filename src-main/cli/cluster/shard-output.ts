import { frame, frameKinds, jsonFrame } from './shard-frames.ts'

/** Bytes of a file that go into one frame. */
const FRAME_BYTES = 1 << 22

/** Takes bytes of the answer; resolves when there is room for more. */
export type WriteBytes = (bytes: Uint8Array) => Promise<void>

/** Writes the answer of a process as frames: files by their names, and what it came to. */
export interface ShardOutput {
  /** @param name relative path with `/` */
  file(name: string, parts: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void>
  measures(part: unknown): Promise<void>
  /** @param facts counts, nothing about a person */
  end(facts: Readonly<Record<string, number>>): Promise<void>
}

/** Makes the output of a process. */
export function shardOutput(write: WriteBytes): ShardOutput {
  return {
    async file(name, parts) {
      await write(jsonFrame(frameKinds.file, { name }))
      for await (const part of parts)
        for (let index = 0; index < part.length; index += FRAME_BYTES)
          await write(frame(frameKinds.bytes, part.subarray(index, index + FRAME_BYTES)))
    },
    measures: (part) => write(jsonFrame(frameKinds.measures, part)),
    end: (facts) => write(jsonFrame(frameKinds.end, facts))
  }
}
