import { describe, expect, it } from 'vitest'
import { productCodings, referredProduct } from '#engine/population/claims/product-codings.ts'
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
    const dispense = { ...order, resourceType: 'MedicationDispense', id: 'd', status: 'completed' }
    const content = [{ resourceType: 'Patient', id: 'p' }, order, dispense, { ...medication, id: 'm' }]
    const store = await loadFiles([{ name: 'data.ndjson', content }])
    for (const name of ['medication_request', 'medication_dispense']) {
      const table = store.table(name)
      const { ids } = productCodings(store, table)!
      expect([...ids].map((id) => store.concepts.codes[id])).toEqual(['617310'])
      expect(referredProduct(store, table)?.(0)).toBe(ids[0])
    }
    const { ids: products } = store.table('medication').column('code', 'concept')
    expect(store.concepts.codes[products[0]!]).toBe('617310')
  })
})
