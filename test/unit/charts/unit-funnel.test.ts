import { describe, expect, it } from 'vitest'
import { charts } from './chart-models.ts'
import { draw } from './chart-fixture.ts'

describe('a funnel plot', () => {
  const model = charts['unit funnel']!()

  it('compares reliable units with the limits, and no others', () => {
    // Reliability is n / (n + 19): 45 cases are needed for 0.7.
    const words = model.table.rows.map((row) => [row[0]!.text, row.at(-2)!.text, row.at(-1)!.text])
    expect(words).toEqual([
      ['Practice 0', '0.17', 'Within the 95% limits, not reliable'],
      ['Practice 1', '0.61', 'Within the 95% limits, not reliable'],
      ['Practice 2', '0.76', 'Within the 95% limits'],
      ['Practice 3', '0.83', 'Within the 95% limits'],
      ['Practice 4', '0.86', 'Within the 95% limits'],
      ['Practice 5', '0.90', 'Below the 99.8% limits']
    ])
    expect(model.sentence).toBe('1 reliable unit lies outside of the 95% limits around 62.0%: Practice 5.')
  })

  it('draws four limits, and units in their place', () => {
    const { svg, places } = draw(model)
    expect(svg.match(/stroke-dasharray="2,3"/g)).toHaveLength(2)
    expect(svg.match(/stroke-dasharray="6,3"/g)).toHaveLength(2)
    expect(places.map((place) => place!.x)).toEqual(places.map((place) => place!.x).toSorted((a, b) => a - b))
  })
})
