import { describe, expect, it } from 'vitest'
import type { Filter } from '#engine/base/figures/filter.ts'
import type { ForecastPanel, ForecastSubject } from '#engine/population/panels/results/forecast-result.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { forecastChart } from '../../../src-renderer/charts/kinds/forecast.ts'
import { forecastFacts } from '../../../src-renderer/figures/forecast-facts.ts'
import { createFormat } from '../../../src-renderer/ui/format/format.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { day, plainStore, type PlainRow, type PlainTables } from '../selection/plain-store.ts'
import { figuresIn, listedCount, promisedCount } from './opened-rows.ts'

const format = createFormat({
  locale: 'en-US',
  smallCellLimit: () => 10,
  dimensions: () => [],
  label: () => '',
  notes: () => []
})
const act = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'
const people: readonly PlainRow[] = [
  { id: 'a', birth_date: '1970-01-01', gender: 'male' },
  { id: 'b', birth_date: '1975-01-01', gender: 'female' }
]

/** Encounters of one class, as many on each first day of a month as the list says, of a and b in turn. */
function encounters(kind: string, year: number, counts: readonly number[], nights = 0): PlainRow[] {
  return counts.flatMap((count, index) =>
    Array.from({ length: count }, (_, each): PlainRow => {
      const start = Date.UTC(year, index, 1)
      return {
        id: `${kind}-${index}-${each}`,
        patient_id: each % 2 === 0 ? 'a' : 'b',
        status: 'finished',
        class: `${act}|${kind}`,
        period_start: new Date(start).toISOString().slice(0, 10),
        period_end: new Date(start + nights * 86_400_000).toISOString().slice(0, 10)
      }
    })
  )
}

function forecast(
  encounter: readonly PlainRow[],
  asOf: string,
  subject: ForecastSubject,
  filters: readonly Filter[] = [],
  tables: PlainTables = { encounter }
): ForecastPanel {
  const store = plainStore({ patient: people, ...tables })
  const panel = runPanel(store, shippedRegistries, 'forecast', { asOf: day(asOf), filters }, { subject })
  const population = populationOf(store, shippedRegistries)
  for (const { path, figure } of figuresIn(panel))
    if (figure.rows !== undefined)
      expect(listedCount(population, shippedRegistries, figure), path).toBe(promisedCount(figure))
  return panel
}

/** The 18 months from January 2023 on. */
const encounterMonths = Array.from({ length: 18 }, (_, index) =>
  new Date(Date.UTC(2023, index, 1)).toLocaleDateString('en-US', { month: 'short', year: 'numeric', timeZone: 'UTC' })
)

const known = ({ actual }: ForecastPanel): [string, number | undefined][] =>
  actual.points.map(({ label, figure }) => [label, figure.value])

describe('the forecast panel', () => {
  it('says that intervals cannot be computed where as many come every day', () => {
    const counts = Array.from({ length: 18 }, (_, month) => new Date(Date.UTC(2023, month + 1, 0)).getUTCDate())
    const panel = forecast(encounters('EMER', 2023, counts), '2024-06-30', 'emergency')
    const { ahead, within95, method } = panel
    expect(ahead!.points.map(({ figure }) => Math.round(figure.value!)).slice(0, 3)).toEqual([31, 31, 30])
    expect(ahead!.points.map(({ figure }) => figure.interval)).toEqual(ahead!.points.map(() => undefined))
    expect(within95).toEqual([])
    expect(method!.noIntervals).toMatch(/^the known months are exactly what the model says/)
    const { legend, marks, sentence } = forecastChart(panel, format)
    expect(legend.map(({ label }) => label)).toEqual(['Known', 'Forecast'])
    for (const text of [marks.at(-1)!.lines.join(), sentence])
      expect(text).toContain(`Intervals cannot be computed: ${method!.noIntervals}`)
    expect(forecastFacts(panel, format).at(-1)!.text).toBe(`Cannot be computed: ${method!.noIntervals}`)
  })

  it('leaves out the month that goes on, and looks a year ahead from the last complete one', () => {
    const counts = Array.from({ length: 18 }, (_, month) => (month % 2 === 0 ? 20 : 22))
    const panel = forecast(encounters('EMER', 2023, counts), '2024-06-15', 'emergency')
    expect(known(panel)).toHaveLength(17)
    expect(known(panel).at(-1)).toEqual(['May 2024', 20])
    expect(panel.refused).toBeUndefined()
    const ahead = panel.ahead!.points
    expect([ahead[0]!.label, ahead.at(-1)!.label, ahead.length]).toEqual(['Jun 2024', 'May 2025', 12])
    for (const [month, { figure }] of ahead.entries()) {
      expect(figure.value).toBeGreaterThan(15)
      expect(figure.value).toBeLessThan(27)
      expect(figure.interval).toMatchObject({ level: 0.8, method: 'prediction' })
      expect(panel.within95[month]![0]).toBeLessThan(figure.interval!.low)
      expect(panel.within95[month]![1]).toBeGreaterThan(figure.interval!.high)
    }
    expect(panel.method).toMatchObject({ months: 17 })
  })

  it('does not take the lengths of months for a season', () => {
    // One visit a day: 28 to 31 a month.
    const counts = Array.from({ length: 36 }, (_, month) => new Date(Date.UTC(2021, month + 1, 0)).getUTCDate())
    const ahead = forecast(encounters('AMB', 2021, counts), '2023-12-31', 'visits').ahead!.points
    for (const { label, figure } of ahead)
      expect(figure.value, label).toBeCloseTo(
        { 'Feb 2024': 29, 'Apr 2024': 30, 'Jun 2024': 30, 'Sep 2024': 30, 'Nov 2024': 30 }[label] ?? 31,
        1
      )
  })

  it('refuses with the reason', () => {
    const few = Array.from({ length: 11 }, () => 20)
    expect(forecast(encounters('EMER', 2023, few), '2023-11-30', 'emergency').refused).toBe(
      'a forecast needs 12 complete months, and there are 11'
    )
    const rare = Array.from({ length: 24 }, () => 4)
    const panel = forecast(encounters('EMER', 2022, rare), '2023-12-31', 'emergency')
    expect(panel.refused).toBe('there are fewer than 5 a month on average, too few for intervals that hold')
    expect([panel.ahead, panel.method]).toEqual([undefined, undefined])
    expect(known(panel)).toHaveLength(24)
  })

  it('says of what the data do not tell that they do not', () => {
    const panel = forecast(encounters('EMER', 2023, [20, 20]), '2023-12-31', 'cost')
    expect(panel.refused).toBe('the data do not record paid per member per month')
    expect(panel.subjects.map(({ id }) => id)).not.toContain('cost')
  })

  it('counts nights in the months they lie in', () => {
    // Five nights from the first of a month, in each of 13 months; in January 2023 two stays.
    const counts = [2, ...Array.from({ length: 12 }, () => 1)]
    const panel = forecast(encounters('IMP', 2023, counts, 35), '2024-03-31', 'bedDays')
    // 35 nights from January 1: 31 in January and 4 in February, of two stays.
    expect(known(panel).slice(0, 3)).toEqual([
      ['Jan 2023', 62],
      ['Feb 2023', 8 + 28],
      ['Mar 2023', 7 + 31]
    ])
    expect(panel.actual.points[1]!.figure.opens).toBe(3)
  })

  it('opens no stay in the month that it ended in after its last night', () => {
    // From the first of a month to the first of the next one, all nights are those of the month; one stay has no night and counts for one.
    const stays = [31, 28, 31, 30].map((nights, index) => ({
      ...encounters('IMP', 2023, [...Array.from({ length: index }, () => 0), 1], nights)[0]!,
      id: `whole-${index}`
    }))
    const short = { ...stays[3]!, id: 'short', patient_id: 'b', period_end: '2023-04-01' }
    const { points } = forecast([...stays, short], '2023-04-30', 'bedDays').actual
    expect(points.map(({ figure: { value, opens } }) => [value, opens])).toEqual([
      [31, 1],
      [28, 1],
      [31, 1],
      [31, 2]
    ])
  })

  it('opens the stays of claims', () => {
    const claim = (index: number, lines: PlainRow = {}): PlainRow => ({
      id: `claim-${index}`,
      patient_id: 'a',
      status: 'active',
      use: 'claim',
      bill_type: '111',
      billable_start: `2023-0${index + 1}-05`,
      billable_end: `2023-0${index + 1}-09`,
      payment_amount: 100,
      ...lines
    })
    const claims = [0, 1, 2].map((index) => claim(index))
    const { points } = forecast([], '2023-03-31', 'bedDays', [], { explanation_of_benefit: claims }).actual
    expect(points.map(({ figure: { value, opens } }) => [value, opens])).toContainEqual([4, 1])
  })

  it('knows no month before visits begin, however old the diagnoses are', () => {
    const condition = [{ id: 'old', patient_id: 'a', code: 'http://snomed.info/sct|44054006', onset: '2010-01-01' }]
    const encounter = encounters(
      'EMER',
      2023,
      Array.from({ length: 18 }, () => 20)
    )
    const panel = forecast(encounter, '2024-06-30', 'emergency', [], { condition, encounter })
    expect(known(panel)).toEqual(encounterMonths.map((label) => [label, 20]))
    for (const { figure } of panel.ahead!.points) expect(figure.value).toBeGreaterThan(17)
  })

  it('knows no stray month before visits begin, also where they begin as long ago as a model looks back', () => {
    const counts = [1, ...Array.from({ length: 48 }, () => 20)]
    // December 2019, and from January 2020 to December 2023, which goes on.
    const encounter = encounters('EMER', 2019, [...Array.from({ length: 11 }, () => 0), ...counts])
    const months = known(forecast(encounter, '2023-12-15', 'emergency'))
    expect([months[0], months.length]).toEqual([['Jan 2020', 20], 47])
  })

  it('is about the people in view', () => {
    const counts = Array.from({ length: 14 }, () => 21)
    const women: Filter = { dimension: 'sex', values: ['female'] }
    expect(known(forecast(encounters('EMER', 2023, counts), '2024-02-29', 'emergency', [women]))[0]).toEqual([
      'Jan 2023',
      10
    ])
  })
})
