import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { deflateRaw } from 'node:zlib'
import type { OpenBytes } from '#engine/base/ndjson/gunzip.ts'
import { recordPlacesPath, recordsPath } from '#shared/cluster/cluster-run.ts'
import { RECORD_BLOCK_BYTES, type RecordPlaces } from '#shared/cluster/record-places.ts'
import type { ShardOutput } from './shard-output.ts'

const compress = promisify(deflateRaw)

/**
 * Hands out the records of a shard as they were received, so that one of them can be read without the others: compressed in blocks, and
 * where each block is.
 * @param files text of each file of the shard, in the order of its store
 */
export async function writeShardRecords(
  shard: number,
  files: readonly OpenBytes[],
  output: ShardOutput
): Promise<void> {
  const places: RecordPlaces = { version: 1, files: files.map(() => 0), blocks: [] }

  async function* blocks(): AsyncGenerator<Uint8Array, void> {
    for await (const text of blocksOf(files, places.files)) {
      const block = await compress(text)
      places.blocks.push([block.length, text.length, createHash('sha256').update(block).digest('hex')])
      yield block
    }
  }

  await output.file(recordsPath(shard), blocks())
  await output.file(recordPlacesPath(shard), [new TextEncoder().encode(JSON.stringify(places))])
}

/** The text of files in blocks, one file after the other. @param lengths to which the bytes of each file are added */
async function* blocksOf(files: readonly OpenBytes[], lengths: number[]): AsyncGenerator<Uint8Array, void> {
  let block = new Uint8Array(RECORD_BLOCK_BYTES)
  let filled = 0
  for (const [file, open] of files.entries())
    for await (const chunk of await open()) {
      lengths[file]! += chunk.length
      for (let index = 0; index < chunk.length;) {
        const piece = chunk.subarray(index, index + block.length - filled)
        block.set(piece, filled)
        filled += piece.length
        index += piece.length
        if (filled < block.length) continue
        yield block
        block = new Uint8Array(RECORD_BLOCK_BYTES)
        filled = 0
      }
    }
  if (filled > 0) yield block.subarray(0, filled)
}
