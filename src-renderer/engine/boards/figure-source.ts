import type { RowSelector } from '../base/figures/filter.ts'
import type { MeasurePanelParams } from '../measures/results/panels.ts'
import type { WorklistSelection } from '../measures/results/worklist-result.ts'
import type { PanelParams } from '../population/panels/results/panel.ts'
import { figuresOfParts, type PartedPanel } from '../population/panels/results/panel-part.ts'
import type { RiskPanelParams } from '../risk/panels/risk-results.ts'

/** Panels of the population that have figures for boards. */
export const boardPanels = [
  'overview',
  'signals',
  'registry',
  'controlChart',
  'cost',
  'use',
  'equity',
  'forecast',
  'quality'
] as const
export type BoardPanel = (typeof boardPanels)[number]

/** Panels of measures that have figures for boards. */
export const boardMeasurePanels = ['scorecard', 'measure', 'equity'] as const
export type BoardMeasurePanel = (typeof boardMeasurePanels)[number]

/** Panels of risk that have figures for boards. */
export const boardRiskPanels = ['summary', 'lists', 'hcc'] as const
export type BoardRiskPanel = (typeof boardRiskPanels)[number]

interface Chosen {
  /** Which figure of the panel, e.g. `prevalence`; a key figure is `key:` and its id. */
  readonly figure: string
  /** What was chosen in the figure's own controls, e.g. a dimension or the length of the periods. */
  readonly choice?: string
}

/**
 * The definition of a figure: where it is computed and which one it is. It holds no result: every data set, date and filter
 * computes it again.
 */
export type FigureSource =
  | {
      [N in BoardPanel]: { readonly of: 'population'; readonly panel: N; readonly params: PanelParams<N> } & Chosen
    }[BoardPanel]
  | {
      [N in BoardMeasurePanel]: {
        readonly of: 'measures'
        readonly panel: N
        readonly params: MeasurePanelParams<N>
      } & Chosen
    }[BoardMeasurePanel]
  | {
      [N in BoardRiskPanel]: { readonly of: 'risk'; readonly panel: N; readonly params: RiskPanelParams<N> } & Chosen
    }[BoardRiskPanel]
  /** A statement over the tables, with the values of its parameters. */
  | {
      readonly of: 'sql'
      readonly statement: string
      readonly values: Readonly<Record<string, string>>
      readonly figure: 'rows' | 'chart'
    }
  /** A saved cohort: who is left after each of its steps. */
  | { readonly of: 'cohort'; readonly cohort: string; readonly figure: 'funnel' }
  /** A view of the worklist: its gaps by measure, or the list itself, which never leaves with a board. */
  | {
      readonly of: 'worklist'
      readonly view: WorklistSelection
      readonly figure: 'measures' | 'list'
    }
  /** Rows of one table, as a figure opens them. On the screen only: single people never leave with a board. */
  | { readonly of: 'rows'; readonly selector: RowSelector; readonly figure: 'rows' }

/** Equal for figures that are computed alike, whatever they are called. */
export function figureKey(source: FigureSource): string {
  return JSON.stringify(source)
}

/** Equal for figures that one answer tells: those of the same panel with the same parameters, or of the same part of it. */
export function answerKey(source: FigureSource): string {
  if (!('panel' in source)) return figureKey(source)
  if (source.of === 'population') return JSON.stringify(panelQuestion(source))
  const { of, panel, params } = source
  return JSON.stringify({ of, panel, params })
}

type PopulationSource = Extract<FigureSource, { of: 'population' }>

/** A panel with its parameters. */
type PanelQuestion = {
  [N in BoardPanel | 'part']: { readonly name: N; readonly params: PanelParams<N> }
}[BoardPanel | 'part']

/** What is computed for a figure: the part of its panel that shows it, or the whole panel. */
export function panelQuestion({ panel, params, figure }: PopulationSource): PanelQuestion {
  const parts: Readonly<Record<string, readonly string[]>> =
    panel in figuresOfParts ? figuresOfParts[panel as PartedPanel] : {}
  const part = Object.keys(parts).find((each) => parts[each]!.includes(figure))
  if (part === undefined) return { name: panel, params } as PanelQuestion
  return { name: 'part', params: { panel, params, part } as PanelParams<'part'> }
}

/** The short name that goals and benchmark sets use, e.g. `registry:diabetes/prevalence`; undefined for single statements. */
export function figureName(source: FigureSource): string | undefined {
  switch (source.of) {
    case 'population': {
      const { panel, params, figure } = source
      if (panel === 'registry') return `registry:${params.id}/${figure}`
      if (panel === 'controlChart') return `registry:${params.id}/${params.control}/${figure}`
      return panel === 'equity' ? `equity:${params.key}/${figure}` : `${panel}/${figure}`
    }
    case 'measures':
      return 'key' in source.params
        ? `measure:${source.params.key}/${source.figure}`
        : `${source.panel}/${source.figure}`
    case 'risk':
      return `risk:${source.panel}/${source.figure}`
    default:
      return undefined
  }
}
