import { describe, expect, it } from 'vitest'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { productCodings } from '#engine/population/claims/product-codings.ts'
import type { Store } from '#engine/store/model/store.ts'
import { loadFiles } from '../../support/load-store.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'

const rxNorm = 'http://www.nlm.nih.gov/research/umls/rxnorm'
const coded = (code: string, display: string) => ({ coding: [{ system: rxNorm, code, display }] })
const request = (id: string, medication: object): object => ({
  resourceType: 'MedicationRequest',
  id,
  status: 'active',
  intent: 'order',
  subject: { reference: 'Patient/p' },
  authoredOn: '2025-03-05',
  ...medication
})

const load = (...more: readonly object[]): Promise<Store> =>
  loadFiles([
    {
      name: 'data.ndjson',
      content: [
        { resourceType: 'Patient', id: 'p', birthDate: '1960-01-01' },
        { resourceType: 'Medication', id: 'm', code: coded('617310', 'atorvastatin 20 MG Oral Tablet') },
        ...more
      ]
    }
  ])

const orders = [
  request('a', { medicationReference: { reference: 'Medication/m' } }),
  request('b', { medicationCodeableConcept: coded('860975', 'metformin 500 MG Oral Tablet') }),
  request('c', { medicationReference: { reference: 'Medication/gone' } })
]

function codesOf(store: Store, name: string): string[][] {
  const table = store.table(name)
  const { offsets, ids } = productCodings(store, table)!
  return Array.from({ length: table.rows }, (_, row) =>
    [...ids.subarray(offsets[row], offsets[row + 1])].map((id) => store.concepts.codes[id]!)
  )
}

describe('codings of orders and dispenses', () => {
  it('are those of the Medication that they refer to, where they have none', async () => {
    expect(codesOf(await load(...orders), 'medication_request')).toEqual([['617310'], ['860975'], []])
    const dispense = {
      resourceType: 'MedicationDispense',
      id: 'd',
      status: 'completed',
      subject: { reference: 'Patient/p' },
      whenHandedOver: '2025-03-06',
      medicationReference: { reference: 'Medication/m' }
    }
    expect(codesOf(await load(dispense), 'medication_dispense')).toEqual([['617310']])
  })

  it('name the medications of a person', async () => {
    const store = await load(...orders)
    const context = { asOf: 20_453, filters: [] }
    const { care, events } = runPanel(store, shippedRegistries, 'patient', context, { patient: 0, revealed: true })
    expect(care.medications.map(({ label }) => label)).toEqual([
      'atorvastatin 20 MG Oral Tablet',
      'metformin 500 MG Oral Tablet'
    ])
    expect(events.filter(({ lane }) => lane === 'medications').map(({ label }) => label)).toEqual([
      'atorvastatin 20 MG Oral Tablet',
      'metformin 500 MG Oral Tablet',
      'gone'
    ])
  })
})
