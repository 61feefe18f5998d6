import { figuresMessages as m } from '#messages/figures.ts'
import { templateLabel } from '#engine/boards/board-templates.ts'
import type { FigureAnswer } from '#engine/boards/figure-answer.ts'
import type { FigureSource } from '#engine/boards/figure-source.ts'
import type { KeyFigure } from '#engine/population/panels/results/shapes.ts'
import type { RegistryPanel } from '#engine/population/panels/results/registry-result.ts'
import type { Format } from '../ui/format/format.ts'
import { cohortFigures } from './cohort-figures.ts'
import { controlChartFigures } from './control-chart-figures.ts'
import { costFigures } from './cost-figures.ts'
import type { FigureBuild, FigureExtras, FigureView } from './base/figure-view.ts'
import { forecastFigures } from './forecast-figures.ts'
import { keyFigureView, keyFiguresOf } from './key-figure-view.ts'
import { equityFigures, measureEquityFigures } from './measures/equity-figures.ts'
import { rateFigures } from './measures/measure-figures.ts'
import { scorecardFigures } from './measures/scorecard-figures.ts'
import { worklistFigures } from './measures/worklist-figures.ts'
import { overviewFigures } from './overview-figures.ts'
import { qualityFigures } from './quality-figures.ts'
import { controlFigure, registryFigures } from './registry-figures.ts'
import { hccFigures, riskListFigures, riskSummaryFigures } from './risk-figures.ts'
import { rowsFigure } from './rows-figure.ts'
import { signalFigures } from './signal-figures.ts'
import { statementFigures } from './sql-figures.ts'
import { strataFigure } from './strata-figure.ts'
import { useFigures } from './use-figures.ts'

/** Figures of one panel by name. */
type Figures = Readonly<Record<string, FigureBuild<never>>>

const byPanel: Readonly<Record<string, Figures>> = {
  'population/overview': overviewFigures,
  'population/signals': signalFigures,
  'population/registry': registryFigures,
  'population/controlChart': controlChartFigures,
  'population/cost': costFigures,
  'population/use': useFigures,
  'population/equity': equityFigures,
  'population/forecast': forecastFigures,
  'population/quality': qualityFigures,
  'measures/scorecard': scorecardFigures,
  'measures/measure': rateFigures,
  'measures/equity': measureEquityFigures,
  'risk/summary': riskSummaryFigures,
  'risk/lists': riskListFigures,
  'risk/hcc': hccFigures,
  sql: statementFigures,
  cohort: cohortFigures,
  worklist: worklistFigures,
  rows: { rows: rowsFigure }
}

/**
 * The figure of a source.
 * @param answer what {@link FigureSource} names, computed on the data; undefined while it is being computed
 * @returns undefined for a figure that this version does not know
 */
export function figureView(
  source: FigureSource,
  answer: FigureAnswer | undefined,
  format: Format,
  extras: FigureExtras = {}
): FigureView | undefined {
  const choice = 'choice' in source ? source.choice : undefined
  const shown = choice === undefined ? extras : { ...extras, choice }
  if (source.figure.startsWith('key:'))
    return keyFigureView(source.figure.slice(4), keyFiguresIn(source, answer, format), {
      isComputed: answer !== undefined,
      label: extras.label ?? templateLabel(source),
      format
    })
  if (source.of === 'population' && source.panel === 'registry') {
    const [kind, id] = source.figure.split(':')
    const registry = answer as RegistryPanel | undefined
    if (kind === 'control' && id !== undefined) return controlOf(registry, id, format, shown)
    if (kind === 'groups' && id !== undefined) return groupsOf(registry, id, format, shown)
  }
  const panel = 'panel' in source ? `${source.of}/${source.panel}` : source.of
  const build = byPanel[panel]?.[source.figure] as FigureBuild<FigureAnswer> | undefined
  return build?.(answer, format, shown)
}

function controlOf(value: RegistryPanel | undefined, id: string, format: Format, extras: FigureExtras): FigureView {
  const control = value?.controls.find((each) => each.id === id)
  const view = controlFigure(control, format, extras)
  if (value === undefined || control !== undefined) return view
  return { ...view, empty: m.theRegistryHasNoSuchControl(value.title) }
}

function groupsOf(value: RegistryPanel | undefined, id: string, format: Format, extras: FigureExtras): FigureView {
  const strata = value?.strata.find((each) => each.id === id)
  const view = strataFigure(strata, { title: m.byGroup }, format, extras)
  if (value === undefined || strata !== undefined) return view
  return { ...view, empty: m.theRegistryHasNoSuchFigure(value.title) }
}

function keyFiguresIn(source: FigureSource, answer: FigureAnswer | undefined, format: Format): readonly KeyFigure[] {
  return answer === undefined ? [] : keyFiguresOf(source, answer, format)
}
