import { describe, expect, it } from 'vitest'
import { fingerprintOf } from '#engine/measures/rates/data-fingerprint.ts'
import type { DiffMeasure, DiffSide } from '#engine/measures/changes/diff-steps.ts'
import { evidenceMove } from '#engine/measures/changes/evidence-move.ts'
import { refreshDiff } from '#engine/measures/changes/refresh-diff.ts'
import { plainDefinition, plainMeasure, plainRun, type PlainCases } from '../../support/plain-measures.ts'
import { plainStore, type PlainRow } from '../selection/plain-store.ts'
import { onlyShard } from '#engine/shards/shard.ts'

const year = (of: number): { start: string; end: string } => ({ start: `${of}-01-01`, end: `${of}-12-31` })
const definition = plainDefinition('m')
const met: PlainCases = [1, 1, 0, 0, 1]
const open: PlainCases = [1, 1, 0, 0, 0]
const excluded: PlainCases = [1, 1, 1, 0, 0]
const excepted: PlainCases = [1, 1, 0, 1, 0]
const none: PlainCases = [0, 0, 0, 0, 0]

const result = (patient: number, effective: string, code = '4548-4'): PlainRow => ({
  id: `o${patient}-${effective}`,
  patient_id: `p${patient}`,
  code: `http://loinc.org|${code}|HbA1c`,
  effective
})
const births: Readonly<Record<number, string>> = { 0: '2008-06-01', 1: '1950-06-01' }
const store = plainStore({
  patient: Array.from({ length: 10 }, (_, index) => ({
    id: `p${index}`,
    birth_date: births[index] ?? '1980-06-01',
    gender: 'female'
  })),
  observation: [
    result(4, '2025-03-01'),
    result(5, '2025-03-01'),
    result(5, '2026-03-01'),
    result(6, '2015-03-01'),
    result(7, '2026-03-01', '1-1'),
    result(8, '2026-05-01')
  ]
})
const { valueSets, reads } = plainMeasure(definition, plainRun(definition, []))
const content = valueSets === undefined ? {} : { valueSets }
const moveOf =
  (from: number, to: number): NonNullable<DiffMeasure['evidence']> =>
  (group, patient) =>
    evidenceMove(store, content, reads[group]!, patient, { before: year(from), after: year(to) })

const measure: DiffMeasure = {
  id: 'm',
  definition,
  ages: { limits: [{ on: 'end', low: 18, high: 75 }], events: [], others: false },
  byRecords: true,
  evidence: moveOf(2025, 2026)
}

function reasons(
  before: readonly PlainCases[],
  after: readonly PlainCases[],
  about: DiffMeasure | undefined = measure
): Readonly<Record<string, readonly string[]>> {
  const side = (cases: readonly PlainCases[], of: number): DiffSide => ({
    label: 'side',
    runs: [plainRun(definition, cases, year(of))],
    people: fingerprintOf([onlyShard(store)])
  })
  const [rate] = refreshDiff(side(before, 2025), side(after, 2026), [], about === undefined ? [] : [about]).rates
  const found: Record<string, string[]> = {}
  for (const { population, id, change, reason } of rate!.people) {
    ;(found[population] ??= []).push(`${id} ${change} ${reason}`)
  }
  return found
}

describe('what a period that moved did', () => {
  const rest = (cases: PlainCases): readonly PlainCases[] => Array.from({ length: 10 }, () => cases)
  const withOnly = (place: number, cases: PlainCases, others: PlainCases = open): readonly PlainCases[] =>
    rest(others).map((item, index) => (index === place ? cases : item))

  it('is an age that is met in one period alone, and what follows from it', () => {
    expect(reasons([none, met, ...rest(open).slice(2)], [met, none, ...rest(open).slice(2)])).toEqual({
      'initial-population': ['p0 entered aged-in', 'p1 left aged-out'],
      denominator: ['p0 entered aged-in', 'p1 left aged-out'],
      numerator: ['p0 entered aged-in', 'p1 left aged-out']
    })
  })

  it('is visits, cover or diagnoses where no age is', () => {
    const moved = reasons([...rest(open).slice(0, 2), none, met], [...rest(open).slice(0, 2), excluded, none])
    expect(moved['denominator']).toEqual(['p2 entered eligible-in', 'p3 left eligible-out'])
    // Who came with an exclusion came by being eligible.
    expect(moved['denominator-exclusion']).toEqual(['p2 entered eligible-in'])
    expect(moved['numerator']).toEqual(['p3 left eligible-out'])
  })

  it('is an exclusion that began or ended, which takes people out of the numerator and lets them in', () => {
    expect(reasons(withOnly(4, met), withOnly(4, excluded))).toEqual({
      'denominator-exclusion': ['p4 entered exclusion-began'],
      numerator: ['p4 left exclusion-began']
    })
    expect(reasons(withOnly(4, excluded), withOnly(4, met))).toEqual({
      'denominator-exclusion': ['p4 left exclusion-ended'],
      numerator: ['p4 entered exclusion-ended']
    })
    expect(reasons(withOnly(4, open), withOnly(4, excepted))).toEqual({
      'denominator-exception': ['p4 entered exclusion-began']
    })
  })

  it('is evidence that fell out of the period, or that came in', () => {
    const of = (patient: number, before: PlainCases, after: PlainCases): unknown =>
      reasons(withOnly(patient, before), withOnly(patient, after))['numerator']
    expect(of(4, met, open)).toEqual(['p4 left evidence-out'])
    expect(of(6, met, open)).toEqual(['p6 left evidence-out'])
    expect(of(8, open, met)).toEqual(['p8 entered evidence-in'])
    // A newer result decides, for the better or the worse.
    expect(of(5, met, open)).toEqual(['p5 left evidence-in'])
    // A record of something else does not.
    expect(of(7, met, open)).toEqual(['p7 left period-moved'])
    // Who is met needs no exception any more.
    expect(reasons(withOnly(8, excepted), withOnly(8, met))).toEqual({
      'denominator-exception': ['p8 left evidence-in'],
      numerator: ['p8 entered evidence-in']
    })
  })

  it('is told from the other end when the later side is the earlier period', () => {
    const back = moveOf(2026, 2025)
    expect([4, 5, 8, 7].map((patient) => back('rate', patient))).toEqual(['in', 'out', 'out', undefined])
    const longer = evidenceMove(store, content, reads['rate']!, 4, {
      before: { start: '2025-07-01', end: '2025-12-31' },
      after: year(2025)
    })
    expect(longer).toBe('in')
  })

  it('is a record where the age on its day is the same answer on all days, and not told where it is not', () => {
    const ages = { limits: [], events: [{ low: 18, high: Number.POSITIVE_INFINITY }], others: false }
    const of = (place: number): unknown =>
      reasons(withOnly(place, none), withOnly(place, open), { ...measure, ages })['denominator']
    expect(of(3)).toEqual(['p3 entered eligible-in'])
    expect(of(0)).toEqual(['p0 entered period-moved'])
  })

  it('is not guessed: an age on another day may be it as well, and nothing is known without the measure', () => {
    const answer = reasons(withOnly(3, none), withOnly(3, open), {
      ...measure,
      ages: { limits: [], events: [], others: true }
    })
    expect(answer['denominator']).toEqual(['p3 entered period-moved'])
    const alone = reasons(withOnly(3, none), withOnly(3, open), {
      ...measure,
      ages: { limits: [], events: [], others: true },
      byRecords: false
    })
    expect(alone['denominator']).toEqual(['p3 entered aged-in'])
    const { evidence: _, ...unloaded } = measure
    expect(reasons(withOnly(4, met), withOnly(4, open), unloaded)['numerator']).toEqual(['p4 left period-moved'])
    const unknown: DiffMeasure = { ...measure, id: 'another' }
    expect(reasons(withOnly(3, none), withOnly(3, open), unknown)['denominator']).toEqual(['p3 entered period-moved'])
  })
})
