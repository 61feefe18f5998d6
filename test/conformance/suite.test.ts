import { describe, expect, it } from 'vitest'
import { deviations } from './suite.ts'

const failure = (id: string) => ({ id, text: 'expected 1, got 2' })

describe('the reviewed list of differences', () => {
  it('excuses exactly what it names, for the file it names', () => {
    const known = { Intervals: { 'In/open': 'cause', 'In/closed': 'cause' } }
    const file = { name: 'Intervals', total: 5, failures: [failure('In/open'), failure('Meets/apart')] }
    expect(deviations(file, known)).toEqual({
      unexpected: ['Meets/apart: expected 1, got 2'],
      resolved: ['In/closed']
    })
    expect(deviations({ ...file, name: 'Lists' }, known).unexpected).toHaveLength(2)
  })

  it('does not take names of object properties for entries', () => {
    expect(deviations({ name: 'Logic', total: 1, failures: [failure('toString')] }, {}).unexpected).toHaveLength(1)
  })
})
