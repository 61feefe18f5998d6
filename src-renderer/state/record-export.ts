import type { DataExport } from '#shared/contract-audit.ts'
import { toWireError } from '#shared/app-error.ts'
import type { App } from './app.ts'

/** What the audit log says about a table of figures, which name nobody. */
export function figuresExport(
  { rows, columns }: { readonly rows: readonly unknown[]; readonly columns: readonly unknown[] },
  format: 'csv' | 'clipboard'
): DataExport {
  return { what: 'figures', format, rows: rows.length, columns: columns.length, names: false }
}

/** Records in the audit log that something leaves, and then lets it leave. Says so when it could not be recorded. */
export async function recordExport(
  { transport, toasts }: Pick<App, 'transport' | 'toasts'>,
  leaving: DataExport,
  release: () => void | Promise<void>
): Promise<void> {
  try {
    await transport.call('data.exported', leaving)
  } catch (error) {
    toasts.show(toWireError(error).message, { kind: 'failed' })
    return
  }
  await release()
}
