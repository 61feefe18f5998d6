import { openBlobEntry } from '#engine/base/source/blob-archive.ts'
import type { OpenBytes } from '#engine/base/ndjson/gunzip.ts'
import { fetchBytes } from '../base/fetch-bytes.ts'
import type { IngestSource } from './ingest-protocol.ts'

/** Most bytes that the host gives at once; a stretch of a file and its last line are less. */
const MAX_BYTES = 128 * 1024 * 1024

/**
 * The bytes of a source, from the beginning each time.
 * @param ask gives a fresh one-time URL for a file of an import
 * @param from offset of the first byte, for sources of which stretches are read
 */
export function openSource(
  source: IngestSource,
  ask: (request: { importId: string; file: number; offset?: number; length?: number }) => Promise<string>,
  from: number = 0
): OpenBytes {
  if (source.kind === 'import') {
    const { importId, file } = source
    const range = from === 0 ? {} : { offset: from, length: MAX_BYTES }
    return async () => fetchBytes(await ask({ importId, file, ...range }))
  }
  const { blob, entry } = source
  return async () => (entry === undefined ? blob.slice(from).stream() : openBlobEntry(blob, entry))
}
