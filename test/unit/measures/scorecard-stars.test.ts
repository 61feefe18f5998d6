import { describe, expect, it } from 'vitest'
import { runMeasurePanel } from '#engine/measures/scorecard/run-measure-panel.ts'
import { medicareContext, medicareInput, medicareStars } from '../../support/medicare-people.ts'
import { year2026 } from '../../support/plain-measures.ts'
import { day } from '../selection/plain-store.ts'

describe('Stars of the people in view', () => {
  it('come from rates of Medicare members, closures that are tried out, and scores that are typed in', () => {
    const panel = medicareStars({ closures: { C01: 40 }, scores: { C14: 79.5 } })
    const row = (code: string): (typeof panel.rows)[number] => panel.rows.find((one) => one.code === code)!
    // 18 of 72; with the commercial plan it would be 20 of 80.
    expect(row('C01')).toMatchObject({
      score: 25,
      stars: 1,
      available: 54,
      closures: 40,
      triedScore: 81,
      triedStars: 4
    })
    expect(row('C01').figure).toMatchObject({ numerator: 18, denominator: 72 })
    expect(row('C14')).toMatchObject({ source: 'entered', score: 80, stars: 4 })
    expect(row('C02')).toMatchObject({ source: 'none', score: undefined })
    expect(panel.members).toBe('medicare')
    expect(medicareStars({ everybody: true }).rows.find(({ code }) => code === 'C01')!.figure!.denominator).toBe(80)
  })

  it('never go through readmissions, which nobody can undo', () => {
    const panel = medicareStars()
    expect(panel.rows.find(({ code }) => code === 'C18')).toMatchObject({ available: 0, next: undefined })
    for (const path of [panel.path, ...panel.alternatives]) {
      expect(path?.steps.map(({ code }) => code) ?? []).not.toContain('C18')
    }
    const rows = runMeasurePanel(medicareInput(), 'scorecard', medicareContext, { table: '2026-ma-pd' }).rows
    expect(rows.map(({ opportunity, closable }) => [opportunity, closable])).toEqual([
      [1, 60],
      [undefined, 0]
    ])
  })

  it('go through no gap whose last day is over, and none that was set aside', () => {
    const late = medicareStars({}, medicareInput(), [])
    const over = runMeasurePanel(
      medicareInput(),
      'stars',
      { asOf: day('2027-01-15'), filters: [] },
      { table: '2026-ma-pd', closures: {}, scores: {} }
    )
    expect(late.rows[0]!.available).toBe(54)
    expect(over.rows[0]!.available).toBe(0)
    const about = { at: '2026-10-01T10:00:00Z', by: 'Ada', group: 'rate', period: year2026 }
    const measure = 'https://populus.example/Measure/breast-cancer-screening'
    const events = [{ ...about, id: 'aside-001', measure, patient: 'p01', kind: 'close', reason: 'declined' }] as const
    expect(medicareStars({}, medicareInput({ events })).rows[0]!.available).toBe(53)
  })

  it('need thirty cases, and leave measures with fewer out of the mean', () => {
    const south = [{ dimension: 'practice', values: ['south'] }]
    expect(medicareStars({}, medicareInput(), south).rows[0]).toMatchObject({ stars: 1, unrated: undefined })
    const commercial = [{ dimension: 'plan', values: ['Open PPO'] }]
    const few = medicareStars({ everybody: true, scores: { C14: 80 } }, medicareInput(), commercial)
    expect(few.rows[0]).toMatchObject({ score: 25, stars: undefined, unrated: 'n < 30: not rated' })
    expect(few.now.overall).toMatchObject({ measures: 1, mean: 4 })
  })

  it('have a guardrail and a rating of each unit with members', () => {
    const panel = medicareStars({ by: 'plan' })
    expect(panel.guardrail).toHaveLength(11)
    expect(panel.units.map(({ label, people: inUnit }) => [label, inUnit.value])).toEqual([['Advantage HMO', 72]])
    const practices = medicareStars({ by: 'practice' })
    expect(practices.units.map(({ label, people: inUnit, rating }) => [label, inUnit.value, rating?.measures])).toEqual(
      [
        ['North', 40, 2],
        ['South', 32, 2]
      ]
    )
  })

  it('refuse a table that is not there', () => {
    expect(() => medicareStars({ table: '1999' })).toThrow(/no cut points/)
  })
})
