import { describe, expect, it } from 'vitest'
import type { Filter } from '#engine/base/figures/filter.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import type { ControlChartPanel } from '#engine/population/panels/results/control-chart-result.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import type { Store } from '#engine/store/model/store.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { day, plainStore, type PlainRow } from '../selection/plain-store.ts'
import { listedCount, openedNumber } from './opened-rows.ts'

const people = 40
/** Months from Nov 2023 to Oct 2026, as `2023-11`. */
const months = Array.from({ length: 36 }, (_, index) =>
  new Date(Date.UTC(2023, 10 + index, 1)).toISOString().slice(0, 7)
)
/** From this month on, most results are good. */
const change = 26

/** Whether somebody has a result in a month, and whether it is below 8%. */
const isMeasured = (person: number, month: number): boolean => (Math.floor(person / 4) + month) % 2 === 0
const isGood = (person: number, month: number): boolean => (person * 7 + month * 3) % 20 < (month < change ? 11 : 19)

function storeOf(measured: readonly string[]): Store {
  const patient: PlainRow[] = []
  const condition: PlainRow[] = []
  const observation: PlainRow[] = []
  for (let person = 0; person < people; person++) {
    const id = `p${person}`
    patient.push({ id, birth_date: '1960-01-01', gender: person % 4 === 0 ? 'female' : 'male' })
    condition.push({ id, patient_id: id, code: 'http://snomed.info/sct|44054006', recorded_date: '2020-01-01' })
    measured.forEach((month, index) => {
      if (!isMeasured(person, index)) return
      const good = isGood(person, index)
      // The first result of the month is not the one that counts.
      for (const [on, value] of [
        ['05', good ? 9 : 7],
        ['20', good ? 7 : 9]
      ] as const)
        observation.push({
          id: `${id}-${month}-${on}`,
          patient_id: id,
          status: 'final',
          code: 'http://loinc.org|4548-4',
          effective: `${month}-${on}`,
          value,
          unit: '%'
        })
    })
  }
  return plainStore({ patient, condition, observation })
}

const store = storeOf(months)
const women: Filter = { dimension: 'sex', values: ['female'] }

function chartOf(
  asked: Store,
  { asOf = '2026-10-31', filters = [] }: { readonly asOf?: string; readonly filters?: readonly Filter[] } = {}
): ControlChartPanel {
  const context = { asOf: day(asOf), filters }
  return runPanel(asked, shippedRegistries, 'controlChart', context, { id: 'diabetes', control: 'hba1c' })
}

/** Good results of a month, and all, told from the rules above. @param every only each so many-th person */
function counted(month: number, every = 1): readonly [number, number] {
  const measured = Array.from({ length: people }, (_, person) => person).filter(
    (person) => person % every === 0 && isMeasured(person, month)
  )
  return [measured.filter((person) => isGood(person, month)).length, measured.length]
}

describe('the control chart of a registry', () => {
  it('has the latest result of each complete month, of those who have one', () => {
    const { chart, figures, refused } = chartOf(store, { asOf: '2026-10-30' })
    expect(refused).toBeUndefined()
    // October is not over.
    expect(chart?.points).toHaveLength(35)
    figures.forEach(({ numerator, denominator, value }, month) => {
      const [good, all] = counted(month)
      expect([numerator, denominator, value], months[month]).toEqual([good, all, good / all])
      expect(chart?.points[month]?.value).toBe(good / all)
    })
  })

  it('opens the people who are counted, with and without a filter', () => {
    const population = populationOf(store, shippedRegistries)
    for (const filters of [[], [women]])
      for (const figure of chartOf(store, { filters }).figures) {
        expect(openedNumber(population, figure)).toBe(figure.numerator)
        expect(listedCount(population, shippedRegistries, figure)).toBe(figure.numerator)
      }
    expect(chartOf(store, { filters: [women] }).figures.map(({ denominator }) => denominator)).toEqual(
      months.map((_, month) => counted(month, 4)[1])
    )
  })

  it('finds a lasting change, and since when', () => {
    const { chart, better } = chartOf(store)
    expect(better).toBe('above')
    expect(chart?.signal).toMatchObject({ direction: 'above' })
    expect(Math.abs(chart!.signal!.since - change)).toBeLessThanOrEqual(1)
    const [good, all] = months
      .slice(0, 18)
      .map((_, month) => counted(month))
      .reduce(([sum, total], [events, of]) => [sum + events, total + of])
    expect(chart?.mean).toBe(good / all)
  })

  it('is the same chart whatever is filtered by the control itself', () => {
    const aboutControl: Filter = { dimension: 'control:diabetes/hba1c', values: ['none'], exclude: true }
    expect(chartOf(store, { filters: [aboutControl] }).chart).toEqual(chartOf(store).chart)
  })

  it('is refused where months or results are too few', () => {
    const short = chartOf(storeOf(months.slice(16)))
    expect([short.chart, short.figures]).toEqual([undefined, []])
    expect(short.refused).toBe(
      'a control chart needs 21 complete months with results and 5 results in an ordinary month; there are 20 months and 20.0 results in an ordinary one'
    )
  })

  it('tells which control there is not', () => {
    const asked = { id: 'diabetes', control: 'height' }
    expect(() =>
      runPanel(store, shippedRegistries, 'controlChart', { asOf: day('2026-10-31'), filters: [] }, asked)
    ).toThrow('The registry Diabetes has no control "height".')
  })

  it('has the months of the signal of all practices, whose figure opens, too', () => {
    const context = { asOf: day('2026-10-31'), filters: [women] }
    const { rows } = runPanel(store, shippedRegistries, 'signals', context, {})
    const { chart, figures } = chartOf(store, { filters: [women] })
    const row = rows.find(({ id }) => id === 'diabetes|')!
    expect(row.points.map(({ value }) => value)).toEqual(chart?.points.map(({ value }) => value))
    expect(row.figure.numerator).toBe(figures.at(-1)?.numerator)
    expect(openedNumber(populationOf(store, shippedRegistries), row.figure)).toBe(row.figure.numerator)
  })
})
