import { storageMessages as m } from '#messages/storage.ts'
import { mkdir, readdir } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as v from 'valibot'
import { AppError } from '#shared/app-error.ts'
import { writeFileAtomically } from '../files/atomic-file.ts'
import { createInstanceLock } from '../files/instance-lock.ts'
import { renamePatiently } from '../files/patient-rename.ts'
import { makePrivateFolder } from '../files/private-folder.ts'
import { readText } from '../files/read-text.ts'
import type { SealedBytes } from '../sealed/open-sealed.ts'
import { diskFiles } from '../sealed/store-files.ts'
import { tamperedBackup } from './backup-format.ts'
import { readBackup } from './read-backup.ts'
import { backupContents } from './write-backup.ts'
import { makeFolders } from '../files/make-folders.ts'

/** Folder of a data folder for a checked backup that is not restored yet. */
export const stagingName = 'restoring'
const keyringPath = 'snapshots/keyring.json'
const Decision = v.object({
  aside: v.pipe(v.string(), v.regex(/^set-aside-[0-9TZ-]+$/)),
  /** What the backup has nothing in the place of, and is set aside as well. */
  also: v.optional(v.array(v.picklist(backupContents)), [])
})
const decisionPath = (data: string): string => join(data, 'restore.json')

/** What a backup holds. */
export interface StagedBackup {
  readonly files: number
  readonly bytes: number
  readonly snapshots: number
  readonly connections: number
}

/**
 * Restores a backup into a data folder without saved data. Everything is read, checked and written to the disk next to the
 * data first; only then it is put in their place, which goes on at the next start when it is interrupted. So the folder
 * holds either nothing of the backup or all of it.
 * @param now milliseconds since 1970; names the folder for what was there before
 * @param signal ends it before that, with its reason; nothing is left then
 * @returns how many files there were
 * @throws AppError `not-allowed` where data are saved already, `unreadable-file`, `out-of-space`
 */
export async function restoreBackup(
  data: string,
  backup: SealedBytes,
  passphrase: string,
  now: number,
  signal?: AbortSignal
): Promise<number> {
  await makePrivateFolder(data)
  await finishRestore(data)
  if (existsSync(join(data, keyringPath))) throw new AppError('not-allowed', m.thisDataFolderHoldsSavedData)
  const { files } = await stageRestore(data, backup, passphrase, signal)
  await decideRestore(data, now)
  await finishRestore(data)
  return files
}

/**
 * Reads a backup, checks all of it, and writes it next to the data, which stay as they are. What was staged before is gone.
 * @param signal ends it, with its reason
 * @throws AppError `unreadable-file`, `not-supported`, `out-of-space`; nothing stays staged then
 */
export async function stageRestore(
  data: string,
  backup: SealedBytes,
  passphrase: string,
  signal?: AbortSignal
): Promise<StagedBackup> {
  const staging = join(data, stagingName)
  await withdrawRestore(data)
  await mkdir(staging, { mode: 0o700 })
  const counted = { files: 0, bytes: 0, connections: 0 }
  const snapshots = new Set<string>()
  let hasKeyring = false
  try {
    for await (const { path, bytes } of readBackup(backup, passphrase)) {
      counted.bytes += await writeFile(join(staging, path), bytes, signal)
      counted.files += 1
      hasKeyring ||= path === keyringPath
      const [top, name, file] = path.split('/')
      if (top === 'snapshots' && name !== undefined && file !== undefined) snapshots.add(name)
      if (top === 'connections' && name?.endsWith('.json') === true && name !== 'vendors.json') counted.connections += 1
    }
    if (!hasKeyring) throw tamperedBackup()
    signal?.throwIfAborted()
  } catch (error) {
    await diskFiles.removeFolder(staging)
    throw error
  }
  return { ...counted, snapshots: snapshots.size }
}

/**
 * Decides that what is staged takes the place of the data at the next start. Everything that a backup could hold is set
 * aside then, so that nothing of the old data mixes with the backup.
 * @param now milliseconds since 1970
 * @returns absolute path of the folder that will hold the current data
 * @throws AppError `not-found` where nothing is staged
 */
export async function decideRestore(data: string, now: number): Promise<string> {
  const staging = join(data, stagingName)
  if (!existsSync(join(staging, keyringPath))) throw new AppError('not-found', m.thereIsNoCheckedBackupTo)
  const aside = asideName(now)
  const also = backupContents.filter((name) => existsSync(join(data, name)) && !existsSync(join(staging, name)))
  await decide(data, { aside, also })
  return join(data, aside)
}

/** Whether a restore was decided, and waits for the next start. */
export function isRestoreDecided(data: string): boolean {
  return existsSync(decisionPath(data))
}

/** Forgets what was decided or staged; the data stay as they are. */
export async function withdrawRestore(data: string): Promise<void> {
  await diskFiles.remove(decisionPath(data))
  await diskFiles.removeFolder(join(data, stagingName))
}

function asideName(now: number): string {
  return `set-aside-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}`
}

async function decide(data: string, decision: v.InferOutput<typeof Decision>): Promise<void> {
  await writeFileAtomically(decisionPath(data), `${JSON.stringify(decision)}\n`)
}

async function writeFile(
  path: string,
  bytes: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined
): Promise<number> {
  await makeFolders(dirname(path))
  const file = await diskFiles.create(path)
  let written = 0
  try {
    for await (const piece of bytes) {
      signal?.throwIfAborted()
      await file.write(piece)
      written += piece.length
    }
    await file.sync()
    return written
  } finally {
    await file.close()
  }
}

/**
 * Goes on with a restore that was decided, and removes one that was not. Call it before anything of a data folder is
 * opened. What was in the place of a restored file or folder is set aside.
 * @returns whether a backup was restored; not while another process has the data
 */
export async function finishRestore(data: string): Promise<boolean> {
  const staging = join(data, stagingName)
  const text = await readText(decisionPath(data))
  if (text === undefined && !existsSync(staging)) return false
  if (!(await isFree(data))) return false
  const decision = v.safeParse(v.pipe(v.string(), v.parseJson(), Decision), text)
  if (decision.success) {
    const aside = join(data, decision.output.aside)
    const setAside = async (name: string): Promise<void> => {
      if (!existsSync(join(data, name))) return
      await makeFolders(aside)
      await renamePatiently(join(data, name), join(aside, name))
    }
    for (const name of decision.output.also) await setAside(name)
    for (const name of existsSync(staging) ? await readdir(staging) : []) {
      await setAside(name)
      await renamePatiently(join(staging, name), join(data, name))
    }
    await diskFiles.syncFolder(data)
  }
  await withdrawRestore(data)
  return decision.success
}

/** Whether no other process has the data. */
async function isFree(data: string): Promise<boolean> {
  const folder = join(data, 'snapshots')
  if (!existsSync(folder)) return true
  const lock = createInstanceLock(join(folder, 'instance.lock'))
  if (!(await lock.hold())) return false
  await lock.release()
  return true
}
