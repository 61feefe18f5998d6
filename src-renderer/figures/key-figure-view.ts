import { figuresMessages as m } from '#messages/figures.ts'
import type { FigureSource } from '#engine/boards/figure-source.ts'
import type { MeasurePanel } from '#engine/measures/results/scorecard-result.ts'
import type { KeyFigure } from '#engine/population/panels/results/shapes.ts'
import type { RegistryPanel } from '#engine/population/panels/results/registry-result.ts'
import type { RiskListsPanel } from '#engine/risk/panels/risk-results.ts'
import { figureCell, rateCells, rateColumns } from '../charts/parts/figure-lines.ts'
import type { Format } from '../ui/format/format.ts'
import type { FigureView } from './base/figure-view.ts'
import { registryKeyFigures } from './registry-figures.ts'
import { measureKeyFigures } from './measures/measure-key-figures.ts'

/** The key figures of high cost and rising risk. */
export function riskListKeyFigures({ highCost, rising }: RiskListsPanel): readonly KeyFigure[] {
  const over = m.overWindowDays(rising.window)
  return [
    { id: 'high', label: m.peopleWithTheHighestCost, figure: highCost.people, note: m.top5, trend: [] },
    { id: 'share', label: m.theirShareOfTheCost, figure: highCost.share, note: m.paid, trend: [] },
    { id: 'rising', label: m.peopleWithRisingRisk, figure: rising.people, note: over, trend: [] },
    { id: 'several', label: m.withTwoOrMoreReasons, figure: rising.severalReasons, note: over, trend: [] }
  ]
}

/** The key figures at the top of the screen that a source is of. */
export function keyFiguresOf(source: FigureSource, answer: object, format: Format): readonly KeyFigure[] {
  if (source.of === 'measures' && source.panel === 'measure') return measureKeyFigures(answer as MeasurePanel, format)
  if (source.of === 'risk' && source.panel === 'lists') return riskListKeyFigures(answer as RiskListsPanel)
  if (source.of === 'population' && source.panel === 'registry')
    return registryKeyFigures(answer as RegistryPanel, format)
  return 'keyFigures' in answer ? (answer.keyFigures as readonly KeyFigure[]) : []
}

/**
 * One key figure by itself.
 * @param label what it is called where the figures have none of its id
 */
export function keyFigureView(
  id: string,
  figures: readonly KeyFigure[],
  {
    isComputed,
    label,
    format
  }: { readonly isComputed: boolean; readonly label: string | undefined; readonly format: Format }
): FigureView {
  const key = figures.find((each) => each.id === id)
  return {
    title: key?.label ?? label ?? m.keyFigure,
    subtitle: '',
    caption: '',
    model: undefined,
    keyFigure: key,
    table: key && {
      columns: [{ label: m.figure, numeric: false }, ...rateColumns],
      rows: [
        [
          { text: key.label },
          ...(key.figure.unit === 'people'
            ? [figureCell(key.figure, format), ...noRate]
            : rateCells(key.figure, format))
        ]
      ]
    },
    provenance: key?.figure.provenance,
    empty: isComputed && key === undefined ? m.theseDataHaveNoSuchFigure : undefined
  }
}

const noRate = [
  { text: '–', value: '' },
  { text: '–', value: '' },
  { text: '–', value: '' }
]
