import type { Day, Filter } from '../base/figures/filter.ts'
import type { FigureSource } from './figure-source.ts'

/** Goes up when the shape of a board changes. */
export const BOARD_FORMAT = 1

/** Columns of the grid of a board. */
export const BOARD_COLUMNS = 12

/** Sets of benchmarks that a board can have. */
export const MAX_BENCHMARK_SETS = 20

/** Where an item stands on the grid: columns from 0, rows from 0. */
export interface BoardPlace {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

interface ItemBase {
  readonly id: string
  readonly place: BoardPlace
  /** In place of the figure's own title, which follows the data. */
  readonly title?: string | undefined
  /** A report begins a new page before it. */
  readonly pageBreak?: boolean | undefined
}

/** A figure by its definition. */
export interface FigureItem extends ItemBase {
  readonly kind: 'figure'
  readonly source: FigureSource
  readonly show: 'chart' | 'table'
  /** What it was called when it was put on the board, for while nothing is computed that says it. */
  readonly label?: string | undefined
  /** What the author adds below it. */
  readonly note?: string | undefined
  /** A line at a value, in the unit of the figure; a share from 0 to 1. */
  readonly goal?: { readonly label: string; readonly value: number } | undefined
}

/** A paragraph, or several between empty lines. */
export interface TextItem extends ItemBase {
  readonly kind: 'text'
  readonly text: string
}

/** What can lie on a board. */
export type BoardItem = FigureItem | TextItem

/** Something that happened or is to happen on a day; every chart over time of the board shows it. */
export interface BoardEvent {
  readonly id: string
  readonly at: Day
  readonly kind: 'event' | 'target' | 'note'
  readonly text: string
}

/** Published values to compare figures with. */
export interface BenchmarkSet {
  readonly title: string
  readonly values: readonly {
    /** Name of the figure, see `figureName`. */
    readonly figure: string
    readonly value: number
  }[]
}

/** How reports look. */
export interface BoardBrand {
  readonly name: string
  /** `#rrggbb`; has a contrast of 4.5 to 1 or more against white. */
  readonly color: string
  /** A `data:` URL of a PNG or JPEG. */
  readonly logo?: string | undefined
}

/** On which day the figures are computed: the last one with data, or always the same. */
export type AsOfRule = { readonly rule: 'latest' } | { readonly rule: 'fixed'; readonly day: Day }

/** A dashboard of the user's own: definitions only, no results and no people. */
export interface Board {
  readonly format: typeof BOARD_FORMAT
  readonly id: string
  readonly title: string
  readonly description?: string | undefined
  readonly asOf: AsOfRule
  readonly filters: readonly Filter[]
  readonly items: readonly BoardItem[]
  readonly events: readonly BoardEvent[]
  readonly benchmarks: readonly BenchmarkSet[]
  readonly brand?: BoardBrand | undefined
}

/** An empty board. */
export function newBoard(id: string, title: string): Board {
  return {
    format: BOARD_FORMAT,
    id,
    title,
    asOf: { rule: 'latest' },
    filters: [],
    items: [],
    events: [],
    benchmarks: []
  }
}

/** The day on which a board is computed. @param latest the last day with data */
export function boardDay({ asOf }: Pick<Board, 'asOf'>, latest: Day): Day {
  return asOf.rule === 'fixed' ? asOf.day : latest
}
