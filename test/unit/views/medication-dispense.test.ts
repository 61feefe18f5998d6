import { describe, expect, it } from 'vitest'
import { unreadRecords } from '#engine/population/codes/unread-codes.ts'
import { loadFiles } from '../../support/load-store.ts'
import { rowsOf } from '../../support/rows-of.ts'

const rxNorm = 'http://www.nlm.nih.gov/research/umls/rxnorm'
const fill = {
  resourceType: 'MedicationDispense',
  status: 'completed',
  subject: { reference: 'Patient/p1' },
  authorizingPrescription: [{ reference: 'MedicationRequest/o1' }],
  whenPrepared: '2025-03-01',
  whenHandedOver: '2025-03-02',
  quantity: { value: 30, unit: 'TAB' },
  daysSupply: { value: 30, code: 'd' }
}
const metformin = { coding: [{ system: rxNorm, code: '860975', display: 'metformin' }] }
const release = [
  { resourceType: 'Encounter', id: 'x1', status: 'completed', actualPeriod: { start: '2024-01-01' } },
  { resourceType: 'Encounter', id: 'x2', status: 'completed', actualPeriod: { start: '2024-01-01' } }
]

describe('medication_dispense', () => {
  const load = () =>
    loadFiles([
      {
        name: 'r4.ndjson',
        content: [
          { resourceType: 'Patient', id: 'p1' },
          { resourceType: 'Medication', id: 'm1', code: metformin },
          { ...fill, id: 'd1', medicationCodeableConcept: metformin },
          { ...fill, id: 'd2', whenHandedOver: undefined, medicationReference: { reference: 'Medication/m1' } }
        ]
      },
      { name: 'r5.ndjson', content: [...release, { ...fill, id: 'd5', medication: { concept: metformin } }] }
    ])

  it('has a row per fill with its product, order, days and supply, in R4 and R5', async () => {
    const rows = new Map(rowsOf(await load(), 'medication_dispense').map((row) => [row['id'], row]))
    for (const id of ['d1', 'd5'])
      expect(rows.get(id)).toMatchObject({
        patient_id: 'p1',
        status: 'completed',
        system: rxNorm,
        code: '860975',
        request_id: 'o1',
        when_handed_over: '2025-03-02',
        when_prepared: '2025-03-01',
        quantity: 30,
        unit: 'TAB',
        days_supply: 30
      })
    expect(rows.get('d2')).toMatchObject({ code: null, medication_id: 'm1', when_prepared: '2025-03-01' })
  })

  it('has a day by what was handed over, else prepared, and is asked for codes that no list knows', async () => {
    const store = await load()
    const { day } = store.table('medication_dispense')
    expect(new Set(day)).toEqual(
      new Set([Date.parse('2025-03-01') / 86_400_000, Date.parse('2025-03-02') / 86_400_000])
    )
    const asked = {
      kinds: new Set(['drugs'] as const),
      types: new Set(['MedicationDispense']),
      systems: new Set(['http://example.org/other']),
      isKnown: () => false
    }
    expect(unreadRecords(store, asked).systems).toMatchObject([{ system: rxNorm }])
  })
})
