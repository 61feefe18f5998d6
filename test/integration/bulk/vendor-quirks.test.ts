import { describe, expect, it } from 'vitest'
import { publicJwks } from '../../../src-main/auth/public-jwks.ts'
import { readSigningKey, makeSigningKey, writeSigningKey } from '../../../src-main/auth/signing-key.ts'
import { kickOffRequest } from '../../../src-main/bulk/protocol/kick-off.ts'
import { readManifest } from '../../../src-main/bulk/protocol/manifest.ts'
import { defaultDelays, nextDelay } from '../../../src-main/bulk/protocol/retry-delay.ts'
import { createNodeNet } from '../../../src-main/host/node/net.ts'
import { requestOf } from '../../../src-main/services/connections/request-of.ts'
import { capabilityReport } from '../../../src-main/vendors/capability-report.ts'
import { recognizeVendor, vendorProfile } from '../../../src-main/vendors/vendor-list.ts'
import { registrationSteps } from '../../../src-main/vendors/registration.ts'
import type { VendorProfile } from '../../../src-main/vendors/vendor.ts'
import { quick, requestFor } from '../../support/export-parts.ts'
import { exportOnce, shownResources, smallHistory, startSandbox, trueResources } from './sandbox.ts'

const base = 'https://fhir.example.org/r4'
const settings = {
  name: 'Server',
  base,
  switches: {},
  mode: 'bulk',
  level: 'group',
  group: 'all',
  types: { kind: 'chosen', types: ['Patient', 'Observation'] },
  typeFilters: [],
  associated: [],
  byPatient: false,
  lenient: false,
  trustedOrigins: [],
  allowHttpLoopback: false
} as const
const kickOff = (profile: VendorProfile, change: Parameters<typeof requestFor>[1] = {}) =>
  kickOffRequest(requestFor(base, change), profile.kickOff)
const findings = (profile: VendorProfile, granted?: string) =>
  capabilityReport({
    discovery: {
      tokenEndpoint: undefined,
      authorizationEndpoint: undefined,
      revocationEndpoint: undefined,
      issuer: undefined,
      jwksUri: undefined,
      challengeMethods: [],
      namesIssuer: false,
      takesBatches: false,
      namesTokenEndpoint: true,
      scopesSupported: [],
      capabilities: [],
      authMethods: [],
      signingAlgorithms: [],
      isSmart: true,
      server: {
        software: '',
        publisher: '',
        fhirVersion: '4.0.1',
        exportLevels: [],
        types: [],
        instantiates: [],
        formats: [],
        profiles: []
      },
      clockSkewMs: 0
    },
    profile,
    types: ['Patient', 'Condition'],
    granted
  })
/** The permissions that the sign-ins of an export asked for. */
async function scopesAsked(profile: VendorProfile): Promise<string> {
  const bodies: string[] = []
  const sandbox = await startSandbox()
  const net = createNodeNet()
  await exportOnce(
    sandbox,
    { types: ['Patient', 'Condition'] },
    {
      profile,
      net: {
        send(request) {
          if (request.body !== undefined) bodies.push(request.body)
          return net.send(request)
        }
      }
    }
  )
  return new URLSearchParams(bodies.find((body) => body.includes('client_assertion='))).get('scope') ?? ''
}

describe('Epic', () => {
  it('gets its client id in a header of every request to its own origin, and nowhere else', async () => {
    const sandbox = await startSandbox({ faults: [{ at: 'file', kind: 'redirect' }] })
    const { result } = await exportOnce(sandbox, {}, { profile: vendorProfile('epic') })
    expect(result.state).toBe('committed')
    const fhir = sandbox.server.seen.filter(({ path }) => path.includes('$export') || path.includes('export-status'))
    expect(fhir.length).toBeGreaterThan(1)
    for (const { headers } of fhir) expect(headers['epic-client-id']).toBe('app')
    const serverOrigin = new URL(sandbox.base).origin
    const elsewhere = sandbox.server.seen.filter(({ origin }) => origin !== serverOrigin)
    expect(elsewhere.length).toBeGreaterThan(0)
    for (const { headers, withToken } of elsewhere)
      expect([headers['epic-client-id'], withToken]).toEqual([undefined, false])
  })
  it('is asked for groups, by hosted keys, with permissions of version 1', async () => {
    const profile = vendorProfile('epic')
    expect([profile.levels, profile.keys]).toEqual([['group'], 'hosted'])
    expect(registrationSteps(profile).map(({ title }) => title)).toContain('Host the public key set')
    expect(await scopesAsked(profile)).toBe('system/Patient.read system/Condition.read')
  })
})

describe('Oracle Health Millennium', () => {
  it('gets lists with commas, and a comma inside a filter escaped', () => {
    const { method, url } = kickOff(vendorProfile('oracle-millennium'), {
      types: ['Patient', 'Observation'],
      typeFilters: ['Observation?category=laboratory,vital-signs']
    })
    expect(method).toBe('GET')
    const query = new URL(url).searchParams
    expect([query.getAll('_type'), query.getAll('_typeFilter')]).toEqual([
      ['Patient,Observation'],
      ['Observation?category=laboratory%2Cvital-signs']
    ])
  })
  it('redirects files to a storage that gets no token, three at a time', async () => {
    const profile = vendorProfile('oracle-millennium')
    const sandbox = await startSandbox({ faults: [{ at: 'file', kind: 'redirect', times: 3 }] })
    const { result, folder } = await exportOnce(sandbox, {}, { profile })
    expect(result.state).toBe('committed')
    expect(await shownResources(folder)).toEqual(await trueResources(smallHistory()))
    const serverOrigin = new URL(sandbox.base).origin
    const stored = sandbox.server.seen.filter(({ origin }) => origin !== serverOrigin)
    expect(stored).toHaveLength(3)
    expect(stored.some(({ withToken }) => withToken)).toBe(false)
    expect(profile.mostDownloads).toBe(3)
  })
})

describe('Oracle Health Soarian', () => {
  it('may write requiresAccessToken as text', () => {
    const manifest = (requiresAccessToken: unknown) =>
      readManifest({ requiresAccessToken, output: [] }, base).requiresAccessToken
    expect([manifest('true'), manifest('False'), manifest(true)]).toEqual([true, false, true])
  })
  it('is told from Millennium', () => {
    const lists = { exportLevels: [], types: [], instantiates: [], formats: [], profiles: [] }
    const facts = { ...lists, fhirVersion: '4.0.1', publisher: 'Oracle Health' }
    expect(recognizeVendor({ ...facts, software: 'Soarian Clinicals' }).id).toBe('oracle-soarian')
    expect(recognizeVendor({ ...facts, software: 'Millennium' }).id).toBe('oracle-millennium')
  })
})

describe('athenahealth', () => {
  it('has groups with dots, that are a whole practice', () => {
    const { url } = kickOff(vendorProfile('athenahealth'), { level: 'group', group: 'a-1.c-195900' })
    expect(url).toBe(`${base}/Group/a-1.c-195900/$export`)
  })
  it('is signed in to with permissions of version 1', async () => {
    expect(await scopesAsked(vendorProfile('athenahealth'))).toBe('system/Patient.read system/Condition.read')
  })
})

describe('Veradigm', () => {
  it('brings Provenance when it is among the types', () => {
    const { url } = kickOff(vendorProfile('veradigm'), {
      level: 'group',
      group: 'g',
      types: ['Patient', 'Provenance']
    })
    expect(new URL(url).searchParams.get('_type')).toBe('Patient,Provenance')
  })
})

describe('MEDITECH', () => {
  it('gets keys that say what they are for', async () => {
    const { keys } = JSON.parse(publicJwks([await makeSigningKey('ES384')])) as { keys: { use: string }[] }
    expect(keys.map(({ use }) => use)).toEqual(['sig'])
  })
  it('is not said to have a bulk export', () => {
    expect(vendorProfile('meditech').bulkExport).toBe('unknown')
  })
})

describe('NextGen', () => {
  it('is not said to have a bulk export; the test of the connection tells', () => {
    expect(vendorProfile('nextgen').bulkExport).toBe('unknown')
    expect(findings(vendorProfile('nextgen')).find(({ topic }) => topic === 'export')?.verdict).toBe('unknown')
  })
})

describe('eClinicalWorks', () => {
  it('is asked for the permission to read groups, too', async () => {
    expect(await scopesAsked(vendorProfile('eclinicalworks'))).toBe(
      'system/Patient.read system/Condition.read system/Group.read'
    )
  })
  it('is looked at sooner than after the two hours that it asks for', () => {
    const { retryAfterCapSeconds } = vendorProfile('eclinicalworks')
    expect(nextDelay(7_200_000, 0, defaultDelays(retryAfterCapSeconds), 0.5)).toBeLessThanOrEqual(300_000)
  })
})

describe('HAPI', () => {
  it('answers the deletion of a finished export with 404', async () => {
    const sandbox = await startSandbox({ faults: [{ at: 'delete', kind: 'gone' }] })
    const { result } = await exportOnce(sandbox, {}, { profile: vendorProfile('hapi') })
    expect(result).toMatchObject({ state: 'committed', issues: [] })
    expect(sandbox.server.seen.filter(({ method }) => method === 'DELETE')).toHaveLength(1)
  })
})

describe('Azure', () => {
  it('may bring a resource twice; it is there once', async () => {
    const sandbox = await startSandbox({ faults: [{ at: 'file', kind: 'duplicates' }] })
    const { folder } = await exportOnce(sandbox, {}, { profile: vendorProfile('azure') })
    expect(await shownResources(folder)).toEqual(await trueResources(smallHistory()))
  })
  it('is signed in to with a secret in the body', () => {
    expect(vendorProfile('azure')).toMatchObject({ auth: 'client_secret_post', keys: 'none' })
  })
})

describe.each(['azure', 'google', 'aws-healthlake'])('%s', (id) => {
  it('puts files into a storage of the customer, which the test of the connection says', () => {
    expect(findings(vendorProfile(id)).find(({ topic }) => topic === 'files')?.text).toMatch(/storage of your own/)
    expect(findings(vendorProfile('generic')).some(({ topic }) => topic === 'files')).toBe(false)
  })
})

describe('AWS HealthLake', () => {
  it('takes the kick-off as Parameters', () => {
    const { method, body = '' } = kickOff(vendorProfile('aws-healthlake'), { types: ['Patient', 'Condition'] })
    expect(method).toBe('POST')
    expect(JSON.parse(body)).toEqual({
      resourceType: 'Parameters',
      parameter: [
        { name: '_type', valueString: 'Patient' },
        { name: '_type', valueString: 'Condition' }
      ]
    })
  })
})

describe('CMS BCDA', () => {
  it('is signed in to with a secret in the header, permissions of version 2, and groups by word', async () => {
    const profile = vendorProfile('bcda')
    expect(profile).toMatchObject({ auth: 'client_secret_basic', since: 'reliable' })
    expect(await scopesAsked(profile)).toBe('system/Patient.rs system/Condition.rs')
    expect(kickOff(profile, { level: 'group', group: 'runout' }).url).toBe(`${base}/Group/runout/$export`)
  })
})

describe('CMS AB2D', () => {
  it('gives a file six times, so that no more requests are made for one', async () => {
    const profile = vendorProfile('ab2d')
    const sandbox = await startSandbox({ faults: [{ at: 'file', kind: 'reset', times: 100 }] })
    const policy = { ...quick, freshManifests: 0 }
    await exportOnce(sandbox, { types: ['Organization'] }, { profile, policy })
    const asked = sandbox.server.seen.filter(({ path }) => path.includes('/files/'))
    expect(asked.length).toBeGreaterThan(0)
    expect(asked.length).toBeLessThanOrEqual(6)
  })
})

describe('CMS DPC', () => {
  it('calls a key as CMS numbered it', async () => {
    const text = writeSigningKey(await makeSigningKey('RS384'))
    const { kid: _own, ...bare } = JSON.parse(text) as Record<string, unknown>
    expect((await readSigningKey(JSON.stringify({ ...bare, kid: 'cms-17' }))).kid).toBe('cms-17')
  })
})

describe('the SMART reference server', () => {
  it('is let fetch files early, which no other is asked for', () => {
    const partial = (id: string) =>
      requestOf({ ...settings, vendor: id, auth: 'none' } as never, vendorProfile(id), undefined, []).partial
    expect([partial('smart-reference'), partial('generic')]).toEqual([true, false])
  })
  it('drops a type without permission in silence, which the test of the connection says', () => {
    const said = findings(vendorProfile('smart-reference'), 'system/Patient.read')
    expect(said.find(({ topic }) => topic === 'permissions')?.text).toMatch(/missing: Condition\./)
  })
})
