import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { auditFiles } from '../../services/audit/audit-files.ts'
import { recordEffect, type IntendedAction } from '../../services/audit/record-effect.ts'
import { createKeyring } from '../../storage/keys/keyring.ts'
import { openCommandAudit } from '../data/command-audit.ts'
import { dataPath } from '../data/open-data.ts'
import { supervisedAudit } from '../data/unfinished-intents.ts'
import type { CommandIo } from '../terminal/command.ts'

/** Does something with data of a cluster between two records in the audit log that Populus uses, where there is one. */
export async function recordRun(action: IntendedAction, io: CommandIo, effect: () => Promise<void>): Promise<void> {
  const data = dataPath(undefined, io)
  if (!existsSync(auditFiles(join(data, 'audit')).records)) return effect()
  const keyring = join(data, 'snapshots', 'keyring.json')
  const audit = await openCommandAudit(data, createKeyring(keyring, io.secrets), io.access)
  await recordEffect(supervisedAudit(audit, { data, keyring }, io), action, effect)
}
