import { describe, expect, it } from 'vitest'
import { loadFiles } from '../../support/load-store.ts'
import { rowsOf } from '../../support/rows-of.ts'

const act = { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' }
const r4 = { resourceType: 'Encounter', id: 'r4', status: 'finished', class: act, period: { start: '2020-01-01' } }
const r5 = {
  resourceType: 'Encounter',
  id: 'r5',
  status: 'completed',
  class: [{ coding: [act] }],
  actualPeriod: { start: '2024-01-01' }
}

describe('FHIR releases', () => {
  it('stand side by side in the same columns', async () => {
    const store = await loadFiles([
      { name: 'a.ndjson', content: [r4] },
      { name: 'b.ndjson', content: [r5] }
    ])
    expect(
      rowsOf(store, 'encounter').map(({ id, class_code, period_start }) => [id, class_code, period_start])
    ).toEqual([
      ['r4', 'AMB', '2020-01-01'],
      ['r5', 'AMB', '2024-01-01']
    ])
    expect(store.report.rejectCounts).toEqual({})
  })
  it('are recognized from the data', async () => {
    const release = async (...content: unknown[]) => (await loadFiles([{ name: 'a.ndjson', content }])).report.release
    expect(await release({ resourceType: 'Patient', id: 'p' })).toBe('R4')
    expect(await release(r4)).toBe('R4')
    expect(await release(r5, r5)).toBe('R5')
    expect(await release({ resourceType: 'SubscriptionTopic', id: 's' })).toBe('R4B')
  })
  it('make a file of R5 read as R5 where a resource does not tell', async () => {
    const request = { resourceType: 'MedicationRequest', id: 'm', medication: { concept: { coding: [{ code: '1' }] } } }
    const store = await loadFiles([{ name: 'a.ndjson', content: [r5, request] }])
    expect(rowsOf(store, 'medication_request')).toMatchObject([{ code: '1' }])
  })
})
