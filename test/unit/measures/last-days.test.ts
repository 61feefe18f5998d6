import { describe, expect, it } from 'vitest'
import { runMeasurePanel } from '#engine/measures/scorecard/run-measure-panel.ts'
import type { DataRequirement } from '#engine/measures/definition/data-requirements.ts'
import type { WorklistPanel } from '#engine/measures/results/worklist-result.ts'
import type { MeasureRun } from '#engine/measures/run/measure-run.ts'
import { plainDefinition, plainMeasure, plainRun, year2026, type PlainCases } from '../../support/plain-measures.ts'
import { qualityInput } from '../../support/measure-input.ts'
import { day, plainStore } from '../selection/plain-store.ts'

const births = Array.from({ length: 40 }, (_, person) => ({
  id: `p${person}`,
  birth_date: '1960-01-01',
  gender: 'female'
}))

/** Numbers of a run that tell the last days of some people, by ordinal. */
function told(id: string, days: readonly (readonly number[])[]): NonNullable<MeasureRun['numbers']> {
  return [
    {
      id,
      patient: Int32Array.from(days.flatMap((lastDays, patient) => lastDays.map(() => patient))),
      value: Float64Array.from(days.flat())
    }
  ]
}

describe('a measure that tells the last day of each open case', () => {
  const definition = plainDefinition('visits', 'increase', 'Encounter')
  const cases: readonly PlainCases[] = [
    // Two visits without follow-up; one of two; one; none of the measure, and none that is open.
    [2, 2, 0, 0, 0],
    [2, 2, 0, 0, 1],
    [1, 1, 0, 0, 0],
    [1, 1, 0, 0, 1]
  ]
  const closing = { text: 'A visit within 7 days.', within: [{ after: 'emergency-visit' as const, days: 7 }] }
  // January 1 is day 0. The second person's later visit, on November 20, was followed up.
  const days = [[68, 330], [68], [358]]
  const emergency = (person: string, on: string) => ({
    id: `${person}-${on}`,
    patient_id: person,
    class: 'http://terminology.hl7.org/CodeSystem/v3-ActCode|EMER|Emergency',
    status: 'finished',
    period_start: on,
    period_end: on
  })
  const store = plainStore({
    patient: births.slice(0, 4),
    encounter: [
      emergency('p0', '2026-03-03'),
      emergency('p0', '2026-11-20'),
      emergency('p1', '2026-03-03'),
      emergency('p1', '2026-11-20'),
      emergency('p2', '2026-12-18'),
      emergency('p3', '2026-12-18')
    ]
  })
  const run = { ...plainRun(definition, cases), numbers: told('last-days', days) }
  const list = (asOf: string, numbers = run.numbers, kinds: readonly DataRequirement[] = []): WorklistPanel =>
    runMeasurePanel(
      qualityInput(store, [plainMeasure(definition, { ...run, numbers }, { reads: { rate: kinds }, closing })]),
      'worklist',
      { asOf: day(asOf), filters: [] },
      {
        query: {
          rates: [],
          statuses: ['open', 'due-soon'],
          owners: [],
          search: '',
          nextVisit: 'any',
          actBy: undefined
        },
        sort: { column: 'actBy', descending: false },
        offset: 0,
        limit: 10,
        revealed: false
      }
    )
  const actBy = (asOf: string, numbers = run.numbers) =>
    new Map(list(asOf, numbers).rows.map(({ patient, actBy: by }) => [patient, by]))

  it('has the latest of a person as the day to act by, and not that of a visit which was followed up', () => {
    expect(actBy('2026-12-19')).toEqual(
      new Map([
        [0, day('2026-11-27')],
        [1, day('2026-03-10')],
        [2, day('2026-12-25')]
      ])
    )
  })

  it('tells the visit that the days are counted from', () => {
    const why = new Map(list('2026-12-19').rows.map((row) => [row.patient, row.why]))
    expect(why.get(1)).toBe('1 of 2 cases open; last emergency visit Mar 3, 2026; no follow-up on record')
  })

  it('names no diagnosis as what is missing, which the numerator reads of the visits that it follows up', () => {
    const kind = { profile: undefined, codeProperty: 'code', valueSets: [] }
    const fibrillation = { system: 'http://snomed.info/sct', code: '49436004' }
    const kinds: readonly DataRequirement[] = [
      { ...kind, type: 'Condition', codes: ['Atrial fibrillation'], single: [fibrillation], closed: true },
      { ...kind, type: 'Encounter', codes: [], single: [], closed: false }
    ]
    const why = new Map(list('2026-12-19', run.numbers, kinds).rows.map((row) => [row.patient, row.why]))
    expect(why.get(1)).toBe('1 of 2 cases open; last emergency visit Mar 3, 2026; no follow-up on record')
  })

  it('takes the days of its window where it tells none', () => {
    expect(actBy('2026-12-19', []).get(1)).toBe(day('2026-11-27'))
  })

  it('tells them of each of its rates', () => {
    expect(actBy('2026-12-19', told('last-days-rate', days)).get(1)).toBe(day('2026-03-10'))
  })
})

describe('cases that can still be closed', () => {
  const definition = plainDefinition('follow-up-after-emergency-visit', 'increase', 'Encounter')
  // Everybody has two visits without follow-up, in March and in November.
  const cases = births.map((): PlainCases => [2, 2, 0, 0, 0])
  const run = {
    ...plainRun(definition, cases),
    numbers: told(
      'last-days',
      births.map(() => [68, 330])
    )
  }
  const available = (asOf: string): number | undefined =>
    runMeasurePanel(
      qualityInput(plainStore({ patient: births }), [
        plainMeasure(definition, run, { reads: { rate: [] }, closing: { text: 'A visit.' } })
      ]),
      'stars',
      { asOf: day(asOf), filters: [] },
      { table: '2026-ma-pd', closures: {}, scores: {}, categories: {}, everybody: true }
    ).rows.find(({ code }) => code === 'C21')?.available

  it('are those whose own last day is not over', () => {
    expect(year2026.start).toBe('2026-01-01')
    expect([
      available('2026-03-10'),
      available('2026-03-11'),
      available('2026-11-27'),
      available('2026-11-28')
    ]).toEqual([80, 40, 40, 0])
  })
})
