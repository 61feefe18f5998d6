import type { Figure } from '../../base/figures/figure.ts'
import { countBits } from '../../base/kernels/bitset.ts'
import { filterOn } from '../../population/panels/base/figures.ts'
import type { View } from '../../population/panels/base/view.ts'
import { peopleByValue } from '../units/people-by-value.ts'
import type { MeasurePanelParams } from '../results/panels.ts'
import type { HeatmapPanel } from '../results/scorecard-result.ts'
import type { MeasureInput } from '../rates/measure-input.ts'
import { ratesOfRun, type Rate } from '../rates/rate.ts'
import { rateDefinition, scoreFigure } from '../rates/rate-figures.ts'
import { tallySoFar } from '../projection/so-far.ts'
import { starSource } from '../stars/star-source.ts'
import { starTable } from '../stars/table-choice.ts'
import { unitDimension } from '../units/unit-dimensions.ts'

type Cell = HeatmapPanel['rows'][number]['cells'][number]

/** Better or worse than the overall rate where the unit's interval leaves that out. */
function comparedWith(cell: Figure, overall: Figure, { improvement }: Rate): Cell['compared'] {
  if (cell.interval === undefined || overall.value === undefined) return undefined
  const above = cell.interval.low > overall.value
  const below = cell.interval.high < overall.value
  if (!above && !below) return 'same'
  return above === (improvement.direction === 'increase') ? 'better' : 'worse'
}

/** Star measures first, by their id, then the others by title. */
function inStarOrder(a: HeatmapPanel['rows'][number], b: HeatmapPanel['rows'][number]): number {
  if ((a.code === undefined) !== (b.code === undefined)) return a.code === undefined ? 1 : -1
  return (a.code ?? '').localeCompare(b.code ?? '') || a.title.localeCompare(b.title)
}

/**
 * Rates by the values of a dimension, those with most people first. Everybody stays everybody while the population is
 * narrowed to some of the values, so that these have something to be compared with.
 * @param limit most units
 * @param table id of the Stars table whose ids and order are used; the first one without it
 */
export function heatmapPanel(
  view: View,
  input: MeasureInput,
  { dimension: name, limit, table = '' }: MeasurePanelParams<'heatmap'>
): HeatmapPanel {
  const { population, asOf, filters } = view
  const id = unitDimension(input, name)
  const dimension = population.dimension(id)
  const groups = peopleByValue(view, id)
  const sizes = groups.map(countBits)
  const present = [...sizes.keys()].filter((code) => sizes[code]! > 0)
  const order = present.sort((a, b) => sizes[b]! - sizes[a]! || a - b).slice(0, limit)
  const everybody = { population, asOf, filters: filters.filter((item) => item.dimension !== id) }
  const people = population.select(asOf, everybody.filters)
  const stars = input.stars.length === 0 ? undefined : starTable(input, table)
  const rows = ratesOfRun(input)
    .filter(({ definition }) => definition.scoring === 'proportion')
    .map((rate) => {
      const provenance = view.provenance(rateDefinition(rate))
      const overall = scoreFigure(everybody, rate, tallySoFar(view, rate, people), provenance)
      const cells = order.map((code): Cell => {
        const tally = tallySoFar(view, rate, groups[code]!)
        const filter = filterOn(id, dimension.values[code]!.value)
        const figure = scoreFigure({ population, asOf, filters: [...filters, filter] }, rate, tally, provenance)
        return { figure, compared: comparedWith(figure, overall, rate) }
      })
      const { key, title, improvement, settings } = rate
      const code = stars && starSource(input, stars, rate)?.measure.code
      return { key, title, code, improvement, overall, target: settings.target, cells }
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
      version: '1.0.0',
      title: `Measures by ${dimension.label.toLowerCase()}`,
      text: 'Each cell is the rate of the people of one column. Better or worse: its 95% interval leaves out the rate of all.',
      sources: []
    })
  }
}
