import { describe, expect, it } from 'vitest'
import type { Funnel } from '#engine/population/panels/results/funnel-result.ts'
import { funnelChart } from '../../../src-renderer/charts/kinds/funnel.ts'
import { format, share, tokens } from './chart-fixture.ts'

const funnel: Funnel = {
  id: 'a',
  title: 'A1c below 8%',
  better: 'above',
  units: 'practices',
  sizes: 'people',
  overall: share(300, 500),
  rows: [
    { unit: 'x', label: 'Elm', figure: share(180, 400), reliability: 0.9, outside: 'below' },
    { unit: 'y', label: 'Oak', figure: share(40, 50), reliability: 0.4 }
  ],
  limits: [
    { of: 50, lower: 0.4, upper: 0.8 },
    { of: 400, lower: 0.53, upper: 0.67 }
  ],
  provenance: share(1, 2).provenance
}

describe('a funnel plot', () => {
  const model = funnelChart(funnel, format())

  it('says who differs, and who has too few people to be ranked', () => {
    expect(model.sentence).toContain('Elm outside of the limits around 60.0% of all')
    expect(model.table.rows.map((row) => row.map(({ text }) => text).slice(-2))).toEqual([
      ['0.90', 'Below the limits'],
      ['0.40', 'Within the limits']
    ])
    expect(model.marks[1]!.lines).toContain('Reliability 0.40')
  })

  it('draws the worse in its color, the unreliable as an open circle, and both limits', () => {
    const { shapes, places } = model.scene(tokens, { width: 600, height: 220 })
    const circles = shapes.flatMap((shape) => (shape.kind === 'circle' ? [shape] : []))
    expect(circles.map(({ fill }) => fill)).toEqual([tokens.concern, tokens.page])
    expect(places[0]!.x).toBeGreaterThan(places[1]!.x)
    expect(shapes.filter((shape) => shape.kind === 'path' && shape.lineWidth === 1.25)).toHaveLength(3)
  })

  it('where the value of all is suppressed, neither words nor limits tell it', () => {
    const few = funnelChart({ ...funnel, overall: share(25, 29) }, format(10))
    expect(few.sentence).toBe(
      'A1c below 8%: 2 practices. The value of all is suppressed, and with it the limits around it.'
    )
    expect(few.legend.map(({ label }) => label)).not.toContain('Limits')
    const { shapes } = few.scene(tokens, { width: 600, height: 220 })
    expect(shapes.filter((shape) => shape.kind === 'path' && shape.lineWidth === 1.25)).toEqual([])
  })
})
