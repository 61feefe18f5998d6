import { describe, expect, it } from 'vitest'
import { decisionCurveChart } from '../../../src-renderer/charts/kinds/decision-curve.ts'
import { charts } from './chart-models.ts'
import { draw, figure, format } from './chart-fixture.ts'

describe('charts of a model', () => {
  it('tell in how many groups the interval does not hold what was predicted', () => {
    const model = charts['calibration']!()
    expect(model.sentence).toBe('In 1 of 3 groups the interval does not hold what was predicted.')
    expect(model.table.rows[2]!.map(({ text }) => text).slice(0, 3)).toEqual(['Group 3', '30.0%', '40.0%'])
    const { places } = draw(model)
    expect(places[2]!.x).toBeGreaterThan(places[0]!.x)
    expect(places[2]!.y).toBeLessThan(places[0]!.y)
  })

  it('tell where the model is worth acting by, and end a curve where it leaves the plot', () => {
    const model = charts['decision curve']!()
    expect(model.sentence).toBe(
      'The model is better than acting for everybody or nobody at 4 of 4 thresholds, from 5.0% to 30.0%.'
    )
    const { svg } = draw(model)
    expect(svg.match(/stroke-dasharray="5,3"/g)).toHaveLength(1)
    const useless = decisionCurveChart([{ threshold: 0.1, model: figure(20, 'per1000'), everybody: 0.05 }], format())
    expect(useless.sentence).toBe('At no threshold is the model better than acting for everybody or nobody.')
  })
})
