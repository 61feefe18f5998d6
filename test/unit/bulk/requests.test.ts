import { describe, expect, it } from 'vitest'
import { kickOffRequest } from '../../../src-main/bulk/protocol/kick-off.ts'
import { readManifest, toldApart } from '../../../src-main/bulk/protocol/manifest.ts'
import { requestFor } from '../../support/export-parts.ts'

describe('kick-off', () => {
  const base = 'https://example.org/fhir'
  it('escapes commas inside filters where filters are joined by commas', () => {
    const request = requestFor(base, { types: ['Condition'], typeFilters: ['Condition?code=a,b', 'Condition?code=c'] })
    const { url } = kickOffRequest(request, 'get-commas')
    expect(new URL(url).searchParams.get('_typeFilter')).toBe('Condition?code=a%2Cb,Condition?code=c')
    expect(new URL(kickOffRequest(request, 'get-repeats').url).searchParams.getAll('_typeFilter')).toEqual([
      'Condition?code=a,b',
      'Condition?code=c'
    ])
  })
  it('posts Parameters without commas, with typed values', () => {
    const request = requestFor(base, {
      level: 'patient',
      types: ['A', 'B'],
      since: '2026-01-01T00:00:00Z',
      patients: ['Patient/1']
    })
    const { body, method, url, headers } = kickOffRequest(request, 'post')
    expect([method, url, headers?.['prefer']]).toEqual(['POST', `${base}/Patient/$export`, 'respond-async'])
    expect(JSON.parse(body!)).toEqual({
      resourceType: 'Parameters',
      parameter: [
        { name: '_type', valueString: 'A' },
        { name: '_type', valueString: 'B' },
        { name: '_since', valueInstant: '2026-01-01T00:00:00Z' },
        { name: 'patient', valueReference: { reference: 'Patient/1' } }
      ]
    })
  })
  it('refuses what no server takes', () => {
    expect(() => kickOffRequest(requestFor(base, { level: 'group' }), 'post')).toThrow(/id of the group/)
    expect(() => kickOffRequest(requestFor(base, { level: 'patient', patients: ['Patient/1'] }), 'get-commas')).toThrow(
      /POST/
    )
    expect(kickOffRequest(requestFor(base, { level: 'group', group: 'a/b' }), 'post').url).toBe(
      `${base}/Group/a%2Fb/$export`
    )
  })
})

describe('manifests', () => {
  const from = 'https://example.org/status/1'
  it('of every edition are read: error, outcome, neither, text for truth values, relative addresses', () => {
    const output = [{ type: 'Patient', url: '../files/1', count: '3', fileSize: 7 }]
    const old = readManifest({ transactionTime: 't', requiresAccessToken: 'false', output }, from)
    expect(old).toMatchObject({
      requiresAccessToken: false,
      files: [{ kind: 'output', url: 'https://example.org/files/1', count: 3, bytes: 7 }]
    })
    expect(readManifest({ output: [], outcome: [{ url: 'https://x/1' }] }, from).files).toMatchObject([
      { kind: 'error' }
    ])
    expect(readManifest({ output: [], requiresAccessToken: 'yes' }, from).requiresAccessToken).toBeUndefined()
    expect(readManifest({ output: [], link: [{ relation: 'next', url: '?page=2' }] }, from).next).toBe(
      'https://example.org/status/1?page=2'
    )
    expect(() => readManifest('<html>', from)).toThrow(/does not list/)
  })
  it('recognize a file whose address was signed again, and tell apart files that only differ in a short parameter', () => {
    const key = (url: string): string => readManifest({ output: [{ type: 'A', url }] }, from).files[0]!.key
    expect(key('https://s3/x?X-Amz-Signature=aaa&part=1')).toBe(key('https://s3/x?X-Amz-Signature=bbb&part=1'))
    expect(key('https://s3/x?part=1')).not.toBe(key('https://s3/x?part=2'))
    const signedAgain = (signature: string): string =>
      key(`https://s3/x?file=Condition.00000.ndjson&X-Amz-Signature=${signature}`)
    expect(signedAgain('aaa')).toBe(signedAgain('bbb'))
    expect(signedAgain('aaa')).not.toBe(key('https://s3/x?file=Encounter.00000.ndjson&X-Amz-Signature=aaa'))
  })

  it('never take one file for another, whatever tells their addresses apart', () => {
    const pathling = ['Condition', 'Encounter', 'Patient'].map((type) => ({
      type,
      url: `$result?job=63551fa6-ffa1-4b96-a2a7-6fcd4afd3f8d&file=${type}.00000.ndjson`
    }))
    const ids = ['63551fa6-ffa1-4b96-a2a7-6fcd4afd3f8d', 'b43ec2db-60ba-48c7-9fcf-782848286f04']
    const named = ids.map((id) => ({ type: 'Patient', url: `/files?id=${id}` }))
    const tokens = ids.map((id) => ({ type: 'Patient', url: `/files?token=${id}` }))
    const { files } = readManifest({ output: [...pathling, ...named, ...tokens, named[0]] }, from)
    expect(new Set(files.map(({ key }) => key)).size).toBe(7)
    expect(toldApart(files)).toEqual(files)
    // On pages of their own, too.
    const pages = named.flatMap((entry) => readManifest({ output: [entry] }, from).files)
    expect(new Set(toldApart(pages).map(({ key }) => key)).size).toBe(2)
  })

  // Bulk Data IG, "Response - Output Manifest": `url` of an item is required.
  it('keep what they list without a usable address, each with a key that stays the same', () => {
    const output = [
      { type: 'Patient', url: '/files/1' },
      { type: 'Observation', count: 5 },
      { type: 'Observation', url: 'http://[bad', count: 5 },
      { type: 'Observation', url: '' },
      { type: 'Condition', url: 7 },
      { type: 'Device', count: 0 },
      null
    ]
    const manifest = { output, deleted: [{ type: 'Bundle' }], error: [{ type: 'OperationOutcome' }], outcome: [{}] }
    const { files } = readManifest(manifest, from)
    expect(files.map(({ kind, type, url }) => [kind, type, url !== undefined])).toEqual([
      ['output', 'Patient', true],
      ['output', 'Observation', false],
      ['output', 'Observation', false],
      ['output', 'Observation', false],
      ['output', 'Condition', false],
      ['output', undefined, false],
      ['deleted', 'Bundle', false],
      ['error', 'OperationOutcome', false],
      ['error', undefined, false]
    ])
    expect(new Set(files.map(({ key }) => key)).size).toBe(9)
    expect(readManifest(manifest, from).files).toEqual(files)
    // On pages of their own, too.
    const pages = [1, 2].flatMap(() => readManifest({ output: [{ type: 'Observation' }] }, from).files)
    expect(new Set(toldApart(pages).map(({ key }) => key)).size).toBe(2)
  })
})
