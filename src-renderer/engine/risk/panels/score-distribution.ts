import { engineRiskPanelsMessages as m } from '#messages/engine/risk/panels.ts'
import type { Figure, Provenance } from '../../base/figures/figure.ts'
import { hasBit } from '../../base/kernels/bitset.ts'
import { countFigure, filterOn, peopleRows, shareFigure } from '../../population/panels/base/figures.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'
import type { BreakdownRow } from '../../population/panels/results/shapes.ts'
import { eachGroup } from '../indices/score-index.ts'
import { riskDimensions } from '../lists/risk-dimension.ts'
import { bandOf } from '../model/index-definition.ts'
import type { PeopleRisk } from '../lists/people-risk.ts'
import type { WeightedIndex } from '../view/risk-view.ts'
import { indexDefinitionText } from './risk-definitions.ts'
import type { IndexResult } from './risk-results.ts'

/** The people in view by the values of a dimension of risk, with shares of those who have a value. */
export function countsByValue(
  view: PeopleView,
  dimension: string,
  values: readonly { readonly value: string; readonly label: string }[],
  codeOf: (patient: number) => number,
  provenance: Provenance
): { readonly total: number; readonly rows: readonly BreakdownRow[] } {
  const counts = values.map(() => 0)
  for (let patient = 0; patient < view.population.count; patient++) {
    const code = hasBit(view.people, patient) ? codeOf(patient) : -1
    if (code >= 0) counts[code]!++
  }
  const total = counts.reduce((sum, count) => sum + count, 0)
  return {
    total,
    rows: values.map(({ value, label }, place): BreakdownRow => {
      const rows = peopleRows(view.asOf, [...view.peopleFilters, filterOn(dimension, value)])
      return {
        value,
        label,
        count: countFigure(counts[place]!, 'people', rows, provenance),
        share: shareFigure(counts[place]!, total, rows, provenance)
      }
    })
  }
}

/** How the people in view score by an index: mean, bands and the groups behind it. */
export function indexResult(view: PeopleView, risk: PeopleRisk, weighted: WeightedIndex): IndexResult {
  const { index, weights } = weighted
  const provenance = view.provenance(indexDefinitionText(weighted))
  const groups = risk.groups(index, view.asOf)
  const scores = risk.scores(weighted, view.asOf)
  const dimension = riskDimensions.score(weights.id)
  const { total, rows } = countsByValue(
    view,
    dimension,
    weights.bands,
    (patient) => bandOf(weights.bands, scores[patient]!),
    provenance
  )
  const everybody = peopleRows(view.asOf, [
    ...view.peopleFilters,
    filterOn(dimension, ...weights.bands.map(({ value }) => value))
  ])
  let sum = 0
  const counts = index.groups.map(() => 0)
  for (let patient = 0; patient < view.population.count; patient++) {
    if (!hasBit(view.people, patient) || Number.isNaN(scores[patient])) continue
    sum += scores[patient]!
    eachGroup(groups, patient, (group) => {
      counts[group]!++
    })
  }
  const missing = groups.missing ?? (total === 0 ? nobody(index.evidence.minimumAge) : undefined)
  const withhold = (figure: Figure): Figure =>
    missing === undefined ? figure : { value: undefined, missing, unit: figure.unit, provenance }
  return {
    id: weights.id,
    title: index.title,
    weights: weights.title,
    missing,
    mean: withhold({
      value: total === 0 ? undefined : sum / total,
      unit: 'number',
      denominator: total,
      people: total,
      rows: everybody,
      opens: total,
      provenance
    }),
    bands: rows.map((row) => ({ ...row, count: withhold(row.count), share: withhold(row.share) })),
    groups: index.groups
      .map(({ id, title }, place) => {
        const selected = peopleRows(view.asOf, [
          ...view.peopleFilters,
          filterOn(riskDimensions.group(index.id, id), 'yes')
        ])
        return {
          id,
          title,
          points: weights.points[id] ?? 0,
          people: withhold(countFigure(counts[place]!, 'people', selected, provenance)),
          share: withhold(shareFigure(counts[place]!, total, selected, provenance)),
          count: counts[place]!
        }
      })
      .filter(({ count }) => count > 0)
      .sort((left, right) => right.count - left.count)
      .map(({ id, title, points, people, share }) => ({ id, title, points, people, share })),
    provenance
  }
}

function nobody(minimumAge: number | undefined): string {
  return minimumAge === undefined ? m.nobodyIsInView : m.nobodyOfAndOverInViewHas(minimumAge)
}
