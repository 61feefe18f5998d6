import { enginePopulationPanelsEquityMessages as m } from '#messages/engine/population/panels/equity.ts'
import { AppError } from '#shared/app-error.ts'
import { defined } from '#shared/language/defined.ts'
import type { Definition, Figure, Provenance } from '../../../base/figures/figure.ts'
import { areaDimension, areaLabels, isAreaKind } from '../../selection/area-dimensions.ts'
import { notRecorded, type DimensionValue } from '../../selection/dimension.ts'
import { filterOn } from '../base/figures.ts'
import { quartersUpTo } from '../base/periods.ts'
import { viewOf, type View } from '../base/view.ts'
import { equityDimensions, type EquityDimension, type EquityGroup, type EquityPanel } from '../results/equity-result.ts'
import type { PanelParams } from '../results/panel.ts'
import type { SeriesPoint } from '../results/shapes.ts'
import { compareGroups, dispersionOf, type GroupComparison } from './compare-groups.ts'
import { costEquity } from './cost-equity.ts'
import type { EquityFigure } from './equity-figure.ts'
import { equityList, type EquityChoiceItem, type EquitySubject } from './equity-list.ts'
import { tallyEquity, type EquityTally, type GroupTally } from './equity-tally.ts'
import { registryEquity } from './registry-equity.ts'
import { readmissionEquity, useEquity } from './use-equity.ts'

/** Quarters whose ends the trend of a gap has points of. */
const TREND_QUARTERS = 12
/** Gaps that chance alone would show among all groups of a comparison, where none differs. */
const LEVEL = 0.05

/** Where the statistics of each kind come from. */
const sourcesOf: Readonly<Record<EquityFigure['kind'], Definition['sources']>> = {
  proportion: [
    { title: m.intervalOfADifferenceOfProportions, publisher: m.newcombeRGStatMed17873, year: 1998 },
    { title: m.intervalOfARatioOfProportions, publisher: m.katzDBaptistaJAzenSP, year: 1978 }
  ],
  rate: [
    { title: m.intervalOfADifferenceFromThose, publisher: m.zouGYDonnerAStatMed, year: 2008 },
    { title: m.intervalOfARatioOfRates, publisher: m.rothmanKJGreenlandSLashTL, year: 2008 },
    { title: m.homogeneityOfResultsInTesting, publisher: m.przyborowskiJWilenskiHBiometrika, year: 1940 }
  ],
  mean: [
    { title: m.intervalOfARatioOfSums, publisher: m.cochranSamplingTechniques3rdEd, year: 1977 },
    { title: m.intervalOfADifferenceFromThose, publisher: m.zouGYDonnerAStatMed, year: 2008 }
  ]
}

const statisticsText: Readonly<Record<EquityFigure['kind'], string>> = {
  proportion: m.theGapIsTheDifferenceInPoints,
  rate: m.theGapIsTheDifferenceOfRates,
  mean: m.theGapIsTheDifferenceOfMeans
}

function equityDefinition({ definition, kind, hasRepeats }: EquityFigure): Definition {
  return {
    ...definition,
    id: `${definition.id}/equity`,
    text: m.eachGroupIsComparedWithOne(
      definition.text,
      statisticsText[kind],
      hasRepeats ? m.peopleWithSeveralCountForLess : '',
      LEVEL
    ),
    sources: [
      ...definition.sources,
      ...sourcesOf[kind],
      { title: m.componentsOfADifferenceBetweenTwo, publisher: m.kitagawaEMJAmStatAssoc, year: 1955 },
      { title: m.multipleComparisonsAmongMeans, publisher: m.dunnOJJAmStatAssoc, year: 1961 }
    ]
  }
}

function figureOf(view: View, subject: EquitySubject): EquityFigure {
  switch (subject.of) {
    case 'registry': {
      const registry = defined(view.population.index.registries.find(({ id }) => id === subject.registry))
      return registryEquity(view, registry, subject.part)
    }
    case 'cost':
      return costEquity(view)
    case 'use':
      return subject.part === 'readmission' ? readmissionEquity(view) : useEquity(view, subject.part)
  }
}

/** The dimension that a choice stands for in these data, or why there is none. */
function dimensionOf(
  { population }: View,
  chosen: EquityDimension,
  { of }: EquitySubject
): { readonly id: string } | { readonly missing: string } {
  if (isAreaKind(chosen)) {
    const id = areaDimension(population, chosen)
    return id === undefined ? { missing: m.noTableWithTheOfZIP(chosen) } : { id }
  }
  if (chosen === 'payer' && of !== 'registry') return { missing: m.peopleChangePayersDuringTheMonths }
  return population.dimensions.some(({ id }) => id === chosen)
    ? { id: chosen }
    : { missing: m.theseDataDoNotRecordThe(chosen) }
}

/** The people of a value who count. */
interface Found {
  readonly of: DimensionValue
  readonly tally: GroupTally
}

/** Groups with people who count: most first, those of whom nothing is recorded last. */
function foundGroups(values: readonly DimensionValue[], tally: EquityTally): readonly Found[] {
  return values
    .map((of, index) => ({ of, tally: tally.groups[index]! }))
    .filter(({ tally: { people } }) => people > 0)
    .sort((a, b) => Number(isUnrecorded(a.of)) - Number(isUnrecorded(b.of)) || b.tally.people - a.tally.people)
}

function isUnrecorded({ value }: DimensionValue): boolean {
  return value === notRecorded.value
}

/** A group with its comparison. */
interface Row extends Found {
  readonly rate: Figure
  readonly comparison: GroupComparison | undefined
}

function rowsOf(
  figure: EquityFigure,
  dimension: string,
  tally: EquityTally,
  chosen: string | undefined,
  provenance: Provenance
): { readonly rows: readonly Row[]; readonly reference: Found | undefined } {
  const found = foundGroups(figure.view.population.dimension(dimension).values, tally)
  const reference = found.find(({ of }) => of.value === chosen) ?? found.find(({ of }) => !isUnrecorded(of))
  const dispersion = dispersionOf(figure.kind, figure.hasRepeats, tally.all)
  const rows = found.map((group): Row => {
    const rate = figure.figureOf(group.tally, [filterOn(dimension, group.of.value)], provenance)
    const comparison =
      reference === undefined || group === reference
        ? undefined
        : compareGroups(figure.kind, group.tally, reference.tally, rate, dispersion, provenance)
    return { ...group, rate, comparison }
  })
  return { rows, reference }
}

/**
 * Whether a figure of the population is alike for the groups of a dimension.
 * @throws AppError `not-found` when there is no such figure
 */
export function equityPanel(view: View, params: PanelParams<'equity'>): EquityPanel {
  const item = equityList(view.population.index.registries).find(({ key }) => key === params.key)
  if (item === undefined) throw new AppError('not-found', m.thereIsNoFigureChooseOne(params.key))
  const figure = figureOf(view, item.subject)
  const provenance = view.provenance(equityDefinition(figure))
  const dimension = dimensionOf(view, params.dimension, item.subject)
  const missing = figure.missing ?? ('missing' in dimension ? dimension.missing : undefined)
  const id = missing === undefined && 'id' in dimension ? dimension.id : undefined
  const comparison = `${item.key}@${view.asOf}`
  const tally = figure.missing === undefined ? tallyEquity(figure, id, comparison) : undefined
  const { rows, reference } =
    id === undefined || tally === undefined
      ? { rows: [], reference: undefined }
      : rowsOf(figure, id, tally, params.reference, provenance)
  const level = LEVEL / Math.max(1, rows.length - 1)
  const groups = rows.map(({ of, tally: { people }, rate, comparison }): EquityGroup => ({
    value: of.value,
    label: of.label,
    unrecorded: isUnrecorded(of),
    filter: filterOn(defined(id), of.value),
    people,
    rate,
    gap: comparison?.gap,
    ratio: comparison?.ratio,
    between: comparison?.between,
    within: comparison?.within,
    beyondChance: comparison?.probability !== undefined && comparison.probability <= level
  }))
  return {
    key: item.key,
    title: item.title,
    kind: figure.kind,
    direction: figure.direction,
    dimensions: choicesOf(view),
    dimension: params.dimension,
    missing,
    overall:
      tally === undefined
        ? { value: undefined, missing: defined(figure.missing), unit: figure.unit, provenance }
        : figure.figureOf(tally.all, [], provenance),
    reference: reference?.of.value,
    groups,
    trend:
      id === undefined || reference === undefined
        ? undefined
        : trendOf(view, item, id, params, groups, reference.of, provenance),
    provenance
  }
}

function choicesOf({ population }: View): EquityPanel['dimensions'] {
  return equityDimensions.flatMap((each): EquityPanel['dimensions'][number][] => {
    if (isAreaKind(each)) return [{ id: each, label: areaLabels[each] }]
    const known = population.dimensions.find(({ id }) => id === each)
    return known === undefined ? [] : [{ id: each, label: known.label }]
  })
}

/** The gap of the chosen group, else of the largest, as it was at the ends of quarters as far as the data reach back. */
function trendOf(
  view: View,
  { key, subject }: EquityChoiceItem,
  dimension: string,
  { group: chosen }: PanelParams<'equity'>,
  groups: readonly EquityGroup[],
  reference: DimensionValue,
  provenance: Provenance
): EquityPanel['trend'] {
  const compared = groups.filter(({ gap }) => gap?.value !== undefined)
  const group = compared.find(({ value }) => value === chosen) ?? compared.find(({ unrecorded }) => !unrecorded)
  if (group === undefined) return undefined
  const points = quartersUpTo(view.asOf, TREND_QUARTERS, view.span.first).flatMap((quarter): SeriesPoint[] => {
    const quarterView = viewOf(view.population, { asOf: quarter.end, filters: view.filters })
    const figure = figureOf(quarterView, subject)
    if (figure.missing !== undefined || !figure.isWhole) return []
    const tally = tallyEquity(figure, dimension, `${key}@${view.asOf}`)
    const { rows } = rowsOf(figure, dimension, tally, reference.value, provenance)
    const isCompared = rows.some(({ of, comparison }) => of.value === reference.value && comparison === undefined)
    const gap = rows.find(({ of }) => of.value === group.value)?.comparison?.gap
    return !isCompared || gap?.value === undefined ? [] : [{ at: quarter.start, label: quarter.label, figure: gap }]
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
