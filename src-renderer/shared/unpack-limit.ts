import { sharedMessages as m } from '#messages/shared.ts'
import { AppError } from './app-error.ts'

/** How far one compressed file may unpack. */
export interface UnpackLimit {
  /** Bytes that any file may unpack to, however small it is. */
  readonly freeBytes: number
  /** Beyond those, maximum number of times its compressed size. */
  readonly ratio: number
  /** Maximum bytes of text, however large the compressed file is. */
  readonly maximumBytes: number
}

const MiB = 1024 * 1024

/**
 * Limits for health data: NDJSON packs to a tenth or a thirtieth, made-up data to a hundredth, while DEFLATE reaches 1,032
 * times (RFC 1951). A single file of an export is at most some gigabytes.
 */
export const unpackLimit: UnpackLimit = { freeBytes: 256 * MiB, ratio: 200, maximumBytes: 64 * 1024 * MiB }

/** A file that unpacks to far more than health data do, as files do that are made to fill a computer. */
export class UnpackLimitError extends AppError {
  constructor() {
    super('unreadable-file', m.aCompressedFileUnpacksToFar)
  }
}

/** @throws UnpackLimitError when so many bytes of text from so many compressed bytes are beyond the limit */
export function checkUnpacked(packedBytes: number, textBytes: number, limit: UnpackLimit = unpackLimit): void {
  const { freeBytes, ratio, maximumBytes } = limit
  if (textBytes > maximumBytes || textBytes > Math.max(freeBytes, packedBytes * ratio)) throw new UnpackLimitError()
}
