import { apiMessages as m } from '#messages/api.ts'
import { AppError } from '#shared/app-error.ts'
import { PolicyRefusal } from '#shared/policy/policy-refusal.ts'
import type { AuditQuery, DataExport } from '#shared/contract/audit.ts'
import type { OutboundCalls } from '#shared/governance/outbound-calls.ts'
import type { AuditRow } from '#shared/audit-record.ts'
import type { AuditVerdict } from '#shared/audit-verdict.ts'
import type { ServiceHandlers, Input } from '#shared/contract/contract.ts'
import type { SetAsideLog } from '#shared/set-aside-log.ts'
import type { AuditPort } from '../ports/host.ts'
import type { AuditPageOptions } from '../services/audit/list-records.ts'
import type { ExportRecords } from '../services/audit/export-records.ts'
import { anomalyRules } from '../services/review/anomaly-rules.ts'
import type { AuditReview } from '../services/review/audit-review.ts'
import type { AuditSink } from '../services/collector/audit-sink.ts'
import type { PolicyPort } from '../ports/host.ts'
import type { DataPlane } from './data-plane.ts'

/** What the calls need of the audit log, next to the records that the gate writes. */
export interface AuditAccess extends ExportRecords, Pick<AuditPort, 'pseudonym'> {
  /** @throws AppError `not-allowed` when a person is named while there is no key to find them with */
  list(query: AuditQuery, page: AuditPageOptions): Promise<{ readonly rows: AuditRow[]; readonly more: boolean }>
  verify(): Promise<AuditVerdict>
  /** @param since milliseconds since 1970; everything when absent */
  outboundCalls(since?: number): Promise<OutboundCalls>
  /**
   * Checks that a damaged log can be acknowledged; the record that the gate writes is the acknowledgement.
   * @throws AppError `not-found` when there is no such log, `not-allowed` while the keyring is locked
   */
  acknowledge(log: string): Promise<SetAsideLog>
  /** @throws AppError as `list` */
  file(query: AuditQuery, format: Input<'audit.export'>['format']): Promise<AsyncIterable<string>>
}

/** What decides whether something may leave. */
export interface ExportRules {
  /** Whether the settings ask for a reason at each export. */
  readonly needsReason: () => boolean
  readonly policies: Pick<PolicyPort, 'value'>
  /** @throws AppError `not-allowed` when a data-use agreement does not allow an export now */
  readonly checkAgreements: () => Promise<void>
  /** @throws AppError `not-allowed` under the policy, when it rests on definitions that are not approved */
  readonly checkDefinitions: (leaving: DataExport) => Promise<void>
}

/** The handlers for the audit log, and for what leaves. */
export function createAuditHandlers(
  audit: AuditAccess,
  review: AuditReview,
  sink: Pick<AuditSink, 'state' | 'deliver'>,
  dataPlane: DataPlane,
  { needsReason, policies, checkAgreements, checkDefinitions }: ExportRules
): Pick<ServiceHandlers, 'audit' | 'data'> {
  return {
    audit: {
      list: ({ query, ...page }) => audit.list(query, page),
      verify: () => audit.verify(),
      async network({ since }) {
        const calls = await audit.outboundCalls(since)
        return { calls, verdict: await audit.verify() }
      },
      async export({ query, format }) {
        const file = await audit.file(query, format)
        return { url: dataPlane.issue({ kind: 'audit-records', open: async () => textStream(file) }) }
      },
      reveals: () => review.reveals(),
      // The record that the gate writes is the mark.
      async reviewReveal({ record }) {
        await review.checkReveal(record)
      },
      async anomalies() {
        const [found, watched] = await Promise.all([review.anomalies(), review.watched()])
        const rules = anomalyRules.map(({ id, title, definition }) => ({ id, title, definition }))
        return { rules, found, watchedPeople: watched.size }
      },
      async watch({ person }) {
        if ((await audit.pseudonym(person)) === undefined)
          throw new AppError('not-allowed', m.theWatchListHasKeyedNames, {
            reason: 'locked'
          })
      },
      sinkState: () => sink.state(),
      sinkSend: () => sink.deliver(),
      acknowledge: ({ log }) => audit.acknowledge(log)
    },
    data: {
      async exporting(leaving) {
        refuseExport(leaving, policies)
        await checkAgreements()
        await checkDefinitions(leaving)
        if (needsReason() && (leaving.reason ?? '') === '')
          throw new AppError('not-allowed', m.theSettingsAskForAReason)
        return { record: await audit.beginExport(leaving) }
      },
      async exported({ record, done, file }) {
        await audit.endExport(record, done, file)
        return undefined
      },
      // The record that the gate writes is all there is to it.
      async read() {
        return undefined
      }
    }
  }
}

/** A PDF is a print and a file. @throws PolicyRefusal */
function refuseExport({ format }: DataExport, policies: Pick<PolicyPort, 'value'>): void {
  const isPrint = format === 'print' || format === 'pdf'
  if (isPrint && !policies.value('AllowPrint')) throw new PolicyRefusal('AllowPrint', 'printing')
  if (format === 'clipboard' && !policies.value('AllowClipboard')) throw new PolicyRefusal('AllowClipboard', 'copies')
  if (format !== 'print' && format !== 'clipboard' && !policies.value('AllowCsvExport'))
    throw new PolicyRefusal('AllowCsvExport', m.filesWithData)
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
