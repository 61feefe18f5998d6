import type { ExportRecord } from '../../src-main/services/exports/export-record.ts'

/** An export of the history that ended well after a minute. */
export function jobOf(
  createdAt: number,
  change: Partial<ExportRecord> = {},
  end: Partial<NonNullable<ExportRecord['ended']>> = {}
): ExportRecord {
  return {
    version: 1,
    id: `export-${createdAt}`,
    snapshot: '0'.repeat(32),
    journalKey: '',
    connection: 'c',
    name: 'Riverbend',
    kind: 'full',
    reason: 'schedule',
    createdAt,
    paused: false,
    ended: {
      at: createdAt + 60_000,
      state: 'committed',
      shown: true,
      files: 1,
      bytes: 1,
      resources: 1,
      patients: 1,
      deleted: 0,
      leftOnServer: false,
      seen: { requests: 1, errors: 0, leftOut: [], counted: true, asked: [], delivered: [], deletedOnServer: true },
      ...end
    },
    ...change
  }
}
