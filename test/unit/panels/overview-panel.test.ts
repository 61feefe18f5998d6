import { describe, expect, it } from 'vitest'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { day, plainStore, type PlainRow } from '../selection/plain-store.ts'

const act = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'
const sct = 'http://snomed.info/sct'
const visit = (id: string, patient_id: string, period_start: string, kind = 'AMB', status = 'finished'): PlainRow => ({
  id,
  patient_id,
  status,
  class: `${act}|${kind}`,
  period_start
})
const store = plainStore(
  {
    patient: [
      { id: 'a', birth_date: '1950-01-01', gender: 'female', race: 'White' },
      { id: 'b', birth_date: '1990-01-01', gender: 'male' },
      { id: 'c', birth_date: '2000-01-01', deceased_at: '2019-12-15' }
    ],
    encounter: [
      visit('1', 'a', '2019-12-01'),
      visit('2', 'a', '2019-11-30T23:30:00-05:00', 'EMER'),
      visit('3', 'a', '2019-12-31', 'EMER', 'cancelled'),
      visit('4', 'c', '2019-12-10', 'EMER'),
      visit('5', 'b', '2018-12-31', 'EMER'),
      visit('6', 'b', '2999-01-01')
    ],
    condition: [
      { id: 'x', patient_id: 'a', code: `${sct}|1|Cough`, onset: '2019-12-01' },
      { id: 'y', patient_id: 'a', code: `${sct}|1|Cough`, onset: '2019-12-02' },
      { id: 'z', patient_id: 'b', code: `${sct}|2|Cold`, onset: '2019-12-01', abatement: '2019-12-20' }
    ],
    explanation_of_benefit: [
      { id: 'k', patient_id: 'a', status: 'active', billable_start: '2019-06-01', payment_amount: 100.5 },
      { id: 'l', patient_id: 'a', status: 'cancelled', billable_start: '2019-06-01', payment_amount: 7000 },
      { id: 'm', patient_id: 'b', status: 'active', billable_start: '2018-12-31', payment_amount: 50 }
    ]
  },
  Date.UTC(2020, 5, 1)
)
const context = { asOf: day('2019-12-31'), filters: [] }
const overview = runPanel(store, shippedRegistries, 'overview', context, {})
const keyFigure = (id: string) => overview.keyFigures.find((each) => each.id === id)!.figure

describe('the summary', () => {
  const summary = runPanel(store, shippedRegistries, 'summary', context, {})

  it('takes the last day with care that took place and is not after the load', () => {
    expect([summary.firstDay, summary.lastDay]).toEqual([day('2018-12-31'), day('2019-12-10')])
    expect(summary.laterRecords).toBe(2)
  })

  it('counts people in view and all people', () => {
    expect(summary.people).toEqual({ inView: 2, all: 3 })
    const women = runPanel(
      store,
      shippedRegistries,
      'summary',
      { ...context, filters: [{ dimension: 'sex', values: ['female'] }] },
      {}
    )
    expect(women.people.inView).toBe(1)
    // A filter's own values are counted as if it were not there, so that it can be changed.
    expect(women.dimensions.find((each) => each.id === 'sex')?.values.map((each) => each.people)).toEqual([1, 1, 0, 0])
    expect(women.dimensions.find((each) => each.id === 'race')?.values.map((each) => each.people)).toEqual([1, 0])
  })

  it('offers filters of every kind, and not those that only figures use', () => {
    const groups = new Set(summary.dimensions.map((each) => each.group))
    expect([...groups]).toEqual(['people', 'place-and-payer', 'registries', 'control'])
    const offered = summary.dimensions.filter((each) => !each.hidden)
    expect(offered.some((each) => each.id === 'age5' || each.id.startsWith('entry:'))).toBe(false)
    expect(summary.dimensions.find((each) => each.id === 'age5')?.values.at(1)?.label).toBe('5–9')
  })

  it('scores fitness by the weakest input that there is', () => {
    const input = (label: string) => summary.fitness.inputs.find((each) => each.label === label)!
    expect(input('Race recorded').score).toBe(50)
    expect(input('Results with code and unit').reason).toBe('There are no results.')
    // Two of twelve months of encounters, one of conditions, one of claims.
    expect(input('Months with data').reason).toBe(
      '32 of 36 feed-months are empty: encounters in Jan 2019, encounters in Feb 2019, encounters in Mar 2019, encounters in Apr 2019 and 28 more'
    )
    expect(summary.fitness.score).toBe(11)
  })
})

describe('the overview', () => {
  it('counts the living people', () => {
    expect(keyFigure('people').value).toBe(2)
    const bands = overview.pyramid.bands.filter((band) => band.female.value! + band.male.value! + band.other.value! > 0)
    expect(bands.map((band) => [band.label, band.female.value, band.male.value])).toEqual([
      ['25–29', 0, 1],
      ['65–69', 1, 0]
    ])
  })

  it('counts emergency visits of twelve months, of those who died too, and the time they lived', () => {
    const figure = keyFigure('emergency')
    expect(figure.numerator).toBe(2)
    expect(figure.denominator! * 365.25).toBeCloseTo(365 + 365 + 348, 6)
  })

  it('sums payments of claims in force', () => {
    const figure = keyFigure('paid')
    expect(figure.numerator).toBe(100.5)
    // Twelve months of each of three people, the last of whom lived into December.
    expect(figure.value).toBeCloseTo(100.5 / 36, 9)
  })

  it('counts encounters that took place by class and by the month in which they began, as written', () => {
    const series = overview.encounters.series.map(({ label, points }) => [
      label,
      ...points.slice(-2).map((point) => point.figure.value)
    ])
    expect(series).toEqual([
      ['Emergency', 1, 1],
      ['Ambulatory', 0, 1]
    ])
  })

  it('counts people by active diagnosis once', () => {
    expect(overview.conditions.rows.map((row) => [row.label, row.figure.numerator, row.figure.denominator])).toEqual([
      ['Cough', 1, 2]
    ])
  })

  it('shows rows by type and month', () => {
    const encounters = overview.coverage.types.find((each) => each.table === 'encounter')!
    expect(encounters.label).toBe('Encounters')
    expect(encounters.counts.slice(-2).map((figure) => figure.value)).toEqual([1, 3])
    expect(encounters.lastDay).toBe(day('2019-12-31'))
  })

  it('breaks people down, the unknown included', () => {
    const race = overview.breakdowns.find((each) => each.dimension === 'race')!
    expect(race.rows.map((row) => [row.label, row.count.value, row.share.value])).toEqual([
      ['White', 1, 0.5],
      ['Not recorded', 1, 0.5]
    ])
  })

  it('every figure says what it means', () => {
    expect(keyFigure('people').provenance).toMatchObject({
      definition: { id: 'overview/people', title: 'People in view' },
      snapshot: { label: 'Plain rows' },
      asOf: context.asOf,
      filters: []
    })
  })
})

describe('periods', () => {
  it('reach three years back at most, and not before the data', () => {
    const months = overview.coverage.months.map((month) => month.label)
    expect([months[0], months.at(-1), months.length]).toEqual(['Dec 2018', 'Dec 2019', 13])
  })
})
