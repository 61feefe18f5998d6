import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readBackup } from '../../src-main/storage/backup/read-backup.ts'
import { finishRestore, restoreBackup } from '../../src-main/storage/backup/restore-backup.ts'
import { writeBackup } from '../../src-main/storage/backup/write-backup.ts'
import { portableKeyring } from '../../src-main/storage/keys/portable-keyring.ts'
import { createKeyring } from '../../src-main/storage/keys/keyring.ts'
import type { SealedBytes } from '../../src-main/storage/sealed/open-sealed.ts'
import { sealText, openText } from '../../src-main/storage/keys/sealed-text.ts'
import { quickKeyring, quickWork } from '../support/quick-keyring.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const passphrase = 'four unlikely words'
const now = Date.UTC(2026, 10, 27)
let data: string
let backup: Buffer

/** A data folder with a worklist, settings and a snapshot. */
beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'populus-test-'))
  for (const folder of ['snapshots/s-1', 'worklist', 'audit', 'logs', 'transient'])
    mkdirSync(join(data, folder), { recursive: true })
  const keyring = quickKeyring(join(data, 'snapshots', 'keyring.json'))
  await keyring.create(passphrase)
  writeFileSync(join(data, 'worklist', 'a.journal'), sealText('call Eve', 'worklist', keyring))
  writeFileSync(join(data, 'snapshots', 's-1', 'raw-0'), Buffer.alloc(700_000, 7))
  writeFileSync(join(data, 'snapshots', 'instance.lock'), 'mine')
  writeFileSync(join(data, 'settings.json'), '{"theme":"dark"}')
  writeFileSync(join(data, 'audit', 'audit.jsonl'), '{}\n')
  writeFileSync(join(data, 'logs', 'populus.log'), 'x')
  backup = await made({})
})

afterAll(() => rmSync(data, { recursive: true, force: true }))

async function made({ snapshots = true }: { readonly snapshots?: boolean }): Promise<Buffer> {
  const path = join(data, 'snapshots', 'keyring.json')
  const keyring = await portableKeyring({ path, secrets: undefined, passphrase, work: quickWork })
  const parts: Uint8Array[] = []
  for await (const part of writeBackup({ data, keyring, passphrase, snapshots, work: quickWork })) parts.push(part)
  return Buffer.concat(parts)
}

function bytesOf(content: Buffer): SealedBytes {
  return {
    size: content.length,
    read: async (offset, length) => content.subarray(offset, offset + length),
    close: async () => undefined
  }
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
}

describe('a backup', () => {
  it('restores everything that is no passing file, and opens with its passphrase', async () => {
    const target = temporaryFolder()
    expect(await restoreBackup(target, bytesOf(backup), passphrase, now)).toBe(5)
    expect(filesIn(target)).toEqual([
      'audit/audit.jsonl',
      'settings.json',
      'snapshots/keyring.json',
      'snapshots/s-1/raw-0',
      'worklist/a.journal'
    ])
    const keyring = createKeyring(join(target, 'snapshots', 'keyring.json'), undefined)
    await keyring.unlock(passphrase)
    expect(openText(readFileSync(join(target, 'worklist', 'a.journal')), 'worklist', keyring)).toBe('call Eve')
    expect(readFileSync(join(target, 'snapshots', 's-1', 'raw-0'))).toEqual(Buffer.alloc(700_000, 7))
  })

  it('has no text in the clear', () => {
    for (const text of ['call Eve', 'worklist', 'settings', 'keyring', 'dark'])
      expect(backup.includes(text)).toBe(false)
  })

  it('can leave the saved data out', async () => {
    const target = temporaryFolder()
    await restoreBackup(target, bytesOf(await made({ snapshots: false })), passphrase, now)
    expect(filesIn(target)).toContain('snapshots/keyring.json')
    expect(filesIn(target)).not.toContain('snapshots/s-1/raw-0')
  })

  it('opens with a passphrase where a keychain protects the data themselves', async () => {
    const folder = temporaryFolder()
    const secrets = {
      isSafe: async () => true,
      backend: () => 'test',
      seal: async (secret: string) => Buffer.from(secret),
      open: async (sealed: Uint8Array) => ({ secret: Buffer.from(sealed).toString(), stale: false })
    }
    const path = join(folder, 'keyring.json')
    const local = createKeyring(path, secrets)
    await local.create()
    const sealed = sealText('call Eve', 'worklist', local)
    const text = await portableKeyring({ path, secrets, passphrase, work: quickWork })
    await expect(portableKeyring({ path, secrets, passphrase: 'short', work: quickWork })).rejects.toMatchObject({
      code: 'invalid-input'
    })
    const moved = join(temporaryFolder(), 'keyring.json')
    writeFileSync(moved, text)
    const there = createKeyring(moved, undefined)
    await there.unlock(passphrase)
    expect(openText(sealed, 'worklist', there)).toBe('call Eve')
  })
})

describe('a restore', () => {
  it('names a backup of a newer format, and one that was changed after it was made', async () => {
    const head = backup.subarray(0, 256).toString().replace('POPULUS-BACKUP-1', 'POPULUS-BACKUP-2')
    const newer = Buffer.concat([Buffer.from(head), backup.subarray(256)])
    await expect(restoreBackup(temporaryFolder(), bytesOf(newer), passphrase, now)).rejects.toThrow(
      /made by a newer version of Populus/
    )
    // Noise is not compressed, so that there is more than the first frame.
    writeFileSync(join(data, 'snapshots', 's-1', 'raw-1'), randomBytes(1_200_000))
    const changed = await made({})
    rmSync(join(data, 'snapshots', 's-1', 'raw-1'))
    changed[changed.length - 1]! ^= 1
    await expect(restoreBackup(temporaryFolder(), bytesOf(changed), passphrase, now)).rejects.toThrow(
      /changed or cut after it was made/
    )
  })

  async function failing(content: Buffer, word = passphrase): Promise<string> {
    const target = temporaryFolder()
    writeFileSync(join(target, 'settings.json'), '{"theme":"light"}')
    await expect(restoreBackup(target, bytesOf(content), word, now)).rejects.toMatchObject({ code: 'unreadable-file' })
    return target
  }

  it('notices any changed byte, and leaves nothing behind', async () => {
    const places = [
      ...Array.from({ length: 40 }, (_, index) => index * 7),
      ...Array.from({ length: 60 }, (_, index) => 256 + Math.floor((index * (backup.length - 257)) / 59))
    ]
    for (const place of places) {
      const changed = Buffer.from(backup)
      changed[place]! ^= 1
      // A blank of the head is no content; another sign in its place is no JSON.
      const target = await failing(changed)
      expect(filesIn(target)).toEqual(['settings.json'])
    }
  })

  it('notices that it was cut, lengthened or put together from two', async () => {
    const another = await made({ snapshots: false })
    for (const content of [
      backup.subarray(0, 10),
      backup.subarray(0, 256),
      backup.subarray(0, 300),
      backup.subarray(0, backup.length - 1),
      Buffer.concat([backup, Buffer.from('x')]),
      Buffer.concat([backup.subarray(0, 256), another.subarray(256)]),
      Buffer.concat([backup, another.subarray(256)])
    ])
      expect(filesIn(await failing(content))).toEqual(['settings.json'])
  })

  it('refuses a wrong passphrase, and a folder that holds saved data', async () => {
    expect(filesIn(await failing(backup, 'four other words'))).toEqual(['settings.json'])
    await expect(restoreBackup(data, bytesOf(backup), passphrase, now)).rejects.toMatchObject({ code: 'not-allowed' })
  })

  it('sets aside what was there, and is decided at one moment', async () => {
    const target = temporaryFolder()
    writeFileSync(join(target, 'settings.json'), '{"theme":"light"}')
    mkdirSync(join(target, 'audit'))
    writeFileSync(join(target, 'audit', 'audit.jsonl'), 'earlier\n')
    await restoreBackup(target, bytesOf(backup), passphrase, now)
    expect(readFileSync(join(target, 'settings.json'), 'utf8')).toBe('{"theme":"dark"}')
    const aside = join(target, 'set-aside-2026-11-27T00-00-00-000Z')
    expect(readFileSync(join(aside, 'settings.json'), 'utf8')).toBe('{"theme":"light"}')
    expect(readFileSync(join(aside, 'audit', 'audit.jsonl'), 'utf8')).toBe('earlier\n')
  })

  it('sets aside what it has nothing in the place of, which its keys do not open', async () => {
    const target = temporaryFolder()
    mkdirSync(join(target, 'drafts'))
    for (const name of ['roles.sealed', 'opt-outs.sealed', 'drafts/sql.draft'])
      writeFileSync(join(target, name), 'lost')
    await restoreBackup(target, bytesOf(backup), passphrase, now)
    expect(filesIn(target).filter((name) => /sealed$|draft$/.test(name))).toEqual(
      ['drafts/sql.draft', 'opt-outs.sealed', 'roles.sealed'].map(
        (name) => `set-aside-2026-11-27T00-00-00-000Z/${name}`
      )
    )
  })

  it('has the head of a journal before the journal, to which something may be added meanwhile', async () => {
    const paths: string[] = []
    const names = ['journal.sealed', 'journal.sealed.head', 'key']
    for (const name of names) writeFileSync(join(data, 'worklist', name), name)
    for await (const { path, bytes } of readBackup(bytesOf(await made({})), passphrase)) {
      for await (const _ of bytes);
      if (path.startsWith('worklist/journal')) paths.push(path)
    }
    for (const name of names) rmSync(join(data, 'worklist', name))
    expect(paths).toEqual(['worklist/journal.sealed.head', 'worklist/journal.sealed'])
  })

  it('goes on after an interruption once it was decided, and is forgotten before', async () => {
    const before = temporaryFolder()
    mkdirSync(join(before, 'restoring', 'worklist'), { recursive: true })
    writeFileSync(join(before, 'restoring', 'worklist', 'a.journal'), 'half')
    await finishRestore(before)
    expect(readdirSync(before)).toEqual([])

    const after = temporaryFolder()
    mkdirSync(join(after, 'restoring', 'worklist'), { recursive: true })
    writeFileSync(join(after, 'restoring', 'worklist', 'a.journal'), 'whole')
    // The settings were moved already, the worklist was set aside and not replaced.
    writeFileSync(join(after, 'settings.json'), 'restored')
    mkdirSync(join(after, 'set-aside-2026', 'worklist'), { recursive: true })
    writeFileSync(join(after, 'restore.json'), '{"aside":"set-aside-2026"}')
    await finishRestore(after)
    expect(readFileSync(join(after, 'worklist', 'a.journal'), 'utf8')).toBe('whole')
    expect(readFileSync(join(after, 'settings.json'), 'utf8')).toBe('restored')
    expect(existsSync(join(after, 'restore.json'))).toBe(false)
    expect(existsSync(join(after, 'restoring'))).toBe(false)
  })
})
