import { describe, expect, it } from 'vitest'
import type { InputMeasure } from '#engine/measures/rates/measure-input.ts'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import type { MeasureRun } from '#engine/measures/run/measure-run.ts'
import { runMeasurePanel } from '#engine/measures/scorecard/run-measure-panel.ts'
import { resolveRows } from '#engine/population/rows/resolve-rows.ts'
import { qualityInput } from '../../support/measure-input.ts'
import { medicareStars, medicareStore } from '../../support/medicare-people.ts'
import { plainDefinition, plainMeasure, plainRun, type PlainCases } from '../../support/plain-measures.ts'
import { day } from '../selection/plain-store.ts'

const MEMBERS = 600
const store = medicareStore({ members: MEMBERS, others: 0, last: '2026-10-31' })
const asOf = day('2026-10-31')
const year: MeasurementPeriod = { start: '2026-01-01', end: '2026-12-31' }
const soFar: MeasurementPeriod = { start: '2026-01-01', end: '2026-10-31' }
const sameDay: MeasurementPeriod = { start: '2025-01-01', end: '2025-10-31' }
const lastYear: MeasurementPeriod = { start: '2025-01-01', end: '2025-12-31' }

/** So many of all are met. */
const share = (met: number): PlainCases[] =>
  Array.from({ length: MEMBERS }, (_, index): PlainCases => [1, 1, 0, 0, index < met ? 1 : 0])

const screening = plainDefinition('breast-cancer-screening')

function measured(others: readonly MeasureRun[]): InputMeasure {
  return plainMeasure(screening, plainRun(screening, share(420), year), { others })
}

/** 420 of 600 up to October; last year 414, and 444 at the end. */
const runs = [
  plainRun(screening, share(420), soFar),
  plainRun(screening, share(414), sameDay),
  plainRun(screening, share(444), lastYear)
]

describe('a year that is not over', () => {
  it('has the stars of its projection, with those at both ends of the interval', () => {
    const panel = medicareStars({}, qualityInput(store, [measured(runs)]), [], asOf)
    const [row] = panel.rows
    // 420 and 30 of the 180 who are open: 30 of 186 closed from October on last year.
    expect(row).toMatchObject({ score: 75, stars: 3, source: 'measure' })
    expect(row!.projection).toMatchObject({ soFar: 70, stars: [3, 4] })
    expect(row!.projection!.low).toBeGreaterThan(71)
    expect(row!.projection!.high).toBeLessThan(78)
    expect(row!.estimate).toBe('the stars are projected, for the period is not over')
    expect(panel.isRunning).toBe(true)
    expect(panel.now.overall!.notRated).toBe('0 of at least 19 measures rated by the rules of CMS')
    expect(panel.range).toEqual({ low: 3, high: 4 })
  })

  it.each([
    ['last year was not run', [], 'last year was not run, up to the same day and to its end'],
    ['half of last year was not run', runs.slice(0, 2), 'last year was not run, up to the same day and to its end'],
    [
      'nobody was eligible last year',
      [...runs.slice(0, 2), plainRun(screening, [], lastYear)],
      'last year had n = 0, and 30 are needed'
    ]
  ])('has no star where %s', (_name, others, reason) => {
    const [row] = medicareStars({}, qualityInput(store, [measured(others)]), [], asOf).rows
    expect(row).toMatchObject({ score: 70, stars: undefined, next: undefined, projection: undefined })
    expect(row!.unrated).toEqual({
      label: 'not projected',
      reason: `the period is not over, and cannot be projected: ${reason}`,
      isNotProjected: true
    })
  })

  it('has no star where the data begin within last year', () => {
    const young = medicareStore({ members: MEMBERS, others: 0, first: '2025-03-01', last: '2026-10-31' })
    const [row] = medicareStars({}, qualityInput(young, [measured(runs)]), [], asOf).rows
    expect(row!.unrated!.reason).toContain("the data begin on Mar 1, 2025, after last year's period began")
  })

  it('tells on the scorecard what the rate is projected to', () => {
    const input = qualityInput(store, [measured(runs)])
    const { rows } = runMeasurePanel(input, 'scorecard', { asOf, filters: [] }, { table: '2026-ma-pd' })
    expect(rows[0]!.rate.value).toBe(0.7)
    expect(rows[0]!.projected!.value).toBeCloseTo((420 * (414.5 / 415) + 180 * (30.5 / 187)) / 600, 9)
    expect(rows[0]!.projected!.interval!.method).toBe('beta-binomial')
    expect(rows[0]!.star).toMatchObject({ stars: 3, score: 75, projection: { soFar: 70 } })
  })

  it('takes closures that are tried on top of the projection', () => {
    const [row] = medicareStars({ closures: { C01: 6 } }, qualityInput(store, [measured(runs)]), [], asOf).rows
    expect(row).toMatchObject({ score: 75, triedScore: 76, triedStars: 4, available: 180 })
  })
})

describe('days covered in a year that is not over', () => {
  /** Filled on the first of January for so many days. */
  const pills = plainDefinition('adherence-statins')
  const supplied = (days: number): number[] => [0, 364, 0, 0, days - 1]
  const people = [300, 200].flatMap((days) => Array.from({ length: MEMBERS / 2 }, () => days))
  const run: MeasureRun = {
    ...plainRun(pills, share(0), year),
    numbers: [
      {
        id: 'days-of-supply',
        patient: Int32Array.from(people.flatMap((_, patient) => [patient, patient, patient, patient, patient])),
        value: Float64Array.from(people.flatMap(supplied))
      }
    ]
  }
  const input = qualityInput(store, [plainMeasure(pills, run)])

  it('are counted up to the last day with data, not against days without fills yet', () => {
    const { rows } = runMeasurePanel(input, 'scorecard', { asOf, filters: [] }, { table: '2026-ma-pd' })
    // 300 of 304 days for half of them, though 292 of 365 are needed by the end of the year.
    expect(rows[0]!.rate).toMatchObject({ value: 0.5, numerator: 300, denominator: 600 })
    expect(rows[0]!.numerator.value).toBe(300)
    expect(resolveRows(input.population.shards[0]!, rows[0]!.numerator.rows!)).toHaveLength(300)
    expect(rows[0]!.star!.stars).toBeUndefined()
  })

  it('cannot be closed by those whose last day is over', () => {
    // Who has 200 days needs 92 more, and from October 1 on no 92 are left; who has 300 is safe.
    const late = medicareStars({}, input, [], asOf).rows.find(({ code }) => code === 'D10')!
    expect(late.available).toBe(300)
  })
})
