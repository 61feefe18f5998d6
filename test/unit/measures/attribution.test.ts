import { describe, expect, it } from 'vitest'
import { runMeasurePanel } from '#engine/measures/scorecard/run-measure-panel.ts'
import { defaultMeasureSettings } from '#engine/measures/rates/measure-input.ts'
import { attributionIn } from '#engine/measures/attribution/attribution.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { day, plainStore } from '../selection/plain-store.ts'
import { people, inputOf, input, context, rowsOf } from '../../support/ten-people.ts'

describe('attribution', () => {
  const panel = runMeasurePanel(input, 'attribution', context, { offset: 0, limit: 20, revealed: false })
  const of = (patient: number): (typeof panel.rows)[number] => panel.rows.find((row) => row.patient === patient)!

  it('takes the general practitioner, then most visits, then the last one, then the name', () => {
    expect(of(0)).toMatchObject({ provider: 'ada', reason: 'general-practitioner' })
    expect(of(1)).toMatchObject({
      provider: 'ben',
      reason: 'most-visits',
      visits: 2,
      runnerUp: 'Cy Twombly',
      runnerUpVisits: 1
    })
    expect(of(2)).toMatchObject({ provider: 'ben', reason: 'most-visits-latest', runnerUp: 'Cy Twombly' })
    expect(of(3)).toMatchObject({ provider: 'ben', reason: 'most-visits-first-name' })
    // Too long ago, and an emergency visit: nobody.
    expect(of(4)).toMatchObject({ provider: 'unknown', reason: 'nobody', runnerUp: undefined })
    expect(of(5).reason).toBe('nobody')
    expect(panel.reasons.map(({ people: { value } }) => value)).toEqual([1, 1, 1, 1, 5])
  })

  it('follows its settings', () => {
    const settings = {
      ...defaultMeasureSettings,
      attribution: {
        ...defaultMeasureSettings.attribution,
        rules: ['most-visits' as const],
        tie: 'first-name' as const,
        classes: [],
        months: 120
      }
    }
    const other = runMeasurePanel(inputOf({ settings }), 'attribution', context, {
      offset: 0,
      limit: 20,
      revealed: false
    })
    expect(other.rows.find(({ patient }) => patient === 0)!.reason).toBe('nobody')
    expect(other.rows.find(({ patient }) => patient === 2)!.reason).toBe('most-visits-first-name')
    expect(other.rows.find(({ patient }) => patient === 4)!.provider).toBe('ben')
    expect(other.rows.find(({ patient }) => patient === 5)!.provider).toBe('ben')
  })

  it('counts visits after the day that many months ago, up to the date itself', () => {
    const assigned = (asOf: string, months: number) => {
      const settings = {
        ...defaultMeasureSettings,
        attribution: { ...defaultMeasureSettings.attribution, rules: ['most-visits' as const], months }
      }
      const panelContext = { ...context, asOf: day(asOf) }
      const rows = runMeasurePanel(inputOf({ settings }), 'attribution', panelContext, {
        offset: 0,
        limit: 20,
        revealed: false
      }).rows
      return rows.find(({ patient }) => patient === 1)!.visits
    }
    // Visits with Ben on February 1 and March 1, with Cy on April 1.
    expect([assigned('2026-03-01', 1), assigned('2026-03-01', 2), assigned('2026-02-28', 1)]).toEqual([1, 2, 1])
  })

  it('begins months at the end of a month with the first day of the next, as everywhere', () => {
    const visit = (on: string) => ({
      id: on,
      patient_id: 'p',
      status: 'finished',
      class: 'http://terminology.hl7.org/CodeSystem/v3-ActCode|AMB',
      period_start: on,
      practitioner_id: 'ada'
    })
    const population = populationOf(
      plainStore({
        patient: [{ id: 'p' }],
        practitioner: [{ id: 'ada', given: 'Ada', family: 'Lovelace' }],
        encounter: ['2024-02-29', '2024-03-01', '2025-08-31', '2025-09-01'].map(visit)
      }),
      []
    )
    const visitsIn = (months: number): number | undefined =>
      attributionIn(population, { ...defaultMeasureSettings.attribution, months }, day('2026-02-28')).visits[0]
    // 24 months are March 1, 2024 to February 28, 2026; 6 begin on September 1, 2025.
    expect([24, 6].map(visitsIn)).toEqual([3, 1])
  })

  it('divides rates, and the parts add up', () => {
    const measure = runMeasurePanel(input, 'measure', context, { key: 'breast-cancer-screening/rate' })
    const provider = measure.groups.find(({ label }) => label === 'Provider')!
    expect(provider.rows.map(({ label, figure }) => [label, figure.numerator, figure.denominator])).toEqual([
      ['Ada Lovelace', 1, 1],
      ['Ben Franklin', 1, 3],
      ['Nobody', 0, 3]
    ])
    for (const { rows } of measure.groups) {
      expect(rows.reduce((sum, row) => sum + row.people, 0)).toBe(7)
      for (const row of rows) expect(rowsOf(row.figure)).toBe(row.figure.denominator)
    }
    // The living, each once.
    expect(measure.row.statuses.reduce((sum, { figure }) => sum + figure.value!, 0)).toBe(people - 1)
  })

  it('makes columns of the heatmap, which compare no units that may not be reliable', () => {
    const heat = runMeasurePanel(input, 'heatmap', context, { dimension: 'practice', limit: 1 })
    expect(heat.units.map(({ label }) => label)).toEqual(['North'])
    expect(
      heat.rows[0]!.cells.map(({ figure, compared }) => [figure.numerator, figure.denominator, figure.opens, compared])
    ).toEqual([[2, 6, 6, undefined]])
    // Two practices cannot tell how much practices differ.
    expect(heat.rows[0]!.cells[0]).toMatchObject({ reliability: undefined, isReliable: false })
  })

  it('keeps everybody next to the units that the population was narrowed to', () => {
    const all = runMeasurePanel(input, 'heatmap', context, { dimension: 'practice', limit: 14 })
    const [north] = all.units
    const narrowed = { ...context, filters: [north!.filter] }
    const answer = runMeasurePanel(input, 'heatmap', narrowed, { dimension: 'practice', limit: 14 })
    expect(answer.units.map(({ label }) => label)).toEqual(['North'])
    expect(answer.rows.map(({ overall }) => [overall.numerator, overall.denominator])).toEqual(
      all.rows.map(({ overall }) => [overall.numerator, overall.denominator])
    )
    expect(answer.rows[0]!.overall.denominator).toBeGreaterThan(answer.rows[0]!.cells[0]!.figure.denominator!)
    for (const { overall } of answer.rows) expect(rowsOf(overall)).toBe(overall.opens)
  })

  it('lists Star measures by their id and then the others by title, and says how many units there are', () => {
    const heat = runMeasurePanel(input, 'heatmap', context, { dimension: 'practice', limit: 1 })
    const codes = heat.rows.map(({ code }) => code)
    expect(codes).toEqual([...codes].sort((a, b) => (a ?? 'Z').localeCompare(b ?? 'Z')))
    expect(heat.rows[0]!.code).toBe('C01')
    expect(heat.unitCount).toBeGreaterThan(1)
  })
})
