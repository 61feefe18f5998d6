import { engineMeasuresScorecardMessages as m } from '#messages/engine/measures/scorecard.ts'
import type { Definition, Figure, Provenance } from '../../base/figures/figure.ts'
import type { Bitset } from '../../base/kernels/bitset.ts'
import {
  proportionDifference,
  proportionRatio,
  splitGap,
  type Proportion
} from '../../base/stats/compare-proportions.ts'
import { filterOn } from '../../population/panels/base/figures.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'
import { withFilters } from '../../population/panels/base/view.ts'
import type { SeriesPoint } from '../../population/panels/results/shapes.ts'
import { areaDimension, areaLabels, isAreaKind } from '../../population/selection/area-dimensions.ts'
import { notRecorded } from '../../population/selection/dimension.ts'
import { tallySoFar } from '../projection/so-far.ts'
import type { MeasureInput } from '../rates/measure-input.ts'
import { rateDefinition, scoreFigure } from '../rates/rate-figures.ts'
import { rateOf, type Rate } from '../rates/rate.ts'
import { equityDimensions, type EquityGroup, type EquityPanel } from '../results/equity-result.ts'
import type { MeasurePanelParams } from '../results/panels.ts'
import { peopleByValue } from '../units/people-by-value.ts'
import { unitDimension } from '../units/unit-dimensions.ts'
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
export function equityPanel(view: PeopleView, input: MeasureInput, params: MeasurePanelParams<'equity'>): EquityPanel {
  const rate = rateOf(input, params.key)
  const { population, asOf, filters } = view
  const provenance = view.provenance(equityDefinition(rate))
  const isArea = isAreaKind(params.dimension)
  const area = isArea ? areaDimension(population.shards[0]!, params.dimension) : undefined
  const missing = isArea && area === undefined ? m.noTableWithTheOfZIP(params.dimension) : undefined
  const id = area ?? (isArea ? '' : unitDimension(input, params.dimension))
  const values = missing === undefined ? population.dimension(id).values : []
  const people = missing === undefined ? peopleByValue(view, id) : []
  const found = values.flatMap(({ value, label }, code) => {
    const tally = tallySoFar(view, rate, people[code]!)
    if (tally.eligible === 0) return []
    const filter = filterOn(id, value)
    const figure = scoreFigure({ population, asOf, filters: [...filters, filter] }, rate, tally, provenance)
    const cases: Proportion = { met: tally.numerator, of: tally.eligible }
    return [
      { value, label, filter, rate: figure, cases, members: people[code]!, unrecorded: value === notRecorded.value }
    ]
  })
  found.sort((a, b) => Number(a.unrecorded) - Number(b.unrecorded) || b.cases.of - a.cases.of)
  const reference = found.find(({ value }) => value === params.reference) ?? found.find(({ unrecorded }) => !unrecorded)
  const isProportion = rate.definition.scoring === 'proportion' && rate.cannotCompute === undefined
  const places = peopleByValue(view, 'practice')
  const casesIn = (members: Bitset, place: Bitset): Proportion => {
    const both = members.map((word, index) => word & place[index]!)
    const { numerator, eligible } = tallySoFar(view, rate, both)
    return { met: numerator, of: eligible }
  }
  const groups = found.map(({ value, label, filter, rate: figure, cases, members, unrecorded }): EquityGroup => {
    const isCompared = isProportion && reference !== undefined && value !== reference.value
    const split = isCompared
      ? splitGap(
          [...places, restOf(view, places)].map((place) => [casesIn(members, place), casesIn(reference.members, place)])
        )
      : undefined
    return {
      value,
      label,
      unrecorded,
      filter,
      people: cases.of,
      rate: figure,
      gap: isCompared ? gapFigure(cases, reference.cases, provenance) : undefined,
      ratio: isCompared ? ratioFigure(cases, reference.cases, provenance) : undefined,
      between: split && split.between * 100,
      within: split && split.within * 100
    }
  })
  const everybody = population.select(asOf, filters)
  return {
    key: rate.key,
    title: rate.title,
    improvement: rate.improvement,
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
    trend: isProportion ? trendOf(view, rate, groups, reference, params.group, provenance) : undefined,
    provenance
  }
}

/** The people in view who have no practice. */
function restOf({ population, asOf, filters }: PeopleView, places: readonly Bitset[]): Uint32Array {
  const rest = Uint32Array.from(population.select(asOf, filters))
  for (const place of places) for (let index = 0; index < rest.length; index++) rest[index]! &= ~place[index]!
  return rest
}

function gapFigure(group: Proportion, reference: Proportion, provenance: Provenance): Figure {
  const gap = proportionDifference(group, reference)
  if (gap === undefined) return { value: undefined, unit: 'number', missing: m.nobodyIsEligible, provenance }
  const { low, high, ...about } = gap.interval
  return {
    value: gap.value * 100,
    unit: 'number',
    interval: { low: low * 100, high: high * 100, ...about },
    people: group.of,
    provenance
  }
}

function ratioFigure(group: Proportion, reference: Proportion, provenance: Provenance): Figure {
  const ratio = proportionRatio(group, reference)
  if (ratio === undefined) return { value: undefined, unit: 'ratio', missing: m.nobodyOfOneOfTheGroups, provenance }
  return { value: ratio.value, unit: 'ratio', interval: ratio.interval, people: group.of, provenance }
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
