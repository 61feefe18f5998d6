import { describe, expect, it } from 'vitest'
import { cheapestPath } from '#engine/measures/stars/star-path.ts'
import { mainRatingName } from '#engine/measures/stars/rated-measures.ts'
import { rate, type RatingTerms } from '#engine/measures/stars/star-rating.ts'
import { peopleToScore, roundScore, scoreOfCounts, starsOf, withClosures } from '#engine/measures/stars/star-score.ts'
import type { StarMeasure, StarTable } from '#engine/measures/star-tables/star-table.ts'
import type { StarCount } from '#engine/measures/results/stars-result.ts'
import { budgeted, fc } from '../../support/property.ts'
import { shippedStars } from '../../support/measure-input.ts'

const tables = shippedStars()
const anyMeasure = fc.constantFrom(...tables.flatMap(({ measures }) => measures))
const anyCounts = fc
  .integer({ min: 1, max: 5000 })
  .chain((denominator) => fc.integer({ min: 0, max: denominator }).map((numerator) => ({ numerator, denominator })))

describe('scores', () => {
  it('of counts are the rounded quotient', () => {
    fc.assert(
      fc.property(anyCounts, anyMeasure, (counts, measure) => {
        const scale = measure.unit === 'percent' ? 100 : 1
        const score = scoreOfCounts(counts, measure)
        const exact = (scale * counts.numerator) / counts.denominator
        expect(Math.abs(score - exact)).toBeLessThanOrEqual(0.5 * 10 ** -measure.decimals + 1e-9)
        expect(roundScore(score, measure.decimals)).toBe(score)
      })
    )
  })

  it('need exactly the people that are told', () => {
    fc.assert(
      fc.property(anyCounts, anyMeasure, fc.integer({ min: 0, max: 3 }), (counts, measure, index) => {
        const cut = measure.cutPoints[index]!
        const reaches = (people: number): boolean => {
          const score = scoreOfCounts(withClosures(counts, measure, people), measure)
          return measure.better === 'higher' ? score >= cut : score <= cut
        }
        const people = peopleToScore(counts, measure, cut)
        if (people === undefined) expect(reaches(counts.denominator)).toBe(false)
        else {
          expect(reaches(people)).toBe(true)
          if (people > 0) expect(reaches(people - 1)).toBe(false)
        }
      })
    )
  })
})

/** The fewest people by trying every number of stars of every measure. */
function bruteForce(
  table: StarTable,
  stars: ReadonlyMap<string, StarCount>,
  counts: ReadonlyMap<string, { numerator: number; denominator: number }>,
  terms: RatingTerms
): number | undefined {
  const name = mainRatingName(table)
  const now = rate(table, name, stars, terms)!.rating
  const codes = [...counts.keys()]
  let best: number | undefined
  const visit = (index: number, chosen: ReadonlyMap<string, StarCount>, people: number): void => {
    if (index === codes.length) {
      if (rate(table, name, chosen, terms)!.rating >= now + 0.5 && (best === undefined || people < best)) best = people
      return
    }
    const code = codes[index]!
    const measure: StarMeasure = table.measures.find((measure) => measure.code === code)!
    visit(index + 1, chosen, people)
    for (let count = stars.get(code)! + 1; count <= 5; count++) {
      const needed = peopleToScore(counts.get(code)!, measure, measure.cutPoints[count - 2]!)
      if (needed === undefined) continue
      const reached = starsOf(scoreOfCounts(withClosures(counts.get(code)!, measure, needed), measure), measure)
      visit(index + 1, new Map(chosen).set(code, reached), people + needed)
    }
  }
  visit(0, stars, 0)
  return best
}

describe('the cheapest path to the next half star', () => {
  it('is the cheapest of all ways', () => {
    const table = fc.constantFrom(...tables)
    const question = table.chain((drawn) => {
      const measured = fc.subarray(
        drawn.measures.filter(({ unit, category }) => unit === 'percent' && category !== 'improvement'),
        { minLength: 1, maxLength: 4 }
      )
      const fixed = fc.array(fc.tuple(fc.constantFrom(...drawn.measures), fc.integer({ min: 1, max: 5 })), {
        maxLength: 12
      })
      return fc.tuple(
        fc.constant(drawn.id),
        measured.chain((list) =>
          fc.tuple(fc.constant(list), fc.array(anyCounts, { minLength: list.length, maxLength: list.length }))
        ),
        fixed,
        // Below the minimum there is no reward; without a minimum there is.
        fc.constantFrom<RatingTerms>({}, { minimum: 0 })
      )
    })
    fc.assert(
      fc.property(question, ([id, [measured, list], fixed, terms]) => {
        const found = tables.find((table) => table.id === id)!
        const counts = new Map(measured.map(({ code }, index) => [code, list[index]!]))
        const stars = new Map<string, StarCount>(fixed.map(([{ code }, count]) => [code, count as StarCount]))
        measured.forEach((measure, index) =>
          stars.set(measure.code, starsOf(scoreOfCounts(list[index]!, measure), measure))
        )
        // A measure that the other part stands for is in no overall rating.
        for (const { code, sameAs } of found.measures) {
          if (sameAs !== undefined && found.measures.some((other) => other.code === sameAs)) counts.delete(code)
        }
        if (rate(found, mainRatingName(found), stars) === undefined) return
        const closable = new Map([...counts].map(([code, { denominator }]) => [code, new Int32Array(denominator)]))
        const path = cheapestPath({ table: found, stars, counts, closable, terms, rateOf: () => undefined })
        const best =
          rate(found, mainRatingName(found), stars, terms)!.rating >= 5
            ? undefined
            : bruteForce(found, stars, counts, terms)
        expect(path?.people).toBe(best)
        if (path === undefined) return
        // The steps do what they say.
        const after = new Map(stars)
        for (const step of path.steps) {
          const measure = found.measures.find(({ code }) => code === step.code)!
          const changed = withClosures(counts.get(step.code)!, measure, step.people)
          expect(starsOf(scoreOfCounts(changed, measure), measure)).toBe(step.starsAfter)
          after.set(step.code, step.starsAfter)
        }
        expect(rate(found, mainRatingName(found), after, terms)!.rating).toBeGreaterThanOrEqual(path.to)
        expect(path.steps.reduce((sum, { people }) => sum + people, 0)).toBe(path.people)
      }),
      { numRuns: budgeted(300) }
    )
  })
})
