import { toWireError } from '#shared/app-error.ts'
import type { ExportRequest } from '../../bulk/protocol/export-request.ts'
import type { ExportResult } from '../../bulk/sink/export-result.ts'
import type { AuditPort } from '../../ports/host.ts'

/** What is recorded about a request: where it goes and what it asks for, without filters, which may name people. */
function requestFacts({ base, level, types }: ExportRequest): Readonly<Record<string, string | number>> {
  return { reason: 'command', server: new URL(base).host.slice(0, 255), level, types: types.length }
}

/**
 * Runs an export of the command line between two records of the audit log: one before anything is requested, one with the
 * outcome. What cannot be announced is not run.
 * @throws AppError `not-allowed` when it could not be recorded; else what the export throws
 */
export async function recordedExport(
  audit: AuditPort,
  request: ExportRequest,
  how: 'sealed' | 'plain',
  run: () => Promise<ExportResult>
): Promise<ExportResult> {
  const asked = { ...requestFacts(request), how }
  const intent = await audit.record({ action: 'export.started', outcome: 'intent', facts: asked })
  let result: ExportResult
  try {
    result = await run()
  } catch (error) {
    await audit.record({
      action: 'export.ended',
      outcome: 'failure',
      intent,
      facts: { ...asked, code: toWireError(error).code }
    })
    throw error
  }
  const { state, files, bytes, deleted } = result
  await audit.record({
    action: 'export.ended',
    outcome: state === 'committed' || state === 'partial' ? 'success' : 'failure',
    intent,
    facts: { ...asked, state, files, bytes, deleted }
  })
  return result
}
