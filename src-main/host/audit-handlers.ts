import type { AuditQuery } from '#shared/contract-audit.ts'
import type { AuditRow } from '#shared/audit-record.ts'
import type { AuditVerdict } from '#shared/audit-verdict.ts'
import type { Handlers } from '#shared/contract.ts'
import type { DataPlane } from './data-plane.ts'

/** What the calls need of the audit log, beside writing to it. */
export interface AuditReader {
  list(
    query: AuditQuery,
    page: { readonly limit: number; readonly before?: number | undefined }
  ): Promise<{ readonly rows: AuditRow[]; readonly more: boolean }>
  verify(): Promise<AuditVerdict>
  file(query: AuditQuery, format: 'json' | 'csv'): AsyncIterable<string>
}

type AuditMethod = Extract<keyof Handlers, `audit.${string}` | `data.${string}`>

/** The handlers for the audit log. */
export function createAuditHandlers(audit: AuditReader, dataPlane: DataPlane): Pick<Handlers, AuditMethod> {
  return {
    'audit.list': ({ query, limit, before }) => audit.list(query, { limit, before }),
    'audit.verify': () => audit.verify(),
    async 'audit.export'({ query, format }) {
      return { url: dataPlane.issue({ open: async () => textStream(audit.file(query, format)) }) }
    },
    // The record that the gate writes is all there is to these two.
    async 'data.exported'() {
      return undefined
    },
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
