import { describe, expect, it } from 'vitest'
import type { Store } from '#engine/store/model/store.ts'
import { loadFiles } from '../../support/load-store.ts'

function textOf(store: Store, table: string, name: string): string | undefined {
  const { codes, values } = store.table(table).column(name, 'dictionary')
  return values[codes[0]!]
}

const load = (patient: object): Promise<Store> =>
  loadFiles([
    {
      name: 'data.ndjson',
      content: [
        { resourceType: 'Patient', id: 'p', ...patient },
        { resourceType: 'Practitioner', id: 'd', name: [{ text: 'Dr. Ada Byron' }] },
        {
          resourceType: 'Observation',
          id: 'o',
          status: 'final',
          category: [
            { coding: [{ system: 'urn:local', code: 'Lab' }] },
            { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }] }
          ],
          code: { text: 'A1c' },
          subject: { reference: 'Patient/p' },
          effectiveDateTime: '2025-01-01'
        }
      ]
    }
  ])

describe('names and numbers of people', () => {
  it('are read from text where nothing else is written', async () => {
    const store = await load({ name: [{ text: 'Ada Byron' }], identifier: [{ type: { text: 'MRN' }, value: 'E12' }] })
    expect(textOf(store, 'patient', 'family')).toBe('Ada Byron')
    expect(textOf(store, 'patient', 'record_number')).toBe('E12')
    expect(textOf(store, 'practitioner', 'family')).toBe('Dr. Ada Byron')
  })

  it('are read from their own elements where these are written', async () => {
    const type = { coding: [{ code: 'MR' }] }
    const store = await load({
      name: [{ text: 'Ada Byron', family: 'Byron', given: ['Ada'] }],
      identifier: [
        { type: { text: 'MRN' }, value: 'E12' },
        { type, value: '7' }
      ]
    })
    expect(textOf(store, 'patient', 'family')).toBe('Byron')
    expect(textOf(store, 'patient', 'record_number')).toBe('7')
  })
})

describe('categories', () => {
  it('are those of HL7 before local ones', async () => {
    expect(textOf(await load({}), 'observation', 'category')).toBe('laboratory')
  })
})
