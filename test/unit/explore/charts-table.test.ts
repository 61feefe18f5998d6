import { describe, expect, it } from 'vitest'
import type { ExploreFrame } from '#engine/explore/explorer.ts'
import { chartsTable } from '../../../src-renderer/screens/explore/charts-table.ts'

const dimensions = [
  {
    id: 'sex',
    label: 'Sex',
    group: 'people',
    ordered: false,
    values: [
      { value: 'f', label: 'Female' },
      { value: 'm', label: 'Male' },
      { value: 'o', label: 'Other' },
      { value: 'u', label: 'Nobody' }
    ],
    people: Int32Array.of(400, 300, 4, 0)
  }
] as unknown as ExploreFrame['dimensions']
const counts = [Int32Array.of(200, 150, 2, 0)]
const format = { count: String }
const texts = (limit: number): readonly string[] =>
  chartsTable(dimensions, counts, limit, format).rows.map((row) => row.map(({ text }) => text).join(' '))

describe('the charts to brush as a table', () => {
  it('have the matching people of each value, without values of nobody', () => {
    expect(texts(0)).toEqual(['Sex Female 200 400', 'Sex Male 150 300', 'Sex Other 2 4'])
  })
  it('tell no small group, and none by what is left', () => {
    const shown = texts(10)
    expect(shown[2]).toBe('Sex Other suppressed suppressed')
    expect(shown.filter((text) => text.includes('suppressed')).length).toBeGreaterThan(1)
  })
})
