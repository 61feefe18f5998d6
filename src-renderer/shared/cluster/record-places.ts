import * as v from 'valibot'
import { Natural } from '../basic-schemas.ts'

/** Bytes of text in a block of records, but for the last one. */
export const RECORD_BLOCK_BYTES = 256 * 1024

/** Where the records of a part lie in their file, which is a sequence of blocks, each compressed by itself (RFC 1951). */
const RecordPlaces = v.object({
  version: v.literal(1),
  /** Bytes of text of each file of the part, as its store numbers them; one after the other. */
  files: v.array(Natural),
  /** Compressed bytes of each block, bytes of its text, and SHA-256 of the compressed bytes in hexadecimal. */
  blocks: v.array(
    v.tuple([
      v.pipe(Natural, v.maxValue(RECORD_BLOCK_BYTES * 2)),
      v.pipe(Natural, v.maxValue(RECORD_BLOCK_BYTES)),
      v.string()
    ])
  )
})
export type RecordPlaces = v.InferOutput<typeof RecordPlaces>

/** Reads what a run says of the places of records; undefined for what is something else. */
export function readRecordPlaces(text: string): RecordPlaces | undefined {
  const places = v.safeParse(v.pipe(v.string(), v.parseJson(), RecordPlaces), text)
  return places.success ? places.output : undefined
}
