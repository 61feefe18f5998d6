import { engineMeasuresStarsMessages as m } from '#messages/engine/measures/stars.ts'
import type { Figure, Provenance } from '../../base/figures/figure.ts'
import type { KeyFigure } from '../../population/panels/results/shapes.ts'
import { minimumPeopleTold, isRated, type Scored } from './star-scores.ts'
import { mainRatingName } from './rated-measures.ts'
import type { StarTable } from '../star-tables/star-table.ts'
import type { StarsPanel, StarSummary } from '../results/stars-result.ts'

/** The figures above the ratings: the rating or why there is none, the mean, and what the next half star takes. */
export function starKeyFigures(
  table: StarTable,
  now: StarSummary,
  path: StarsPanel['path'],
  scored: readonly Scored[],
  provenance: Provenance
): readonly KeyFigure[] {
  const main = now[mainRatingName(table)]
  const fewest = minimumPeopleTold(scored)
  const tells = fewest === undefined ? {} : { tells: fewest }
  const stars = (value: number | undefined): Figure => ({ value, unit: 'stars', ...tells, provenance })
  const withStars = scored.filter(isRated)
  const official = withStars.filter(({ estimate }) => estimate === undefined).length
  const goal = main === undefined || main.rating >= 5 ? undefined : main.rating + 0.25
  const estimate = main?.notRated === undefined ? '' : 'estimate; '
  return [
    {
      id: 'rating',
      label: m.starRating,
      figure: stars(main?.notRated === undefined ? main?.rating : undefined),
      note:
        main?.notRated === undefined && main !== undefined
          ? m.withRewardFactor(main.rewardFactor.toFixed(1))
          : (main?.notRated ?? m.noMeasureHasStars),
      trend: []
    },
    {
      id: 'mean',
      label: main?.notRated === undefined ? m.weightedMeanOfStars : m.estimateWeightedMean,
      figure: stars(main?.mean),
      note:
        main?.notRated === undefined
          ? m.measuresBeforeRewardAndCAI(withStars.length)
          : m.fromOfMeasuresCMSWouldNot(main.measures, main.of),
      trend: []
    },
    {
      id: 'distance',
      label: goal === undefined ? m.pointsToTheNextHalfStar : m.pointsToStars((goal + 0.25).toFixed(1)),
      figure: stars(goal === undefined || main === undefined ? undefined : goal - main.sum),
      note: goal === undefined ? m.nothingAbove : m.roundsUpAt(estimate, goal.toFixed(2)),
      trend: []
    },
    {
      id: 'people',
      label: m.peopleToTheNextHalfStar,
      figure: { value: path?.people, unit: 'people', route: '/measures/what-if', ...tells, provenance },
      note: path === undefined ? m.noClosuresReachIt : m.estimateCheapestPathStepsMeasures(estimate, path.steps.length),
      trend: []
    },
    {
      id: 'computed',
      label: m.measuresRated,
      figure: { value: official, unit: 'number', provenance },
      note: m.ofMoreAsAnEstimate(table.measures.length, withStars.length - official),
      trend: []
    }
  ]
}
