import type { DataExport } from '#shared/contract/audit.ts'
import { toWireError } from '#shared/app-error.ts'
import type { App } from './app.ts'

/** What the audit log says about a table of figures, which name nobody. */
export function figuresExport(
  { rows, columns }: { readonly rows: readonly unknown[]; readonly columns: readonly unknown[] },
  format: 'csv' | 'clipboard'
): DataExport {
  return { what: 'figures', format, rows: rows.length, columns: columns.length, names: false }
}

/**
 * Announces in the audit log that something leaves, lets it leave, and records the outcome.
 * @param release gives `false` when nothing left, and has said so
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
  await transport.call('data.exported', { record, done: left !== false })
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
    app.toasts.show(toWireError(error).message, { kind: 'failed' })
  }
}
