import {
  readForeignRuns,
  readRuns,
  writeRun,
  writeRunsHead,
  type RunPeople,
  type StoredRuns
} from '#engine/measures/run-files/run-file.ts'
import type { DataFingerprint } from '#engine/measures/rates/data-fingerprint.ts'
import type { MeasureRun } from '#engine/measures/run/measure-run.ts'
import type { Store } from '#engine/store/model/store.ts'
import { fromWireError, type WireError } from '#shared/app-error.ts'
import { maxUploadBytes } from '#shared/contract/uploads.ts'
import { fetchBytes } from '../base/fetch-bytes.ts'

/**
 * Hands results to the services, which keep them sealed next to the snapshot. When they are too many, the newest are kept.
 * @param url one-time URL that takes them
 * @returns how many were kept
 * @throws AppError the host's own
 */
export async function uploadRuns(
  url: string,
  runs: readonly MeasureRun[],
  snapshot: Store['snapshot'],
  people: DataFingerprint
): Promise<number> {
  const parts = [writeRunsHead(snapshot, people)]
  let bytes = parts[0]!.length
  for (const run of [...runs].sort((a, b) => b.ranAt - a.ranAt)) {
    const part = writeRun(run)
    bytes += part.length
    if (bytes > maxUploadBytes) break
    parts.push(part)
  }
  const headers = { 'content-type': 'application/octet-stream' }
  const response = await fetch(url, { method: 'POST', headers, body: new Blob(parts) })
  if (!response.ok) throw fromWireError((await response.json()) as WireError)
  return parts.length - 1
}

/** The results that are kept with a snapshot; none when they are of another version. @throws AppError `unreadable-file` */
export async function downloadRuns(url: string, people: RunPeople): Promise<readonly MeasureRun[]> {
  return readRuns(await fetchBytes(url), people)
}

/** The results of a snapshot that is not loaded; undefined when they are of another version. @throws AppError */
export async function downloadForeignRuns(url: string): Promise<StoredRuns | undefined> {
  return readForeignRuns(await fetchBytes(url))
}
