import type { DataExport } from '#shared/contract/audit.ts'
import { toWireError } from '#shared/app-error.ts'
import type { App } from './app.ts'

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
 * Announces in the audit log that something leaves, lets it leave, and records the outcome.
 * @param release gives `false` when nothing left, and has said so; the record of a file that it gives has its hash
 * @throws AppError when it could not be announced, and nothing left; what `release` throws; `not-allowed` when it left and
 * the outcome could not be recorded
 */
export async function releaseRecorded(
  { transport }: Pick<App, 'transport'>,
  leaving: DataExport,
  release: () => unknown
): Promise<void> {
  const { record } = await transport.call('data.exporting', leaving)
  let left: unknown
  try {
    left = await release()
  } catch (error) {
    // The failure is what is reported; without its record the announcement stands alone in the log.
    await transport.call('data.exported', { record, done: false }).catch(() => undefined)
    throw error
  }
  const file = left instanceof Blob ? await savedFile(left) : undefined
  await transport.call('data.exported', { record, done: left !== false, ...(file === undefined ? {} : { file }) })
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
  app: Pick<App, 'transport' | 'toasts'>,
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
