import type { Figure, Provenance } from '../../base/figures/figure.ts'
import type { KeyFigure } from '../../population/panels/results/shapes.ts'
import { minRated } from '../gaps/rated-people.ts'
import { isRated, type Scored } from './star-scores.ts'
import { mainRatingName } from './star-rating.ts'
import type { StarTable } from '../star-tables/star-table.ts'
import type { StarsPanel, StarSummary } from '../results/stars-result.ts'

/** The figures above the ratings: the mean, the rating, and what the next half star takes. */
export function starKeyFigures(
  table: StarTable,
  now: StarSummary,
  path: StarsPanel['path'],
  scored: readonly Scored[],
  provenance: Provenance
): readonly KeyFigure[] {
  const main = now[mainRatingName(table)]
  const stars = (value: number | undefined): Figure => ({ value, unit: 'stars', provenance })
  const measured = scored.filter(isRated).length
  const goal = main === undefined || main.rating >= 5 ? undefined : main.rating + 0.25
  return [
    {
      id: 'mean',
      label: 'Weighted mean of stars',
      figure: stars(main?.mean),
      note: `${measured} measures, before reward and CAI`,
      trend: []
    },
    {
      id: 'rating',
      label: 'Rounded to half star',
      figure: stars(main?.rating),
      note: main === undefined ? 'no measure is rated' : `with reward factor ${main.rewardFactor.toFixed(1)}`,
      trend: []
    },
    {
      id: 'distance',
      label: goal === undefined ? 'Distance to the next half star' : `Distance to ${(goal + 0.25).toFixed(1)}`,
      figure: stars(goal === undefined || main === undefined ? undefined : goal - main.sum),
      note: goal === undefined ? 'nothing above' : `rounds up at ${goal.toFixed(2)}`,
      trend: []
    },
    {
      id: 'people',
      label: 'People to the next half star',
      figure: { value: path?.people, unit: 'people', route: '/measures/what-if', provenance },
      note:
        path === undefined
          ? 'no closures reach it'
          : `cheapest path, ${path.steps.length} ${path.steps.length === 1 ? 'measure' : 'measures'}`,
      trend: []
    },
    {
      id: 'computed',
      label: 'Measures rated',
      figure: { value: measured, unit: 'number', provenance },
      note: `of ${table.measures.length} in the table, n ≥ ${minRated}`,
      trend: []
    }
  ]
}
