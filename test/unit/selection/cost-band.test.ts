import { describe, expect, it } from 'vitest'
import { costBandDimension } from '#engine/population/selection/cost-band-dimension.ts'
import { day, plainStore } from './plain-store.ts'

const claim = (id: string, patient_id: string, payment_amount: number, billable_start = '2019-06-01') => ({
  id,
  patient_id,
  status: 'active',
  use: 'claim',
  billable_start,
  created: billable_start,
  payment_amount
})

describe('the cost band', () => {
  it('is that of what was paid in the 12 months up to the date', () => {
    const store = plainStore({
      patient: ['a', 'b', 'c', 'd'].map((id) => ({ id, birth_date: '1960-01-01' })),
      explanation_of_benefit: [
        claim('1', 'a', 999),
        claim('2', 'b', 600),
        claim('3', 'b', 400),
        claim('4', 'c', 120_000),
        claim('5', 'c', 9, '2015-01-01'),
        claim('6', 'd', 50, '2015-01-01')
      ]
    })
    const [dimension] = costBandDimension(store)
    const labels = Array.from(dimension!.codes(day('2019-12-31')), (code) => dimension!.values[code]!.label)
    expect(labels).toEqual(['Under $1,000', '$1,000 to $9,999', '$100,000 and over', 'Nothing'])
  })

  it('is not offered without claims', () => {
    expect(costBandDimension(plainStore({ patient: [{ id: 'a' }] }))).toEqual([])
  })
})
