import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { appendDurably, appendRotating } from '../../../src-main/storage/files/append-file.ts'
import { makePrivateFolder } from '../../../src-main/storage/files/private-folder.ts'
import { setFileAside } from '../../../src-main/storage/files/set-aside.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

describe('appending', () => {
  it('appends durably', async () => {
    const path = join(temporaryFolder(), 'a')
    await appendDurably(path, 'é1\n')
    await appendDurably(path, '2\n')
    expect(readFileSync(path, 'utf8')).toBe('é1\n2\n')
  })

  it('rotates by size and keeps so many old files, newest first', () => {
    const folder = temporaryFolder()
    const path = join(folder, 'a.log')
    for (let line = 0; line < 12; line += 1)
      appendRotating(path, `line ${String(line).padStart(2, '0')}\n`, { maxBytes: 20, keptFiles: 3 })
    expect(readdirSync(folder).sort()).toEqual(['a.log', 'a.log.1', 'a.log.2', 'a.log.3'])
    expect(readFileSync(path, 'utf8')).toBe('line 10\nline 11\n')
    expect(readFileSync(`${path}.1`, 'utf8')).toBe('line 08\nline 09\n')
    expect(readFileSync(`${path}.3`, 'utf8')).toBe('line 04\nline 05\n')
  })

  it('writes a line that is longer than a file may be', () => {
    const path = join(temporaryFolder(), 'a.log')
    appendRotating(path, 'x'.repeat(100), { maxBytes: 20, keptFiles: 1 })
    expect(readFileSync(path, 'utf8')).toHaveLength(100)
  })
})

describe('setting a file aside', () => {
  it('keeps the content under another name and says whether there was a file', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'a.json')
    await appendDurably(path, 'damaged')
    expect(await setFileAside(path, Date.UTC(2026, 10, 25))).toBe(true)
    expect(readdirSync(folder)).toEqual(['a.json.damaged-2026-11-25T00-00-00-000Z'])
    expect(await setFileAside(path, Date.UTC(2026, 10, 25))).toBe(false)
  })
})

describe('a private folder', () => {
  it.skipIf(process.platform === 'win32')('is closed to others, also when it existed and was open', async () => {
    const folder = join(temporaryFolder(), 'data')
    mkdirSync(folder, { mode: 0o755 })
    await makePrivateFolder(folder)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    await makePrivateFolder(join(folder, 'a', 'b'))
    expect(statSync(join(folder, 'a')).mode & 0o777).toBe(0o700)
  })
})
