import type { Completeness } from '#shared/completeness.ts'
import type { ServerIssue } from '../protocol/server-message.ts'

/** How an export ended, for people and for programs. */
export interface ExportResult {
  readonly state: 'committed' | 'partial' | 'failed' | 'cancelled'
  /** What is there now: a new snapshot; nothing new, as nothing changed since the one before; or nothing at all. */
  readonly outcome: 'snapshot' | 'unchanged' | 'nothing'
  /** Absent for an export that failed. */
  readonly completeness?: Completeness
  /** What came by type; of an export that fetched missing files, what is there now with what had arrived before. */
  readonly types: Readonly<Record<string, { readonly resources: number; readonly rejected: number }>>
  /** Different people in the data that are there now; servers repeat a person in several files. */
  readonly people?: number
  /** Why everything was fetched, in a sentence, where only changes were asked for. */
  readonly fullBecause?: string
  /** Files with data that came from the server. */
  readonly files: number
  readonly bytes: number
  /** Resources that the server reported as removed. */
  readonly deleted: number
  readonly issues: readonly ServerIssue[]
  /** Moment of the data; `_since` of the next refresh. */
  readonly transactionTime: string | undefined
  readonly seconds: number
}
