import { activeLocale } from '#shared/messages/locale.ts'
import { engineMeasuresScorecardMessages as m } from '#messages/engine/measures/scorecard.ts'
import { inSentence } from '#shared/messages/letter-case.ts'
import type { Figure } from '../../base/figures/figure.ts'
import { funnelPlace } from '../../base/stats/funnel.ts'
import { intraclassCorrelation, reliability } from '../../base/stats/reliability.ts'
import { countBits } from '../../base/kernels/bitset.ts'
import { filterOn } from '../../population/panels/base/figures.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'
import { peopleByValue } from '../attribution/people-by-value.ts'
import type { MeasurePanelParams } from '../results/panels.ts'
import type { HeatmapPanel } from '../results/scorecard-result.ts'
import type { MeasureInput } from '../rates/measure-input.ts'
import { ratesOfRun, type Rate } from '../rates/rate.ts'
import { rateDefinition, scoreFigure } from '../rates/rate-figures.ts'
import { viewOfRun } from '../rates/run-view.ts'
import { tallySoFar } from '../projection/so-far.ts'
import { starSource } from '../stars/star-source.ts'
import { starTable } from '../stars/table-choice.ts'
import { unitDimension } from '../attribution/unit-dimensions.ts'

type Cell = HeatmapPanel['rows'][number]['cells'][number]

/** Reliability that units are compared from, as CMS asks for. */
const RELIABLE = 0.7

/** A unit's rate against that of all, by the funnel's limits; undefined where it is not reliable, or within them. */
function cellOf(figure: Figure, overall: Figure, { improvement }: Rate, intraclass: number | undefined): Cell {
  const { numerator = 0, denominator = 0 } = figure
  if (figure.value === undefined || overall.value === undefined) {
    return { figure, compared: undefined, isFar: false, reliability: undefined, isReliable: false }
  }
  const cellReliability = intraclass === undefined ? undefined : reliability(denominator, intraclass)
  const isReliable = cellReliability !== undefined && cellReliability >= RELIABLE
  const place = funnelPlace(numerator, denominator, overall.value)
  const compared = !isReliable
    ? undefined
    : place === undefined
      ? 'same'
      : (place.direction === 'above') === (improvement.direction === 'increase')
        ? 'better'
        : 'worse'
  return { figure, compared, isFar: isReliable && place?.limit === 'outer', reliability: cellReliability, isReliable }
}

/** Star measures first, by their id, then the others by title. */
function inStarOrder(a: HeatmapPanel['rows'][number], b: HeatmapPanel['rows'][number]): number {
  if ((a.code === undefined) !== (b.code === undefined)) return a.code === undefined ? 1 : -1
  return (a.code ?? '').localeCompare(b.code ?? '', activeLocale) || a.title.localeCompare(b.title, activeLocale)
}

/**
 * Rates by the values of a dimension, those with most people first. Everybody stays everybody while the population is
 * narrowed to some of the values, so that these have something to be compared with.
 * @param limit most units
 * @param table id of the Stars table whose ids and order are used; the first one without it
 */
export function heatmapPanel(
  given: PeopleView,
  input: MeasureInput,
  { dimension: name, limit, table = '' }: MeasurePanelParams<'heatmap'>
): HeatmapPanel {
  const [first] = ratesOfRun(input)
  // All rates are of one period.
  const view = first === undefined ? given : viewOfRun(given, first.run)
  const { population, asOf, filters } = view
  const id = unitDimension(input, name)
  const dimension = population.dimension(id)
  const groups = peopleByValue(view, id)
  const sizes = groups.map(countBits)
  const present = [...sizes.keys()].filter((code) => sizes[code]! > 0)
  const order = present.sort((a, b) => sizes[b]! - sizes[a]! || a - b).slice(0, limit)
  const everybody = { population, asOf, filters: filters.filter((item) => item.dimension !== id) }
  const people = population.select(asOf, everybody.filters)
  // Reliability is of all units, also while the population is narrowed to some.
  const everyUnit = peopleByValue({ ...view, filters: everybody.filters }, id)
  const stars = input.stars.length === 0 ? undefined : starTable(input, table)
  const rows = ratesOfRun(input)
    .filter(({ definition }) => definition.scoring === 'proportion')
    .map((rate) => {
      const provenance = view.provenance(rateDefinition(rate))
      const overall = scoreFigure(everybody, rate, tallySoFar(view, rate, people), provenance)
      const intraclass = intraclassCorrelation(
        everyUnit.map((group) => {
          const { numerator, eligible } = tallySoFar(view, rate, group)
          return { met: numerator, eligible }
        })
      )
      const cells = order.map((code): Cell => {
        const tally = tallySoFar(view, rate, groups[code]!)
        const filter = filterOn(id, dimension.values[code]!.value)
        const figure = scoreFigure({ population, asOf, filters: [...filters, filter] }, rate, tally, provenance)
        return cellOf(figure, overall, rate, intraclass)
      })
      const { key, title, improvement, settings } = rate
      const code = stars && starSource(input, stars, rate)?.measure.code
      return { key, title, code, improvement, overall, target: settings.target, enough: enoughFor(intraclass), cells }
    })
    .sort(inStarOrder)
  return {
    dimension: id,
    label: dimension.label,
    units: order.map((code) => {
      const { value, label } = dimension.values[code]!
      return { value, label, people: sizes[code]!, filter: filterOn(id, value) }
    }),
    unitCount: present.length,
    rows,
    provenance: view.provenance({
      id: `quality/heatmap/${id}`,
      version: '2.0.0',
      title: m.measuresByLabel(inSentence(dimension.label)),
      text: m.eachCellIsTheRateOf(RELIABLE),
      sources: [
        {
          title: m.funnelPlotsForComparingInstitutionalPerformance,
          publisher: m.statisticsInMedicine241185,
          year: 2005
        },
        { title: m.theReliabilityOfProviderProfilingA, publisher: m.randCorporation, year: 2009 },
        {
          title: m.proportionsWithExtraneousVarianceSingleAnd,
          publisher: m.journalOfTheAmericanStatisticalAssociation,
          year: 1973
        }
      ]
    })
  }
}

/** Cases from which a unit is reliable; undefined where none are enough. */
function enoughFor(intraclass: number | undefined): number | undefined {
  if (intraclass === undefined || intraclass <= 0) return undefined
  return Math.ceil(((RELIABLE / (1 - RELIABLE)) * (1 - intraclass)) / intraclass)
}
