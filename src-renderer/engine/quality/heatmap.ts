import type { Figure } from '../figure.ts'
import { countBits } from '../kernels/bitset.ts'
import { filterOn } from '../panels/figures.ts'
import type { View } from '../panels/view.ts'
import { peopleByValue } from './measure-panel.ts'
import type { HeatmapPanel } from './scorecard-result.ts'
import type { QualityInput } from './quality-input.ts'
import { ratesOf, type Rate } from './rate.ts'
import { rateDefinition, scoreFigure } from './rate-figures.ts'
import { tallyRate } from './rate-tally.ts'
import { unitDimension } from './unit-dimensions.ts'

type Cell = HeatmapPanel['rows'][number]['cells'][number]

/** Better or worse than the overall rate where the unit's interval leaves that out. */
function comparedWith(cell: Figure, overall: Figure, { improvement }: Rate): Cell['compared'] {
  if (cell.interval === undefined || overall.value === undefined) return undefined
  const above = cell.interval.low > overall.value
  const below = cell.interval.high < overall.value
  if (!above && !below) return 'same'
  return above === (improvement.direction === 'increase') ? 'better' : 'worse'
}

/**
 * Rates by the values of a dimension, those with most people first.
 * @param limit most units
 */
export function heatmapPanel(
  view: View,
  input: QualityInput,
  { dimension: name, limit }: { readonly dimension: string; readonly limit: number }
): HeatmapPanel {
  const { population, asOf, filters } = view
  const id = unitDimension(input, name)
  const dimension = population.dimension(id)
  const groups = peopleByValue(view, id)
  const sizes = groups.map(countBits)
  const order = [...sizes.keys()]
    .filter((code) => sizes[code]! > 0)
    .sort((a, b) => sizes[b]! - sizes[a]! || a - b)
    .slice(0, limit)
  const everybody = population.select(asOf, filters)
  const rows = ratesOf(input)
    .filter(({ definition }) => definition.scoring === 'proportion')
    .map((rate) => {
      const provenance = view.provenance(rateDefinition(rate))
      const overall = scoreFigure(view, rate, tallyRate(rate.group, rate.definition, everybody), provenance)
      const cells = order.map((code): Cell => {
        const tally = tallyRate(rate.group, rate.definition, groups[code])
        const filter = filterOn(id, dimension.values[code]!.value)
        const figure = scoreFigure({ population, asOf, filters: [...filters, filter] }, rate, tally, provenance)
        return { figure, compared: comparedWith(figure, overall, rate) }
      })
      const { key, title, improvement, settings } = rate
      return { key, title, improvement, overall, target: settings.target, cells }
    })
  return {
    dimension: id,
    label: dimension.label,
    units: order.map((code) => {
      const { value, label } = dimension.values[code]!
      return { value, label, people: sizes[code]!, filter: filterOn(id, value) }
    }),
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
