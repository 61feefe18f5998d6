import { describe, expect, it } from 'vitest'
import { MeasureEvaluator } from '#engine/measures/evaluate/measure-evaluator.ts'
import { readMeasureContent } from '#engine/measures/definition/measure-content.ts'
import { PatientResources } from '#engine/measures/records/patient-resources.ts'
import { adherenceOf, readSupplyDays } from '#engine/measures/gaps/adherence.ts'
import type { Adherence } from '#engine/measures/results/adherence.ts'
import { defaultMeasureSettings, type MeasureSettings } from '#engine/measures/rates/measure-input.ts'
import { runMeasurePanel } from '#engine/measures/scorecard/run-measure-panel.ts'
import type { WorklistPanel, WorklistQuery } from '#engine/measures/results/worklist-result.ts'
import { contentOf, packMeasures, packValueSets, sharedElm } from '../../conformance/pack-content.ts'
import { plainDefinition, plainMeasure, plainRun, type PlainCases } from '../../support/plain-measures.ts'
import { qualityInput } from '../../support/measure-input.ts'
import { day, plainStore } from '../selection/plain-store.ts'

/** Numbers as `DaysBehind` tells them: first fill and last day, stays, stretches with supply. */
const days = (
  [first, last]: readonly [number, number],
  stays: readonly (readonly [number, number])[],
  supply: readonly (readonly [number, number])[],
  asOf: number
): Adherence => adherenceOf(readSupplyDays([first, last, stays.length, ...stays.flat(), ...supply.flat()])!, 1000, asOf)

describe('days covered', () => {
  it('count from the first fill to the last day that counts', () => {
    // A year of 365 days, first fill on its 31st: 335 days, of which 268 are 80 %.
    const adherence = days([30, 364], [], [[30, 119]], 1149)
    expect(adherence).toMatchObject({ days: 335, covered: 90, daysSoFar: 120, coveredSoFar: 90, missing: 178 })
    expect([adherence.firstFill, adherence.lastDay, adherence.suppliedTo]).toEqual([1030, 1364, 1119])
    // 67 days may go by without supply, 30 of them have.
    expect(adherence.spare).toBe(37)
    // The 68th day without supply is the last one on which a fill still does.
    expect(adherence.lastImpactable).toBe(1119 + 68)
  })

  it('have no last day when 80 % are reached, which they are at 80 % and not a day earlier', () => {
    expect(days([0, 99], [], [[0, 79]], 1010)).toMatchObject({ missing: 0, spare: 0, lastImpactable: undefined })
    expect(days([0, 99], [], [[0, 78]], 1010)).toMatchObject({ missing: 1, lastImpactable: 1000 + 78 + 21 })
    // 80 % of 101 days is 80.8: 81 days.
    expect(days([0, 100], [], [[0, 79]], 1010).missing).toBe(1)
  })

  it('are over when too many days have gone by', () => {
    const late = days([0, 99], [], [[0, 29]], 1060)
    expect(late).toMatchObject({ lastImpactable: 1000 + 50, spare: 0, missing: 50, daysSoFar: 61, coveredSoFar: 30 })
  })

  it('leave out days in hospital, and the last day moves with them', () => {
    // Twenty days in hospital: 80 days count, 64 are needed, 16 may be missed.
    const adherence = days([0, 99], [[40, 59]], [[0, 29]], 1035)
    expect(adherence).toMatchObject({ days: 80, covered: 30, missing: 34 })
    // Places 30 to 46 are days 30 to 39 and 60 to 66.
    expect(adherence.lastImpactable).toBe(1066)
    expect(days([0, 99], [[40, 59]], [[0, 44]], 1035).suppliedTo).toBe(1064)
  })

  it('say nothing before the first fill and stop at the last day', () => {
    expect(days([30, 364], [], [[30, 119]], 1000)).toMatchObject({ daysSoFar: 0, coveredSoFar: 0 })
    expect(days([30, 364], [], [[30, 119]], 2000)).toMatchObject({ daysSoFar: 335, coveredSoFar: 90 })
  })

  it('are unknown for who has no treatment period', () => {
    expect(readSupplyDays([])).toBeUndefined()
  })
})

describe('the worked examples of the technical notes', () => {
  const measure = packMeasures().find(({ id }) => id === 'adherence-statins')!
  const { valueSets } = readMeasureContent([measure.measure, ...packValueSets()])
  const content = contentOf(measure, sharedElm(), valueSets)
  const evaluator = new MeasureEvaluator(content.measures[0]!, content)

  it.each([
    ['120 of 120 days', 120, 120],
    ['62 of 120 days', 62, 120],
    ['105 of 120 days', 105, 120]
  ])('%s', (name, covered, total) => {
    const found = measure.cases.find((testCase) => testCase.name.startsWith(`${name}:`))!
    const data = new PatientResources(found.resources, 'derive', evaluator.program.fhir)
    const { numbers } = evaluator.evaluate(found.patientId, data, measure.period)
    const start = day(measure.period.start)
    const adherence = adherenceOf(readSupplyDays(numbers!['days-of-supply']!)!, start, day(measure.period.end))
    expect(adherence).toMatchObject({ covered, days: total, coveredSoFar: covered, daysSoFar: total })
    expect(adherence.lastImpactable === undefined).toBe(covered >= 96)
  })
})

describe('a measure of days covered', () => {
  const people = ['a', 'b', 'c', 'd']
  const store = plainStore({ patient: people.map((id) => ({ id, birth_date: '1960-01-01', gender: 'female' })) })
  const definition = plainDefinition('adherence')
  const open: PlainCases = [1, 1, 0, 0, 0]
  const cases: readonly PlainCases[] = [open, open, [1, 1, 0, 0, 1], [0, 0, 0, 0, 0]]
  // a can still reach 80 %, b cannot any more, c has.
  const told = [
    [0, 364, 0, 0, 239],
    [0, 364, 0, 0, 99],
    [0, 364, 0, 0, 364]
  ]
  const run = {
    ...plainRun(definition, cases),
    numbers: [
      {
        id: 'days-of-supply',
        patient: Int32Array.from(told.flatMap((days, patient) => days.map(() => patient))),
        value: Float64Array.from(told.flat())
      }
    ]
  }
  const measure = plainMeasure(definition, run, { reads: { rate: [] }, closing: { text: 'Enough supply.' } })
  const list = (
    asOf: string,
    query: Partial<WorklistQuery> = {},
    settings: MeasureSettings = defaultMeasureSettings,
    sort: 'actBy' | 'covered' | 'missing' = 'actBy'
  ): WorklistPanel =>
    runMeasurePanel(
      qualityInput(store, [measure], { settings }),
      'worklist',
      { asOf: day(asOf), filters: [] },
      {
        query: { rates: [], statuses: [], owners: [], search: '', nextVisit: 'any', actBy: undefined, ...query },
        sort: { column: sort, descending: false },
        offset: 0,
        limit: 10,
        revealed: false
      }
    )

  it('has the last impactable day as the day to act by, and statuses that agree with it', () => {
    const { rows } = list('2026-10-31')
    // 240 days are covered, 73 may be missed: the 74th day without supply is November 9.
    expect(rows.map(({ patient, status, actBy }) => [patient, status, actBy])).toEqual([
      [0, 'due-soon', day('2026-11-10')],
      [1, 'open', day('2026-06-23')],
      [2, 'closed', undefined]
    ])
    const early = list('2026-08-01').rows.find(({ patient }) => patient === 0)
    expect(early!.status).toBe('open')
    expect(list('2026-11-10').rows.find(({ patient }) => patient === 0)!.status).toBe('due-soon')
    expect(list('2026-11-11').rows.find(({ patient }) => patient === 0)!.status).toBe('open')
  })

  it('says in words how the days stand', () => {
    const why = (asOf: string): readonly string[] => list(asOf).rows.map((row) => row.why)
    expect(why('2026-10-31')).toEqual([
      '78% of days covered, 9 days to spare; 52 more to cover',
      '32% of days covered; 80% cannot be reached in this period any more',
      '100% of days covered, supply to Dec 31, 2026'
    ])
  })

  it('sorts by what is covered and by what is missing', () => {
    const order = (sort: 'covered' | 'missing'): readonly number[] =>
      list('2026-10-31', {}, defaultMeasureSettings, sort).rows.map(({ patient }) => patient)
    expect(order('covered')).toEqual([1, 0, 2])
    expect(order('missing')).toEqual([2, 0, 1])
  })

  it('tells the list when nothing else is in it, and the scorecard how many can be reached', () => {
    expect(list('2026-10-31').countsDays).toBe(false)
    expect(list('2026-10-31', { rates: ['adherence/rate'] }).countsDays).toBe(true)
    const card = runMeasurePanel(
      qualityInput(store, [measure]),
      'scorecard',
      { asOf: day('2026-10-31'), filters: [] },
      {}
    )
    expect(card.rows[0]!.adherence).toEqual({ reachable: 1, tooLate: 1, soonest: day('2026-11-10') })
  })
})
