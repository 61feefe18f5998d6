import { describe, expect, it } from 'vitest'
import type { ConnectionSettings } from '#shared/connections/connection-settings.ts'
import type { Discovered } from '#shared/connections/server-report.ts'
import type { VendorEntry } from '#shared/connections/vendor-entry.ts'
import { fc } from '../../../support/property.ts'
import {
  isPlainLoopback,
  suggestName,
  suggestSettings,
  tidySettings
} from '../../../../src-renderer/screens/connections/settings/draft-settings.ts'
import { headerLines, parseHeaders } from '../../../../src-renderer/screens/connections/settings/header-lines.ts'
import { connectionOf } from '../../../support/export-run.ts'

describe('settings of a connection', () => {
  it.each([
    ['http://127.0.0.1:8080/fhir', true],
    ['http://localhost/fhir', true],
    ['http://[::1]:80', true],
    ['https://127.0.0.1/fhir', false],
    ['http://127.0.0.1.example.org/', false],
    ['http://localhost.example.org/', false]
  ])('knows this computer: %s', (base, local) => {
    expect(isPlainLoopback(base)).toBe(local)
  })

  it('are suggested by profile and server, and say nothing that was not typed', () => {
    const discovered = {
      base: 'https://fhir.example.org/r4',
      levels: [],
      capabilities: [],
      scopesSupported: []
    } as unknown as Discovered
    const vendor = {
      id: 'meditech',
      personSignIn: 'unknown',
      switches: { levels: [], bulkExport: 'no', auth: 'none' }
    } as unknown as VendorEntry
    expect(suggestSettings(' ', discovered, vendor)).toMatchObject({
      name: 'fhir.example.org',
      mode: 'crawl',
      level: 'group',
      auth: 'none'
    })
    const personOnly = { ...discovered, capabilities: ['launch-standalone', 'client-public'] }
    expect(suggestSettings(' ', personOnly, vendor)).toMatchObject({ auth: 'authorization_code', mode: 'crawl' })
    expect(suggestSettings(' ', { ...personOnly, scopesSupported: ['system/*.rs'] }, vendor).auth).toBe('none')
    expect(suggestName({ ...discovered, software: 'Smile' })).toBe('Smile')
  })

  it('are stored without what was left empty', () => {
    const draft: ConnectionSettings = {
      ...connectionOf().settings,
      name: ' Site ',
      clientId: ' ',
      tokenEndpoint: ' https://token.example.org ',
      typeFilters: ['', ' Observation?category=laboratory ']
    }
    const tidy = tidySettings(draft)
    expect('clientId' in tidy).toBe(false)
    expect(tidy).toMatchObject({
      name: 'Site',
      tokenEndpoint: 'https://token.example.org',
      typeFilters: ['Observation?category=laboratory']
    })
  })
})

describe('headers as lines', () => {
  it('are read as they were written', () => {
    const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,20}$/)
    const value = fc.stringMatching(/^[!-~](?:[ -~]{0,20}[!-~])?$/)
    fc.assert(
      fc.property(fc.dictionary(name, value), (headers) => {
        expect(parseHeaders(headerLines(headers))).toEqual({ ...headers })
      })
    )
  })

  it.each(['no colon', 'Name:', ': value', 'a b: c'])('are refused when a line is none: %s', (text) => {
    expect(parseHeaders(text)).toBeUndefined()
  })
})
