import { describe, expect, it } from 'vitest'
import { scopesFor, scopeVersion, uncoveredTypes } from '../../../src-main/auth/scopes.ts'
import { baseAddress, checkServerAddress } from '../../../src-main/auth/server-address.ts'
import { discover } from '../../../src-main/auth/smart-configuration.ts'
import { fakeNet } from './fake-net.ts'

describe('scopes', () => {
  it('are the fewest, in the version that the server takes', () => {
    expect(scopesFor(['Patient', 'Condition', 'Patient'], 'v1')).toBe('system/Patient.read system/Condition.read')
    expect(scopesFor(['Patient'], 'v2')).toBe('system/Patient.rs')
    expect(scopesFor([], 'v2')).toBe('system/*.rs')
    expect(scopeVersion({ capabilities: ['permission-v1', 'permission-v2'] })).toBe('v1')
    expect(scopeVersion({ capabilities: ['permission-v2'] })).toBe('v2')
    expect(scopeVersion({ capabilities: [] })).toBe('v1')
  })
  it('that were granted cover types or do not', () => {
    expect(uncoveredTypes(['Patient', 'Condition'], 'system/Patient.read')).toEqual(['Condition'])
    expect(uncoveredTypes(['Patient', 'Condition'], 'system/*.rs')).toEqual([])
    expect(uncoveredTypes(['Patient', 'Condition'], 'system/Patient.cruds system/Condition.cud')).toEqual(['Condition'])
    expect(uncoveredTypes(['Patient'], undefined)).toEqual([])
  })
})

describe('addresses', () => {
  it('are https, or http on this computer when that is allowed', () => {
    expect(baseAddress(checkServerAddress('https://example.org/fhir/', false))).toBe('https://example.org/fhir')
    expect(() => checkServerAddress('http://127.0.0.1:1/fhir', false)).toThrow(/https/)
    expect(checkServerAddress('http://127.0.0.1:1/fhir', true).port).toBe('1')
    expect(() => checkServerAddress('http://example.org/fhir', true)).toThrow(/https/)
    expect(() => checkServerAddress('example.org', true)).toThrow(/web address/)
    expect(() => checkServerAddress('http://127.0.0.1.example.org/', true)).toThrow(/https/)
  })
})

describe('discovery', () => {
  it('survives a server that describes nothing, and takes the token address from the CapabilityStatement', async () => {
    const none = await discover(
      fakeNet(() => ({ status: 404, body: '<html>' })),
      'https://example.org/fhir',
      () => 0
    )
    expect(none).toMatchObject({ tokenEndpoint: undefined, server: undefined, isSmart: false })
    const url = 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris'
    const extension = [{ url, extension: [{ url: 'token', valueUri: 'https://example.org/token' }] }]
    const statement = {
      software: { name: 'Epic' },
      fhirVersion: '4.0.1',
      rest: [
        {
          security: { extension },
          resource: [{ type: 'Group', operation: [{ name: 'export', definition: 'x/group-export' }] }]
        }
      ]
    }
    const found = await discover(
      fakeNet(({ url: asked }) =>
        asked.endsWith('/metadata') ? { status: 200, body: JSON.stringify(statement) } : { status: 404 }
      ),
      'https://example.org/fhir',
      () => 0
    )
    expect(found.isSmart).toBe(false)
    expect(found.tokenEndpoint).toBe('https://example.org/token')
    expect(found.server).toMatchObject({ software: 'Epic', exportLevels: ['group'], types: ['Group'] })
  })

  it('tells a server with a SMART configuration from one whose answer is none', async () => {
    const answers = [
      [200, '{"token_endpoint":"https://example.org/token"}', true],
      [200, '<html>', false],
      [200, 'null', false],
      [404, '{"token_endpoint":"https://example.org/token"}', false]
    ] as const
    for (const [status, body, isSmart] of answers) {
      const net = fakeNet(({ url }) => (url.endsWith('/smart-configuration') ? { status, body } : { status: 404 }))
      const found = await discover(net, 'https://example.org/fhir', () => 0)
      expect(found, body).toMatchObject({
        isSmart,
        tokenEndpoint: isSmart ? 'https://example.org/token' : undefined
      })
    }
  })
})
