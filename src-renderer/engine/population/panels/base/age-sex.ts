import { enginePopulationPanelsBaseMessages as m } from '#messages/engine/population/panels/base.ts'
import type { Figure } from '../../../base/figures/figure.ts'
import { standardize, standardizeShare, usStandard2000, type Standardized } from '../../../base/stats/standardize.ts'
import { standardAgeSexes } from '../../selection/person-dimensions.ts'

/** The dimension of the groups that rates are standardized by. */
export const ageSexDimension = 'age-sex-standard'

/** The US population of 2000 by age and sex: it is published by age, and each sex gets half of an age group. */
export const usAgeSexWeights: readonly number[] = Array.from(
  { length: standardAgeSexes },
  (_, group) => usStandard2000[group % usStandard2000.length]!.weight / 2
)

/** These groups, and one more for people of whom age or sex is not known. */
export const ageSexGroups = standardAgeSexes + 1

/** How that is said in definitions. */
export const ageSexText = m.standardizedDirectlyByAgeAndSex

/** Least share of the standard that a group's people must cover, so that it can be compared. */
const MIN_COVER = 0.8

/**
 * A rate's value and interval, standardized.
 * @param years of people at risk
 * @param scale of the figure's unit
 * @returns undefined when no group has time
 */
export function standardizedRate(
  crude: Figure,
  events: ArrayLike<number>,
  years: ArrayLike<number>,
  weights: readonly number[],
  scale: number
): Figure | undefined {
  const result = standardize(events, years, weights)
  return result && standardizedFigure(crude, result, fewestOf(events, years), scale)
}

/**
 * A share's value and interval, standardized.
 * @returns undefined when no group has people
 */
export function standardizedShare(
  crude: Figure,
  met: ArrayLike<number>,
  people: ArrayLike<number>,
  weights: readonly number[]
): Figure | undefined {
  const result = standardizeShare(met, people, weights)
  return result && standardizedFigure(crude, result, fewestOf(met, people), 1)
}

function standardizedFigure(crude: Figure, { value, interval }: Standardized, fewest: number, scale: number): Figure {
  const scaled = { ...interval, low: interval.low * scale, high: interval.high * scale }
  return { ...crude, value: value * scale, interval: scaled, fewest }
}

/** The smallest group, part of one, or rest of one that is not empty. Time at risk counts nobody. */
function fewestOf(events: ArrayLike<number>, people: ArrayLike<number>): number {
  let fewest = Number.POSITIVE_INFINITY
  for (let group = 0; group < events.length; group++) {
    const [part, all] = [events[group]!, people[group]!]
    for (const count of [part, ...(Number.isInteger(all) ? [all, all - part] : [])])
      if (count > 0) fewest = Math.min(fewest, count)
  }
  return fewest
}

/** A share, standardized, for groups that are compared: without a value where too much of the standard has no people in the group. */
export function comparableFigure(
  crude: Figure,
  met: ArrayLike<number>,
  people: ArrayLike<number>,
  weights: readonly number[]
): Figure {
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  const covered = weights.reduce((sum, weight, group) => (people[group]! > 0 ? sum + weight : sum), 0)
  const found = covered >= MIN_COVER * all ? standardizedShare(crude, met, people, weights) : undefined
  if (found !== undefined) return found
  const { interval: _, ...rest } = crude
  return {
    ...rest,
    value: undefined,
    missing: m.itsPeopleAreOfAgesAnd(Math.round((100 * covered) / (all || 1)), MIN_COVER * 100)
  }
}
