import { cliCommandsMessages as m } from '#messages/cli/commands.ts'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import { activeLocale } from '#shared/messages/locale.ts'
import { recordEffect } from '../../services/audit/record-effect.ts'
import { writeBackup } from '../../storage/backup/write-backup.ts'
import { createInstanceLock } from '../../storage/files/instance-lock.ts'
import { portableKeyring } from '../../storage/keys/portable-keyring.ts'
import { createKeyring } from '../../storage/keys/keyring.ts'
import { backupDeclaration } from '../declarations/backup.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { openCommandAudit } from '../data/command-audit.ts'
import { dataPath } from '../data/open-data.ts'
import { passphraseSourceOf, readPassphrase } from '../terminal/passphrase.ts'
import { partsUntil, untilSignal } from '../terminal/until-signal.ts'
import { openOutput } from './output-file.ts'

/** `populus backup`: one encrypted file with everything of a data folder. */
export const backupCommand = defineCommand(backupDeclaration, async ({ values }, io) => {
  // A backup is encrypted.
  const output = await openOutput(values.out, undefined, io)
  const data = dataPath(values.data, io)
  const path = join(data, 'snapshots', 'keyring.json')
  if (!existsSync(path)) throw new AppError('not-found', m.nothingIsSavedInTheDataFolder)
  const passphrase = await readPassphrase(passphraseSourceOf(values))
  const keyring = await portableKeyring({ path, secrets: io.secrets, passphrase })
  const lock = createInstanceLock(join(data, 'snapshots', 'instance.lock'))
  if (!(await lock.hold()))
    throw new AppError('not-allowed', m.anotherPopulusUsesThisDataFolder, {
      reason: 'in-use'
    })
  try {
    const audit = await openCommandAudit(data, createKeyring(path, io.secrets), io.access)
    const facts = { snapshots: !values['without-snapshots'] }
    const parts = writeBackup({ data, keyring, passphrase, snapshots: !values['without-snapshots'] })
    const bytes = await untilSignal(m.backupCanceled, (signal) =>
      recordEffect(
        audit,
        { action: 'backup.made', facts },
        () => output.write(partsUntil(parts, signal)),
        (written) => ({ ...facts, bytes: written })
      )
    )
    io.out(values.json ? `${JSON.stringify({ bytes })}\n` : m.backupOfBytesWritten(bytes.toLocaleString(activeLocale)))
    return 0
  } finally {
    await lock.release()
  }
})
