import { describe, expect, it } from 'vitest'
import { withOwnMedication } from '#engine/measures/records/contained-medication.ts'
import { loadFiles } from '../../support/load-store.ts'

const code = {
  coding: [
    { system: 'urn:oid:1.2.840.114350.1.13.0.1.7.2.698288', code: '9999' },
    { system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '617310', display: 'atorvastatin 20 MG Oral Tablet' }
  ]
}
const medication = { resourceType: 'Medication', id: 'med1', code }
const order = {
  resourceType: 'MedicationRequest',
  id: 'r',
  status: 'active',
  intent: 'order',
  subject: { reference: 'Patient/p' },
  contained: [medication],
  medicationReference: { reference: '#med1' }
}

describe('a medication inside its order', () => {
  it('is the medication of the order for measures', () => {
    expect(withOwnMedication(order)).toMatchObject({ medicationCodeableConcept: code })
    expect(withOwnMedication(order)).not.toHaveProperty('medicationReference')
    const { medicationReference, ...others } = order
    const later = { ...others, medication: { reference: medicationReference } }
    expect(withOwnMedication(later)).toMatchObject({ medication: { concept: code } })
  })

  it('leaves other orders as they are', () => {
    const outside = { ...order, medicationReference: { reference: 'Medication/med1' } }
    const missing = { ...order, medicationReference: { reference: '#med2' } }
    for (const given of [outside, missing, { resourceType: 'Patient', id: 'p' }])
      expect(withOwnMedication(given)).toBe(given)
  })

  it('has its codes in the tables, as one of its own has its RxNorm code before local ones', async () => {
    const store = await loadFiles([
      { name: 'data.ndjson', content: [{ resourceType: 'Patient', id: 'p' }, order, { ...medication, id: 'm' }] }
    ])
    const { offsets, ids } = store.codings.get('medication_request')!
    expect([...ids.subarray(offsets[0], offsets[1])].map((id) => store.concepts.codes[id])).toEqual(['9999', '617310'])
    const { ids: products } = store.table('medication').column('code', 'concept')
    expect(store.concepts.codes[products[0]!]).toBe('617310')
  })
})
