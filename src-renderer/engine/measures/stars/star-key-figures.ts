import type { Figure, Provenance } from '../../base/figures/figure.ts'
import type { KeyFigure } from '../../population/panels/results/shapes.ts'
import { isRated, type Scored } from './star-scores.ts'
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
  const stars = (value: number | undefined): Figure => ({ value, unit: 'stars', provenance })
  const withStars = scored.filter(isRated)
  const official = withStars.filter(({ estimate }) => estimate === undefined).length
  const goal = main === undefined || main.rating >= 5 ? undefined : main.rating + 0.25
  const estimate = main?.notRated === undefined ? '' : 'estimate; '
  return [
    {
      id: 'rating',
      label: 'Star rating',
      figure: stars(main?.notRated === undefined ? main?.rating : undefined),
      note:
        main?.notRated === undefined && main !== undefined
          ? `with reward factor ${main.rewardFactor.toFixed(1)}`
          : `Not enough data available: ${main?.notRated ?? 'no measure has stars'}`,
      trend: []
    },
    {
      id: 'mean',
      label: main?.notRated === undefined ? 'Weighted mean of stars' : 'Estimate, weighted mean',
      figure: stars(main?.mean),
      note:
        main?.notRated === undefined
          ? `${withStars.length} measures, before reward and CAI`
          : `from ${main.measures} of ${main.of} measures; CMS would not rate`,
      trend: []
    },
    {
      id: 'distance',
      label: goal === undefined ? 'Points to the next half star' : `Points to ${(goal + 0.25).toFixed(1)} stars`,
      figure: stars(goal === undefined || main === undefined ? undefined : goal - main.sum),
      note: goal === undefined ? 'nothing above' : `${estimate}rounds up at ${goal.toFixed(2)}`,
      trend: []
    },
    {
      id: 'people',
      label: 'People to the next half star',
      figure: { value: path?.people, unit: 'people', route: '/measures/what-if', provenance },
      note:
        path === undefined
          ? 'no closures reach it'
          : `${estimate}cheapest path, ${path.steps.length} ${path.steps.length === 1 ? 'measure' : 'measures'}`,
      trend: []
    },
    {
      id: 'computed',
      label: 'Measures rated',
      figure: { value: official, unit: 'number', provenance },
      note: `of ${table.measures.length}; ${withStars.length - official} more as an estimate`,
      trend: []
    }
  ]
}
