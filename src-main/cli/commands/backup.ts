import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { AppError } from '#shared/app-error.ts'
import { recordEffect } from '../../services/audit/record-effect.ts'
import { writeBackup } from '../../storage/backup/write-backup.ts'
import { writeBackupFile } from '../../storage/backup/write-backup-file.ts'
import { createInstanceLock } from '../../storage/files/instance-lock.ts'
import { portableKeyring } from '../../storage/keys/portable-keyring.ts'
import { createKeyring } from '../../storage/keys/keyring.ts'
import type { CliCommand } from '../terminal/command.ts'
import { openCommandAudit } from '../data/command-audit.ts'
import { dataPath } from '../data/open-data.ts'
import { diskError } from '../terminal/exit-codes.ts'
import { passphraseOptions, passphraseSourceOf, readPassphrase } from '../terminal/passphrase.ts'

const help = `Usage: populus backup --out FILE [--without-snapshots] [--data FOLDER] [--passphrase-file FILE]

Writes everything of a data folder into one encrypted file: keys, connections, worklist, drafts, settings, roles, measure
content, the audit log, and saved data. "populus restore" puts it into the data folder of any computer.

  --out FILE           the backup; it must not exist
  --without-snapshots  leave the saved data out, which can be exported again; the keys of the others are in it
  --data FOLDER        data folder (default: the one that Populus uses). Quit Populus first
  --passphrase-file FILE
                       read the passphrase from the first line of a file that only this account can read: the one that
                       protects the data, or a new one for the backup where a keychain protects them
  --passphrase-fd N    read it from the first line of file descriptor N
                       (default: the environment variable POPULUS_PASSPHRASE, when it is set)
  --json               print one JSON object in place of text
`

/** `populus backup`: one encrypted file with everything of a data folder. */
export const backupCommand: CliCommand = {
  name: 'backup',
  help,
  async run(args, io) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        out: { type: 'string' },
        'without-snapshots': { type: 'boolean', default: false },
        data: { type: 'string' },
        json: { type: 'boolean', default: false },
        ...passphraseOptions
      }
    })
    if (values.out === undefined) throw new AppError('invalid-input', 'Name the file of the backup with --out.')
    const target = resolve(values.out)
    if (existsSync(target))
      throw new AppError('invalid-input', 'The file of --out is there already. Choose another name.')
    const data = dataPath(values.data, io)
    const path = join(data, 'snapshots', 'keyring.json')
    const passphrase = await readPassphrase(passphraseSourceOf(values))
    const keyring = await portableKeyring({ path, secrets: io.secrets, passphrase })
    const lock = createInstanceLock(join(data, 'snapshots', 'instance.lock'))
    if (!(await lock.hold()))
      throw new AppError('not-allowed', 'Another Populus uses this data folder. Quit it, then make the backup.', {
        reason: 'in-use'
      })
    try {
      const audit = await openCommandAudit(data, createKeyring(path, io.secrets), io.access)
      const facts = { snapshots: !values['without-snapshots'] }
      const bytes = await recordEffect(
        audit,
        { action: 'backup.made', facts },
        () =>
          writeBackupFile(
            target,
            writeBackup({ data, keyring, passphrase, snapshots: !values['without-snapshots'] })
          ).catch((error: unknown) => {
            throw diskError(error)
          }),
        (written) => ({ ...facts, bytes: written })
      )
      io.out(
        values.json ? `${JSON.stringify({ bytes })}\n` : `Backup of ${bytes.toLocaleString('en-US')} bytes written.\n`
      )
      return 0
    } finally {
      await lock.release()
    }
  }
}
