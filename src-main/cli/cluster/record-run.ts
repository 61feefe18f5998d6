import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { cliClusterMessages as m } from '#messages/cli/cluster.ts'
import { AppError } from '#shared/app-error.ts'
import { auditFiles } from '../../services/audit/audit-files.ts'
import { recordEffect, type IntendedAction } from '../../services/audit/record-effect.ts'
import { createKeyring } from '../../storage/keys/keyring.ts'
import { openCommandAudit } from '../data/command-audit.ts'
import { dataPath } from '../data/open-data.ts'
import { supervisedAudit } from '../data/unfinished-intents.ts'
import type { CommandIo } from '../terminal/command.ts'

/**
 * Does something with data of a cluster between two records in the audit log that Populus uses, where there is one.
 * @throws AppError `not-allowed` for a role that shows some of the people only: a run is about everybody
 */
export async function recordRun(action: IntendedAction, io: CommandIo, effect: () => Promise<void>): Promise<void> {
  if (io.access?.scopes !== undefined) throw new AppError('not-allowed', m.yourRoleShowsSomeAndRuns)
  const data = dataPath(undefined, io)
  if (!existsSync(auditFiles(join(data, 'audit')).records)) return effect()
  const keyring = join(data, 'snapshots', 'keyring.json')
  const audit = await openCommandAudit(data, createKeyring(keyring, io.secrets), io.access)
  await recordEffect(supervisedAudit(audit, { data, keyring }, io), action, effect)
}
