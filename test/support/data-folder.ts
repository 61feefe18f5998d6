import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../../src-main/ports/system.ts'
import { openSnapshotFolder } from '../../src-main/services/snapshots/snapshot-folder.ts'
import { memoryLog } from './memory-log.ts'
import { quickWork } from './quick-keyring.ts'
import { keepTexts } from './snapshot-store.ts'

/**
 * Begins a data folder with one snapshot under a passphrase.
 * @param data absolute path
 * @param texts raw files by name
 * @returns the id of the snapshot
 */
export async function beginDataFolder(
  data: string,
  passphrase: string,
  label: string,
  texts: Readonly<Record<string, string>>
): Promise<string> {
  const folder = join(data, 'snapshots')
  mkdirSync(folder, { recursive: true })
  const opened = await openSnapshotFolder({
    folder,
    secrets: undefined,
    work: quickWork,
    clock: systemClock,
    log: memoryLog()
  })
  await opened.keyring.create(passphrase)
  const id = await keepTexts(await opened.store.begin(0), label, texts)
  await opened.release()
  return id
}
