import { mkdir, readdir, rename } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as v from 'valibot'
import { AppError } from '#shared/app-error.ts'
import { writeFileAtomically } from '../files/atomic-file.ts'
import { makePrivateFolder } from '../files/private-folder.ts'
import { readText } from '../files/read-text.ts'
import type { SealedBytes } from '../sealed/open-sealed.ts'
import { diskFiles } from '../sealed/store-files.ts'
import { damagedBackup } from './backup-format.ts'
import { readBackup } from './read-backup.ts'

const stagingName = 'restoring'
const Decision = v.object({ aside: v.pipe(v.string(), v.regex(/^set-aside-[0-9TZ-]+$/)) })
const decisionPath = (data: string): string => join(data, 'restore.json')

/**
 * Restores a backup into a data folder without saved data. Everything is read, checked and written to the disk beside the
 * data first; only then it is put in their place, which goes on at the next start when it is interrupted. So the folder
 * holds either nothing of the backup or all of it.
 * @param now milliseconds since 1970; names the folder for what was there before
 * @returns how many files there were
 * @throws AppError `not-allowed` where data are saved already, `unreadable-file`, `out-of-space`
 */
export async function restoreBackup(
  data: string,
  backup: SealedBytes,
  passphrase: string,
  now: number
): Promise<number> {
  await makePrivateFolder(data)
  await finishRestore(data)
  if (existsSync(join(data, 'snapshots', 'keyring.json')))
    throw new AppError(
      'not-allowed',
      'This data folder holds saved data already, which a restore would replace. Restore into another folder with --data.'
    )
  const staging = join(data, stagingName)
  await diskFiles.removeFolder(staging)
  await mkdir(staging, { mode: 0o700 })
  let files = 0
  let hasKeyring = false
  try {
    for await (const { path, bytes } of readBackup(backup, passphrase)) {
      await writeFile(join(staging, path), bytes)
      files += 1
      hasKeyring ||= path === 'snapshots/keyring.json'
    }
    if (!hasKeyring) throw damagedBackup()
  } catch (error) {
    await diskFiles.removeFolder(staging)
    throw error
  }
  const aside = `set-aside-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}`
  await writeFileAtomically(decisionPath(data), `${JSON.stringify({ aside })}\n`)
  await finishRestore(data)
  return files
}

async function writeFile(path: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const file = await diskFiles.create(path)
  try {
    for await (const piece of bytes) await file.write(piece)
    await file.sync()
  } finally {
    await file.close()
  }
}

/**
 * Goes on with a restore that was decided, and removes one that was not. Call it before anything of a data folder is
 * opened. What was in the place of a restored file or folder is set aside.
 */
export async function finishRestore(data: string): Promise<void> {
  const staging = join(data, stagingName)
  const text = await readText(decisionPath(data))
  const decision = v.safeParse(v.pipe(v.string(), v.parseJson(), Decision), text)
  if (decision.success) {
    const aside = join(data, decision.output.aside)
    for (const name of existsSync(staging) ? await readdir(staging) : []) {
      if (existsSync(join(data, name))) {
        await mkdir(aside, { recursive: true, mode: 0o700 })
        await rename(join(data, name), join(aside, name))
      }
      await rename(join(staging, name), join(data, name))
    }
    await diskFiles.syncFolder(data)
  }
  await diskFiles.removeFolder(staging)
  await diskFiles.remove(decisionPath(data))
}
