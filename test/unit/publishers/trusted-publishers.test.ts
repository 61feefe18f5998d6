import { createHash } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { calculateJwkThumbprint } from 'jose'
import { describe, expect, it } from 'vitest'
import { readPublisherFile } from '#shared/governance/file-signature.ts'
import { makePublisherKey } from '../../../src-main/services/publishers/file-signature.ts'
import { createTrustedPublishers, keyFingerprint } from '../../../src-main/services/publishers/trusted-publishers.ts'
import { testAudit } from '../../support/audit.ts'
import { managedBy, unmanaged } from '../../support/policies.ts'

const [ours, theirs] = [makePublisherKey(), makePublisherKey()] as const
const network = { name: 'Quality Network', key: ours.key }
const other = { name: 'Other', key: theirs.key }

async function installation(policies = unmanaged) {
  const audit = testAudit()
  const port = await audit.open()
  const data = dirname(audit.folder)
  const publishers = createTrustedPublishers(data, audit.keyring, policies)
  /** As the gate does it. */
  const recorded = async (change: Promise<{ readonly publishers: number; readonly digest: string }>): Promise<void> => {
    const facts = await change
    await port.record({ action: 'publishers.changed', outcome: 'success', facts: { ...facts } })
  }
  return { keyring: audit.keyring, path: join(data, 'publishers.sealed'), publishers, recorded }
}

describe('the trusted publishers of an installation', () => {
  it('are added, listed with their fingerprints, and removed', async () => {
    const { publishers, recorded, path } = await installation()
    expect(await publishers.list()).toEqual({ state: 'none', by: 'machine', publishers: [] })
    await recorded(publishers.add(network))
    await recorded(publishers.add(other))
    await expect(publishers.add(network)).rejects.toMatchObject({ code: 'invalid-input' })
    const { publishers: listed } = await publishers.list()
    expect(listed.map(({ name }) => name)).toEqual(['Quality Network', 'Other'])
    // RFC 7638 by another implementation.
    const thumbprint = await calculateJwkThumbprint({ kty: 'OKP', crv: 'Ed25519', x: ours.key })
    expect(listed[0]!.fingerprint).toBe(Buffer.from(thumbprint, 'base64url').toString('hex'))
    expect((await publishers.rules()).publishers.map(({ key }) => key)).toEqual([ours.key, theirs.key])
    expect(readFileSync(path).includes(ours.key)).toBe(false)
    await recorded(publishers.remove(ours.key))
    await expect(publishers.remove(ours.key)).rejects.toMatchObject({ code: 'not-found' })
    await recorded(publishers.remove(theirs.key))
    expect(await publishers.list()).toEqual({ state: 'none', by: 'machine', publishers: [] })
  })

  it('stay on the list when others are added at the same time', async () => {
    const { publishers, recorded } = await installation()
    await Promise.all([recorded(publishers.add(network)), recorded(publishers.add(other))])
    expect((await publishers.list()).publishers.map(({ name }) => name)).toEqual(['Quality Network', 'Other'])
  })

  it('trust nobody while the list is locked, changed, replaced by an older one or removed', async () => {
    const { publishers, recorded, path, keyring } = await installation()
    await recorded(publishers.add(network))
    const first = readFileSync(path)
    keyring.is = 'locked'
    expect(await publishers.rules()).toMatchObject({ publishers: [] })
    await expect(publishers.add(other)).rejects.toMatchObject({ reason: 'locked' })
    keyring.is = 'open'
    await recorded(publishers.add(other))
    const second = readFileSync(path)
    for (const bytes of [
      first,
      second.subarray(0, -1),
      Buffer.from(second.map((byte, index) => (index === 50 ? byte ^ 1 : byte)))
    ]) {
      writeFileSync(path, bytes)
      expect(await publishers.list()).toEqual({ state: 'damaged', by: 'machine', publishers: [] })
      await expect(publishers.add(other)).rejects.toMatchObject({ code: 'not-allowed' })
    }
    rmSync(path)
    expect((await publishers.list()).state).toBe('damaged')
    writeFileSync(path, second)
    expect((await publishers.rules()).publishers).toHaveLength(2)
  })

  it('are those of the policy where there is one, which nobody changes here', async () => {
    const { publishers } = await installation(managedBy({ TrustedPublishers: [other] }))
    expect(await publishers.list()).toEqual({
      state: 'open',
      by: 'policy',
      publishers: [{ ...other, fingerprint: keyFingerprint(theirs.key) }]
    })
    await expect(publishers.add(network)).rejects.toMatchObject({ policy: 'TrustedPublishers' })
    await expect(publishers.remove(theirs.key)).rejects.toMatchObject({ policy: 'TrustedPublishers' })
    const malformed = (await installation(managedBy({ TrustedPublishers: [{ name: 'x' }] }))).publishers
    expect(await malformed.list()).toEqual({ state: 'open', by: 'policy', publishers: [] })
  })
})

describe('the file of a public key', () => {
  it('is an entry with name and key, a JWK, or the key alone', () => {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: ours.key }
    for (const text of [
      JSON.stringify({ name: ' Quality Network ', key: ours.key }),
      JSON.stringify(jwk),
      `${ours.key}\n`
    ])
      expect(readPublisherFile(text).key).toBe(ours.key)
    expect(readPublisherFile(JSON.stringify({ name: ' Quality Network ', key: ours.key })).name).toBe('Quality Network')
  })

  it('is never a private key, nor anything else', () => {
    expect(() => readPublisherFile(ours.text)).toThrow('private key')
    const short = createHash('sha256').update('x').digest('base64url').slice(1)
    for (const text of [
      '',
      'x',
      '[]',
      'null',
      '{}',
      short,
      JSON.stringify({ key: short }),
      JSON.stringify({ kty: 'EC', x: ours.key })
    ])
      expect(() => readPublisherFile(text)).toThrow('no public key')
  })
})
