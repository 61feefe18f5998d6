import { describe, expect, it } from 'vitest'
import { parseReference } from '#engine/base/fhir/references.ts'

const npi = 'http://hl7.org/fhir/sid/us-npi'

describe('parseReference', () => {
  it.each([
    ['Patient/123', { kind: 'relative', type: 'Patient', id: '123' }],
    ['Patient/a.b-C_9', { kind: 'relative', type: 'Patient', id: 'a.b-C_9' }],
    ['/Patient/123', { kind: 'relative', type: 'Patient', id: '123' }],
    ['Patient/123/_history/4', { kind: 'relative', type: 'Patient', id: '123', version: '4' }],
    ['https://x.org/fhir/Patient/123', { kind: 'absolute', type: 'Patient', id: '123', base: 'https://x.org/fhir' }],
    [
      'https://x.org/a/b/r4/Observation/9/_history/2',
      { kind: 'absolute', type: 'Observation', id: '9', version: '2', base: 'https://x.org/a/b/r4' }
    ],
    ['http://x.org/ValueSet', { kind: 'absolute', id: 'http://x.org/ValueSet' }],
    ['http://x.org/Thing/1', { kind: 'absolute', id: 'http://x.org/Thing/1' }],
    ['urn:uuid:3FD8-ab', { kind: 'urn', id: '3fd8-ab' }],
    ['urn:oid:1.2.3', { kind: 'urn', id: '1.2.3' }],
    ['#coverage', { kind: 'contained', id: 'coverage' }],
    ['#', { kind: 'contained', id: '' }],
    [`Practitioner?identifier=${npi}|999`, { kind: 'conditional', type: 'Practitioner', id: '999', system: npi }],
    [
      'Location?identifier=http%3A%2F%2Fx.org%2Fid%7Ca%20b',
      { kind: 'conditional', type: 'Location', id: 'a b', system: 'http://x.org/id' }
    ],
    ['Patient?identifier=77', { kind: 'conditional', type: 'Patient', id: '77' }],
    ['Patient?identifier=|77', { kind: 'conditional', type: 'Patient', id: '77', system: '' }],
    ['Patient?identifier=a\\|b|c\\,d', { kind: 'conditional', type: 'Patient', id: 'c,d', system: 'a|b' }]
  ])('%s', (text, expected) => {
    expect(parseReference(text)).toEqual({ type: undefined, version: undefined, system: undefined, ...expected })
  })

  it.each([
    '',
    'Patient',
    'Patient/',
    '/Patient/',
    'Thing/1',
    'patient/1',
    'Patient/1/2',
    'Patient/a b',
    'a/Patient/1',
    'Patient?name=Smith',
    'Patient?identifier=',
    'Patient?identifier=x|',
    'Patient?identifier=%E0%A4%A',
    'Thing?identifier=a|b',
    'see the note'
  ])('“%s” is none', (text) => {
    expect(parseReference(text)).toBeUndefined()
  })
})
