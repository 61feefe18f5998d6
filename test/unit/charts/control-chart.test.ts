import { describe, expect, it } from 'vitest'
import { controlChart } from '../../../src-renderer/charts/kinds/control-chart.ts'
import { draw, format } from './chart-fixture.ts'
import { controlMonths } from './chart-models.ts'

describe('a control chart', () => {
  it('says in a sentence, in its table and in what is pointed at what is no chance', () => {
    const { sentence, table, marks, note } = controlChart(controlMonths(40), format())
    expect(sentence).toBe('A1c below 8%: 90.0% in M12, mean of the baseline 60.0%. Above the upper limit since M10.')
    const signal = table.columns.findIndex(({ label }) => label === 'Signal')
    expect(table.rows.map((row) => row[signal]?.text)).toEqual([
      ...Array.from({ length: 9 }, () => '–'),
      ...Array.from({ length: 3 }, () => 'Above the upper limit')
    ])
    expect(marks[0]?.lines).toContain('Limits 40.0% to 80.0%')
    expect(marks[9]?.lines).toContain('Above the upper limit')
    expect(note).toContain('1: Outreach began')
  })

  it('keeps the limits of a small month back with its value', () => {
    const limits = (people: number) => {
      const { table, marks } = controlChart(controlMonths(people), format(10))
      const place = table.columns.findIndex(({ label }) => label === 'Upper limit')
      return [table.rows[0]?.[place]?.text, marks[0]?.lines.some((line) => line.startsWith('Limits'))]
    }
    expect(limits(40)).toEqual(['80.0%', true])
    expect(limits(5)).toEqual(['–', false])
  })

  it('has neither mean nor limits where they would tell the month that is withheld', () => {
    const texts = (people: number): string => {
      const model = controlChart(controlMonths(people), format(3))
      return [model.sentence, ...draw(model).texts, ...model.table.rows.flat().map(({ text }) => text)].join('\n')
    }
    expect(texts(40)).toContain('mean 60.0%')
    expect(texts(5)).not.toMatch(/60\.0%\n60\.0%|mean 60|mean of the baseline 60/)
    expect(texts(5)).toContain('mean of the baseline suppressed')
  })

  it('labels the mean and the limits where they do not cover each other', () => {
    const close = controlMonths(40)
    const points = close.months.points.map((point) => ({ ...point, lower: 0.599, upper: 0.601 }))
    const { scene } = draw(controlChart({ ...close, months: { ...close.months, points } }, format()))
    const ys = scene.shapes
      .flatMap((shape) =>
        shape.kind === 'text' && /^(?:mean )?(?:59\.9|60\.0|60\.1)%$/.test(shape.text) && shape.x > 300 ? [shape.y] : []
      )
      .toSorted((a, b) => a - b)
    expect(ys).toHaveLength(3)
    expect(Math.min(ys[1]! - ys[0]!, ys[2]! - ys[1]!)).toBeGreaterThanOrEqual(14)
  })
})
