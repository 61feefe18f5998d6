import { describe, expect, it } from 'vitest'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { day, plainStore, type PlainTables } from '../selection/plain-store.ts'

const people = ['a', 'b', 'c'].map((id) => ({ id, birth_date: '1950-01-01', gender: 'female' }))
const tables: PlainTables = {
  patient: people,
  coverage: people.map(({ id }) => ({
    id: `c-${id}`,
    patient_id: id,
    status: 'active',
    payor_name: 'North',
    period_start: '2018-01-01',
    contained_in: ''
  })),
  explanation_of_benefit: people.map(({ id }) => ({
    id: `e-${id}`,
    patient_id: id,
    status: 'active',
    use: 'claim',
    outcome: 'complete',
    type: 'http://terminology.hl7.org/CodeSystem/claim-type|professional',
    insurer_name: 'North',
    billable_start: '2019-06-01',
    billable_end: '2019-06-01',
    payment_amount: 100,
    payment_date: '2019-07-01'
  }))
}
const store = plainStore(tables)
const why = 'Condition is missing from this export'
const context = { asOf: day('2019-12-31'), filters: [{ dimension: 'conditions', values: ['1'] }] }

describe('parts of a panel below a filter that the data cannot tell', () => {
  it('say so, and not that nobody was a member or care cost nothing', () => {
    const { claims } = runPanel(store, shippedRegistries, 'cost', context, {}, ['Condition'])
    expect(claims!.missing).toMatchObject({ groups: why, concentration: why })
    const part = runPanel(
      store,
      shippedRegistries,
      'part',
      context,
      { panel: 'cost', part: 'concentration', params: {} },
      ['Condition']
    )
    expect(part).toMatchObject({ claims: { missing: { groups: why, concentration: why } } })
  })
  it('say so of a forecast, reconciliation and equity', () => {
    expect(runPanel(store, shippedRegistries, 'forecast', context, {}, ['Condition']).refused).toBe(why)
    expect(runPanel(store, shippedRegistries, 'reconciliation', context, {}, ['Condition']).missing).toBe(why)
  })
  it('say what they said before where the data can tell', () => {
    const { claims } = runPanel(store, shippedRegistries, 'cost', { ...context, filters: [] }, {})
    expect(claims!.missing.concentration).toBeUndefined()
    expect(claims!.concentration.members).toBe(3)
  })
})
