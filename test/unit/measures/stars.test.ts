import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importCutPoints } from '#engine/measures/star-tables/import-cut-points.ts'
import { ratedMeasures } from '#engine/measures/stars/rated-measures.ts'
import { halfStar, momentsOf, rate, rewardFactor, summarize } from '#engine/measures/stars/star-rating.ts'
import { peopleToScore, roundScore, scoreOfCounts, starsOf } from '#engine/measures/stars/star-score.ts'
import type { RatingName, StarMeasure, StarTable } from '#engine/measures/star-tables/star-table.ts'
import type { StarCount } from '#engine/measures/results/stars-result.ts'
import { shippedStars } from '../../support/measure-input.ts'

const [mapd, ma, pdp] = shippedStars() as readonly [StarTable, StarTable, StarTable]
const file = (name: string): string => readFileSync(join(import.meta.dirname, 'stars', name), 'utf8')
const measure = (code: string): StarMeasure => mapd.measures.find((measure) => measure.code === code)!

describe('the cut points of 2026', () => {
  it('are those of the 45 measures that CMS lists, with their weights', () => {
    expect(mapd.measures).toHaveLength(45)
    expect(ma.measures).toHaveLength(33)
    expect(pdp.measures).toHaveLength(12)
    const weights = (part: string): number =>
      mapd.measures.filter((measure) => measure.part === part).reduce((sum, { weight }) => sum + weight, 0)
    // Technical Notes, tables G-1 and G-2.
    expect([weights('C'), weights('D')]).toEqual([54, 27])
  })

  it.each([
    ['cms-2026-part-c.csv', 'C', ma],
    ['cms-2026-part-d.csv', 'D', mapd],
    ['cms-2026-part-d.csv', 'D', pdp]
  ] as const)('come out of %s (part %s) as they are shipped', (name, part, shipped) => {
    const { tables } = importCutPoints(file(name), mapd)
    const table = tables.find(
      (table) => name.includes('part-c') || table.id.includes(shipped === pdp ? 'pdp' : 'ma-pd')
    )!
    const plain = ({ measures }: StarTable): unknown =>
      measures.filter((entry) => entry.part === part).map(({ sameAs: _, ...fields }) => fields)
    expect(plain(table)).toEqual(plain(shipped))
  })

  it.each(mapd.measures.map((measure) => [measure.code, measure] as const))(
    'begin exactly where they say: %s',
    (_code, measure) => {
      const step = 10 ** -measure.decimals * (measure.better === 'higher' ? 1 : -1)
      measure.cutPoints.forEach((cut, index) => {
        expect(starsOf(cut, measure)).toBe(index + 2)
        expect(starsOf(roundScore(cut - step, measure.decimals), measure)).toBe(index + 1)
      })
    }
  )
})

describe('a score', () => {
  it.each([
    // Technical Notes, "Rounding Rules for Measure Scores".
    [83.499999, 0, 83],
    [83.5, 0, 84],
    [74.5, 0, 75],
    [0.105, 2, 0.11],
    [1.005, 2, 1.01],
    [1.344999, 2, 1.34],
    [-0.2337665, 6, -0.233766],
    [0.0000004, 6, 0],
    [1e-9, 2, 0],
    [100, 0, 100]
  ])('%f at %i digits is %f', (score, decimals, rounded) => {
    expect(roundScore(score, decimals)).toBe(rounded)
  })

  it('is rounded before it is compared', () => {
    // 79.5 % of blood pressures: 80 after rounding, and 80 is the cut point of four stars.
    const counts = { numerator: 159, denominator: 200 }
    expect(scoreOfCounts(counts, measure('C14'))).toBe(80)
    expect(starsOf(scoreOfCounts(counts, measure('C14')), measure('C14'))).toBe(4)
    expect(scoreOfCounts({ numerator: 1589, denominator: 2000 }, measure('C14'))).toBe(79)
  })

  it('needs the fewest people for the next star', () => {
    // The example of 4,737 of 6,012: 4,780 round to 80 %.
    expect(peopleToScore({ numerator: 4737, denominator: 6012 }, measure('C14'), 80)).toBe(43)
    // Where less is better, fewer of them: 110 of 1,190 is 9.24 %; 8.49 % rounds to 8, which no star begins at; 7 needs 7.49 %.
    expect(peopleToScore({ numerator: 110, denominator: 1190 }, measure('C18'), 7)).toBe(21)
    expect(peopleToScore({ numerator: 3, denominator: 10 }, measure('C14'), 20)).toBe(0)
    expect(peopleToScore({ numerator: 0, denominator: 0 }, measure('C14'), 80)).toBeUndefined()
  })
})

describe('a rating', () => {
  it.each([
    // Technical Notes, table 22 and the examples below it.
    [0.249999, 0],
    // Compared at six digits: the sum of a mean and a factor is rarely a round binary number.
    [0.2499996, 0.5],
    [3.7499995, 4],
    [3.7499994, 3.5],
    [0.25, 0.5],
    [1.749999, 1.5],
    [3.749999, 3.5],
    [3.75, 4],
    [4.25, 4.5],
    [4.749999, 4.5],
    [4.75, 5],
    [5.4, 5],
    [-0.2, 0]
  ])('of %f is %f stars', (sum, stars) => {
    expect(halfStar(sum)).toBe(stars)
  })

  it('has the weighted variance of attachment H', () => {
    // Three measures of 4, 3 and 5 stars with weights 1, 3 and 2: mean 23/6.
    const moments = momentsOf({ n: 3, weight: 6, stars: 23, squares: 16 + 27 + 50 })
    expect(moments.mean).toBeCloseTo(23 / 6, 12)
    const spread = (4 - 23 / 6) ** 2 + 3 * (3 - 23 / 6) ** 2 + 2 * (5 - 23 / 6) ** 2
    expect(moments.variance).toBeCloseTo((3 * spread) / (6 * 2), 12)
  })

  it.each([
    [3.932432, 0.91484, 0.4],
    [3.932432, 0.91485, 0.3],
    [3.932431, 0.91484, 0.2],
    [3.649351, 0.91485, 0.1],
    [3.649351, 1.263462, 0],
    [3.64935, 0.1, 0],
    [5, 1.263462, 0]
  ])('with mean %f and variance %f has the reward factor %f', (mean, variance, factor) => {
    expect(rewardFactor({ mean, variance }, mapd.reward.overall!.with)).toBe(factor)
  })

  it('needs half of the measures, improvement aside, and is an estimate without reward below that', () => {
    const codes = ratedMeasures(mapd, 'overall').filter(
      ({ category, snpOnly }) => category !== 'improvement' && snpOnly !== true
    )
    expect(codes).toHaveLength(38)
    const of = (count: number): Map<string, StarCount> => new Map(codes.slice(0, count).map(({ code }) => [code, 5]))
    // 19 of the 38 that a contract without special needs plans is asked for, but none of Part D's six.
    expect(rate(mapd, 'overall', of(19))).toMatchObject({
      notRated: 'Part D has too few measures with stars',
      minimum: 19
    })
    const both = new Map([...of(18), ...pdp.measures.slice(3, 10).map(({ code }) => [code, 5] as const)])
    expect(rate(mapd, 'overall', both)).toMatchObject({ notRated: undefined, rewardFactor: 0.4 })
    // The 13 measures that clinical data can tell.
    const few = rate(mapd, 'overall', of(13))!
    expect(few).toMatchObject({ measures: 13, of: 43, rewardFactor: 0 })
    expect(few.notRated).toBe('13 of at least 19 measures rated by the rules of CMS')
    // With one of the three measures of special needs plans the contract is asked for all.
    expect(rate(mapd, 'overall', of(13).set('C07', 3))!.minimum).toBe(21)
    expect(rate(ma, 'partC', new Map([['C07', 3]]))!.minimum).toBe(16)
    expect(rate(ma, 'partC', of(1))!.minimum).toBe(15)
    expect(rate(pdp, 'partD', new Map([['D08', 3]]))!.minimum).toBe(6)
  })

  it('counts stars that CMS would not give in estimates alone', () => {
    const all = new Map<string, StarCount>(mapd.measures.map(({ code }) => [code, 4])).set('C01', 1)
    const terms = { estimates: new Set(['C01']) }
    expect(rate(mapd, 'overall', all, terms)).toMatchObject({ measures: 42, mean: 4, notRated: undefined })
    expect(rate(mapd, 'overall', all, { ...terms, because: 'the period is not over' })).toMatchObject({
      measures: 43,
      notRated: 'the period is not over',
      rewardFactor: 0
    })
  })

  it('counts what both parts share once, and leaves improvement out where that is better', () => {
    const all = (stars: StarCount): Map<string, StarCount> => new Map(mapd.measures.map(({ code }) => [code, stars]))
    const overall = rate(mapd, 'overall', all(4))!
    expect(overall.of).toBe(43)
    expect(overall.measures).toBe(43)
    const worse = all(4).set('C30', 1).set('D04', 1)
    expect(rate(mapd, 'overall', worse)!.measures).toBe(41)
    // Below four stars it stays in.
    const low = all(3).set('C30', 1).set('D04', 1)
    expect(rate(mapd, 'overall', low)!.measures).toBe(43)
  })

  it('has domains of whole stars from half of their measures on', () => {
    const { domains } = summarize(
      mapd,
      new Map([
        ['C01', 4],
        ['C02', 5],
        ['C03', 4]
      ] as const)
    )
    const healthy = domains.find(({ domain }) => domain.startsWith('Staying Healthy'))!
    expect([healthy.stars, healthy.measures, healthy.of]).toEqual([4, 3, 6])
    expect(domains.find(({ domain }) => domain.startsWith('Managing'))!.stars).toBeUndefined()
  })
})

describe('ratings that CMS published for 2026', () => {
  const [head, ...lines] = file('cms-2026-contracts.csv')
    .trim()
    .split('\n')
    .map((line) => line.split(','))
  const columnOf = (name: string): number => head!.indexOf(name)
  const codes = mapd.measures.map(({ code }) => code)
  const number = (text: string | undefined): number | undefined =>
    text === undefined || text === '' ? undefined : Number(text)

  /** Kinds of contract that have minimums of their own: they are asked for no survey measures. */
  const otherMinimums = new Set(['H2400', 'H4172', 'H8067', 'H9153'])

  it('come out of the measures’ stars for every contract and rating', () => {
    let compared = 0
    for (const line of lines) {
      const stars = new Map(
        codes.flatMap((code) => {
          const count = number(line[columnOf(`${code} stars`)])
          return count === undefined ? [] : [[code, count as StarCount] as const]
        })
      )
      const table = line[1] === 'PDP' ? pdp : [...stars.keys()].some((code) => code.startsWith('D')) ? mapd : ma
      for (const [name, column] of [
        ['partC', 'part C'],
        ['partD', 'part D'],
        ['overall', 'overall']
      ] as const) {
        const published = number(line[columnOf(column)])
        if (published === undefined) continue
        const category = number(line[columnOf(`${column} category`)])
        const categories: Partial<Record<RatingName, number>> = category === undefined ? {} : { [name]: category }
        const terms = otherMinimums.has(line[0]!) ? { categories, minimum: 0 } : { categories }
        const rated = rate(table, name, stars, terms)
        expect([line[0], name, rated?.rating, rated?.notRated]).toEqual([line[0], name, published, undefined])
        compared++
      }
    }
    expect(compared).toBeGreaterThan(350)
  })

  it('are there exactly where half of the measures that a contract is asked for have stars', () => {
    for (const line of lines) {
      if (otherMinimums.has(line[0]!)) continue
      const stars = new Map(
        codes.flatMap((code) => {
          const count = number(line[columnOf(`${code} stars`)])
          return count === undefined ? [] : [[code, count as StarCount] as const]
        })
      )
      const isDrugPlan = line[1] === 'PDP'
      const { partC, partD, overall } = summarize(isDrugPlan ? pdp : mapd, stars)
      const given = (found: ReturnType<typeof rate>): boolean => found !== undefined && found.notRated === undefined
      const published = (column: string): boolean => number(line[columnOf(column)]) !== undefined
      expect([line[0], given(partC), given(partD), given(overall)]).toEqual([
        line[0],
        published('part C'),
        published('part D'),
        published('overall')
      ])
    }
  })

  it('begin with stars that the scores give, but for surveys and scores of the year before', () => {
    // Survey measures have significance tests; contracts may keep the stars of the year before after a disaster.
    const survey = new Set(['C03', 'C22', 'C23', 'C24', 'C25', 'C26', 'C27', 'D05', 'D06'])
    let same = 0
    let all = 0
    for (const line of lines) {
      const table = line[1] === 'PDP' ? pdp : mapd
      for (const measure of table.measures) {
        const score = number(line[columnOf(`${measure.code} score`)])
        const stars = number(line[columnOf(`${measure.code} stars`)])
        if (score === undefined || stars === undefined || survey.has(measure.code)) continue
        all++
        if (starsOf(score, measure) === stars) same++
      }
    }
    expect(all).toBeGreaterThan(3600)
    expect(all - same).toBe(0)
  })
})
