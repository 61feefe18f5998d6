import { describe, expect, it } from 'vitest'
import { AuthMethod, type ConnectionSettings } from '#shared/connections/connection-settings.ts'
import type { RequirementReport } from '#shared/requirements/requirement-report.ts'
import { requestOf } from '../../../src-main/services/connections/request-of.ts'
import { judgeRequirements, requirementSets } from '../../../src-main/services/requirements/judge-requirements.ts'
import { postmanCollection } from '../../../src-main/services/requirements/postman-collection.ts'
import { reportCsv, reportJson } from '../../../src-main/services/requirements/report-file.ts'
import { generic } from '../../../src-main/vendors/generic.ts'
import { settingsFor } from '../../support/connection-calls.ts'
import { fc } from '../../support/property.ts'

const canary = 'Zyxwvcanary'
const base = `https://${canary.toLowerCase()}.example.org/fhir`

/** Settings with a canary wherever a person can write something. */
const settingsOf = (change: Partial<ConnectionSettings>): ConnectionSettings =>
  settingsFor(base, {
    name: canary,
    clientId: canary,
    group: canary,
    tokenEndpoint: `https://auth.${canary}.org/token?key=${canary}`,
    scopes: `system/Observation.rs?patient=${canary}`,
    typeFilters: [`Observation?subject=Patient/${canary}`],
    jwksUrl: `https://${canary}.org/jwks.json`,
    trustedOrigins: [`https://${canary}.org`],
    ...change
  })

interface Collection {
  readonly info: { readonly name: string; readonly schema: string }
  readonly item: readonly {
    readonly name: string
    readonly request: { readonly method: string; readonly url: string; readonly header: readonly object[] }
  }[]
  readonly variable: readonly { readonly key: string; readonly value: string }[]
}

const every = fc.record({
  auth: fc.constantFrom(...AuthMethod.options),
  mode: fc.constantFrom('bulk', 'crawl'),
  level: fc.constantFrom('system', 'patient', 'group'),
  kickOff: fc.constantFrom('get-commas', 'get-repeats', 'post'),
  redact: fc.boolean()
} as const)
type Case = typeof every extends fc.Arbitrary<infer T> ? T : never

const check = (test: (options: Case) => void): void => fc.assert(fc.property(every, test))

function collectionOf({ auth, mode, level, kickOff, redact }: Case): string {
  const settings = settingsOf({ auth, mode, level })
  const headers = { 'X-Client': '{clientId}', 'X-Key': canary }
  const profile = { ...generic, kickOff, headers }
  const ask = requestOf(settings, profile, undefined, [])
  return postmanCollection({ settings, profile, tokenEndpoint: undefined, scope: settings.scopes!, ask, redact })
}

describe('the requests of Populus for Postman', () => {
  it('have what the format 2.1.0 requires, and a variable for every placeholder', () => {
    check((options) => {
      const text = collectionOf(options)
      const { info, item, variable } = JSON.parse(text) as Collection
      expect(info.schema).toBe('https://schema.getpostman.com/json/collection/v2.1.0/collection.json')
      expect(info.name).not.toBe('')
      for (const { name, request } of item) {
        expect(name).not.toBe('')
        expect(request.method).toMatch(/^(GET|POST|DELETE)$/)
        expect(request.url).toMatch(/^\{\{(base|token_endpoint|status_url|file_url)\}\}/)
        for (const header of request.header) expect(Object.keys(header)).toEqual(['key', 'value'])
      }
      const declared = variable.map(({ key }) => key)
      for (const [, used] of text.matchAll(/\{\{(\w+)\}\}/g)) expect(declared).toContain(used)
    })
  })

  it('hold no secret and nothing that was typed, whoever signs in and however an export begins', () => {
    check((options) => {
      const text = collectionOf({ ...options, redact: true })
      expect(text.toLowerCase()).not.toContain(canary.toLowerCase())
      const { variable } = JSON.parse(collectionOf({ ...options, redact: false })) as Collection
      const filled = variable.filter(({ value }) => value !== '').map(({ key }) => key)
      expect(filled).toEqual(['base', 'token_endpoint', 'scope'])
      expect(variable.map(({ value }) => value).join(' ')).not.toContain(`=${canary}`)
    })
  })

  it('are those of the protocol, in their order', () => {
    const options = { auth: 'private_key_jwt', level: 'group', kickOff: 'get-commas', redact: true } as const
    const { item } = JSON.parse(collectionOf({ ...options, mode: 'bulk' })) as Collection
    expect(item.map(({ name, request }) => `${name} ${request.method} ${request.url}`)).toEqual([
      'smart-configuration GET {{base}}/.well-known/smart-configuration',
      'metadata GET {{base}}/metadata',
      'token POST {{token_endpoint}}',
      'kick-off GET {{base}}/Group/{{group}}/$export?_typeFilter={{type_filter}}',
      'status GET {{status_url}}',
      'file GET {{file_url}}',
      'delete DELETE {{status_url}}'
    ])
  })
})

describe('a report of requirements', () => {
  const discovery = {
    tokenEndpoint: `https://${canary}.org/token`,
    namesTokenEndpoint: true,
    authorizationEndpoint: undefined,
    revocationEndpoint: undefined,
    issuer: canary,
    jwksUri: undefined,
    challengeMethods: [canary],
    namesIssuer: false,
    scopesSupported: [canary],
    capabilities: [canary],
    authMethods: [canary],
    signingAlgorithms: [canary],
    isSmart: true,
    takesBatches: false,
    server: {
      software: canary,
      publisher: canary,
      fhirVersion: canary,
      exportLevels: [],
      types: [canary],
      instantiates: ['http://hl7.org/fhir/us/core/CapabilityStatement/us-core-server', canary],
      formats: [canary],
      profiles: [canary]
    },
    clockSkewMs: 0
  }

  it('passes on no word and no address of the server when it is redacted', () => {
    check(({ auth, mode, level }) => {
      const results = judgeRequirements({ base, auth, mode, level, discovery, token: undefined, exports: [] })
      const report: RequirementReport = { at: 0, base, exports: 0, results }
      for (const write of [reportJson, reportCsv])
        expect(write(report, { name: canary, redact: true }).toLowerCase()).not.toContain(canary.toLowerCase())
      expect(reportJson(report, { name: canary, redact: false })).toContain(base)
    })
  })

  it('has every requirement once, in CSV as in JSON', () => {
    const results = judgeRequirements({
      base,
      auth: 'private_key_jwt',
      mode: 'bulk',
      level: 'system',
      discovery,
      token: undefined,
      exports: []
    })
    const all = Object.values(requirementSets).flatMap(({ requirements }) => requirements)
    expect(results).toHaveLength(all.length)
    expect(new Set(results.map(({ number, source }) => number ?? source)).size).toBe(all.length)
    const lines = reportCsv({ at: 0, base, exports: 0, results }, { name: 'x', redact: true }).trimEnd().split('\r\n')
    expect(lines).toHaveLength(all.length + 1)
  })
})
