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
    const useless = decisionCurveChart(
      [{ threshold: 0.1, model: figure(20, 'per1000'), everybody: figure(50, 'per1000') }],
      format()
    )
    expect(useless.sentence).toBe('At no threshold is the model better than acting for everybody or nobody.')
  })

  it('join conditions that come together, with the same as a table and for the keyboard', () => {
    const model = charts['network']!()
    expect(model.sentence).toBe(
      '2 pairs of conditions come together more often than by chance; most of all Diabetes with kidney disease, 2.5 times as often.'
    )
    expect(model.marks.map(({ title }) => title)).toEqual([
      'Diabetes',
      'Kidney disease',
      'Asthma',
      'Diabetes with kidney disease',
      'Diabetes with asthma'
    ])
    expect(model.marks[0]!.lines).toContain('Joined to 2 conditions')
    expect(model.table.rows[0]!.map(({ text }) => text)).toEqual(['Diabetes', 'Kidney disease', '40', '2.5', '1.8–3.4'])
    const { places, svg } = draw(model)
    expect(places.every((place) => place !== undefined)).toBe(true)
    expect(svg.match(/stroke-width="7"/g)).toHaveLength(1)
  })
})
