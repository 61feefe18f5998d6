import { describe, expect, it } from 'vitest'
import {
  canonicalSystem,
  codeSystemName,
  comparableSystem,
  isProcedureSystem
} from '#engine/base/codes/code-systems.ts'
import { ValueSet } from '#engine/cql/elm/values/code.ts'
import { unreadRecords } from '#engine/population/codes/unread-codes.ts'
import { loadFiles } from '../../support/load-store.ts'

const cpt = 'http://www.ama-assn.org/go/cpt'
const hcpcs = 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets'
const addresses = [
  cpt,
  hcpcs,
  'https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets',
  'https://www.cms.gov/medicare/coding/medhcpcsgeninfo',
  'https://bluebutton.cms.gov/resources/codesystem/hcpcs',
  'urn:oid:2.16.840.1.113883.6.12',
  'urn:oid:2.16.840.1.113883.6.285'
]

describe('addresses of code systems', () => {
  const mammography = new ValueSet(
    'mammography',
    new Map([
      [cpt, new Set(['77067'])],
      [hcpcs, new Set(['G0202'])],
      ['http://loinc.org', new Set(['24606-6'])]
    ])
  )

  it.each(addresses)('of CPT and HCPCS do not matter to a value set: %s', (system) => {
    expect(isProcedureSystem(system)).toBe(true)
    expect(mammography.has(system, 'G0202')).toBe(true)
    expect(mammography.has(system, '77067')).toBe(true)
    expect(mammography.has(system, 'G0203')).toBe(false)
    expect(mammography.has(system, '24606-6')).toBe(false)
  })

  it('of the value set do not matter either, and a code without a system matches by its text', () => {
    const byOid = new ValueSet('vaccines', new Map([['urn:oid:2.16.840.1.113883.12.292', new Set(['150'])]]))
    expect(byOid.has('http://hl7.org/fhir/sid/cvx', '150')).toBe(true)
    expect(byOid.has('http://loinc.org', '150')).toBe(false)
    expect(byOid.has(undefined, '150')).toBe(true)
    expect(new ValueSet('not loaded').has(cpt, '77067')).toBe(false)
  })

  it('keep their names', () => {
    expect(codeSystemName(canonicalSystem('https://bluebutton.cms.gov/resources/codesystem/hcpcs'))).toBe('HCPCS')
    expect(codeSystemName(canonicalSystem(cpt))).toBe('CPT')
    expect(comparableSystem('http://snomed.info/sct')).toBe('http://snomed.info/sct')
  })
})

describe('records that no list knows', () => {
  it('have a code: one that says why there is none is no code', async () => {
    const coded = (id: string, system: string, code: string): object => ({
      resourceType: 'Procedure',
      id,
      status: 'completed',
      subject: { reference: 'Patient/p' },
      code: { coding: [{ system, code }] }
    })
    const content = [
      { resourceType: 'Patient', id: 'p' },
      coded('absent', 'http://terminology.hl7.org/CodeSystem/data-absent-reason', 'not-applicable'),
      coded('local', 'urn:local', '1'),
      coded('billed', 'https://bluebutton.cms.gov/resources/codesystem/hcpcs', 'G0202')
    ]
    const store = await loadFiles([{ name: 'data.ndjson', content }])
    const { systems, readable } = unreadRecords(store, {
      kinds: new Set(['procedures']),
      types: new Set(['Procedure']),
      systems: new Set([cpt]),
      isKnown: () => false
    })
    expect(systems).toEqual([{ system: 'urn:local', records: 1 }])
    expect(readable).toBe(1)
  })
})
