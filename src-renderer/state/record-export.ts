import type { DataExport } from '#shared/contract/audit.ts'
import { toWireError } from '#shared/app-error.ts'
import type { App } from './app.ts'
import { savedByHost, StartedDownload, type Saved, type SavingApp } from './started-download.ts'

/** A larger file is recorded without a hash: it would have to be in memory twice. */
const MAX_HASHED_BYTES = 256 * 1024 * 1024

/** What the audit log says about a table of figures, which name nobody. */
export function figuresExport(
  { rows, columns }: { readonly rows: readonly unknown[]; readonly columns: readonly unknown[] },
  format: 'csv' | 'clipboard'
): DataExport {
  return { what: 'figures', format, rows: rows.length, columns: columns.length, names: false }
}

/**
 * Announces in the audit log that something leaves, lets it leave, and records the outcome. A file that the desktop program asks
 * for a place for has left when it is there: until then its dialog is waited for.
 * @param release gives `false` when nothing left, and has said so; the record of a file that it gives has its hash
 * @returns whether it left
 * @throws AppError when it could not be announced, and nothing left; what `release` throws; `not-allowed` when it left and
 * the outcome could not be recorded
 */
export async function releaseRecorded(app: SavingApp, leaving: DataExport, release: () => unknown): Promise<boolean> {
  const { transport } = app
  const { record } = await transport.call('data.exporting', leaving)
  let saved: Saved
  try {
    saved = await savedByHost(app, release)
  } catch (error) {
    // The failure is what is reported; without its record the announcement stands alone in the log.
    await transport.call('data.exported', { record, done: false }).catch(() => undefined)
    throw error
  }
  const { left, isLeft } = saved
  const content = left instanceof StartedDownload ? left.content : left instanceof Blob ? left : undefined
  const file = isLeft && content !== undefined ? await savedFile(content) : undefined
  await transport.call('data.exported', { record, done: isLeft, ...(file === undefined ? {} : { file }) })
  return isLeft
}

/** What the audit log says of a file that was saved. */
async function savedFile(file: Blob): Promise<{ readonly bytes: number; readonly sha256?: string }> {
  if (file.size > MAX_HASHED_BYTES) return { bytes: file.size }
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer())
  const sha256 = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
  return { bytes: file.size, sha256 }
}

/** As {@link releaseRecorded}, and says what went wrong. */
export async function recordExport(
  app: SavingApp & Pick<App, 'toasts'>,
  leaving: DataExport,
  release: () => unknown
): Promise<void> {
  try {
    await releaseRecorded(app, leaving, release)
  } catch (error) {
    const { code, message } = toWireError(error)
    app.toasts.show(message, code === 'cancelled' ? {} : { kind: 'failed' })
  }
}
