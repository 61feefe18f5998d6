import { engineMeasuresScorecardMessages as m } from '#messages/engine/measures/scorecard.ts'
import type { Provenance } from '../../base/figures/figure.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'
import { projectRate } from '../projection/project-rate.ts'
import type { Rate } from '../rates/rate.ts'
import type { ScorecardRow } from '../results/scorecard-result.ts'

type Projected = Pick<ScorecardRow, 'projected' | 'notProjected'>

/** Of a period that is over there is nothing to project. */
export const nothingProjected: Projected = { projected: undefined, notProjected: undefined }

/** The rate of the people in view at the end of a period that runs, or why it cannot be projected. */
export function projectedFigure(view: PeopleView, rate: Rate, provenance: Provenance): Projected {
  if (rate.cannotCompute !== undefined) return nothingProjected
  const people = view.population.select(view.asOf, view.filters)
  const projection = projectRate(view, rate, () => people)
  if ('reason' in projection) return { projected: undefined, notProjected: projection.reason }
  const { value, interval } = projection.end
  const { definition } = provenance
  const text = m.projectedToTheEndOfThe(definition.text)
  const sources = [
    ...definition.sources,
    { title: m.bayesianDataAnalysis3rdEditionSection, publisher: m.chapmanAndHall, year: 2013 }
  ]
  return {
    projected: {
      value,
      unit: 'proportion',
      interval,
      // Kept back where the group is: projected cases are about as many people.
      denominator: Math.round(projection.end.denominator),
      numerator: Math.round(projection.end.numerator),
      provenance: { ...provenance, definition: { ...definition, id: `${definition.id}/projected`, text, sources } }
    },
    notProjected: undefined
  }
}
