import type { StoreChunk } from '../../store/model/chunk.ts'
import { splitChunk } from './split-chunk.ts'

/**
 * Puts pieces in the order of the source where several of one chunk came to a shard by different ways: they are divided wherever a
 * resource of another piece stands between two of theirs.
 */
export function interleavePieces(pieces: readonly StoreChunk[]): readonly StoreChunk[] {
  const byChunk = Map.groupBy(pieces, ({ file, offset }) => `${file}:${offset}`)
  return [...byChunk.values()].flatMap((chunkPieces) =>
    chunkPieces.length === 1 ? chunkPieces : interleave(chunkPieces)
  )
}

function interleave(pieces: readonly StoreChunk[]): readonly StoreChunk[] {
  const places = pieces.flatMap(({ resources }, piece) =>
    Array.from(resources.offset, (offset, row) => ({ piece, row, offset }))
  )
  places.sort((a, b) => a.offset - b.offset)
  const laneOf = pieces.map(({ resources }) => new Int32Array(resources.count))
  const lanes = pieces.map(() => 0)
  places.forEach(({ piece, row }, index) => {
    if (places[index - 1]?.piece !== piece) lanes[piece]!++
    laneOf[piece]![row] = lanes[piece]! - 1
  })
  return pieces.flatMap((piece, index) =>
    Array.from(splitChunk(piece, laneOf[index]!, Math.max(1, lanes[index]!)).values(), (run) => ({
      ...run,
      offset: run.resources.offset[0] ?? run.offset
    }))
  )
}
