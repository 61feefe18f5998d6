import type { ExportIssue } from './server-message.ts'

/** How an export ended, for people and for programs. */
export interface ExportResult {
  readonly state: 'committed' | 'partial' | 'failed' | 'cancelled'
  readonly types: Readonly<Record<string, { readonly resources: number; readonly rejected: number }>>
  /** Files with data that came from the server. */
  readonly files: number
  readonly bytes: number
  /** Resources that the server reported as removed. */
  readonly deleted: number
  readonly issues: readonly ExportIssue[]
  /** Moment of the data; `_since` of the next refresh. */
  readonly transactionTime: string | undefined
  readonly seconds: number
}
