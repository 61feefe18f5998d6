import { anyId, anyResource, patientReference, type AnyFile } from './any-population.ts'
import { fc } from '../../support/property.ts'

const coding = fc.constantFrom(
  { code: 'AMB' },
  { code: 'AMB', display: 'ambulatory' },
  { code: 'EMER', display: 'emergency' }
)
const encounter = fc.record(
  {
    resourceType: fc.constant('Encounter'),
    id: anyId,
    class: coding,
    subject: fc.record({ reference: patientReference }),
    participant: fc.tuple(
      fc.record({
        individual: fc.record({ reference: fc.constantFrom('Practitioner/a', 'Practitioner/none', '#dr') })
      })
    )
  },
  { requiredKeys: ['resourceType', 'id'] }
)
const practitioner = fc.record({
  resourceType: fc.constant('Practitioner'),
  id: anyId,
  identifier: fc.constant([{ system: 'npi', value: '1' }])
})
const coverage = fc.record({
  resourceType: fc.constant('Coverage'),
  id: anyId,
  beneficiary: fc.record({ reference: patientReference }),
  type: fc.constantFrom({ text: 'HMO' }, { coding: [{ system: 's', code: '1', display: 'First' }] })
})
const explanation = fc.record({
  resourceType: fc.constant('ExplanationOfBenefit'),
  id: anyId,
  patient: fc.record({ reference: patientReference }),
  provider: fc.constantFrom(
    { reference: 'Practitioner?identifier=npi|1' },
    { identifier: { system: 'npi', value: '1' } }
  ),
  contained: fc.constantFrom([], [{ resourceType: 'Coverage', id: 'cov', beneficiary: { reference: 'Patient/a' } }]),
  insurance: fc.tuple(
    fc.record({ focal: fc.constant(true), coverage: fc.record({ reference: fc.constantFrom('#cov', 'Coverage/7') }) })
  )
})
/** Of a type without a table. */
const goal = fc.record({
  resourceType: fc.constant('Goal'),
  id: anyId,
  subject: fc.record({ reference: patientReference })
})

const resource = fc.oneof(
  { weight: 3, arbitrary: anyResource },
  { weight: 3, arbitrary: fc.oneof(encounter, practitioner, coverage, explanation, goal) }
)

/** Files of lines, some of one type and some of all; and a Bundle whose entries are known by other names. */
export const mixedPopulation: fc.Arbitrary<AnyFile[]> = fc
  .record({
    resources: fc.array(fc.tuple(resource, fc.constantFrom('own', 'own', 'mixed')), { maxLength: 40 }),
    entries: fc.array(resource, { maxLength: 3 }),
    blank: fc.boolean()
  })
  .map(({ resources, entries, blank }) => {
    const files = new Map<string, string[]>()
    const add = (name: string, line: string): void => {
      files.set(name, [...(files.get(name) ?? []), line])
    }
    for (const [each, where] of resources)
      add(where === 'own' ? `${each.resourceType}.ndjson` : 'all.ndjson', JSON.stringify(each))
    if (blank) add('all.ndjson', '')
    if (entries.length > 0) {
      const entry = entries.map((each, index) => ({
        fullUrl: index === 0 ? 'urn:uuid:ffffffff-0000-4000-8000-00000000000a' : `https://ehr.example/${index}`,
        resource: each
      }))
      add('bundle.json', JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry }))
    }
    return Array.from(files, ([name, lines]) => ({ name, lines }))
  })
