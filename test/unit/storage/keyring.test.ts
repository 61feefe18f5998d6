import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { SecretsPort } from '../../../src-main/ports/host.ts'
import { createKeyring } from '../../../src-main/storage/keys/keyring.ts'
import { passphraseKey, passphraseWork } from '../../../src-main/storage/keys/passphrase-key.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { quickKeyring } from '../../support/quick-keyring.ts'

const passphrase = 'four unlikely words together'

/** A keychain that turns bytes around. */
function keychain(
  options: { readonly safe?: boolean; stale?: boolean } = {}
): SecretsPort & { readonly seals: number } {
  let seals = 0
  return {
    get seals() {
      return seals
    },
    isSafe: async () => options.safe ?? true,
    backend: () => 'gnome_libsecret',
    async seal(secret) {
      seals += 1
      return Buffer.from(secret).reverse()
    },
    async open(sealed) {
      return { secret: Buffer.from(sealed).reverse().toString(), stale: options.stale ?? false }
    }
  }
}

describe('scrypt', () => {
  it('gives the result of an example of RFC 7914 §12', async () => {
    const key = await passphraseKey('password', { N: 1024, r: 8, p: 16, salt: Buffer.from('NaCl').toString('base64') })
    expect(key.toString('hex')).toBe('fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162')
  })

  it('does not depend on how a letter is composed', async () => {
    const salt = { N: 1024, r: 8, p: 1, salt: 'AAAA' }
    expect(await passphraseKey('Zo\u00eb', salt)).toEqual(await passphraseKey('Zoe\u0308', salt))
  })

  it('costs 128 MB a guess', () => {
    expect(128 * passphraseWork.N * passphraseWork.r).toBe(128 * 1024 * 1024)
  })
})

describe('a keyring with a passphrase', () => {
  it('opens with the passphrase only, and keeps neither it nor the key', async () => {
    const path = join(temporaryFolder(), 'keyring.json')
    const ring = createKeyring(path, undefined)
    expect(await ring.state()).toEqual({ state: 'absent', by: 'passphrase' })
    await ring.create(passphrase)
    expect(await ring.state()).toEqual({ state: 'open', by: 'passphrase' })
    const { key, wrapped } = ring.makeKey('snapshot')

    const later = quickKeyring(path)
    expect(await later.state()).toEqual({ state: 'locked', by: 'passphrase' })
    expect(() => later.openKey(wrapped, 'snapshot')).toThrow(/locked/)
    await expect(later.unlock('four unlikely words apart')).rejects.toMatchObject({
      code: 'not-allowed',
      retryable: true
    })
    expect((await later.state()).state).toBe('locked')
    await later.unlock(passphrase)
    expect(later.openKey(wrapped, 'snapshot').equals(key)).toBe(true)
    expect(() => later.openKey(wrapped, 'another snapshot')).toThrow(/gone or damaged/)

    const text = readFileSync(path, 'utf8')
    expect(text).not.toContain(passphrase)
    expect(text).not.toContain(key.toString('base64'))
    expect(JSON.parse(text)).toMatchObject({ by: 'passphrase', N: 131072, r: 8, p: 1 })
    later.lock()
    expect((await later.state()).state).toBe('locked')
  })

  it('refuses a short passphrase, a second keyring, and a damaged file', async () => {
    const path = join(temporaryFolder(), 'keyring.json')
    const ring = quickKeyring(path)
    await expect(ring.create('too short')).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(ring.unlock(passphrase)).rejects.toMatchObject({ code: 'not-found' })
    await expect(ring.create()).rejects.toMatchObject({ code: 'not-supported' })
    await ring.create(passphrase)
    await expect(ring.create(passphrase)).rejects.toMatchObject({ code: 'not-allowed' })
    writeFileSync(path, '{"version":1,"by":"passphrase","N":1e9}')
    await expect(quickKeyring(path).state()).rejects.toMatchObject({ code: 'unreadable-file' })
  })
})

describe('a keyring with a keychain', () => {
  it('opens by itself', async () => {
    const path = join(temporaryFolder(), 'keyring.json')
    const port = keychain()
    const ring = createKeyring(path, port)
    expect(await ring.state()).toEqual({ state: 'absent', by: 'keychain' })
    await ring.create()
    const { key, wrapped } = ring.makeKey('a')
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ by: 'keychain', backend: 'gnome_libsecret' })
    const later = createKeyring(path, port)
    expect(await later.state()).toEqual({ state: 'open', by: 'keychain' })
    expect(later.openKey(wrapped, 'a').equals(key)).toBe(true)
    expect(port.seals).toBe(1)
  })

  it('seals the key again when the system has a newer one', async () => {
    const path = join(temporaryFolder(), 'keyring.json')
    const port = keychain({ stale: true })
    await createKeyring(path, port).create()
    await createKeyring(path, port).state()
    expect(port.seals).toBe(2)
  })

  it('is not used where it only obscures, and says so when it does not give the key', async () => {
    const folder = temporaryFolder()
    const unsafe = createKeyring(join(folder, 'a.json'), keychain({ safe: false }))
    expect(await unsafe.state()).toEqual({ state: 'absent', by: 'passphrase' })
    await expect(unsafe.create()).rejects.toMatchObject({ code: 'not-supported' })

    const path = join(folder, 'b.json')
    await createKeyring(path, keychain()).create()
    const other = createKeyring(path, { ...keychain(), open: () => Promise.reject(new Error('another user')) })
    expect(await other.state()).toEqual({ state: 'locked', by: 'keychain' })
    await expect(other.unlock('')).rejects.toMatchObject({ code: 'not-allowed' })
  })
})

describe('a keyring that several processes use', () => {
  it('is made once: the second of two that create it at once is refused, and nothing of the first is lost', async () => {
    const path = join(temporaryFolder(), 'keyring.json')
    const rings = [quickKeyring(path), quickKeyring(path)]
    const results = await Promise.allSettled(rings.map((ring, index) => ring.create(`${passphrase} ${index}`)))
    const winner = results.findIndex(({ status }) => status === 'fulfilled')
    expect(results[1 - winner]).toMatchObject({ status: 'rejected', reason: { code: 'not-allowed' } })
    const { key, wrapped } = rings[winner]!.makeKey('a')
    const later = quickKeyring(path)
    await later.unlock(`${passphrase} ${winner}`)
    expect(later.openKey(wrapped, 'a')).toEqual(key)
    expect((await rings[1 - winner]!.state()).state).toBe('locked')
  })

  it('is the same for two that let the keychain make it at once', async () => {
    const path = join(temporaryFolder(), 'keyring.json')
    const rings = [createKeyring(path, keychain()), createKeyring(path, keychain())]
    await Promise.all(rings.map((ring) => ring.create()))
    const { key, wrapped } = rings[0]!.makeKey('a')
    expect(rings[1]!.openKey(wrapped, 'a')).toEqual(key)
  })

  it('makes no key under a root key that another process replaced or set aside', async () => {
    const path = join(temporaryFolder(), 'keyring.json')
    const [first, second] = [quickKeyring(path), quickKeyring(path)]
    await first.create(passphrase)
    await second.unlock(passphrase)
    await first.rotate(passphrase)
    expect(() => second.makeKey('a')).toThrow(/locked/)
    expect((await second.state()).state).toBe('locked')
    await second.unlock(passphrase)
    rmSync(path)
    expect(() => second.makeKey('a')).toThrow(/locked/)
  })
})

describe('the passphrase of a keyring', () => {
  it('can be changed: the old one opens nothing any more, and everything opens with the new one', async () => {
    const path = join(temporaryFolder(), 'keyring.json')
    const ring = quickKeyring(path)
    await ring.create(passphrase)
    const { key, wrapped } = ring.makeKey('a')
    await expect(ring.changePassphrase('something else entirely', 'new words for the same key')).rejects.toMatchObject({
      code: 'not-allowed'
    })
    await expect(ring.changePassphrase(passphrase, 'aaaaaaaaaaaa')).rejects.toMatchObject({ code: 'invalid-input' })
    await ring.changePassphrase(passphrase, 'new words for the same key')
    expect(ring.openKey(wrapped, 'a')).toEqual(key)
    const later = quickKeyring(path)
    await expect(later.unlock(passphrase)).rejects.toMatchObject({ code: 'not-allowed' })
    await later.unlock('new words for the same key')
    expect(later.openKey(wrapped, 'a')).toEqual(key)
  })

  it('can be replaced by the recovery key when it is forgotten, however that is typed', async () => {
    const path = join(temporaryFolder(), 'keyring.json')
    const ring = quickKeyring(path)
    await ring.create(passphrase)
    const { key, wrapped } = ring.makeKey('a')
    await expect(ring.recover('0000', 'words for a new start')).rejects.toMatchObject({ code: 'not-found' })
    const recovery = await ring.makeRecovery(passphrase)
    expect(recovery).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){7}[0-9A-HJKMNP-TV-Z]{4}$/)
    expect(readFileSync(path, 'utf8')).not.toContain(recovery)

    const later = quickKeyring(path)
    expect(await later.state()).toEqual({ state: 'locked', by: 'passphrase', recovery: true })
    const wrong = recovery.slice(0, -1) + (recovery.endsWith('0') ? '2' : '0')
    await expect(later.recover(wrong, 'words for a new start')).rejects.toMatchObject({ code: 'not-allowed' })
    await later.recover(` ${recovery.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o')}`, 'words for a new start')
    expect(later.openKey(wrapped, 'a')).toEqual(key)
    await expect(quickKeyring(path).unlock(passphrase)).rejects.toMatchObject({ code: 'not-allowed' })
    await quickKeyring(path).unlock('words for a new start')
  })

  it('opens a new root key after a rotation; keys of before open, and are wrapped again', async () => {
    const path = join(temporaryFolder(), 'keyring.json')
    const ring = quickKeyring(path)
    await ring.create(passphrase)
    const recovery = await ring.makeRecovery(passphrase)
    const { key, wrapped } = ring.makeKey('a')
    expect(ring.rewrap(wrapped, 'a')).toBeUndefined()
    await ring.rotate(passphrase)
    await ring.rotate(passphrase)
    expect(ring.openKey(wrapped, 'a')).toEqual(key)
    const anew = ring.rewrap(wrapped, 'a')!
    expect(ring.rewrap(anew, 'a')).toBeUndefined()
    const later = quickKeyring(path)
    await expect(later.recover(recovery, 'words for a new start')).rejects.toMatchObject({ code: 'not-found' })
    await later.unlock(passphrase)
    expect(later.openKey(anew, 'a')).toEqual(key)
    expect(later.openKey(wrapped, 'a')).toEqual(key)
  })

  it('is gone from memory when the keyring is locked', async () => {
    const ring = createKeyring(join(temporaryFolder(), 'keyring.json'), undefined)
    await ring.create(passphrase)
    ring.lock()
    expect(() => ring.makeKey('a')).toThrow(/locked/)
  })
})

describe('a lost key', () => {
  it.each([
    ['worklist/key', /worklist/],
    ['connection/abc', /connection/],
    ['export/abc/journal', /export/],
    ['audit', /audit/],
    ['0123/key', /snapshot/]
  ])('of %s names what is lost', async (purpose, text) => {
    const ring = createKeyring(join(temporaryFolder(), 'keyring.json'), keychain())
    await ring.create()
    expect(() => ring.openKey(Buffer.alloc(60), purpose)).toThrow(text)
  })
})
