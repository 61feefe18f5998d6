import type { PageApi } from './protocol/store-protocol.ts'
import type { LoadProgress } from './protocol/load-protocol.ts'

/** Milliseconds between two reports of progress to the page. */
const REPORT_EVERY_MS = 100

/** Counts what has been read, and tells the page now and then. */
export interface ProgressTold {
  add(part: Partial<LoadProgress>): void
  /** Since the beginning. */
  seconds(): number
}

/** @param files that are to be read; their total is not told where one of them is of unknown size, which is 0 */
export function loadProgress(
  files: readonly { readonly bytes: number }[],
  page: { progress(progress: Parameters<PageApi['progress']>[0]): unknown }
): ProgressTold {
  const totalBytes = files.every(({ bytes }) => bytes > 0) ? files.reduce((sum, { bytes }) => sum + bytes, 0) : 0
  const started = performance.now()
  let told = 0
  let state = { phase: 'reading' as LoadProgress['phase'], bytes: 0, files: 0, resources: 0, rejects: 0 }
  const seconds = (): number => (performance.now() - started) / 1000
  return {
    seconds,
    add({ phase, parts, bytes = 0, files: read = 0, resources = 0, rejects = 0 }) {
      state = {
        phase: phase ?? state.phase,
        bytes: state.bytes + bytes,
        files: state.files + read,
        resources: state.resources + resources,
        rejects: state.rejects + rejects
      }
      const now = performance.now()
      if (now - told < REPORT_EVERY_MS && phase === undefined && parts === undefined) return
      told = now
      page.progress({
        ...state,
        ...(parts === undefined ? {} : { parts }),
        totalBytes,
        totalFiles: files.length,
        seconds: seconds()
      })
    }
  }
}
