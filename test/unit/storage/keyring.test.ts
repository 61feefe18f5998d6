import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { SecretsPort } from '../../../src-main/host/ports.ts'
import { createKeyring } from '../../../src-main/storage/keyring.ts'
import { passphraseKey, passphraseWork } from '../../../src-main/storage/passphrase-key.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

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

    const later = createKeyring(path, undefined)
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
    const ring = createKeyring(path, undefined)
    await expect(ring.create('too short')).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(ring.unlock(passphrase)).rejects.toMatchObject({ code: 'not-found' })
    await expect(ring.create()).rejects.toMatchObject({ code: 'not-supported' })
    await ring.create(passphrase)
    await expect(ring.create(passphrase)).rejects.toMatchObject({ code: 'not-allowed' })
    writeFileSync(path, '{"version":1,"by":"passphrase","N":1e9}')
    await expect(createKeyring(path, undefined).state()).rejects.toMatchObject({ code: 'unreadable-file' })
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
