import { servicesMessages as m } from '#messages/services.ts'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { AuditPort, ClockPort, LogPort } from '../../ports/host.ts'
import { accountName } from '../../storage/files/account-name.ts'
import type { Keyring } from '../../storage/keys/keyring.ts'
import { AppError } from '#shared/app-error.ts'
import type { AuditQuery } from '#shared/contract/audit.ts'
import type { SetAsideLog } from '#shared/set-aside-log.ts'
import type { OutboundCalls } from '#shared/governance/outbound-calls.ts'
import type { AuditVerdict } from '#shared/audit-verdict.ts'
import { auditFiles } from './audit-files.ts'
import { createAuditKey } from './audit-key.ts'
import { openAuditLog, type AuditWriter } from './audit-log.ts'
import { checkAuditLog } from './check-log.ts'
import { createExportRecords, type ExportRecords } from './export-records.ts'
import { eachRecord, listRecords, type AuditPage, type AuditPageOptions } from './list-records.ts'
import type { AuditFilter } from './record-filter.ts'
import { outboundCalls } from './outbound-calls.ts'
import { recordsFile, type RecordsFormat } from './records-file.ts'
import { findSetAside } from './set-aside-logs.ts'

/** Dependencies of {@link openKeyedAuditLog}. */
export interface KeyedAuditLogDependencies {
  /** Absolute path of the data folder. */
  readonly data: string
  readonly keyring: Keyring
  readonly writer: Omit<AuditWriter, 'actor'>
  readonly clock: ClockPort
  readonly log: LogPort
  /** Called when a record is on the disk. */
  readonly onRecord?: () => void
}

/** The audit log of a data folder: what writes to it, and what reads and checks it. */
export interface DataAudit extends AuditPort, ExportRecords {
  /** @throws AppError `not-allowed` when a person is named while there is no key to find them with */
  list(query: AuditQuery, page: AuditPageOptions): Promise<AuditPage>
  /** Checks every record, with the key as far as the keyring is open. */
  verify(): Promise<AuditVerdict>
  /**
   * Checks that a damaged log can be acknowledged; the record of that is the acknowledgement.
   * @throws AppError `not-found` when there is no such log, `not-allowed` while the keyring is locked
   */
  acknowledge(log: string): Promise<SetAsideLog>
  /** What went out to other computers. @param since milliseconds since 1970; everything when absent */
  outboundCalls(since?: number): Promise<OutboundCalls>
  /** The matching records as the text of a file. @throws AppError as `list` */
  file(query: AuditQuery, format: RecordsFormat): Promise<AsyncGenerator<string>>
}

/** Opens the audit log of a data folder. Its records are keyed from the moment its keyring is there. */
export async function openKeyedAuditLog(dependencies: KeyedAuditLogDependencies): Promise<DataAudit> {
  const { data, keyring, writer, clock, log, onRecord } = dependencies
  const folder = join(data, 'audit')
  const key = createAuditKey(auditFiles(folder), keyring)
  const port = await openAuditLog({
    folder,
    writer: { ...writer, actor: accountName() },
    clock,
    log,
    key,
    ...(onRecord === undefined ? {} : { onRecord })
  })
  /** A person is in the log under a pseudonym only. */
  async function filterOf({ person, ...filter }: AuditQuery): Promise<AuditFilter> {
    if (person === undefined) return filter
    const pseudonym = await port.pseudonym(person)
    if (pseudonym !== undefined) return { ...filter, person: pseudonym }
    throw new AppError('not-allowed', m.peopleAreInTheAuditLog, { reason: 'locked' })
  }

  return {
    ...port,
    ...createExportRecords(port),
    list: async (query, page) => listRecords(folder, await filterOf(query), page),
    verify: async () => checkAuditLog(folder, { key: await key.read() }),
    outboundCalls: (since) => outboundCalls(folder, since),
    async acknowledge(log) {
      if ((await keyring.state()).state === 'locked')
        throw new AppError('not-allowed', m.anAcknowledgementCountsOnlyWithThe, { reason: 'locked' })
      const files = (await findSetAside(folder)).get(log)
      if (files !== undefined) return { log, files, state: 'acknowledged' }
      throw new AppError('not-found', m.thereIsNoDamagedAuditLog)
    },
    file: async (query, format) => recordsFile(eachRecord(folder, await filterOf(query)), format, hostname())
  }
}
