import { fc } from '../../support/property.ts'

/** A file of lines that are a resource, blank or damaged. */
export interface AnyFile {
  readonly name: string
  readonly lines: readonly string[]
}

const ids = [
  'a',
  'B',
  'z-9',
  '00000000-0000-4000-8000-000000000001',
  'ffffffff-0000-4000-8000-00000000000a',
  '7'
] as const
/** An id of a resource. */
export const anyId = fc.constantFrom(...ids)
/** The text of a reference to a patient, who may be missing. */
export const patientReference = fc.oneof(
  anyId.map((text) => `Patient/${text}`),
  anyId.map((text) => `https://ehr.example/fhir/Patient/${text}/_history/1`),
  fc.constantFrom(
    'Patient?identifier=mrn|a',
    'Patient/nobody',
    'Group/a',
    'urn:uuid:ffffffff-0000-4000-8000-00000000000a'
  )
)
const date = fc.constantFrom(
  '2020',
  '2020-03',
  '2020-03-01',
  '2020-03-01T10:00:00Z',
  '2020-03-01T08:00:00-05:00',
  '2019-12-31T23:59:59.5+14:00',
  'never'
)
const coding = fc.record(
  { system: fc.constantFrom('s', 't'), code: fc.constantFrom('1', '2'), display: fc.constantFrom('One', 'Two') },
  { requiredKeys: ['code'] }
)
const lastUpdated = fc.constantFrom('2021-01-01T00:00:00Z', '2022-01-01T00:00:00Z')
const meta = fc.record({ lastUpdated, profile: fc.constantFrom(['p1'], ['p2', 'p1']) }, { requiredKeys: [] })

const patient = fc.record(
  {
    resourceType: fc.constant('Patient'),
    id: anyId,
    meta,
    gender: fc.constantFrom('female', 'male'),
    birthDate: fc.constantFrom('1950', '1950-06-07', 'x'),
    identifier: fc.constantFrom([{ system: 'mrn', value: 'a' }], [])
  },
  { requiredKeys: ['resourceType', 'id'] }
)
const condition = fc.record(
  {
    resourceType: fc.constant('Condition'),
    id: anyId,
    meta,
    subject: fc.record({ reference: patientReference }),
    code: fc.record({ coding: fc.array(coding, { maxLength: 3 }) }),
    onsetDateTime: date
  },
  { requiredKeys: ['resourceType', 'id'] }
)
const observation = fc.record(
  {
    resourceType: fc.constant('Observation'),
    id: anyId,
    subject: fc.record({ reference: patientReference }),
    effectiveDateTime: date,
    valueQuantity: fc.record({ value: fc.constantFrom(1, 2.5, 'x'), unit: fc.constantFrom('mg', 'g') }),
    component: fc.array(
      fc.record({ code: fc.record({ coding: fc.tuple(coding) }), valueQuantity: fc.record({ value: fc.nat(9) }) }),
      { maxLength: 2 }
    )
  },
  { requiredKeys: ['resourceType', 'id'] }
)
/** A patient, a condition or an observation. */
export const anyResource = fc.oneof(patient, condition, observation)
const line = fc.oneof(
  { weight: 12, arbitrary: anyResource.map((resource) => JSON.stringify(resource)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      '  ',
      '{"resourceType":"Patient"',
      '7',
      '{}',
      '{"resourceType":"Nonsense","id":"1"}',
      '{"resourceType":"Patient"}'
    )
  }
)

/** A few files of lines. Names are distinct and in no order. */
export const anyPopulation: fc.Arbitrary<AnyFile[]> = fc
  .uniqueArray(
    fc.tuple(
      fc.constantFrom('b.ndjson', 'a.ndjson', 'x/c.ndjson', 'Patient.ndjson'),
      fc.array(line, { maxLength: 14 })
    ),
    {
      selector: ([name]) => name,
      minLength: 1,
      maxLength: 3
    }
  )
  .map((files) => files.map(([name, lines]) => ({ name, lines })))
