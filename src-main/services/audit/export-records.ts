import { servicesMessages as m } from '#messages/services.ts'
import { AppError } from '#shared/app-error.ts'
import type { DataExport, LeavingFile } from '#shared/contract/audit.ts'
import type { AuditFacts, AuditPort } from '../../ports/host.ts'
import { definedFacts } from '#shared/contract/audit-facts.ts'

/** The two records of what leaves through the page, which writes the file or fills the clipboard itself. */
export interface ExportRecords {
  /**
   * Announces an export.
   * @returns sequence number of the record
   * @throws AppError `not-allowed` when it could not be recorded; nothing may leave then
   */
  beginExport(leaving: DataExport): Promise<number>
  /**
   * Records the outcome of an export that was announced, once.
   * @param file that was saved
   * @throws AppError `not-found` for any other number, `not-allowed` when it could not be recorded
   */
  endExport(record: number, done: boolean, file?: LeavingFile): Promise<void>
}

/** Of exports that were announced and never ended, as when the page was closed, only this many can still end. */
const maxOpen = 1_000

/** Writes both records into a log. */
export function createExportRecords(audit: AuditPort): ExportRecords {
  const open = new Map<number, AuditFacts>()
  return {
    async beginExport({ person, definitions, ...leaving }) {
      const pseudonym = person === undefined ? undefined : await audit.pseudonym(person)
      const facts = definedFacts({ ...leaving, person: pseudonym, definitions: definitions?.length })
      const record = await audit.record({ action: 'data.exported', outcome: 'intent', facts })
      open.set(record, facts)
      for (const oldest of open.keys()) if (open.size > maxOpen) open.delete(oldest)
      return record
    },
    async endExport(record, done, file) {
      const facts = open.get(record)
      if (facts === undefined) throw new AppError('not-found', m.thisExportWasNotAnnouncedOr)
      open.delete(record)
      const saved = file === undefined ? {} : definedFacts({ files: 1, ...file })
      await audit.record({
        action: 'data.exported',
        outcome: done ? 'success' : 'failure',
        intent: record,
        facts: { ...facts, ...saved }
      })
    }
  }
}
