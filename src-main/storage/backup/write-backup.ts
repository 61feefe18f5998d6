import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { passphraseKey, type PassphraseWork } from '../keys/passphrase-key.ts'
import { createSealer, type Sealer } from '../sealed/seal-stream.ts'
import { fileSize } from '../files/file-size.ts'
import { diskFiles } from '../sealed/store-files.ts'
import { gonePrefix, newPrefix } from '../snapshots/snapshot-layout.ts'
import { backupPurpose, entryHead, makeBackupHead } from './backup-format.ts'

/** What {@link writeBackup} needs. */
export interface BackupOptions {
  /** Absolute path of the data folder. */
  readonly data: string
  /** Text of the keyring in the backup; it opens with the same passphrase. */
  readonly keyring: string
  readonly passphrase: string
  /** Saved data are in the backup, and not only what cannot be exported again. */
  readonly snapshots: boolean
  readonly work?: PassphraseWork | undefined
  /** Called when everything is written that has to be of one moment: nobody may write to the audit log before. */
  readonly onSettled?: (() => void) | undefined
  /** Called with the bytes of files that were read so far. */
  readonly onRead?: ((bytes: number) => void) | undefined
}

/**
 * Folders and files of a data folder that are in a backup. Files come first, then folders in this order: those that the
 * audit log vouches for before the large ones.
 */
export const backupContents = [
  'audit',
  'governance',
  'connections',
  'worklist',
  'published',
  'drafts',
  'content',
  'exports',
  'snapshots',
  'audit-anchor.json',
  'settings.json',
  'roles.sealed',
  'opt-outs.sealed',
  'match-decisions.sealed',
  'record-rules.sealed',
  'definitions.sealed',
  'publishers.sealed'
] as const
/** Folders whose files never change once they are written, or stand for themselves. */
const settledBefore = 'content'
const keyringPath = 'snapshots/keyring.json'
/** Locks, drafts of writers, what an interrupted run goes on from, and what another computer makes again. */
const passing = /(?:^|\/)(?:[^/]*\.lock|\..*\.tmp|instance\.lock|[^/]*\.next|unfinished\.sealed)$/
/** Folders of snapshots that are not there yet, or no more. */
const passingSnapshot = new RegExp(`^snapshots/(?:${newPrefix}|${gonePrefix})[^/]*$`)
const pieceBytes = 1024 * 1024

/**
 * The bytes of a backup, in order: the files that are there when it begins. What is added later, and snapshots that are being
 * saved or deleted, are no part of it. A file that goes away meanwhile ends it with the error of the file system.
 */
export async function* writeBackup(options: BackupOptions): AsyncGenerator<Uint8Array> {
  const { data, passphrase, work } = options
  const { salt, bytes } = makeBackupHead(work)
  const key = await passphraseKey(passphrase, salt)
  let finished = false
  const sealer = createSealer({ key, purpose: backupPurpose(bytes) })
  try {
    yield bytes
    let files = 0
    let settled = false
    let read = 0
    const onRead = (count: number): void => options.onRead?.((read += count))
    for (const path of await pathsOf(options)) {
      if (!settled && isBulk(path)) {
        settled = true
        options.onSettled?.()
      }
      yield* path === keyringPath
        ? sealText(sealer, path, options.keyring)
        : sealFile(sealer, join(data, path), path, onRead)
      files += 1
    }
    yield* frames(sealer.update(entryHead({ files })))
    yield* frames(sealer.finish())
    finished = true
  } finally {
    if (!finished) sealer.drop()
    key.fill(0)
  }
}

async function* frames(made: readonly Promise<Buffer>[]): AsyncGenerator<Uint8Array> {
  for (const frame of made) yield await frame
}

async function* sealText(sealer: Sealer, path: string, text: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  yield* frames(sealer.update(entryHead({ path, bytes: bytes.length })))
  yield* frames(sealer.update(bytes))
}

async function* sealFile(
  sealer: Sealer,
  from: string,
  path: string,
  onRead: (count: number) => void
): AsyncGenerator<Uint8Array> {
  const file = await diskFiles.open(from)
  try {
    yield* frames(sealer.update(entryHead({ path, bytes: file.size })))
    for (let index = 0; index < file.size; index += pieceBytes) {
      const piece = await file.read(index, pieceBytes)
      if (piece.length < Math.min(pieceBytes, file.size - index)) throw new Error('a file became shorter')
      onRead(piece.length)
      yield* frames(sealer.update(piece))
    }
  } finally {
    await file.close()
  }
}

function isBulk(path: string): boolean {
  const [top = ''] = path.split('/')
  return path.includes('/') && orderOf(top) >= orderOf(settledBefore)
}

/** Bytes of the files that a backup holds. */
export async function countBackupBytes(options: Pick<BackupOptions, 'data' | 'snapshots'>): Promise<number> {
  let bytes = 0
  for (const path of await pathsOf(options)) bytes += (await fileSize(join(options.data, path))) ?? 0
  return bytes
}

function orderOf(name: string): number {
  return (backupContents as readonly string[]).indexOf(name)
}

/**
 * The head of a journal before the journal: what is added to that meanwhile is then more than the head knows, which is no finding. The
 * other way round records would be missing that the head knows.
 */
function inOrder(name: string): string {
  return name.endsWith('.head') ? `${name.slice(0, -'.head'.length)} ` : `${name}!`
}

/** Paths of the files, relative to the data folder, with `/`. */
async function pathsOf({ data, snapshots }: Pick<BackupOptions, 'data' | 'snapshots'>): Promise<readonly string[]> {
  const found: string[] = []
  const walk = async (path: string): Promise<void> => {
    const entries = await readdir(join(data, path), { withFileTypes: true })
    for (const entry of entries.sort((a, b) => (inOrder(a.name) < inOrder(b.name) ? -1 : 1))) {
      const entryPath = `${path}/${entry.name}`
      if (entry.isDirectory() && !passingSnapshot.test(entryPath)) await walk(entryPath)
      else if (entry.isFile() && !passing.test(entryPath)) found.push(entryPath)
    }
  }
  const top = (await readdir(data, { withFileTypes: true }))
    .filter(({ name }) => orderOf(name) >= 0)
    .sort((a, b) => orderOf(a.name) - orderOf(b.name))
  for (const { name } of top.filter((entry) => entry.isFile())) found.push(name)
  for (const { name } of top.filter((entry) => entry.isDirectory())) {
    if (name !== 'snapshots' || snapshots) await walk(name)
    else found.push(keyringPath)
  }
  return found
}
