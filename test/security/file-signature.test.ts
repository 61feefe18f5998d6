import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CompactSign, compactVerify, importJWK } from 'jose'
import { describe, expect, it } from 'vitest'
import type { TrustedPublisher } from '#shared/governance/file-signature.ts'
import { packText, sealPack } from '#engine/sharing/pack/seal-pack.ts'
import { runCommandLine } from '../../src-main/cli/command-line.ts'
import {
  checkSignature,
  digestOfFile,
  makePublisherKey,
  readPublisherKey,
  signDigest
} from '../../src-main/services/publishers/file-signature.ts'
import { checkSignedFile, signatureFile } from '../../src-main/services/publishers/signed-files.ts'
import { managedBy, unmanaged } from '../support/policies.ts'
import { testServices } from '../support/services.ts'
import { measureResources, exists, retrieve } from '../support/small-measures.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const file = Buffer.from('{"pack":{"series":"network"}}\n')
const signedAt = Date.UTC(2026, 10, 28)
const { text: privateJwk, key } = makePublisherKey()
const publisher: TrustedPublisher = { name: 'Quality Network', key }
const signature = signDigest(digestOfFile(file), readPublisherKey(privateJwk), signedAt)
const other = makePublisherKey()

function check(bytes: Uint8Array, text: string | undefined, publishers = [publisher]) {
  return checkSignature(digestOfFile(bytes), text, publishers)
}

/** A JWS over a statement, by another implementation. */
async function foreignSignature(statement: object, header: object = {}, jwk: string = privateJwk): Promise<string> {
  const { kty, crv, x, ...rest } = JSON.parse(jwk) as Record<string, string>
  const signing = await importJWK({ kty: kty!, crv: crv!, x: x!, ...rest }, 'EdDSA')
  const signed = await new CompactSign(Buffer.from(JSON.stringify(statement)))
    .setProtectedHeader({ alg: 'EdDSA', typ: 'populus-signature', jwk: { kty: kty!, crv: crv!, x: x! }, ...header })
    .sign(signing)
  return `${signed}\n`
}

describe('the signature of a file', () => {
  it('tells who signed it and when, and whether the key is trusted', () => {
    const time = '2026-11-28T00:00:00.000Z'
    expect(check(file, signature)).toEqual({ state: 'trusted', publisher: 'Quality Network', key, signedAt: time })
    expect(check(file, signature, [{ name: 'Somebody else', key: other.key }])).toEqual({
      state: 'unknown',
      key,
      signedAt: time
    })
    expect(check(file, undefined)).toEqual({ state: 'unsigned' })
  })

  it('fits no other bytes: every byte of the file counts', () => {
    for (let index = 0; index < file.length; index++)
      for (let bit = 0; bit < 8; bit++) {
        const changed = Buffer.from(file)
        changed[index]! ^= 1 << bit
        expect(() => check(changed, signature)).toThrow('not of this file')
      }
    for (const changed of [file.subarray(0, -1), Buffer.concat([file, Buffer.from(' ')]), Buffer.alloc(0)])
      expect(() => check(changed, signature)).toThrow('not of this file')
  })

  it('has no byte that can change, be left out or be added', () => {
    const bytes = Buffer.from(signature, 'latin1')
    for (let index = 0; index < bytes.length; index++) {
      for (let bit = 0; bit < 8; bit++) {
        const changed = Buffer.from(bytes)
        changed[index]! ^= 1 << bit
        expect(() => check(file, changed.toString('latin1')), `byte ${index}, bit ${bit}`).toThrow('is damaged')
      }
      expect(() => check(file, signature.slice(0, index) + signature.slice(index + 1))).toThrow('is damaged')
      expect(() => check(file, `${signature.slice(0, index)}A${signature.slice(index)}`)).toThrow('is damaged')
    }
    for (const text of ['', '\n', signature.trimEnd(), `${signature}\n`, `${signature}${signature}`, '..\n', 'a.b.c\n'])
      expect(() => check(file, text)).toThrow('is damaged')
  })

  it('is that of RFC 7515 and 8037, as another implementation writes and reads it', async () => {
    const publicKey = await importJWK({ kty: 'OKP', crv: 'Ed25519', x: key }, 'EdDSA')
    const { payload } = await compactVerify(signature.trimEnd(), publicKey)
    const statement = JSON.parse(Buffer.from(payload).toString('utf8')) as object
    expect(statement).toEqual({ ...digestOfFile(file), signedAt: '2026-11-28T00:00:00.000Z' })
    expect(check(file, await foreignSignature(statement))).toMatchObject({ state: 'trusted' })
    // Signed with another key than the one that it names.
    expect(() => check(file, signature.replace(/\.[^.]*$/, '.AAAA\n'))).toThrow('is damaged')
    const stolen = { jwk: { kty: 'OKP', crv: 'Ed25519', x: key } }
    const forged = await foreignSignature(statement, stolen, other.text)
    expect(() => check(file, forged)).toThrow('is damaged')
    // Of another kind, or with more in it than was signed for.
    expect(() => check(file, `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.\n`)).toThrow('is damaged')
    for (const header of [{ typ: 'JWT' }, { kid: 'x' }])
      await expect(foreignSignature(statement, header).then((text) => check(file, text))).rejects.toThrow('is damaged')
    await expect(foreignSignature({ ...statement, more: 1 }).then((text) => check(file, text))).rejects.toThrow()
  })

  it('does not move to another file, nor a file to another name', () => {
    const folder = temporaryFolder()
    const [first, second] = [join(folder, 'a.json'), join(folder, 'b.json')] as const
    writeFileSync(first, file)
    writeFileSync(signatureFile(second), signature)
    const rules = { required: true, publishers: [publisher] }
    expect(() => checkSignedFile(first, file, 'the pack', rules)).toThrow('without the signature')
    expect(() => checkSignedFile(second, Buffer.from('other'), 'the pack', rules)).toThrow('not of this file')
    expect(checkSignedFile(second, file, 'the pack', rules)).toMatchObject({ state: 'trusted' })
  })
})

describe('a private key', () => {
  it('is refused when it is none, or its halves do not belong together', () => {
    const jwk = JSON.parse(privateJwk) as { readonly x: string }
    for (const text of ['', 'x', '{}', JSON.stringify({ ...jwk, d: 'AA' }), JSON.stringify({ ...jwk, x: other.key })])
      expect(() => readPublisherKey(text)).toThrow('no private key of a publisher')
  })
})

const pack = packText(
  await sealPack({
    format: 2,
    series: 'network',
    engine: '1.0.0',
    asOf: '2026-10-31',
    smallCells: 10,
    definitions: [],
    aggregates: [{ key: 'people', title: 'People', group: '', people: 400 }]
  })
)

async function run(words: readonly string[], policies = unmanaged) {
  let out = ''
  let err = ''
  const code = await runCommandLine(words, {
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    terminal: false,
    policies,
    resources: join(process.cwd(), 'resources'),
    data: temporaryFolder()
  })
  return { code, out, err }
}

describe('the command line', () => {
  it('makes keys, signs and verifies, and takes unsigned packs only where the policies let it', async () => {
    const folder = temporaryFolder()
    const [path, secret] = [join(folder, 'october.pack.json'), join(folder, 'publisher.jwk')] as const
    writeFileSync(path, pack)
    const made = await run(['pack', 'key', '--out', secret, '--json'])
    const { key: publicKey } = JSON.parse(made.out) as { readonly key: string }
    expect(statSync(secret).mode & 0o777).toBe(0o600)
    expect(made.out).not.toContain((JSON.parse(readFileSync(secret, 'utf8')) as { d: string }).d)
    const trusting = managedBy({
      RequireSignedPacks: true,
      TrustedPublishers: [{ name: 'Quality Network', key: publicKey }]
    })
    const show = ['pack', 'show', '--pack', path, '--json']

    expect((await run(['pack', 'verify', path])).code).toBe(2)
    expect(await run(show)).toMatchObject({
      code: 0,
      out: expect.stringContaining('"signature":{"state":"unsigned"}') as unknown
    })
    expect(await run(show, trusting)).toMatchObject({
      code: 2,
      out: expect.stringContaining('RequireSignedPacks') as unknown
    })

    expect((await run(['pack', 'sign', path, '--key', secret])).code).toBe(0)
    expect((await run(['pack', 'verify', path])).code).toBe(1)
    expect((await run(['pack', 'verify', path, '--trusted', publicKey])).code).toBe(0)
    const verified = await run(['pack', 'verify', path, '--json'], trusting)
    expect([verified.code, JSON.parse(verified.out)]).toMatchObject([
      0,
      { state: 'trusted', publisher: 'Quality Network' }
    ])
    expect(await run(show, trusting)).toMatchObject({
      code: 0,
      out: expect.stringContaining('"state":"trusted"') as unknown
    })
    const strangers = managedBy({ RequireSignedPacks: true, TrustedPublishers: [publisher] })
    expect((await run(show, strangers)).code).toBe(2)

    // A signature that is wrong is refused whatever the policies say.
    writeFileSync(signatureFile(path), signature)
    expect((await run(show)).code).toBe(2)
    expect((await run(['pack', 'verify', path])).code).toBe(2)
  })

  it('takes measure content from files only as the policies say', async () => {
    const folder = temporaryFolder()
    const [content, data] = [join(folder, 'measures.json'), join(folder, 'Patient.ndjson')] as const
    const entry = measureResources(
      [{ name: 'Any', denominator: exists(retrieve('Patient')), numerator: exists(retrieve('Patient')) }],
      {}
    ).map((resource) => ({ resource }))
    const bundle = Buffer.from(JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry }))
    writeFileSync(content, bundle)
    writeFileSync(data, '{"resourceType":"Patient","id":"eve"}\n')
    const policies = managedBy({ RequireSignedPacks: true, TrustedPublishers: [publisher] })
    const measure = (path: string) => run(['measure', path, '--data', data, '--period', '2026', '--json'], policies)
    const unsigned = await measure(content)
    expect([unsigned.code, unsigned.out]).toEqual([2, expect.stringContaining('RequireSignedPacks')])
    expect((await measure(folder)).code).toBe(2)
    writeFileSync(signatureFile(content), signDigest(digestOfFile(bundle), readPublisherKey(privateJwk), signedAt))
    expect((await measure(content)).code).toBe(0)
  })
})

describe('the services', () => {
  const policies = managedBy({ RequireSignedPacks: true, TrustedPublishers: [publisher] })

  it('tell the page whose signature a pack has, and refuse one that the policies do not allow', async () => {
    const { dispatch, audited } = testServices(temporaryFolder(), { host: { policies } })
    const ask = (more: object) =>
      dispatch('publishers.check', { what: 'site-pack', ...digestOfFile(file), ...more }, { windowId: 1 })
    expect(await ask({ signature })).toMatchObject({
      ok: true,
      value: { state: 'trusted', publisher: 'Quality Network' }
    })
    expect(await ask({})).toMatchObject({ ok: false, error: { code: 'not-allowed' } })
    expect(audited).toMatchObject([
      {
        action: 'content.verified',
        outcome: 'success',
        facts: { what: 'site-pack', state: 'trusted', publisher: 'Quality Network', key }
      },
      { action: 'content.verified', outcome: 'failure', facts: { policy: 'RequireSignedPacks' } }
    ])
    expect(await ask({ signature, bytes: 1 })).toMatchObject({ ok: false, error: { code: 'invalid-input' } })
  })

  it('take no measure content of chosen files where it has to be signed', async () => {
    const { dispatch } = testServices(temporaryFolder(), { host: { policies } })
    const facts = { title: 'x', hash: 'a'.repeat(64), textBytes: 2, measures: [], libraries: 0, valueSets: 0 }
    const upload = (source: string) => dispatch('content.upload', { facts: { ...facts, source } }, { windowId: 1 })
    expect(await upload('import')).toMatchObject({ ok: false, error: { code: 'not-allowed' } })
    expect(await upload('editor')).not.toMatchObject({ error: { code: 'not-allowed' } })
  })
})
