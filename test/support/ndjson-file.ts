import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

/** The resources of a gzipped NDJSON file. */
export function readNdjson(file: string): Record<string, unknown>[] {
  return gunzipSync(readFileSync(file))
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}
