import { describe, expect, it } from 'vitest'
import type { Filter } from '#engine/base/figures/filter.ts'
import { shareDispersion } from '#engine/population/panels/base/funnel-limits.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import type { UsePanel } from '#engine/population/panels/results/use-result.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import type { Store } from '#engine/store/model/store.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { day, plainStore, type PlainRow } from '../selection/plain-store.ts'
import { listedCount, openedNumber } from './opened-rows.ts'

const act = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'
const women: Filter = { dimension: 'sex', values: ['female'] }

/** Stays of people who were in a hospital, of whom some came back to another one. */
interface Arrivals {
  readonly hospital: string | undefined
  readonly people: number
  readonly returns: number
}

const arrivals: readonly Arrivals[] = [
  { hospital: 'elm', people: 40, returns: 2 },
  { hospital: 'oak', people: 40, returns: 20 },
  { hospital: undefined, people: 3, returns: 1 }
]

/** Each stay takes four days; who comes back does so to the hospital `ash`, for two days, 10 days later. */
function storeOf(list: readonly Arrivals[]): Store {
  const patient: PlainRow[] = []
  const encounter: PlainRow[] = []
  const stay = (id: string, hospital: string | undefined, start: string, end: string): PlainRow => ({
    id: `${id}-${start}`,
    patient_id: id,
    status: 'finished',
    class: `${act}|IMP`,
    period_start: start,
    period_end: end,
    ...(hospital === undefined ? {} : { service_provider_id: hospital })
  })
  for (const { hospital, people, returns } of list)
    for (let person = 0; person < people; person++) {
      const id = `${hospital ?? 'none'}${person}`
      patient.push({ id, birth_date: '1950-01-01', gender: person % 2 === 0 ? 'female' : 'male' })
      encounter.push(stay(id, hospital, '2019-03-01', '2019-03-05'))
      if (person < returns) encounter.push(stay(id, 'ash', '2019-03-15', '2019-03-17'))
    }
  const organization = [
    { id: 'elm', name: 'Elm Hospital' },
    { id: 'ash', name: 'Ash Hospital' }
  ]
  return plainStore({ patient, encounter, organization })
}

const store = storeOf(arrivals)

function hospitalsOf(asked: Store, filters: readonly Filter[] = []): UsePanel['hospitals'] {
  return runPanel(asked, shippedRegistries, 'use', { asOf: day('2019-12-31'), filters }, {}).hospitals
}

describe('hospitals', () => {
  it('have the readmissions of their own index stays, wherever people came back to', () => {
    const { readmissions } = hospitalsOf(store)
    expect(
      readmissions?.rows.map(({ unit, label, figure }) => [unit, label, figure.numerator, figure.denominator])
    ).toEqual([
      ['elm', 'Elm Hospital', 2, 40],
      ['oak', 'oak', 20, 40],
      ['ash', 'Ash Hospital', 0, 23]
    ])
    // Stays that do not say where they were are not compared.
    expect([readmissions?.overall.numerator, readmissions?.overall.denominator]).toEqual([22, 103])
    expect([readmissions?.units, readmissions?.sizes]).toEqual(['hospitals', 'stays'])
  })

  it('differ where chance does not explain it', () => {
    expect(hospitalsOf(store).readmissions?.rows.map(({ outside }) => outside)).toEqual(['below', 'above', 'below'])
    const alike = hospitalsOf(storeOf(['elm', 'oak'].map((hospital) => ({ hospital, people: 40, returns: 8 }))))
    expect(alike.readmissions?.rows.slice(0, 2).map(({ outside }) => outside)).toEqual([undefined, undefined])
  })

  it('open their stays, with and without a filter', () => {
    const population = populationOf(store, shippedRegistries)
    for (const filters of [[], [women]]) {
      const { readmissions, stays } = hospitalsOf(store, filters)
      const figures = [readmissions!.overall, ...[...readmissions!.rows, ...stays].map(({ figure }) => figure)]
      for (const figure of figures) {
        const opened = figure.opens ?? figure.value
        expect(openedNumber(population, figure)).toBe(opened)
        expect(listedCount(population, shippedRegistries, figure)).toBe(opened)
      }
    }
    expect(hospitalsOf(store, [women]).readmissions?.rows.map(({ figure }) => figure.denominator)).toEqual([20, 20, 12])
  })

  it('have their stays with the mean length, also those that do not say where they were', () => {
    expect(hospitalsOf(store).stays.map(({ label, figure, meanDays }) => [label, figure.value, meanDays])).toEqual([
      ['Elm Hospital', 40, 4],
      ['oak', 40, 4],
      ['Ash Hospital', 23, 2],
      ['Not recorded', 3, 4]
    ])
  })

  it('are not compared where there is one', () => {
    expect(hospitalsOf(storeOf([{ hospital: 'elm', people: 40, returns: 0 }])).readmissions).toBeUndefined()
  })

  it('are the providers of claims in data without encounters', () => {
    const claim = (id: string, hospital: string, start: string, end: string): PlainRow => ({
      id: `${id}-${start}`,
      patient_id: id,
      status: 'active',
      use: 'claim',
      outcome: 'complete',
      type: 'http://terminology.hl7.org/CodeSystem/claim-type|institutional',
      bill_type: '0111',
      billable_start: start,
      billable_end: end,
      provider_id: `Organization/${hospital}`
    })
    const byClaims = plainStore({
      patient: ['a', 'b'].map((id) => ({ id, birth_date: '1950-01-01' })),
      organization: [{ id: 'elm', name: 'Elm Hospital' }],
      explanation_of_benefit: [
        claim('a', 'elm', '2019-03-01', '2019-03-05'),
        claim('a', 'oak', '2019-03-15', '2019-03-17'),
        claim('b', 'elm', '2019-05-01', '2019-05-03')
      ]
    })
    const { readmissions, stays } = hospitalsOf(byClaims)
    expect(readmissions?.rows.map(({ label, figure }) => [label, figure.numerator, figure.denominator])).toEqual([
      ['Elm Hospital', 1, 2],
      ['oak', 0, 1]
    ])
    expect(stays.map(({ label, figure }) => [label, figure.value])).toEqual([
      ['Elm Hospital', 2],
      ['oak', 1]
    ])
  })

  it('vary as much more as the cases of one person end alike', () => {
    const ofOne = [
      { of: 1, events: 1, people: 20 },
      { of: 1, events: 0, people: 60 }
    ]
    expect(shareDispersion(ofOne)).toBeCloseTo(1, 12)
    expect(shareDispersion(ofOne.map((each) => ({ ...each, of: 3, events: 3 * each.events })))).toBeCloseTo(3, 12)
    expect(shareDispersion([])).toBe(1)
  })
})
