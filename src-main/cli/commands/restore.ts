import { cliCommandsMessages as m } from '#messages/cli/commands.ts'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import { errorCode } from '#shared/error-code.ts'
import { systemClock } from '../../ports/system.ts'
import { createInstanceLock } from '../../storage/files/instance-lock.ts'
import { restoreBackup } from '../../storage/backup/restore-backup.ts'
import type { SealedBytes } from '../../storage/sealed/open-sealed.ts'
import { createKeyring } from '../../storage/keys/keyring.ts'
import { diskFiles } from '../../storage/sealed/store-files.ts'
import { restoreDeclaration } from '../declarations/backup.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { openCommandAudit } from '../data/command-audit.ts'
import { dataPath } from '../data/open-data.ts'
import { diskError } from '../terminal/exit-codes.ts'
import { passphraseSourceOf, readPassphrase } from '../terminal/passphrase.ts'
import { untilSignal } from '../terminal/until-signal.ts'

/** `populus restore`: a data folder from a backup. */
export const restoreCommand = defineCommand(restoreDeclaration, async ({ values, positionals: { file } }, io) => {
  const data = dataPath(values.data, io)
  const passphrase = await readPassphrase(passphraseSourceOf(values))
  await refuseInUse(data)
  const backup = await openBackup(resolve(file))
  try {
    const files = await untilSignal(m.restoreCanceled, async (signal) => {
      const restored = await restoreBackup(data, backup, passphrase, systemClock.now(), signal)
      const keyring = createKeyring(join(data, 'snapshots', 'keyring.json'), undefined)
      await keyring.unlock(passphrase)
      try {
        const audit = await openCommandAudit(data, keyring, io.access)
        await audit.record({ action: 'backup.restored', outcome: 'success', facts: { files: restored } })
      } finally {
        keyring.lock()
      }
      return restored
    })
    io.out(values.json ? `${JSON.stringify({ files })}\n` : m.filesFilesRestored(files))
    return 0
  } finally {
    await backup.close()
  }
})

/** @throws AppError `not-allowed` while a Populus runs on the data folder */
async function refuseInUse(data: string): Promise<void> {
  const folder = join(data, 'snapshots')
  if (!existsSync(folder)) return
  const lock = createInstanceLock(join(folder, 'instance.lock'))
  if (!(await lock.hold()))
    throw new AppError('not-allowed', m.anotherPopulusUsesThisDataFolderQuit, {
      reason: 'in-use'
    })
  await lock.release()
}

async function openBackup(path: string): Promise<SealedBytes> {
  try {
    return await diskFiles.open(path)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') throw new AppError('not-found', m.thereIsNoBackupOfThat, { cause: error })
    throw diskError(error)
  }
}
