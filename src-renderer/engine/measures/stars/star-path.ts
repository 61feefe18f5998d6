import { defined } from '#shared/language/defined.ts'
import type { StarCount, StarPath } from '../results/stars-result.ts'
import { peopleToScore, scoreOfCounts, starsOf, withClosures, type StarCounts } from './star-score.ts'
import { mainRatingName, ratedMeasures, type MeasureStars } from './rated-measures.ts'
import { rate, ratingOfSums, sumsOf, type RatingTerms, type StarSums } from './star-rating.ts'
import type { StarMeasure, StarTable } from '../star-tables/star-table.ts'

/** Stars that a measure could have, and the people it takes. */
interface Choice {
  readonly stars: StarCount
  readonly people: number
}

/** A measure whose stars can be raised. The first choice is to leave it. */
interface Raisable {
  readonly measure: StarMeasure
  readonly choices: readonly Choice[]
}

/** The cheapest way to some sums so far. */
interface State {
  readonly people: number
  /** Place of the state before, in the layer before, and the choice that led here. */
  readonly from: number
  readonly choice: number
}

/** What a rating's search starts from. */
export interface PathQuestion {
  readonly table: StarTable
  readonly stars: MeasureStars
  /** Counts of the measures that people can change, by code. */
  readonly counts: ReadonlyMap<string, StarCounts>
  /** The last day on which each case that can still change can do so, by code, the latest first. */
  readonly closable: ReadonlyMap<string, ArrayLike<number>>
  readonly terms: RatingTerms
  /** Title and key of the rate behind a code. */
  readonly rateOf: (code: string) => string | undefined
}

/** Each number of stars from here on with the fewest people for it. */
function choicesOf(measure: StarMeasure, counts: StarCounts, closable: number): readonly Choice[] {
  const now = starsOf(scoreOfCounts(counts, measure), measure)
  const choices: Choice[] = [{ stars: now, people: 0 }]
  for (let stars = now + 1; stars <= 5; stars++) {
    const people = peopleToScore(counts, measure, measure.cutPoints[stars - 2]!, closable)
    if (people === undefined) continue
    // Where one person moves the score by several points, a number of stars may be passed over.
    const reached = starsOf(scoreOfCounts(withClosures(counts, measure, people), measure), measure)
    if (reached === stars) choices.push({ stars: reached, people })
  }
  return choices
}

/** Rating of a table's main rating by the sums of all measures but those of improvement, whose stars stay. */
function rater({ table, stars, terms }: PathQuestion): (others: StarSums) => { rating: number; sum: number } {
  const name = mainRatingName(table)
  const all = ratedMeasures(table, name)
  const improving = sumsOf(
    all.filter(({ category }) => category === 'improvement'),
    stars
  )
  const category = terms.categories?.[name]
  const adjustment = category === undefined ? 0 : (table.adjustments[name][category - 1] ?? 0)
  const reward = rate(table, name, stars, terms)?.notRated === undefined ? table.reward[name] : undefined
  return (others) => {
    const without = ratingOfSums(others, { thresholds: reward?.without, adjustment }, all.length)
    if (improving.n === 0) return without
    const both: StarSums = {
      n: others.n + improving.n,
      weight: others.weight + improving.weight,
      stars: others.stars + improving.stars,
      squares: others.squares + improving.squares
    }
    const withThem = ratingOfSums(both, { thresholds: reward?.with, adjustment }, all.length)
    return without.rating >= 4 && withThem.sum < without.sum ? without : withThem
  }
}

/**
 * The fewest people that bring the next half star. The search is exact: a rating depends on Σwx and Σwx² alone, which are
 * whole numbers, so that for every pair that can be reached the cheapest way is found, one measure after another. Raising
 * a measure may lower a rating by making performance less steady; that is part of it.
 * @returns undefined at five stars, without measures, or when no closures reach it
 */
export function cheapestPath(question: PathQuestion): StarPath | undefined {
  const { table, stars, counts, closable } = question
  const measures = ratedMeasures(table, mainRatingName(table)).filter(
    ({ code, category }) => stars.has(code) && category !== 'improvement'
  )
  if (measures.length === 0) return undefined
  const start = sumsOf(measures, stars)
  const ratingOf = rater(question)
  const { rating: from } = ratingOf(start)
  if (from >= 5) return undefined
  const raisable = measures.flatMap((measure): readonly Raisable[] => {
    const count = counts.get(measure.code)
    return count === undefined || count.denominator === 0 || measure.weight === 0
      ? []
      : [{ measure, choices: choicesOf(measure, count, closable.get(measure.code)?.length ?? 0) }]
  })
  const chosen = search(raisable, start, from + 0.5, ratingOf)
  return chosen && { from, to: from + 0.5, ...describe(raisable, chosen, start, question) }
}

/** @returns the choice of each measure on the cheapest way, undefined when there is none */
function search(
  raisable: readonly Raisable[],
  start: StarSums,
  goal: number,
  ratingOf: (sums: StarSums) => { readonly rating: number; readonly sum: number }
): readonly number[] | undefined {
  // Sums as one number: Σwx² is far below this.
  const scale = 1 << 20
  let keys = [start.stars * scale + start.squares]
  const layers: State[][] = [[{ people: 0, from: -1, choice: 0 }]]
  for (const { measure, choices } of raisable) {
    const places = new Map<number, number>()
    const layer: State[] = []
    const next: number[] = []
    const before = defined(layers.at(-1))
    const now = choices[0]!
    before.forEach(({ people }, from) => {
      choices.forEach((choice, index) => {
        const added = measure.weight * (choice.stars - now.stars)
        const squares = measure.weight * (choice.stars ** 2 - now.stars ** 2)
        const key = keys[from]! + added * scale + squares
        const state = { people: people + choice.people, from, choice: index }
        const place = places.get(key)
        if (place === undefined) {
          places.set(key, layer.push(state) - 1)
          next.push(key)
        } else if (state.people < layer[place]!.people) layer[place] = state
      })
    })
    layers.push(layer)
    keys = next
  }
  let best = -1
  let bestSum = 0
  const last = defined(layers.at(-1))
  last.forEach(({ people }, place) => {
    const key = keys[place]!
    const { rating, sum } = ratingOf({ ...start, stars: Math.floor(key / scale), squares: key % scale })
    if (rating < goal) return
    const known = best < 0 ? Number.POSITIVE_INFINITY : last[best]!.people
    if (people < known || (people === known && sum > bestSum)) {
      best = place
      bestSum = sum
    }
  })
  if (best < 0) return undefined
  const chosen: number[] = []
  for (let layer = raisable.length, place = best; layer > 0; layer--) {
    const state: State = layers[layer]![place]!
    chosen.unshift(state.choice)
    place = state.from
  }
  return chosen
}

/** The steps of a way, those that gain most per person first. */
function describe(
  raisable: readonly Raisable[],
  chosen: readonly number[],
  start: StarSums,
  { rateOf, closable }: PathQuestion
): Pick<StarPath, 'people' | 'steps'> {
  const taken = raisable
    .map(({ measure, choices }, index) => ({ measure, before: choices[0]!, after: choices[chosen[index]!]! }))
    .filter(({ before, after }) => after.stars > before.stars)
    .map((step) => ({ ...step, gain: step.measure.weight * (step.after.stars - step.before.stars) }))
    .sort((a, b) => b.gain / b.after.people - a.gain / a.after.people)
  let sum = start.stars
  const steps = taken.map(({ measure, before, after, gain }) => {
    const meanBefore = sum / start.weight
    sum += gain
    return {
      code: measure.code,
      title: measure.title,
      rate: rateOf(measure.code),
      people: after.people,
      lastDay: defined(closable.get(measure.code))[after.people - 1]!,
      starsBefore: before.stars,
      starsAfter: after.stars,
      meanBefore,
      meanAfter: sum / start.weight
    }
  })
  return { people: steps.reduce((total, { people }) => total + people, 0), steps }
}
