import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { writeBackupFile } from '../../../src-main/storage/backup/write-backup-file.ts'
import { setFileAside } from '../../../src-main/storage/files/set-aside.ts'
import { diskFiles } from '../../../src-main/storage/sealed/store-files.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** Renames that fail before one succeeds, as where a virus scanner holds a file. */
const held = vi.hoisted(() => ({ times: 0 }))
vi.mock('node:fs/promises', async (load) => {
  const disk = await load<typeof import('node:fs/promises')>()
  return {
    ...disk,
    async rename(from: string, to: string) {
      if (held.times-- > 0) throw Object.assign(new Error('held'), { code: 'EPERM' })
      await disk.rename(from, to)
    }
  }
})

describe('a file that another program holds for a moment', () => {
  beforeEach(() => {
    held.times = 3
  })

  it('is renamed all the same, as is a folder', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'new-1'))
    writeFileSync(join(folder, 'new-1', 'key'), 'x')
    await diskFiles.rename(join(folder, 'new-1'), join(folder, '1'))
    expect(readdirSync(folder)).toEqual(['1'])
  })

  it('is set aside', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'settings.json'), 'damaged')
    expect(await setFileAside(join(folder, 'settings.json'), 0)).toBe(true)
    expect(readdirSync(folder)).toEqual(['settings.json.damaged-1970-01-01T00-00-00-000Z'])
  })

  it('becomes the file of a backup', async () => {
    const path = join(temporaryFolder(), 'a.populus-backup')
    expect(await writeBackupFile(path, piecesOf('backup'))).toBe(6)
    expect(readFileSync(path, 'utf8')).toBe('backup')
  })
})

async function* piecesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}
