import { engineMeasuresScorecardMessages as m } from '#messages/engine/measures/scorecard.ts'
import type { Definition, Figure, Provenance } from '../../base/figures/figure.ts'
import type { Proportion } from '../../base/stats/compare-proportions.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'
import { withFilters } from '../../population/panels/base/view.ts'
import { equityDimensions, type EquityGroup, type EquityPanel } from '../../population/panels/results/equity-result.ts'
import type { SeriesPoint } from '../../population/panels/results/shapes.ts'
import { areaDimension, areaLabels, isAreaKind } from '../../population/selection/area-dimensions.ts'
import { tallySoFar } from '../projection/so-far.ts'
import type { MeasureInput } from '../rates/measure-input.ts'
import { rateDefinition, scoreFigure } from '../rates/rate-figures.ts'
import { viewOfRun } from '../rates/run-view.ts'
import { rateOf, type Rate } from '../rates/rate.ts'
import type { MeasureEquityPanel } from '../results/equity-result.ts'
import type { MeasurePanelParams } from '../results/panels.ts'
import { unitDimension } from '../attribution/unit-dimensions.ts'
import { allGaps } from './all-gaps.ts'
import { gapFigure, groupCases, practiceSplit, ratioFigure, valuesOf } from './group-gaps.ts'
import { rateTrend } from './rate-trend.ts'

const sources = [
  {
    title: m.intervalEstimationForTheDifferenceBetween,
    publisher: m.newcombeRGStatMed17873,
    year: 1998
  },
  {
    title: m.componentsOfADifferenceBetweenTwo,
    publisher: m.kitagawaEMJAmStatAssoc,
    year: 1955
  },
  {
    title: m.intervalOfARatioOfProportions,
    publisher: m.katzDBaptistaJAzenSP,
    year: 1978
  }
]

/** What a gap means, on top of what the rate means. */
function equityDefinition(rate: Rate): Definition {
  const { text, ...about } = rateDefinition(rate)
  return {
    ...about,
    id: `${about.id}/equity`,
    text: m.eachGroupIsComparedWithOne(text),
    sources: [...about.sources, ...sources]
  }
}

/** Whether a measure is met alike by the groups of a dimension. */
export function measureEquityPanel(
  given: PeopleView,
  input: MeasureInput,
  params: MeasurePanelParams<'equity'>
): MeasureEquityPanel {
  const rate = rateOf(input, params.key)
  const view = viewOfRun(given, rate.run)
  const { population, asOf, filters } = view
  const provenanceOf = (of: Rate): Provenance => view.provenance(equityDefinition(of))
  const provenance = provenanceOf(rate)
  const isArea = isAreaKind(params.dimension)
  const area = isArea ? areaDimension(population.shards[0]!, params.dimension) : undefined
  const missing = isArea && area === undefined ? m.noTableWithTheOfZIP(params.dimension) : undefined
  const id = area ?? (isArea ? '' : unitDimension(input, params.dimension))
  const values = missing === undefined ? valuesOf(view, id) : []
  const found = groupCases(view, rate, values, provenance)
  const reference = found.find(({ value }) => value === params.reference) ?? found.find(({ unrecorded }) => !unrecorded)
  const isProportion = rate.definition.scoring === 'proportion' && rate.cannotCompute === undefined
  const split = practiceSplit(view)
  const all =
    reference === undefined || !isProportion ? undefined : allGaps(view, input, values, reference, provenanceOf, split)
  const groups = found.map(({ value, label, filter, rate: figure, cases, members, unrecorded }): EquityGroup => {
    const isCompared = isProportion && reference !== undefined && value !== reference.value
    const parts = isCompared ? split(rate, members, reference.members) : undefined
    return {
      value,
      label,
      unrecorded,
      filter,
      people: cases.of,
      rate: figure,
      gap: isCompared ? gapFigure(cases, reference.cases, provenance) : undefined,
      ratio: isCompared ? ratioFigure(cases, reference.cases, provenance) : undefined,
      between: parts && parts.between * 100,
      within: parts && parts.within * 100,
      beyondChance:
        all?.rows.some((each) => each.key === rate.key && each.value === value && each.beyondChance) ?? false
    }
  })
  const everybody = population.select(asOf, filters)
  return {
    key: rate.key,
    title: rate.title,
    kind: 'proportion',
    direction: rate.improvement.direction,
    dimensions: equityDimensions.flatMap((each): EquityPanel['dimensions'][number][] => {
      if (isAreaKind(each)) return [{ id: each, label: areaLabels[each] }]
      const known = population.dimensions.find((item) => item.id === each)
      return known === undefined ? [] : [{ id: each, label: known.label }]
    }),
    dimension: params.dimension,
    missing,
    overall: scoreFigure(view, rate, tallySoFar(view, rate, everybody), provenance),
    reference: reference?.value,
    groups,
    all,
    trend: isProportion ? trendOf(view, rate, groups, reference, params.group, provenance) : undefined,
    provenance
  }
}

/** The gap of a group over the periods that were run: the chosen one, else the largest of those with something recorded. */
function trendOf(
  view: PeopleView,
  rate: Rate,
  groups: readonly EquityGroup[],
  reference: Pick<EquityGroup, 'filter' | 'label'> | undefined,
  chosen: string | undefined,
  provenance: Provenance
): EquityPanel['trend'] {
  const compared = groups.filter(({ gap }) => gap?.value !== undefined)
  const group = compared.find(({ value }) => value === chosen) ?? compared.find(({ unrecorded }) => !unrecorded)
  if (group === undefined || reference === undefined) return undefined
  const pointsOf = ({ filter }: Pick<EquityGroup, 'filter'>): readonly SeriesPoint[] =>
    rateTrend(withFilters(view, [...view.filters, filter]), rate, provenance).points
  const before = new Map(pointsOf(reference).map((point) => [point.at, point]))
  const points = pointsOf(group).flatMap((point): SeriesPoint[] => {
    const other = before.get(point.at)
    if (other === undefined) return []
    const figure = gapFigure(casesOf(point.figure), casesOf(other.figure), provenance)
    return figure.value === undefined ? [] : [{ ...point, figure }]
  })
  return {
    group: group.value,
    label: group.label,
    series: {
      id: group.value,
      label: m.labelAgainstLabel(group.label, reference.label),
      points: points.length > 1 ? points : []
    }
  }
}

function casesOf({ numerator, denominator }: Figure): Proportion {
  return { met: numerator ?? 0, of: denominator ?? 0 }
}
