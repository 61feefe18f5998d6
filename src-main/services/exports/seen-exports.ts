import type { SeenExport } from '../connections/compatibility.ts'
import type { ExportRecord } from './export-record.ts'

/**
 * What the exports of a connection that have ended saw of its server.
 * @param history newest first
 * @param level of the connection
 */
export function seenExports(history: readonly ExportRecord[], level: string): SeenExport[] {
  return history.flatMap(({ ended, kind }) =>
    ended === undefined
      ? []
      : [
          {
            ...ended.seen,
            at: ended.at,
            state: ended.state,
            code: ended.code,
            level,
            incremental: kind === 'incremental'
          }
        ]
  )
}
