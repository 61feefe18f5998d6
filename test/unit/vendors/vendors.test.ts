import { describe, expect, it } from 'vitest'
import { capabilityReport } from '../../../src-main/vendors/capability-report.ts'
import { recognizeVendor, vendorProfile, vendorProfiles } from '../../../src-main/vendors/vendor-list.ts'

const facts = (software: string, publisher = '') => ({
  software,
  publisher,
  fhirVersion: '4.0.1',
  exportLevels: [],
  types: [],
  instantiates: [],
  formats: [],
  profiles: []
})

describe('vendor profiles', () => {
  it('are there for every named vendor, once', () => {
    const ids = vendorProfiles.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of [
      'generic',
      'epic',
      'oracle-millennium',
      'oracle-soarian',
      'athenahealth',
      'veradigm',
      'meditech',
      'nextgen',
      'eclinicalworks',
      'hapi',
      'azure',
      'google',
      'aws-healthlake',
      'bcda',
      'ab2d',
      'dpc',
      'smart-reference'
    ])
      expect(ids).toContain(id)
    expect(() => vendorProfile('nobody')).toThrow(/generic, epic/)
  })
  it('are recognized by what a server says of itself', () => {
    const recognized = (software: string, publisher?: string): string => recognizeVendor(facts(software, publisher)).id
    expect(recognized('Epic')).toBe('epic')
    expect(recognized('', 'Cerner')).toBe('oracle-millennium')
    expect(recognized('Soarian Clinicals', 'Oracle Health')).toBe('oracle-soarian')
    expect(recognized('HAPI FHIR Server')).toBe('hapi')
    expect(recognized('SMART Sample Bulk Data Server')).toBe('smart-reference')
    expect(recognized('epicentre')).toBe('generic')
    expect(recognizeVendor(undefined).id).toBe('generic')
  })
  it('keep what is known of single vendors', () => {
    expect(vendorProfile('epic')).toMatchObject({ levels: ['group'], keys: 'hosted', since: 'unreliable' })
    expect(vendorProfile('oracle-millennium').kickOff).toBe('get-commas')
    expect(vendorProfile('bcda').auth).toBe('client_secret_basic')
    expect(vendorProfile('ab2d').mostFileRequests).toBe(6)
  })
})

describe('the capability report', () => {
  it('says what is missing', () => {
    const discovery = {
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
      server: facts('Epic'),
      clockSkewMs: 400_000
    }
    const report = capabilityReport({
      discovery,
      profile: vendorProfile('epic'),
      types: ['Patient', 'Condition'],
      granted: 'system/Patient.read'
    })
    const verdict = (topic: string): string | undefined => report.find((row) => row.topic === topic)?.verdict
    expect(['server', 'sign-in', 'export', 'permissions', 'clock'].map(verdict)).toEqual([
      'good',
      'warning',
      'unknown',
      'warning',
      'warning'
    ])
    expect(report.find(({ topic }) => topic === 'permissions')?.text).toMatch(/: Condition\./)
    expect(report.find(({ topic }) => topic === 'clock')?.text).toMatch(/400 seconds/)
    // An address with a wrong path: asking for its token service would lead astray.
    const nothing = { ...discovery, isSmart: false, server: undefined, clockSkewMs: 0 }
    const found = capabilityReport({
      discovery: nothing,
      profile: vendorProfile('epic'),
      types: [],
      granted: undefined
    })
    expect(found.map(({ topic, verdict }) => `${topic} ${verdict}`)).toEqual(['server warning', 'clock good'])
    expect(found[0]?.text).toContain('Check the path of the address')
  })
})
