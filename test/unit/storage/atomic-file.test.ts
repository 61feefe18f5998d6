import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { open, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  sweepDataFolder,
  sweepLeftovers,
  updateFileAtomically,
  writeFileAtomically,
  type AtomicFileSystem
} from '../../../src-main/storage/files/atomic-file.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

type Call = 'open' | 'writeFile' | 'sync' | 'close' | 'rename'

/** The real file system, except that chosen calls fail; records the calls in order. */
function failingFiles(
  fails: (call: Call, count: number) => string | undefined
): AtomicFileSystem & { calls: string[] } {
  const calls: string[] = []
  const counts = new Map<Call, number>()
  const check = (call: Call, what: string): void => {
    const count = (counts.get(call) ?? 0) + 1
    counts.set(call, count)
    calls.push(what)
    const code = fails(call, count)
    if (code !== undefined) throw Object.assign(new Error(`${call} failed`), { code })
  }
  return {
    calls,
    async open(path, flags, mode) {
      const target = flags === 'r' ? 'folder' : 'file'
      check('open', `open ${target}`)
      const handle = await open(path, flags, mode)
      return {
        async writeFile(data) {
          // A full disk takes a part before it refuses.
          if (fails('writeFile', 1) !== undefined) await handle.writeFile(data.slice(0, 3))
          check('writeFile', 'write')
          await handle.writeFile(data)
        },
        async sync() {
          check('sync', `sync ${target}`)
          await handle.sync()
        },
        async close() {
          await handle.close()
          check('close', `close ${target}`)
        }
      }
    },
    async rename(from, to) {
      check('rename', 'rename')
      await rename(from, to)
    },
    unlink,
    pause: async () => {
      calls.push('pause')
    },
    syncsFolders: true
  }
}

describe('writing a file atomically', () => {
  it('replaces the content and leaves nothing else behind', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'a.json')
    await writeFileAtomically(path, 'old')
    await writeFileAtomically(path, 'new')
    expect(readFileSync(path, 'utf8')).toBe('new')
    expect(readdirSync(folder)).toEqual(['a.json'])
  })

  it('synchronizes the file before the rename and the folder after it', async () => {
    const files = failingFiles(() => undefined)
    await writeFileAtomically(join(temporaryFolder(), 'a.json'), 'new', files)
    expect(files.calls).toEqual([
      'open file',
      'write',
      'sync file',
      'close file',
      'rename',
      'open folder',
      'sync folder',
      'close folder'
    ])
  })

  it.each<readonly [Call, string]>([
    ['open', 'EACCES'],
    ['writeFile', 'ENOSPC'],
    ['sync', 'EIO'],
    ['close', 'EIO'],
    ['rename', 'EROFS']
  ])('keeps the old content and no temporary file when %s fails', async (call, code) => {
    const folder = temporaryFolder()
    const path = join(folder, 'a.json')
    writeFileSync(path, 'old')
    const files = failingFiles((name, count) => (name === call && count === 1 ? code : undefined))
    await expect(writeFileAtomically(path, 'new content', files)).rejects.toMatchObject({ code })
    expect(readFileSync(path, 'utf8')).toBe('old')
    expect(readdirSync(folder)).toEqual(['a.json'])
  })

  it.each(['EPERM', 'EBUSY', 'EACCES'])('tries the rename again after %s', async (code) => {
    const path = join(temporaryFolder(), 'a.json')
    const files = failingFiles((name, count) => (name === 'rename' && count < 5 ? code : undefined))
    await writeFileAtomically(path, 'new', files)
    expect(readFileSync(path, 'utf8')).toBe('new')
    expect(files.calls.filter((call) => call === 'pause')).toHaveLength(4)
  })

  it('gives up when the file stays locked', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'a.json')
    writeFileSync(path, 'old')
    const files = failingFiles((name) => (name === 'rename' ? 'EBUSY' : undefined))
    await expect(writeFileAtomically(path, 'new', files)).rejects.toMatchObject({ code: 'EBUSY' })
    expect(readdirSync(folder)).toEqual(['a.json'])
  })

  it('keeps the order of writes to one path, also after one that failed', async () => {
    const path = join(temporaryFolder(), 'a.json')
    const slow = failingFiles((name) => (name === 'sync' ? 'EIO' : undefined))
    const failed = writeFileAtomically(path, 'broken', slow)
    const writes = ['one', 'two', 'three'].map((text) => writeFileAtomically(path, text))
    await expect(failed).rejects.toMatchObject({ code: 'EIO' })
    await Promise.all(writes)
    expect(readFileSync(path, 'utf8')).toBe('three')
  })

  it('lets no write come between the content that an update sees and the one that it puts in its place', async () => {
    const path = join(temporaryFolder(), 'file')
    const marked = (content: Buffer): Buffer => Buffer.concat([content, Buffer.from('!')])
    writeFileSync(path, 'first')
    await Promise.all([
      updateFileAtomically(path, marked),
      writeFileAtomically(path, 'second'),
      updateFileAtomically(path, marked)
    ])
    expect(readFileSync(path, 'utf8')).toBe('second!')
    expect(await updateFileAtomically(path, () => undefined)).toBe(false)
    expect(readFileSync(path, 'utf8')).toBe('second!')
    await expect(updateFileAtomically(`${path}.other`, marked)).rejects.toMatchObject({ code: 'ENOENT' })
    expect(existsSync(`${path}.other`)).toBe(false)
  })

  it('is readable by nobody else', async () => {
    const path = join(temporaryFolder(), 'a.json')
    await writeFileAtomically(path, 'new')
    const handle = await open(path)
    const { mode } = await handle.stat()
    await handle.close()
    if (process.platform === 'win32') expect(existsSync(path)).toBe(true)
    else expect(mode & 0o777).toBe(0o600)
  })
})

describe('sweeping leftovers', () => {
  it('removes old temporary files of this path only', async () => {
    const folder = temporaryFolder()
    const now = Date.now()
    const put = (name: string, ageMs: number): void => {
      writeFileSync(join(folder, name), '')
      const time = new Date(now - ageMs)
      utimesSync(join(folder, name), time, time)
    }
    put('.a.json.old.tmp', 600_000)
    put('.a.json.fresh.tmp', 0)
    put('.b.json.old.tmp', 600_000)
    put('a.json', 600_000)
    await sweepLeftovers(join(folder, 'a.json'), now)
    expect(readdirSync(folder).sort()).toEqual(['.a.json.fresh.tmp', '.b.json.old.tmp', 'a.json'])
  })

  it('removes those of every file in a data folder and its folders, and nothing else', async () => {
    const data = temporaryFolder()
    const now = Date.now()
    const put = (path: string, ageMs: number): void => {
      writeFileSync(join(data, path), '')
      const time = new Date(now - ageMs)
      utimesSync(join(data, path), time, time)
    }
    for (const folder of ['', 'audit']) {
      if (folder !== '') mkdirSync(join(data, folder))
      put(join(folder, '.head.json.B53TgD0p08nj.tmp'), 600_000)
      put(join(folder, '.head.json.fresh0000000.tmp'), 0)
      put(join(folder, '.hidden.tmp'), 600_000)
      put(join(folder, 'head.json'), 600_000)
    }
    await sweepDataFolder(data, now)
    const left = ['.head.json.fresh0000000.tmp', '.hidden.tmp', 'head.json']
    expect(readdirSync(data).sort()).toEqual([...left.slice(0, 2), 'audit', left[2]])
    expect(readdirSync(join(data, 'audit')).sort()).toEqual(left)
  })
})
