import { describe, expect, it } from 'vitest'
import type { HealthPoint } from '#shared/export-run.ts'
import type { Schedule } from '#shared/schedule.ts'
import { freshness, healthSeries } from '../../../../src-renderer/screens/connections/health/health-series.ts'
import { textWidth } from '../../../../src-renderer/charts/model/row-layout.ts'
import { healthChart } from '../../../../src-renderer/screens/connections/health/health-chart.ts'
import { runOf } from '../../../support/export-run.ts'
import { format as formatOf, tokens } from '../../charts/chart-fixture.ts'

const format = formatOf()

const schedule: Schedule = {
  enabled: true,
  times: ['14:00', '02:00'],
  weekdays: [1, 2, 3, 4, 5],
  blackout: [],
  catchUpHours: 6,
  onBattery: false,
  onMetered: false,
  retries: 3,
  retryMinutes: 10,
  fullEveryDays: 0,
  notify: 'problems'
}

describe('source health', () => {
  const day = 86_400_000
  const pointsOf = (values: readonly number[]): HealthPoint[] =>
    values.map((latencyMs, i) => ({
      run: `run-${i}`,
      at: i * day,
      kind: 'full',
      state: 'committed',
      latencyMs,
      errors: 0,
      requests: 10,
      resources: 100,
      patients: 10,
      bytes: 1
    }))
  const latency = (values: readonly number[]) =>
    healthSeries(pointsOf(values), format).find(({ id }) => id === 'latency')!

  it('draws no limits from fewer than twelve exports', () => {
    expect(latency([1, 2, 1, 2, 9]).limits).toBeUndefined()
  })

  it('marks a departure to the worse and not one to the better', () => {
    const usual = Array.from({ length: 14 }, (_, i) => 200 + (i % 2))
    expect(latency([...usual, 400]).since).toBe(14)
    expect(latency([...usual, 20]).since).toBeUndefined()
    expect(latency(usual).since).toBeUndefined()
  })

  it('leaves out volumes of an export that did not come to its end', () => {
    const points = pointsOf([1, 2]).map((point, i) => ({ ...point, state: i === 0 ? 'committed' : 'failed' }) as const)
    const series = healthSeries(points, format)
    expect(series.find(({ id }) => id === 'people')?.points).toHaveLength(1)
    expect(series.find(({ id }) => id === 'errors')?.points).toHaveLength(2)
  })

  it('says the same in the chart, its table and its sentence', () => {
    const model = healthChart(latency([...Array.from({ length: 14 }, (_, i) => 200 + (i % 2)), 400]), format)
    expect(model.marks.at(-1)?.lines).toEqual(['400 ms', 'departs from ordinary variation'])
    expect(model.table.rows.at(-1)?.map(({ text }) => text)).toEqual([model.marks.at(-1)?.title, '400 ms', 'departs'])
    expect(model.sentence).toContain('400 ms')
  })

  it('cuts no day at the right edge of the chart, and writes none over another', () => {
    for (const count of [1, 2, 3, 5, 9, 14, 40, 120])
      for (const width of [240, 300, 420, 900]) {
        const values = Array.from({ length: count }, (_, i) => 200 + (i % 2))
        const { shapes } = healthChart(latency(values), format).scene(tokens, { width, height: 160 })
        const days = shapes.flatMap((shape) =>
          shape.kind === 'text' && shape.align === 'middle'
            ? [[shape.x - textWidth(shape.text) / 2, shape.x + textWidth(shape.text) / 2] as const]
            : []
        )
        expect(days.length).toBeGreaterThan(0)
        for (const [index, [from, to]] of days.entries()) {
          expect(to, `${count} in ${width}`).toBeLessThanOrEqual(width)
          expect(from, `${count} in ${width}`).toBeGreaterThan(days[index - 1]?.[1] ?? -1)
        }
      }
  })

  it.each([
    [1, 'closed'],
    [3, 'closed'],
    [5, 'due'],
    [9, 'danger']
  ] as const)('judges data that are %i days old by a schedule of working days', (age, kind) => {
    const now = Date.parse('2026-11-22T01:00:00Z') + age * day
    expect(freshness([runOf()], { ...schedule, weekdays: [1, 2, 3, 4, 5] }, now, format).kind).toBe(kind)
  })

  it('does not judge without a schedule, and says when there are no data', () => {
    expect(freshness([runOf()], undefined, Date.parse('2027-11-22T01:00:00Z'), format).kind).toBe('closed')
    expect(freshness([runOf({ state: 'failed' })], schedule, 0, format).kind).toBe('nodata')
  })
})
