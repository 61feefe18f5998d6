import type { DownloadItem } from 'electron'
import { lstat, rm } from 'node:fs/promises'
import { basename } from 'node:path'
import type { EndedDownload, FailedDownload } from '#shared/contract/host.ts'
import { errorCode } from '#shared/error-code.ts'
import type { LogPort } from '../../ports/host.ts'

/** Some file systems round the time of a change to two seconds. */
const ROUNDED_MS = 2000

/** What is told of files that the page saves. */
export interface DownloadEvents {
  /** It was not saved, or not to its end. */
  failed(failed: FailedDownload): void
  /** It was saved, or not. */
  ended(ended: EndedDownload): void
}

/**
 * Follows a file that the page saves, and tells when it was not saved as a whole. What was written of it is removed: it has the name
 * of the file, and looks like all of it.
 */
export function watchDownload(item: DownloadItem, log: LogPort, tell: DownloadEvents): void {
  const url = item.getURL()
  let isInterrupted = false
  item.on('updated', (_event, state) => {
    if (state !== 'interrupted' || isInterrupted) return
    // Electron would wait for somebody to resume it, for good.
    isInterrupted = true
    item.cancel()
  })
  item.once('done', (_event, state) => {
    if (state === 'completed') {
      tell.ended({ url, saved: true })
      return
    }
    const path = item.getSavePath()
    const outcome = isInterrupted ? 'interrupted' : state
    const name = path === '' ? item.getFilename() : basename(path)
    log.write('warn', 'session.download-failed', { state: outcome })
    void removePart(path, item.getStartTime() * 1000).then((left) => {
      tell.failed({ name, outcome, left })
      tell.ended({ url, saved: false })
    })
  })
}

/**
 * Removes what a download wrote.
 * @param path empty where no place was chosen
 * @param startedAt milliseconds since 1970; a file that did not change since is another one of that name
 * @returns whether something of it is left
 */
async function removePart(path: string, startedAt: number): Promise<boolean> {
  if (path === '') return false
  try {
    const found = await lstat(path)
    if (!found.isFile() || found.mtimeMs < startedAt - ROUNDED_MS) return false
    // Chromium may have it open for a moment; only with "recursive" does the call try again.
    await rm(path, { recursive: true, force: true, maxRetries: 10 })
    return false
  } catch (error) {
    return errorCode(error) !== 'ENOENT'
  }
}
