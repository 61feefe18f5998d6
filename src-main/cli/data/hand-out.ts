import { cliDataMessages as m } from '#messages/cli/data.ts'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { PolicyRefusal } from '#shared/policy/policy-refusal.ts'
import type { DataUseAgreement } from '#shared/governance/agreement.ts'
import type { ImportListing } from '#shared/contract/imports.ts'
import { auditFiles } from '../../services/audit/audit-files.ts'
import { recordEffect, type IntendedAction } from '../../services/audit/record-effect.ts'
import { agreementsOn, refuseUnderAgreements } from '../../services/governance/agreement-check.ts'
import { openGovernanceStore } from '../../services/governance/governance-store.ts'
import { createKeyring } from '../../storage/keys/keyring.ts'
import type { AuditFacts, AuditPort } from '../../ports/host.ts'
import type { CommandIo } from '../terminal/command.ts'
import { takeWritten } from '../terminal/written-files.ts'
import { openCommandAudit } from './command-audit.ts'
import { dataPath } from './open-data.ts'
import type { OpenedSaved } from './open-saved.ts'
import { supervisedAudit } from './unfinished-intents.ts'

/**
 * Does something between the two records of it.
 * @param describe facts of the outcome
 * @throws AppError `not-allowed` when it could not be announced, and was not done; else what the effect throws
 */
export type HandOut = <T>(
  action: IntendedAction,
  effect: () => Promise<T>,
  describe: (value: T) => AuditFacts
) => Promise<T>

/**
 * What the audit log says of results that a command prints, or writes into a file.
 * @param format of the file; undefined where they are printed
 */
export function resultsHandedOut(what: string, format: string | undefined, facts: AuditFacts): IntendedAction {
  return {
    action: format === undefined ? 'data.read' : 'data.exported',
    facts: { what, format: format ?? 'text', ...facts }
  }
}

/**
 * Hands results out as far as policies and data use agreements allow, with records in the audit log of the data folder that
 * they come from. What is done with other files is in the log of the data folder that Populus uses, where there is one.
 * @param saved the snapshots that the data are from; none for files
 * @param mustRecord the log of the data folder that Populus uses is begun where there is none, and data are in no other
 */
export async function createHandOut(
  listing: ImportListing,
  saved: readonly OpenedSaved[],
  io: CommandIo,
  mustRecord = false
): Promise<HandOut> {
  const audit = saved[0]?.audit ?? (await auditOfFiles(listing, io, mustRecord))
  return async (action, effect, describe) => {
    const allowed = async (): ReturnType<typeof effect> => {
      refuseResults(action, io)
      if (action.action === 'data.exported') await refuseByAgreement(action, saved, io)
      return effect()
    }
    if (audit === undefined) return allowed()
    return recordEffect(audit, action, allowed, (value) => ({ ...describe(value), ...takeWritten(io) }))
  }
}

/** @throws PolicyRefusal for results that would be in a file, where the policies allow none */
function refuseResults({ action }: IntendedAction, { policies, piped = false }: CommandIo): void {
  if (policies.value('AllowCsvExport') || (action !== 'data.exported' && !piped)) return
  throw new PolicyRefusal('AllowCsvExport', m.resultsInAFileOrFor)
}

/** The audit log for files that are in no data folder, which has the record that they were opened. */
async function auditOfFiles(
  { files, skipped }: ImportListing,
  io: CommandIo,
  mustRecord: boolean
): Promise<AuditPort | undefined> {
  const data = dataPath(undefined, io)
  if (!mustRecord && !existsSync(auditFiles(join(data, 'audit')).records)) return undefined
  const keyring = join(data, 'snapshots', 'keyring.json')
  const audit = await openCommandAudit(data, createKeyring(keyring, io.secrets), io.access)
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  const facts = { files: files.length, skipped: skipped.length, bytes }
  await audit.record({ action: 'data.opened', outcome: 'success', facts })
  return supervisedAudit(audit, { data, keyring }, io)
}

/** @throws AppError `not-allowed` when an agreement on the use of these data does not allow the export */
async function refuseByAgreement(
  { facts }: IntendedAction,
  saved: readonly OpenedSaved[],
  io: CommandIo
): Promise<void> {
  const folders = new Set(saved.length === 0 ? [dataPath(undefined, io)] : saved.map(({ data }) => data))
  const bound: DataUseAgreement[] = []
  for (const folder of folders) {
    const { agreements } = await openGovernanceStore(folder).read()
    const savedInFolder = saved.filter(({ data }) => data === folder)
    bound.push(
      ...agreementsOn(
        agreements,
        savedInFolder.map(({ governed }) => governed)
      )
    )
  }
  const { smallCells } = facts
  refuseUnderAgreements(bound, typeof smallCells === 'number' ? smallCells : 0, Date.now())
}
