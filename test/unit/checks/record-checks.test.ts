import { describe, expect, it } from 'vitest'
import { checkResult } from '#engine/population/panels/data/checks.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { day, type PlainRow } from '../selection/plain-store.ts'
import { alive, dead, open, opened, outcome, result, tally, visit } from './check-store.ts'

describe('duplicate checks', () => {
  it('find the second of two equal records, and leave different ones alone', () => {
    const store = open({
      observation: [
        result('first', '4548-4', 7.1, '%'),
        result('again', '4548-4', 7.1, '%'),
        result('value', '4548-4', 7.2, '%'),
        result('later', '4548-4', 7.1, '%', { effective: '2019-01-01T09:00:00Z' }),
        result('person', '4548-4', 7.1, '%', { patient_id: 'b' })
      ]
    })
    expect(tally(outcome(store, 'duplicate/observation'))).toEqual([5, 1])
    expect(opened(store, 'duplicate/observation')).toEqual(['again'])
  })

  it('take a diagnosis that is written down at several visits for no duplicate', () => {
    const diagnosis = (id: string, encounter: string): PlainRow => ({
      id,
      patient_id: 'a',
      code: 'http://hl7.org/fhir/sid/icd-10-cm|I10|Hypertension',
      category: 'encounter-diagnosis',
      onset: '2019-01-01',
      encounter_id: encounter
    })
    const store = open({
      encounter: [visit('x', 'a', '2019-03-17'), visit('y', 'a', '2019-04-17')],
      condition: [diagnosis('first', 'x'), diagnosis('second', 'y'), diagnosis('again', 'y')]
    })
    expect(opened(store, 'duplicate/condition')).toEqual(['again'])
  })

  it('find a person who is there twice', () => {
    const store = open({ patient: [alive, { ...alive, id: 'a2', family: 'OKAFOR' }, dead] })
    expect(tally(outcome(store, 'duplicate/patient'))).toEqual([3, 1])
    expect(opened(store, 'duplicate/patient')).toEqual(['a2'])
  })

  it('find the record of a person that another replaces', () => {
    const store = open({ patient: [alive, { ...alive, id: 'merged', family: 'Osei', replaced_by_id: 'a' }, dead] })
    expect(tally(outcome(store, 'replaced/patient'))).toEqual([3, 1])
    expect(opened(store, 'replaced/patient')).toEqual(['merged'])
    expect(tally(outcome(store, 'replaced/survivor'))).toEqual([1, 0])
  })

  it('follow chains of replaced records, and find those that lead to nobody or in a circle', () => {
    const links: Readonly<Record<string, PlainRow>> = {
      first: { replaced_by_id: 'second' },
      second: { replaced_by_id: 'third' },
      third: { replaces_id: 'fourth' },
      fourth: {},
      lost: { replaced_by_id: 'elsewhere' },
      'lost-too': { replaced_by_id: 'lost' },
      left: { replaced_by_id: 'right' },
      right: { replaced_by_id: 'left' },
      itself: { replaced_by_id: 'itself' }
    }
    const patient = Object.entries(links).map(([id, link]) => ({ ...alive, id, family: id, ...link }))
    const store = open({ patient })
    expect(opened(store, 'replaced/patient')).toEqual(
      Object.keys(links)
        .filter((id) => id !== 'third')
        .sort()
    )
    expect(opened(store, 'replaced/survivor')).toEqual(['itself', 'left', 'lost', 'lost-too', 'right'])
    const panel = runPanel(store, shippedRegistries, 'overview', { asOf: day('2019-12-31'), filters: [] }, {})
    const people = panel.keyFigures.find(({ id }) => id === 'people')!
    expect([people.figure.value, people.note]).toEqual([
      9,
      'living on the date; 3 of them are records that another one replaces'
    ])
  })
})

describe('completeness and relational checks', () => {
  it('find what is missing and references that lead nowhere', () => {
    const store = open({
      observation: [result('unit', '4548-4', 7, ''), result('fine', '4548-4', 7, '%', { encounter_id: 'gone' })]
    })
    expect(opened(store, 'present/observation.unit')).toEqual(['unit'])
    expect(opened(store, 'reference/observation.encounter_id')).toEqual(['fine'])
    expect(opened(store, 'present/any-record')).toEqual(['b'])
  })

  it('know what was paid for claims also by their lines, and ask those in force', () => {
    const claim = (id: string, more: PlainRow): PlainRow => ({
      id,
      patient_id: 'a',
      status: 'active',
      billable_start: '2019-01-01',
      identifier: id,
      ...more
    })
    const store = open({
      explanation_of_benefit: [
        claim('payment', { payment_amount: 10 }),
        claim('lines', {}),
        claim('nothing', {}),
        claim('canceled', { status: 'cancelled' })
      ],
      explanation_of_benefit_item: [{ explanation_of_benefit_id: 'lines', patient_id: 'a', sequence: 1, paid: 40 }]
    })
    expect(tally(outcome(store, 'present/explanation_of_benefit.payment_amount'))).toEqual([3, 1])
    expect(opened(store, 'present/explanation_of_benefit.payment_amount')).toEqual(['nothing'])
  })
})

describe('a check', () => {
  it('passes, passes with rows up to its limit, or fails', () => {
    const rows = Array.from({ length: 200 }, (_, index) =>
      result(`r${index}`, '4548-4', index, '%', { effective: `20${String(10 + (index % 9))}-01-01` })
    )
    const duplicate = { ...rows[0]!, id: 'copy' }
    const verdict = (observation: readonly PlainRow[], id: string) => {
      const store = open({ observation })
      return checkResult(store, shippedRegistries, outcome(store, id)).verdict
    }
    expect(verdict(rows, 'duplicate/observation')).toBe('passes')
    expect(verdict([...rows, duplicate], 'duplicate/observation')).toBe('rows')
    expect(verdict([...rows.slice(0, 50), duplicate], 'duplicate/observation')).toBe('fails')
    expect(verdict(rows.slice(0, 1), 'limits/a1c')).toBe('fails')
  })

  it('names the registries that rest on its rows', () => {
    const store = open({ observation: [result('low', '4548-4', 2.4, '%')] })
    expect(checkResult(store, shippedRegistries, outcome(store, 'limits/a1c')).registries).toEqual(['diabetes'])
    expect(checkResult(store, shippedRegistries, outcome(store, 'duplicate/patient')).registries).toContain('asthma')
  })

  it('says when its rows failed: by month, or by year over a long time', () => {
    const store = open({
      encounter: [visit('x', 'b', '2019-03-17'), visit('y', 'b', '2019-04-17'), visit('z', 'b', '2019-04-18')]
    })
    expect(outcome(store, 'after-death/encounter').periods.map(({ grain, failed }) => [grain, failed])).toEqual([
      ['month', 1],
      ['month', 2]
    ])
    const long = open({ encounter: [visit('x', 'b', '2010-03-17'), visit('y', 'b', '2019-04-17')] })
    expect(outcome(long, 'after-death/encounter').periods.map(({ grain, checked }) => [grain, checked])).toEqual([
      ['year', 1],
      ['year', 1]
    ])
  })
})
