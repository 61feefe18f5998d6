import type { Provenance } from '#engine/base/figures/figure.ts'
import type { BoardBrand } from '#engine/boards/board.ts'
import type { ChartModel } from '../charts/model/chart-model.ts'
import type { TableData } from '../ui/copy/delimited.ts'

/** A chart of a report with its description for those who do not see it. */
export interface ReportChartPart {
  readonly label: string
  readonly model: ChartModel
  readonly alternative: string
}

/** One item of the board as a part of the report. */
export type ReportItem =
  | {
      readonly kind: 'text'
      readonly title: string | undefined
      readonly paragraphs: readonly string[]
      readonly pageBreak: boolean
    }
  | {
      readonly kind: 'figure'
      readonly title: string
      readonly subtitle: string
      /** The finding in plain words, then who is counted, period and method. */
      readonly finding: string
      readonly caption: string
      readonly charts: readonly ReportChartPart[]
      readonly table: TableData | undefined
      /** The table is shown next to or in place of the chart. */
      readonly showTable: boolean
      /** Why there is nothing to show. */
      readonly empty: string | undefined
      readonly pageBreak: boolean
    }

/** A board made into a report: everything that its files show. Small counts are suppressed already. */
export interface ReportDocument {
  readonly title: string
  readonly description: string | undefined
  readonly brand: BoardBrand | undefined
  /** For whom and which day, in one line. */
  readonly about: string
  readonly parts: readonly ReportItem[]
  /** Names of the figures of the board that this version does not know; their parts say so. */
  readonly unknownFigures: readonly string[]
  /** Where everything comes from, and by which rules it leaves. */
  readonly facts: readonly { readonly label: string; readonly text: string }[]
  /** Each definition once. */
  readonly definitions: readonly Provenance['definition'][]
}

/** The forms in which a report leaves, with the end of the file's name and its media type. */
export const reportFormats = {
  html: ['html', 'text/html;charset=utf-8'],
  pptx: ['pptx', 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
  xlsx: ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  pictures: ['zip', 'application/zip']
} as const
export type ReportFormat = keyof typeof reportFormats
