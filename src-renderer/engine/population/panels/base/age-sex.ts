import { enginePopulationPanelsBaseMessages as m } from '#messages/engine/population/panels/base.ts'
import type { Figure } from '../../../base/figures/figure.ts'
import { standardize, usStandard2000 } from '../../../base/stats/standardize.ts'
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
 * A figure's value and interval, standardized.
 * @param scale of the figure's unit
 * @returns undefined when no group has people
 */
export function standardizedFigure(
  crude: Figure,
  events: ArrayLike<number>,
  people: ArrayLike<number>,
  weights: readonly number[],
  scale = 1
): Figure | undefined {
  const result = standardize(events, people, weights)
  if (result === undefined) return undefined
  const { low, high } = result.interval
  const interval = { ...result.interval, low: low * scale, high: high * scale }
  return { ...crude, value: result.value * scale, interval, fewest: fewestOf(events, people) }
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

/** The same for groups that are compared: without a value where too much of the standard has no people in the group. */
export function comparableFigure(
  crude: Figure,
  events: ArrayLike<number>,
  people: ArrayLike<number>,
  weights: readonly number[]
): Figure {
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  const covered = weights.reduce((sum, weight, group) => (people[group]! > 0 ? sum + weight : sum), 0)
  const found = covered >= MIN_COVER * all ? standardizedFigure(crude, events, people, weights) : undefined
  if (found !== undefined) return found
  const { interval: _, ...rest } = crude
  return {
    ...rest,
    value: undefined,
    missing: m.itsPeopleAreOfAgesAnd(Math.round((100 * covered) / (all || 1)), MIN_COVER * 100)
  }
}
