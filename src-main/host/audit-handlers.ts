import type { AuditQuery } from '#shared/contract-audit.ts'
import type { AuditRow } from '#shared/audit-record.ts'
import type { AuditVerdict } from '#shared/audit-verdict.ts'
import type { Handlers, Input } from '#shared/contract.ts'
import type { ExportRecords } from '../audit/export-records.ts'
import type { DataPlane } from './data-plane.ts'

/** What the calls need of the audit log, beside the records that the gate writes. */
export interface AuditAccess extends ExportRecords {
  list(
    query: AuditQuery,
    page: { readonly limit: number; readonly before?: number | undefined }
  ): Promise<{ readonly rows: AuditRow[]; readonly more: boolean }>
  verify(): Promise<AuditVerdict>
  file(query: AuditQuery, format: Input<'audit.export'>['format']): AsyncIterable<string>
}

type AuditMethod = Extract<keyof Handlers, `audit.${string}` | `data.${string}`>

/** The handlers for the audit log. */
export function createAuditHandlers(audit: AuditAccess, dataPlane: DataPlane): Pick<Handlers, AuditMethod> {
  return {
    'audit.list': ({ query, limit, before }) => audit.list(query, { limit, before }),
    'audit.verify': () => audit.verify(),
    async 'audit.export'({ query, format }) {
      return { url: dataPlane.issue({ open: async () => textStream(audit.file(query, format)) }) }
    },
    'data.exporting': async (leaving) => ({ record: await audit.beginExport(leaving) }),
    async 'data.exported'({ record, done }) {
      await audit.endExport(record, done)
      return undefined
    },
    // The record that the gate writes is all there is to it.
    async 'data.read'() {
      return undefined
    }
  }
}

function textStream(parts: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const iterator: AsyncIterator<string, unknown> = parts[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const next = await iterator.next()
      if (next.done === true) controller.close()
      else controller.enqueue(encoder.encode(next.value))
    },
    async cancel() {
      await iterator.return?.()
    }
  })
}
