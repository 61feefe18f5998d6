import { expect, it } from 'vitest'
import { loadFiles } from '../../support/load-store.ts'
import { rowsOf } from '../../support/rows-of.ts'

const claim = (id: string, adjudication: readonly object[]): object => ({
  resourceType: 'ExplanationOfBenefit',
  id,
  status: 'active',
  patient: { reference: 'Patient/p' },
  item: [{ sequence: 1, adjudication }]
})
const submitted = {
  category: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/adjudication', code: 'submitted' }] },
  amount: { value: 5 }
}

it('columns without any value share their arrays, and others keep their own', async () => {
  const store = await loadFiles([
    { name: 'a.ndjson', content: [{ resourceType: 'Patient', id: 'p' }, claim('a', [submitted]), claim('b', [])] }
  ])
  const items = store.table('explanation_of_benefit_item')
  const numbers = ['allowed', 'paid', 'copay', 'net'].map((name) => items.column(name, 'number').values)
  expect(new Set(numbers).size).toBe(1)
  expect(numbers[0]).not.toBe(items.column('submitted', 'number').values)
  expect(items.column('ndc', 'dictionary').codes).toBe(items.column('modifier', 'dictionary').codes)
  expect(rowsOf(store, 'explanation_of_benefit_item').map(({ submitted: s, paid, ndc }) => [s, paid, ndc])).toEqual([
    [5, null, null],
    [null, null, null]
  ])
})
