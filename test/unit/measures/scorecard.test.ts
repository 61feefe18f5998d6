import { describe, expect, it } from 'vitest'
import type { RowSelector } from '#engine/base/figures/filter.ts'
import { resolveRows } from '#engine/population/rows/resolve-rows.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { runMeasurePanel } from '#engine/measures/scorecard/run-measure-panel.ts'
import { defaultMeasureSettings } from '#engine/measures/rates/measure-input.ts'
import { figuresIn, listedCount, promisedCount } from '../panels/opened-rows.ts'
import { day } from '../selection/plain-store.ts'
import { medicareContext, medicareInput, medicareStars } from '../../support/medicare-people.ts'
import { plainMeasure, plainRun } from '../../support/plain-measures.ts'
import { qualityInput } from '../../support/measure-input.ts'
import {
  cases,
  context,
  control,
  input,
  inputOf,
  list,
  query,
  rowsOf,
  scorecard,
  store
} from '../../support/ten-people.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'

describe('control limits', () => {
  const periods = (start: (month: number) => Date): readonly { readonly start: string; readonly end: string }[] =>
    Array.from({ length: 14 }, (_, month) => ({
      start: start(month).toISOString().slice(0, 10),
      end: new Date(Date.UTC(2025, month + 1, 0)).toISOString().slice(0, 10)
    }))
  const rowOf = (all: ReturnType<typeof periods>): ReturnType<typeof scorecard>['rows'][number] => {
    const met = cases.map(() => [1, 1, 0, 0, 1] as const)
    const runs = all.map((period, index) => plainRun(control, index === 13 ? cases : met, period))
    const measure = { ...plainMeasure(control, runs.at(-1)!), others: runs.slice(0, -1) }
    return scorecard(inputOf({ measures: [measure] })).rows[0]!
  }

  it('need twelve periods that share no days', () => {
    const months = rowOf(periods((month) => new Date(Date.UTC(2025, month, 1))))
    expect(months.trend.points).toHaveLength(14)
    expect(months.limits).toBeDefined()
    expect(months.signal).toMatchObject({ rule: 'outside', direction: 'below' })
    const years = rowOf(periods((month) => new Date(Date.UTC(2024, month + 1, 1))))
    expect(years.trend.points).toHaveLength(14)
    expect(years.limits).toBeUndefined()
    // A point stands at the month that its period ends with.
    expect(years.trend.points.at(-1)!.at).toBe(day('2026-02-01'))
  })

  it('are of one kind of period, whatever else was run', () => {
    // Twelve months that end with each of 14 months, and 13 quarters, of which the last is out of the ordinary.
    const rolling = periods((month) => new Date(Date.UTC(2024, month + 1, 1)))
    const quarters = Array.from({ length: 13 }, (_, index) => ({
      start: new Date(Date.UTC(2023, 3 * index, 1)).toISOString().slice(0, 10),
      end: new Date(Date.UTC(2023, 3 * index + 3, 0)).toISOString().slice(0, 10)
    }))
    const met = cases.map(() => [1, 1, 0, 0, 1] as const)
    const runs = [...rolling, ...quarters].map((period) =>
      plainRun(control, period === quarters.at(-1) || period === rolling.at(-1) ? cases : met, period)
    )
    const measure = { ...plainMeasure(control, runs[13]!), others: runs.filter((_, index) => index !== 13) }
    const input = inputOf({ measures: [measure] })
    const { series, row } = runMeasurePanel(input, 'measure', context, { key: 'breast-cancer-screening/rate' })
    const of = (kind: string): (typeof series)[number] => series.find((point) => point.kind === kind)!
    expect([of('rolling').points.length, of('rolling').limits, of('rolling').signal]).toEqual([
      14,
      undefined,
      undefined
    ])
    expect(of('quarter').points).toHaveLength(13)
    expect(of('quarter').signal).toMatchObject({ rule: 'outside', direction: 'below' })
    expect(of('year').limits).toBeUndefined()
    expect(row.signal).toEqual(of('quarter').signal)
    expect(row.signalPeriods).toBe(13)
  })
})

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

  it('lists whom it opens, those who died since the period began, too', () => {
    const figures = figuresIn(row).filter(({ figure }) => figure.rows !== undefined)
    expect(figures.length).toBeGreaterThan(7)
    for (const { path, figure } of figures)
      expect(listedCount(input.population.shards[0]!, shippedRegistries, figure), path).toBe(promisedCount(figure))
  })

  it('leaves the dead out of what is to be done', () => {
    expect(row!.toClose.value).toBe(4)
  })

  it('stands against cut points, the score rounded first and turned round where the table does', () => {
    const everybody = scorecard(input, { table: '2026-ma-pd', everybody: true }).rows
    // Five of the seven are of the 52 to 74 years that CMS rates, and none of the five is met.
    expect(everybody[0]!.star).toMatchObject({ code: 'C01', score: 0, cases: 5, ages: { from: 52, to: 74 } })
    expect(everybody[1]!.star).toMatchObject({ code: 'C12', score: 71, cases: 7 })
    // So few cases are not rated.
    expect(everybody.map(({ star }) => [star!.stars, star!.next])).toEqual([
      [undefined, undefined],
      [undefined, undefined]
    ])
    const reason = 'the coverage in these data does not show who is a Medicare member'
    expect(row!.star).toMatchObject({ score: undefined, stars: undefined, unrated: { reason } })
    expect(scorecard(input, {}).rows[0]!.star).toBeUndefined()
    const unlinked = inputOf({ settings: { ...defaultMeasureSettings, starLinks: { [row!.key]: '' } } })
    expect(scorecard(unlinked).rows[0]!.star).toBeUndefined()
  })

  it('says how many people a target takes, and whose step gains most', () => {
    const settings = {
      ...defaultMeasureSettings,
      rates: { [row!.key]: { target: 0.5, benchmark: { value: 0.7, title: 'All' } } }
    }
    const [first] = scorecard(inputOf({ settings }), {}).rows
    expect(first!.target).toEqual({ value: 0.5, met: false, people: 2 })
    expect(first!.benchmark).toEqual({ value: 0.7, title: 'All' })
    expect(first!.opportunity).toBe(1)
    expect(row!.opportunity).toBeUndefined()
  })

  it('follows a site that says which way is better', () => {
    const settings = { ...defaultMeasureSettings, rates: { [row!.key]: { improvement: 'decrease' as const } } }
    const [first] = scorecard(inputOf({ settings })).rows
    expect(first!.improvement).toEqual({ direction: 'decrease', source: 'setting' })
    expect(first!.toClose.value).toBe(2)
  })

  it('keeps to the filters of the context', () => {
    const filters = [{ dimension: 'practice', values: ['north'] }]
    const [first] = runMeasurePanel(input, 'scorecard', { ...context, filters }, {}).rows
    expect(first!.rate).toMatchObject({ numerator: 2, denominator: 6 })
    expect(rowsOf(first!.rate)).toBe(6)
  })

  it('draws the periods of one length and finds last year, without limits where periods share days', () => {
    const month = (index: number): { start: string; end: string } => {
      const end = new Date(Date.UTC(2026, index + 1, 0)).toISOString().slice(0, 10)
      const start = new Date(Date.UTC(2025, index + 1, 1)).toISOString().slice(0, 10)
      return { start, end }
    }
    const runs = Array.from({ length: 13 }, (_, index) =>
      plainRun(control, index === 12 ? cases : cases.map(() => [1, 1, 0, 0, 1] as const), month(index - 9))
    )
    const short = plainRun(control, cases, { start: '2026-01-01', end: '2026-01-31' })
    const measure = plainMeasure(control, runs[12]!, { others: [...runs.slice(0, 12), short] })
    const [first] = runMeasurePanel(qualityInput(store, [measure]), 'scorecard', context, {}).rows
    expect(first!.trend.points).toHaveLength(13)
    expect(first!.trend.points[0]!.label).toBe('12 months to Apr 2025')
    expect(first!.trend.points.at(-1)!.label).toBe('12 months to Apr 2026')
    expect(first!.versusLastYear).toBeCloseTo((2 / 7 - 1) * 100, 9)
    expect([first!.limits, first!.signal]).toEqual([undefined, undefined])
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
    const named = summary.dimensions.filter(({ group }) => group === 'measures')
    expect(named.filter(({ hidden }) => !hidden).length).toBeGreaterThanOrEqual(2)
  })
})

describe('a rate that the data cannot tell', () => {
  const reason = 'no record of mammography in these data'
  const missing = (): ReturnType<typeof medicareInput> => {
    const input = medicareInput()
    return { ...input, measures: input.measures.map((measure) => ({ ...measure, cannotCompute: { rate: reason } })) }
  }

  it('has no value, no gaps, no stars and no target, but the reason', () => {
    const input = missing()
    const [row] = runMeasurePanel(input, 'scorecard', medicareContext, { table: '2026-ma-pd' }).rows
    expect(row).toMatchObject({ cannotCompute: reason, star: undefined, target: undefined, opportunity: undefined })
    expect(row!.rate).toMatchObject({ value: undefined, missing: reason })
    expect(row!.toClose.value).toBeUndefined()
    const { total } = runMeasurePanel(input, 'worklist', medicareContext, {
      query: { ...query, statuses: ['open', 'no-data', 'closed'] },
      sort: { column: 'patient', descending: false },
      offset: 0,
      limit: 1,
      revealed: false
    })
    expect(total).toBe(0)
  })

  it('is left out of the mean of stars, which says of how many', () => {
    const panel = medicareStars({}, missing())
    expect(panel.now.overall).toBeUndefined()
    expect(panel.computed).toEqual({ measures: 0, of: 2 })
    expect(panel.rows[0]).toMatchObject({ score: undefined, stars: undefined, unrated: { reason }, available: 0 })
  })
})

describe('all panels', () => {
  it('can be cloned structurally', () => {
    const panels: unknown[] = [
      scorecard(),
      runMeasurePanel(input, 'measure', context, { key: 'hba1c-poor-control/rate', table: '2026-ma' }),
      runMeasurePanel(input, 'heatmap', context, { dimension: 'provider', limit: 5 }),
      runMeasurePanel(input, 'stars', context, { table: '2026-pdp', closures: {}, scores: {} }),
      list()
    ]
    for (const panel of panels) expect(structuredClone(panel)).toEqual(panel)
  })

  it('refuse what is not there with a sentence', () => {
    expect(() => runMeasurePanel(input, 'measure', context, { key: 'nothing/rate' })).toThrow(/was not run/)
    expect(() => runMeasurePanel(input, 'gap', context, { entry: 999, revealed: false })).toThrow(
      /no longer in the list/
    )
    const selector: RowSelector = {
      table: 'patient',
      asOf: context.asOf,
      filters: [{ dimension: 'quality:x@1/rate/denominator', values: ['yes'] }],
      where: []
    }
    expect(() => resolveRows(input.population.shards[0]!, selector)).toThrow(/no filter/)
  })
})
