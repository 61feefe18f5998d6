import { describe, expect, it } from 'vitest'
import { measureFile } from '#engine/reports/report-file.ts'
import { runMeasurePanel } from '#engine/measures/scorecard/run-measure-panel.ts'
import { qualityInput } from '../../support/measure-input.ts'
import { plainDefinition, plainMeasure, plainRun, type PlainCases } from '../../support/plain-measures.ts'
import { day, plainStore } from '../selection/plain-store.ts'

/** Forty people whom A covers. Thirty of them go to B in March 2026, and nobody of those meets the measure. */
const PEOPLE = 40
const MOVED = 30
const ids = Array.from({ length: PEOPLE }, (_, index) => `p${String(index).padStart(2, '0')}`)
const covered = (id: string, payer: string, start: string, end?: string) => ({
  id: `${id}-${payer}`,
  patient_id: id,
  status: 'active',
  type: 'https://nahdo.org/sopt|512|',
  payor_name: payer,
  period_start: start,
  ...(end === undefined ? {} : { period_end: end })
})
const store = plainStore({
  patient: ids.map((id) => ({ id, birth_date: '1960-03-01', gender: 'female' })),
  coverage: ids.flatMap((id, index) =>
    index < MOVED
      ? [covered(id, 'A', '2024-01-01', '2026-02-28'), covered(id, 'B', '2026-03-01')]
      : [covered(id, 'A', '2024-01-01')]
  ),
  encounter: ids.flatMap((id) =>
    ['2024-01-01', '2026-06-30'].map((on) => ({
      id: `${id}-${on}`,
      patient_id: id,
      status: 'finished',
      period_start: on
    }))
  )
})
const definition = plainDefinition('breast-cancer-screening')
const cases = ids.map((_, index): PlainCases => [1, 1, 0, 0, index < MOVED ? 0 : 1])
const past = { start: '2025-01-01', end: '2025-12-31' }
const input = qualityInput(store, [plainMeasure(definition, plainRun(definition, cases, past))])
const ofPayer = (payer: string) => ({
  asOf: day('2026-06-30'),
  filters: [{ dimension: 'payer', values: [payer] }]
})

describe('the rate of a past period for one payer', () => {
  it('is of whom the payer covered at the end of the period, as its trend is', () => {
    const { rows } = runMeasurePanel(input, 'scorecard', ofPayer('A'), {})
    const [row] = rows
    expect(row!.rate).toMatchObject({ numerator: 10, denominator: 40 })
    expect(row!.trend.points.at(-1)!.figure).toMatchObject({ numerator: 10, denominator: 40 })
    expect([row!.eligible.value, row!.numerator.value, row!.initialPopulation.value]).toEqual([40, 10, 40])
    // It opens these people, whoever covers them now.
    expect(row!.rate).toMatchObject({ opens: 40, rows: { asOf: day('2025-12-31') } })
    const { rows: ofB } = runMeasurePanel(input, 'scorecard', ofPayer('B'), {})
    expect(ofB[0]!.rate.denominator).toBe(0)
  })
  it('is the same by groups, by units and in reports', async () => {
    const everybody = { asOf: day('2026-06-30'), filters: [] }
    const panel = runMeasurePanel(input, 'measure', everybody, { key: 'breast-cancer-screening/rate' })
    const payers = panel.groups.find(({ dimension }) => dimension === 'payer')!
    expect(payers.rows.map(({ label, people }) => [label, people])).toEqual([['A', 40]])
    const units = runMeasurePanel(input, 'heatmap', everybody, { dimension: 'payer', limit: 10 })
    expect(units.units.map(({ label, people }) => [label, people])).toEqual([['A', 40]])
    const text = await (
      await measureFile(input, ofPayer('A'), 'measure-report-summary', {
        revealed: false,
        smallCellLimit: 0,
        author: { organization: 'North', date: '2026-07-01T08:00:00Z' }
      })
    ).text()
    expect(text).toMatch(/"count": ?40/)
  })
  it('of a period that is not over is of whom the payer covers on the date', () => {
    const running = { start: '2026-01-01', end: '2026-12-31' }
    const now = qualityInput(store, [plainMeasure(definition, plainRun(definition, cases, running))])
    const [row] = runMeasurePanel(now, 'scorecard', ofPayer('A'), {}).rows
    expect(row!.rate).toMatchObject({ numerator: 10, denominator: 10 })
  })
  it('leaves the gaps with the people in view on the date, for whom there is something to do', () => {
    const [row] = runMeasurePanel(input, 'scorecard', ofPayer('B'), {}).rows
    expect(row!.statuses.reduce((sum, { figure }) => sum + (figure.value ?? 0), 0)).toBe(MOVED)
  })
})
