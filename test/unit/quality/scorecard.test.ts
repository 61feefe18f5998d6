import { describe, expect, it } from 'vitest'
import type { RowSelector } from '#engine/selection/filter.ts'
import { resolveRows } from '#engine/selection/resolve-rows.ts'
import { runPanel } from '#engine/panels/run-panel.ts'
import type { QualityParams } from '#engine/quality/panels.ts'
import { runQualityPanel } from '#engine/quality/run-quality-panel.ts'
import { defaultQualitySettings } from '#engine/quality/quality-input.ts'
import { plainMeasure, plainRun } from '../../support/plain-quality.ts'
import { qualityInput } from '../../support/quality-input.ts'
import { cases, context, control, input, inputOf, list, rowsOf, scorecard, store } from '../../support/ten-people.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'

describe('the scorecard', () => {
  const [row, reversed] = scorecard().rows

  it('counts populations and the rate with its interval', () => {
    expect(row!.rate).toMatchObject({ value: 2 / 7, numerator: 2, denominator: 7, unit: 'proportion' })
    expect(row!.rate.interval!.method).toBe('wilson')
    const counts = [
      row!.initialPopulation,
      row!.denominator,
      row!.exclusions,
      row!.exceptions,
      row!.eligible,
      row!.numerator
    ]
    expect(counts.map(({ value }) => value)).toEqual([10, 9, 1, 1, 7, 2])
  })

  it('opens behind every figure as many people as it counts', () => {
    const { rate, initialPopulation, denominator, exclusions, exceptions, eligible, numerator } = row!
    for (const figure of [initialPopulation, denominator, exclusions, exceptions, eligible, numerator]) {
      expect([rowsOf(figure), figure.opens]).toEqual([figure.value, figure.value])
    }
    expect([rowsOf(rate), rate.opens]).toEqual([rate.denominator, rate.denominator])
    expect(reversed!.toClose.value).toBe(2)
  })

  it('leaves the dead out of what is to be done', () => {
    expect(row!.toClose.value).toBe(4)
  })

  it('stands against cut points, the score rounded first and turned round where the table does', () => {
    expect(row!.star).toMatchObject({ code: 'C01', score: 29, stars: 1, next: { score: 58, people: 3 } })
    expect(reversed!.star).toMatchObject({ code: 'C12', score: 71, stars: 2, next: { score: 77, people: 1 } })
    expect(scorecard(input, {}).rows[0]!.star).toBeUndefined()
    const unlinked = inputOf({ settings: { ...defaultQualitySettings, starLinks: { [row!.key]: '' } } })
    expect(scorecard(unlinked).rows[0]!.star).toBeUndefined()
  })

  it('says how many people a target takes, and whose step gains most', () => {
    const settings = {
      ...defaultQualitySettings,
      rates: { [row!.key]: { target: 0.5, benchmark: { value: 0.7, title: 'All' } } }
    }
    const [first] = scorecard(inputOf({ settings }), {}).rows
    expect(first!.target).toEqual({ value: 0.5, met: false, people: 2 })
    expect(first!.benchmark).toEqual({ value: 0.7, title: 'All' })
    expect([row!.opportunity, reversed!.opportunity]).toEqual([2, 1])
  })

  it('follows a site that says which way is better', () => {
    const settings = { ...defaultQualitySettings, rates: { [row!.key]: { improvement: 'decrease' as const } } }
    const [first] = scorecard(inputOf({ settings })).rows
    expect(first!.improvement).toEqual({ direction: 'decrease', source: 'setting' })
    expect(first!.toClose.value).toBe(2)
  })

  it('keeps to the filters of the context', () => {
    const filters = [{ dimension: 'practice', values: ['north'] }]
    const [first] = runQualityPanel(input, 'scorecard', { ...context, filters }, {}).rows
    expect(first!.rate).toMatchObject({ numerator: 2, denominator: 6 })
    expect(rowsOf(first!.rate)).toBe(6)
  })

  it('draws the periods of one length, finds last year, and limits from twelve on', () => {
    const month = (at: number): { start: string; end: string } => {
      const end = new Date(Date.UTC(2026, at + 1, 0)).toISOString().slice(0, 10)
      const start = new Date(Date.UTC(2025, at + 1, 1)).toISOString().slice(0, 10)
      return { start, end }
    }
    const runs = Array.from({ length: 13 }, (_, at) =>
      plainRun(control, at === 12 ? cases : cases.map(() => [1, 1, 0, 0, 1] as const), month(at - 1))
    )
    const short = plainRun(control, cases, { start: '2026-01-01', end: '2026-01-31' })
    const measure = plainMeasure(control, runs[12]!, { others: [...runs.slice(0, 12), short] })
    const [first] = runQualityPanel(qualityInput(store, [measure]), 'scorecard', context, {}).rows
    expect(first!.trend.points).toHaveLength(13)
    expect(first!.trend.points[0]!.label).toBe('2025')
    expect(first!.trend.points.at(-1)!.label).toBe('2026')
    expect(first!.versusLastYear).toBeCloseTo((2 / 7 - 1) * 100, 9)
    expect(first!.limits).toBeDefined()
    expect(first!.signal).toMatchObject({ rule: 'outside', direction: 'below' })
  })

  it('names its populations in filters that other panels understand', () => {
    // Other inputs have come after this one.
    expect(scorecard().rows).toHaveLength(2)
    const summary = runPanel(
      store,
      shippedRegistries,
      'summary',
      { ...context, filters: row!.numerator.rows!.filters },
      {}
    )
    expect(summary.people.inView).toBe(2)
    const named = summary.dimensions.filter(({ group }) => group === 'Measures')
    expect(named.filter(({ hidden }) => !hidden).length).toBeGreaterThanOrEqual(2)
  })
})

describe('Stars of the people in view', () => {
  const stars = (params: Partial<QualityParams<'stars'>> = {}): ReturnType<typeof runQualityPanel<'stars'>> =>
    runQualityPanel(input, 'stars', context, { table: '2026-ma-pd', closures: {}, scores: {}, ...params })

  it('come from rates, closures that are tried out, and scores that are typed in', () => {
    const panel = stars({ closures: { C01: 4 }, scores: { C14: 79.5 } })
    const row = (code: string): (typeof panel.rows)[number] => panel.rows.find((one) => one.code === code)!
    expect(row('C01')).toMatchObject({ score: 29, stars: 1, available: 5, closures: 4, triedScore: 86, triedStars: 5 })
    expect(row('C14')).toMatchObject({ source: 'entered', score: 80, stars: 4 })
    expect(row('C02')).toMatchObject({ source: 'none', score: undefined })
    expect(panel.now.overall!.mean).toBeCloseTo((1 + 2 * 3 + 4 * 3) / 7, 12)
    expect(panel.tried.overall!.mean).toBeCloseTo((5 + 2 * 3 + 4 * 3) / 7, 12)
  })

  it('have a path, other ways, a guardrail and a rating of each unit', () => {
    const panel = stars({ by: 'practice' })
    expect(panel.path!.people).toBeLessThanOrEqual(panel.alternatives[0]?.people ?? Infinity)
    expect(panel.guardrail).toHaveLength(11)
    expect(panel.units.map(({ label, people: inUnit }) => [label, inUnit.value])).toEqual([
      ['North', 6],
      ['South', 4]
    ])
    expect(panel.units.every(({ rating }) => rating !== undefined)).toBe(true)
  })

  it('refuse a table that is not there', () => {
    expect(() => stars({ table: '1999' })).toThrow(/no cut points/)
  })
})

describe('all panels', () => {
  it('can be cloned structurally', () => {
    const panels: unknown[] = [
      scorecard(),
      runQualityPanel(input, 'measure', context, { key: 'hba1c-poor-control/rate', table: '2026-ma' }),
      runQualityPanel(input, 'heatmap', context, { dimension: 'provider', limit: 5 }),
      runQualityPanel(input, 'stars', context, { table: '2026-pdp', closures: {}, scores: {} }),
      list()
    ]
    for (const panel of panels) expect(structuredClone(panel)).toEqual(panel)
  })

  it('refuse what is not there with a sentence', () => {
    expect(() => runQualityPanel(input, 'measure', context, { key: 'nothing/rate' })).toThrow(/was not run/)
    expect(() => runQualityPanel(input, 'gap', context, { entry: 999, revealed: false })).toThrow(
      /no longer in the list/
    )
    const selector: RowSelector = {
      table: 'patient',
      asOf: context.asOf,
      filters: [{ dimension: 'quality:x@1/rate/denominator', values: ['yes'] }],
      where: []
    }
    expect(() => resolveRows(input.population, selector)).toThrow(/no filter/)
  })
})
