import { describe, expect, it } from 'vitest'
import { triangleTable } from '../../../../src-renderer/figures/triangle-table.ts'

const triangle = {
  id: 'all:all',
  label: 'All payers, all claims',
  claims: 120,
  completion: [0.5, undefined, 1],
  rows: [
    {
      label: 'Jan 2026',
      known: [400, 700, 1000],
      people: [30, 4, 12],
      completed: 1000,
      interval: [1000, 1000] as const
    },
    { label: 'Feb 2026', known: [500, 800], people: [40, 3], completed: undefined, interval: undefined },
    { label: 'Mar 2026', known: [450], people: [25], completed: 900, interval: [800, 1010] as const }
  ]
}
const format = { value: (value: number) => `$${value}`, smallCellLimit: 0 }

describe('the table of a lag triangle', () => {
  const texts = (as: 'percent' | 'dollars') =>
    triangleTable(triangle, as, format).rows.map((row) => row.map(({ text }) => text))
  it('has the completion first, then the months from the latest on', () => {
    expect(triangleTable(triangle, 'percent', format).columns.map(({ label }) => label)).toEqual([
      'Service',
      'Known',
      'Will come to',
      '95% interval',
      '0',
      '1',
      '2+'
    ])
    expect(texts('percent')).toEqual([
      ['Completion', '', '', '', '50%', '–', '100%'],
      ['Mar 2026', '$450', '$900', '$800 to $1010', '50%', '', ''],
      ['Feb 2026', '$800', '–', '–', '–', '–', ''],
      ['Jan 2026', '$1000', '$1000', '$1000 to $1000', '40%', '70%', '100%']
    ])
  })
  it('shows dollars as they are known, and a blank where a month is too young', () => {
    expect(texts('dollars')[2]).toEqual(['Feb 2026', '$800', '–', '–', '$500', '$800', ''])
  })
  it('withholds what differs from what is shown by the claims of few people', () => {
    const leaving = { ...format, smallCellLimit: 10 }
    const rows = (as: 'percent' | 'dollars') =>
      triangleTable(triangle, as, leaving).rows.map((row) => row.map(({ text }) => text))
    expect(rows('dollars').slice(1)).toEqual([
      ['Mar 2026', '$450', '$900', '$800 to $1010', '$450', '', ''],
      ['Feb 2026', 'suppressed', '–', '–', '$500', 'suppressed', ''],
      // What four people added at a month of lag is within what was added until two.
      ['Jan 2026', '$1000', '$1000', '$1000 to $1000', '$400', 'suppressed', '$1000']
    ])
    expect(rows('percent')[2]).toEqual(['Feb 2026', 'suppressed', '–', '–', 'suppressed', 'suppressed', ''])
  })
})
