import { join } from 'node:path'
import type { AuditPort, ClockPort, LogPort } from '../host/ports.ts'
import { accountName } from '../storage/account-name.ts'
import type { Keyring } from '../storage/keyring.ts'
import type { AuditVerdict } from '#shared/audit-verdict.ts'
import { auditFiles } from './audit-files.ts'
import { createAuditKey } from './audit-key.ts'
import { openAuditLog, type AuditWriter } from './audit-log.ts'
import { checkAuditLog } from './check-log.ts'
import { createExportRecords, type ExportRecords } from './export-records.ts'
import { eachRecord, listRecords, type AuditFilter, type AuditPage } from './list-records.ts'
import { recordsFile, type RecordsFormat } from './records-file.ts'

/** What {@link openKeyedAuditLog} needs. */
export interface KeyedAuditLogParts {
  /** Absolute path of the data folder. */
  readonly data: string
  readonly keyring: Keyring
  readonly writer: Omit<AuditWriter, 'actor'>
  readonly clock: ClockPort
  readonly log: LogPort
}

/** The audit log of a data folder: what writes to it, and what reads and checks it. */
export interface DataAudit extends AuditPort, ExportRecords {
  list(filter: AuditFilter, page: { readonly limit: number; readonly before?: number | undefined }): Promise<AuditPage>
  /** Checks every record, with the key as far as the keyring is open. */
  verify(): Promise<AuditVerdict>
  /** The matching records as the text of a file. */
  file(filter: AuditFilter, format: RecordsFormat): AsyncGenerator<string>
}

/** Opens the audit log of a data folder. Its records are keyed from the moment its keyring is there. */
export async function openKeyedAuditLog(parts: KeyedAuditLogParts): Promise<DataAudit> {
  const { data, keyring, writer, clock, log } = parts
  const folder = join(data, 'audit')
  const key = createAuditKey(auditFiles(folder).key, keyring)
  const port = await openAuditLog({ folder, writer: { ...writer, actor: accountName() }, clock, log, key })
  return {
    ...port,
    ...createExportRecords(port),
    list: (filter, page) => listRecords(folder, filter, page),
    verify: async () => checkAuditLog(folder, { key: await key.read() }),
    file: (filter, format) => recordsFile(eachRecord(folder, filter), format)
  }
}
