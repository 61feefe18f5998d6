import { describe, expect, it } from 'vitest'
import { runMeasurePanel } from '#engine/measures/scorecard/run-measure-panel.ts'
import type { StarRow } from '#engine/measures/results/stars-result.ts'
import { qualityInput, shippedStars } from '../../support/measure-input.ts'
import { medicareContext, medicareInput, medicareStars, medicareStore } from '../../support/medicare-people.ts'
import { plainDefinition, plainMeasure, plainRun, year2026, type PlainCases } from '../../support/plain-measures.ts'
import { day } from '../selection/plain-store.ts'

/** One of four of 72 people is met. */
const cases72 = Array.from({ length: 72 }, (_, index): PlainCases => [1, 1, 0, 0, index % 4 === 0 ? 1 : 0])

describe('Stars of the people in view', () => {
  it('come from rates of Medicare members, closures that are tried out, and scores that are typed in', () => {
    const panel = medicareStars({ closures: { C01: 40 }, scores: { C14: 79.5 } })
    const row = (code: string): (typeof panel.rows)[number] => panel.rows.find((row) => row.code === code)!
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

  it('say that no member is eligible where others are', () => {
    const others = Array.from({ length: 80 }, (_, index): PlainCases =>
      index < 72 ? [0, 0, 0, 0, 0] : [1, 1, 0, 0, 1]
    )
    const screening = plainDefinition('breast-cancer-screening')
    const input = medicareInput({ measures: [plainMeasure(screening, plainRun(screening, others))] })
    const labelOf = (everybody: boolean): string | undefined =>
      medicareStars({ everybody }, input).rows.find(({ code }) => code === 'C01')!.unrated?.label
    expect(labelOf(false)).toBe('no Medicare member is eligible')
    expect(labelOf(true)).toBe('n = 8: not enough data')
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
    const events = [
      { ...about, id: 'aside-001', measure, patient: 'p0001', kind: 'close', reason: 'declined' }
    ] as const
    expect(medicareStars({}, medicareInput({ events })).rows[0]!.available).toBe(53)
  })

  it('need as many cases as CMS asks for, and leave measures with fewer out of the mean', () => {
    const south = [{ dimension: 'practice', values: ['south'] }]
    expect(medicareStars({}, medicareInput(), south).rows[0]).toMatchObject({ stars: 1, unrated: undefined })
    const commercial = [{ dimension: 'plan', values: ['Open PPO'] }]
    const few = medicareStars({ everybody: true, scores: { C14: 80 } }, medicareInput(), commercial)
    expect(few.rows[0]).toMatchObject({
      score: 25,
      stars: undefined,
      unrated: { label: 'n = 8: not enough data', reason: 'n = 8, and CMS rates this measure from 30 cases on' }
    })
    expect(few.now.overall).toMatchObject({ measures: 1, mean: 4 })
  })

  it('are no rating of a few measures, but an estimate that says of how many', () => {
    const { now, keyFigures, rows } = medicareStars({ scores: { C14: 79.5 } })
    expect(now.overall).toMatchObject({
      measures: 2,
      of: 43,
      minimum: 19,
      rewardFactor: 0,
      notRated: '1 of at least 19 measures rated by the rules of CMS'
    })
    // The screening has stars, though CMS rates no contract of 72 members by HEDIS measures.
    expect(rows[0]!.estimate).toBe('72 Medicare members in view, and CMS rates HEDIS measures from 500 members on')
    const figure = (id: string): (typeof keyFigures)[number] => keyFigures.find((keyFigure) => keyFigure.id === id)!
    expect(figure('rating').figure.value).toBeUndefined()
    expect(figure('rating').note).toBe('1 of at least 19 measures rated by the rules of CMS')
    expect(figure('mean').note).toBe('from 2 of 43 measures; CMS would not rate')
  })

  it('rate no readmissions of fewer than 150 stays, not even as the best of all', () => {
    // No readmission among 72 stays is 0%, which would be five stars.
    const none = plainDefinition('all-cause-readmission', 'decrease')
    const stays = Array.from({ length: 80 }, (): PlainCases => [1, 1, 0, 0, 0])
    const panel = medicareStars({}, medicareInput({ measures: [plainMeasure(none, plainRun(none, stays))] }))
    const row = panel.rows.find(({ code }) => code === 'C18')!
    expect(row).toMatchObject({ score: 0, stars: undefined, next: undefined })
    expect(row.unrated!.reason).toBe('n = 72, and CMS rates this measure from 150 cases on')
    expect(panel.now.overall).toBeUndefined()
    expect(panel.path).toBeUndefined()
  })

  it('rate medicines from 31 people on', () => {
    const pills = plainDefinition('adherence-statins')
    const of = (people: number): StarRow => {
      const taken = Array.from({ length: 80 }, (_, index): PlainCases =>
        index < people ? [1, 1, 0, 0, 1] : [0, 0, 0, 0, 0]
      )
      const input = medicareInput({ measures: [plainMeasure(pills, plainRun(pills, taken))] })
      return medicareStars({}, input).rows.find(({ code }) => code === 'D10')!
    }
    expect(of(30).stars).toBeUndefined()
    // Part D asks for no number of members.
    expect(of(31)).toMatchObject({ stars: 5, estimate: undefined })
  })

  it('are given from 500 members on where the score is reliable, and from 1,000 on', () => {
    const of = (members: number, met: number, eligible = members): StarRow => {
      const definition = plainDefinition('breast-cancer-screening')
      const seen = Array.from({ length: members }, (_, index): PlainCases => [
        1,
        index < eligible ? 1 : 0,
        0,
        0,
        index < met ? 1 : 0
      ])
      const input = qualityInput(medicareStore({ members, others: 0, last: '2026-12-31' }), [
        plainMeasure(definition, plainRun(definition, seen))
      ])
      return medicareStars({}, input).rows[0]!
    }
    expect(of(499, 400).estimate).toContain('499 Medicare members')
    expect(of(500, 400).estimate).toBeUndefined()
    // 20 of 40 people: a standard error of 7.9 points next to 9.7 between contracts.
    expect(of(600, 20, 40).estimate).toBe('reliability 0.60 with 600 members, and CMS asks for 0.70 below 1,000')
    expect(of(1000, 20, 40).estimate).toBeUndefined()
  })

  it('count the ages that CMS rates, of a rate that counts more', () => {
    // 30 women of 52 to 74 years at the end of 2026, the youngest born on New Year's Eve; 42 of 51, or of 75.
    const born = (index: number): string => (index < 30 ? '1974-12-31' : index < 50 ? '1975-01-01' : '1951-12-31')
    const store = medicareStore({ members: 72, others: 0, last: '2026-12-31', born })
    const definition = plainDefinition('breast-cancer-screening')
    const met = Array.from({ length: 72 }, (_, index): PlainCases => [1, 1, 0, 0, index < 15 ? 1 : 0])
    const input = qualityInput(store, [plainMeasure(definition, plainRun(definition, met))])
    const [row] = medicareStars({}, input).rows
    expect(row).toMatchObject({ score: 50, available: 15 })
    expect(row!.figure).toMatchObject({ numerator: 15, denominator: 30, opens: 30 })
    const scorecard = runMeasurePanel(input, 'scorecard', medicareContext, { table: '2026-ma-pd' })
    expect(scorecard.rows[0]!.star).toMatchObject({ cases: 30, score: 50 })
    expect(scorecard.rows[0]!.eligible.value).toBe(72)
  })

  it('cannot be computed where coverage does not tell who is a member', () => {
    const about = { members: 72, others: 0, last: '2026-12-31' }
    const of = (name: string): ReturnType<typeof medicareStars> => {
      const store = medicareStore({ ...about, coverage: { type: '', name } })
      const definition = plainDefinition('breast-cancer-screening')
      return medicareStars({}, qualityInput(store, [plainMeasure(definition, plainRun(definition, cases72))]))
    }
    const unknown = of('Humana')
    expect(unknown.rows[0]).toMatchObject({
      score: undefined,
      stars: undefined,
      unrated: { reason: 'the coverage in these data does not show who is a Medicare member' }
    })
    expect(unknown).toMatchObject({ unknown: 72, nobody: unknown.rows[0]!.unrated!.reason })
    expect(of('Humana Gold Advantage').rows[0]).toMatchObject({ score: 25 })
    expect(of('State Medicaid')).toMatchObject({
      unknown: 0,
      nobody: 'according to the data, nobody in view is a Medicare member'
    })
  })

  it('have a guardrail and a rating of each unit with members', () => {
    const panel = medicareStars({ by: 'plan' })
    expect(panel.guardrail).toHaveLength(11)
    expect(panel.units.map(({ label, people: inUnit }) => [label, inUnit.value])).toEqual([['Advantage HMO', 72]])
    const practices = medicareStars({ by: 'practice' })
    const rated = practices.units.map(({ label, people: inUnit, rating }) => [label, inUnit.value, rating?.measures])
    expect(rated).toEqual([
      ['North', 40, 1],
      ['South', 32, 1]
    ])
    expect(practices.units[0]!.rating!.notRated).toBe('0 of at least 19 measures rated by the rules of CMS')
  })

  it('say up to which day a path can be gone, and that nothing can be closed after it', () => {
    const path = medicareStars({ scores: { C14: 75 } }).path!
    expect(path.steps.map(({ code, lastDay }) => [code, lastDay])).toEqual([['C01', day('2026-12-31')]])
    const over = runMeasurePanel(
      medicareInput(),
      'stars',
      { asOf: day('2027-01-01'), filters: [] },
      { table: '2026-ma-pd', closures: {}, scores: { C14: 75 } }
    )
    expect([over.isOver, over.path]).toEqual([true, undefined])
    expect(medicareStars().isOver).toBe(false)
  })

  it('take the cut points of the nearest year, and say how it differs', () => {
    const [first] = shippedStars()
    const next = { ...first!, id: '2028-ma-pd', year: 2028, measurementYear: 2026 }
    const later = { ...first!, id: '2029-ma-pd', year: 2029, measurementYear: 2027 }
    expect(medicareStars({ table: '' }, medicareInput({ stars: [first!, later, next] }))).toMatchObject({
      table: { id: '2028-ma-pd' },
      otherYear: undefined
    })
    const other = medicareStars({ table: '' })
    expect(other.table.id).toBe('2026-ma-pd')
    expect(other.otherYear).toBe(
      'Cut points of 2026 Stars, which measure 2024; this period ends in 2026, which 2028 Stars measure. Cut points move from year to year.'
    )
  })

  it('have no improvement of a single year', () => {
    const row = medicareStars().rows.find(({ code }) => code === 'C30')!
    expect(row).toMatchObject({ score: undefined, stars: undefined })
    expect(row.unrated!.reason).toContain('0 of 32 have both here')
  })

  it('refuse a table that is not there', () => {
    expect(() => medicareStars({ table: '1999' })).toThrow(/no cut points/)
  })
})
