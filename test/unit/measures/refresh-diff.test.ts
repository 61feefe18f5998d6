import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readMeasureContent } from '#engine/measures/definition/measure-content.ts'
import { ageRules, agesMet, isSettled } from '#engine/measures/changes/age-limits.ts'
import { dataChange, fingerprintOf } from '#engine/measures/rates/data-fingerprint.ts'
import { planDiffSteps, type DiffMeasure, type DiffSide } from '#engine/measures/changes/diff-steps.ts'
import { refreshDiff } from '#engine/measures/changes/refresh-diff.ts'
import { readPack } from '../../conformance/measure-pack.ts'
import { plainDefinition, plainRun, type PlainCases } from '../../support/plain-measures.ts'
import { packContent } from '../../support/measure-input.ts'
import { testData } from '../../support/test-data.ts'
import { day, plainStore, type PlainRow } from '../selection/plain-store.ts'
import { onlyShard } from '#engine/shards/shard.ts'

const result = (id: string, patient: number, rest: PlainRow = {}): PlainRow => ({
  id,
  patient_id: `p${patient}`,
  code: 'http://loinc.org|4548-4|HbA1c',
  effective: '2026-02-01',
  ...rest
})
const people = (ids: readonly number[], births: Readonly<Record<number, string>> = {}): PlainRow[] =>
  ids.map((index) => ({ id: `p${index}`, birth_date: births[index] ?? '1960-06-01', gender: 'female' }))

// In the first snapshot p0 … p5; in the second p0 is gone and p6 is new.
const before = plainStore({
  patient: people([0, 1, 2, 3, 4, 5], { 4: '2008-06-01', 5: '1950-06-01' }),
  observation: [result('a', 1), result('b', 2), result('c', 3)]
})
const after = plainStore({
  patient: people([1, 2, 3, 4, 5, 6], { 4: '2008-06-01', 5: '1950-06-01' }),
  observation: [result('a', 1), result('a2', 1), result('d', 3)]
})
const definition = plainDefinition('m')
const met: PlainCases = [1, 1, 0, 0, 1]
const open: PlainCases = [1, 1, 0, 0, 0]
const none: PlainCases = [0, 0, 0, 0, 0]
const year = (of: number): { start: string; end: string } => ({ start: `${of}-01-01`, end: `${of}-12-31` })
const side = (store: typeof before, runs: DiffSide['runs']): DiffSide => ({
  label: 'side',
  runs,
  people: fingerprintOf([onlyShard(store)])
})
const measure: DiffMeasure = {
  id: 'm',
  definition,
  ages: { limits: [{ on: 'end', low: 18, high: 75 }], events: [], others: false },
  byRecords: true
}
const snapshot = <R extends DiffSide['runs'][number]>(run: R, id: string): R => ({
  ...run,
  key: { ...run.key, snapshot: id }
})

describe('what changed', () => {
  it('has a reason for everybody, by the records of each', () => {
    const first = snapshot(plainRun(definition, [met, open, met, met, none, open], year(2026)), 'first')
    const second = snapshot(plainRun(definition, [met, open, open, none, open, met], year(2026)), 'second')
    const [rate] = refreshDiff(
      side(before, [first]),
      side(after, [second]),
      [{ cause: 'data', runs: [second] }],
      [measure]
    ).rates
    const of = (code: string): readonly string[] =>
      rate!.people
        .filter(({ population }) => population === code)
        .map(({ id, change, reason }) => `${id} ${change} ${reason}`)
    expect(of('numerator')).toEqual([
      'p1 entered new-data',
      'p2 left deleted-data',
      'p3 left changed-data',
      'p6 entered person-new',
      'p0 left person-gone'
    ])
    expect(of('denominator')).toEqual(['p6 entered person-new', 'p0 left person-gone'])
    expect(rate!.effects.reduce((sum, { change }) => sum + change, 0)).toBeCloseTo(
      rate!.rateAfter! - rate!.rateBefore!,
      12
    )
    expect(rate!.people.find(({ id }) => id === 'p0')!.patient).toBeUndefined()
  })

  it('tells people who reached an age from those whose records fell out of the period', () => {
    const store = after
    const first = plainRun(definition, [met, met, met, none, met, met], year(2025))
    const second = plainRun(definition, [met, open, met, met, none, met], year(2026))
    const [rate] = refreshDiff(side(store, [first]), side(store, [second]), [], [measure]).rates
    const of = (code: string): readonly string[] =>
      rate!.people
        .filter(({ population }) => population === code)
        .map(({ id, change, reason }) => `${id} ${change} ${reason}`)
    // p4 turns 18 in 2026, p5 is 76 at its end.
    expect(of('denominator')).toEqual(['p4 entered aged-in', 'p5 left aged-out'])
    expect(of('numerator')).toEqual(['p2 left period-moved', 'p4 entered aged-in', 'p5 left aged-out'])
  })

  it('goes from one thing to the next, and the last one that made it so counts', () => {
    const run = (cases: PlainCases): DiffSide['runs'][number] =>
      plainRun(
        definition,
        Array.from({ length: 6 }, () => cases),
        year(2026)
      )
    const steps = [
      { cause: 'period' as const, runs: [run(met)] },
      { cause: 'code-list' as const, runs: [run(none)] },
      { cause: 'logic' as const, runs: [run(met)] }
    ]
    const [rate] = refreshDiff(side(after, [run(none)]), side(after, [run(met)]), steps, []).rates
    expect(new Set(rate!.people.map(({ reason }) => reason))).toEqual(new Set(['logic-changed']))
    const [other] = refreshDiff(
      side(after, [run(none)]),
      side(after, [run(met)]),
      [steps[1]!, { cause: 'period', runs: [run(met)] }, { cause: 'logic', runs: [run(met)] }],
      []
    ).rates
    expect(new Set(other!.people.map(({ reason }) => reason))).toEqual(new Set(['period-moved']))
  })

  it('is planned: data, period, code lists, logic', () => {
    const key = plainRun(definition, [], year(2025)).key
    const later = { ...key, snapshot: 'other', content: 'new', period: year(2026) }
    expect(planDiffSteps(key, later, { codeLists: true, logic: true })).toEqual([
      { cause: 'data', content: 'before', period: year(2025) },
      { cause: 'period', content: 'before', period: year(2026) },
      { cause: 'code-list', content: 'mixed', period: year(2026) },
      { cause: 'logic', content: 'after', period: year(2026) }
    ])
    expect(planDiffSteps(key, { ...key, content: 'new' }, { codeLists: true, logic: false })).toEqual([
      { cause: 'code-list', content: 'after', period: year(2025) }
    ])
    expect(planDiffSteps(key, key, { codeLists: false, logic: false })).toEqual([])
  })

  it('leaves out measures and groups that are on one side alone', () => {
    const other = plainDefinition('other')
    const runs = [
      plainRun(
        definition,
        Array.from({ length: 6 }, () => met)
      )
    ]
    expect(
      refreshDiff(
        side(after, runs),
        side(after, [
          ...runs,
          plainRun(
            other,
            Array.from({ length: 6 }, () => met)
          )
        ]),
        [],
        []
      ).rates.map(({ key }) => key)
    ).toEqual(['m/rate'])
  })
})

describe('a fingerprint', () => {
  it('tells more, fewer and other records apart, and nothing from nothing', () => {
    const [first, second] = [fingerprintOf([onlyShard(before)]), fingerprintOf([onlyShard(after)])]
    const change = (patient: string): string =>
      dataChange(first, first.ids.indexOf(patient), second, second.ids.indexOf(patient))
    expect(['p1', 'p2', 'p3', 'p4'].map(change)).toEqual(['new-data', 'deleted-data', 'changed-data', 'same'])
    expect(structuredClone(first)).toEqual(first)
  })
})

describe('the ages that logic asks for', () => {
  it('are read from the built-in pack', () => {
    const of = (id: string): unknown => {
      const [measure] = packContent([id])
      return ageRules(measure!.content.measures[0]!, measure!.content.libraries)
    }
    const alone = (...limits: unknown[]): unknown => ({ limits, events: [], others: false })
    expect(of('hba1c-control')).toEqual(
      alone({ on: 'end', low: 18, high: 75 }, { on: 'end', low: 66, high: Number.POSITIVE_INFINITY })
    )
    expect(of('adherence-statins')).toEqual(alone({ on: 'start', low: 18, high: Number.POSITIVE_INFINITY }))
    expect(of('statin-therapy-cardiovascular-disease')).toEqual(
      alone(
        { on: 'end', low: 21, high: 75 },
        { on: 'end', low: 40, high: 75 },
        { on: 'end', low: 66, high: Number.POSITIVE_INFINITY }
      )
    )
    // Birthdays and ages on the day of a visit are no limits of the period.
    expect(of('childhood-immunisation')).toMatchObject({ others: true })
    expect(of('all-cause-readmission')).toEqual({
      limits: [],
      events: [{ low: 18, high: Number.POSITIVE_INFINITY }],
      others: false
    })
  })

  const folder = testData('conformance/ecqm/dqm-2025')
  it.skipIf(folder === undefined)('are read from official content', () => {
    const pack = readPack(join(folder!, 'CMS122FHIRDiabetesAssessGT9Pct.pack.json.gz'))
    const content = readMeasureContent([pack.measure, ...pack.libraries, ...pack.valueSets])
    const { limits } = ageRules(content.measures[0]!, content.libraries)
    expect(limits).toContainEqual({ on: 'end', low: 18, high: 75 })
  })

  it.each([
    ['2001-06-01', true],
    ['2011-06-01', true],
    // Five years before the period the person was too young, and some record may lie there.
    ['2003-06-01', false],
    ['2008-06-01', false]
  ])('are the same answer on every day of a record for somebody who was born on %s: %s', (birth, settled) => {
    const days = { first: day('2025-01-01'), last: day('2026-12-31') }
    expect(isSettled([{ low: 18, high: Number.POSITIVE_INFINITY }], day(birth), days)).toBe(settled)
  })

  it('are met on the birthday', () => {
    const limits = [{ on: 'end' as const, low: 18, high: 18 }]
    const period = { start: day('2026-01-01'), end: day('2026-12-31') }
    expect(
      ['2009-01-01', '2008-12-31', '2008-01-01', '2007-12-31'].map((birth) => agesMet(limits, day(birth), period)[0])
    ).toEqual([false, true, true, false])
  })
})
