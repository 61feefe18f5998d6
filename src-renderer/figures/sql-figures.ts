import type { StatementAnswer } from '#engine/boards/figure-answer.ts'
import { suppressAnswer } from '#engine/tables/sql/suppress-answer.ts'
import type { TableCell } from '../ui/copy/delimited.ts'
import type { Format } from '../ui/format/format.ts'
import { type FigureView } from './figure-view.ts'
import { resultChart } from './result-chart.ts'

/** Statements are about all data: filters on people are no part of them. */
const everyone = 'Of all data: the filters of a board do not apply to statements.'

function shownRows({ statement, columns, rows }: StatementAnswer, limit: number): readonly (readonly TableCell[])[] {
  const shown = suppressAnswer(statement, { columns: columns.map(({ name }) => name), rows }, limit)
  return shown.rows.map((row, at) =>
    row.map((value, column): TableCell => {
      if (shown.marks?.[at]?.[column] === true) return { text: String(value), withheld: true }
      if (value === null) return { text: '–', value: '' }
      return typeof value === 'number' ? { text: numberText(value), value } : { text: value, value }
    })
  )
}

function numberText(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)))
}

function rows(answer: StatementAnswer | undefined, format: Format): FigureView {
  const cut = answer !== undefined && answer.total > answer.rows.length
  return {
    title: 'Result of a statement',
    subtitle: answer === undefined ? '' : format.quantity(answer.total, 'row', 'rows'),
    caption: cut
      ? `The first ${format.count(answer.rows.length)} of ${format.count(answer.total)} rows. ${everyone}`
      : everyone,
    model: undefined,
    table: answer && {
      columns: answer.columns.map(({ name, numeric }) => ({ label: name, numeric })),
      rows: shownRows(answer, format.smallCellLimit)
    },
    provenance: answer?.provenance,
    empty: answer?.total === 0 ? 'The statement found no row.' : undefined
  }
}

function chart(answer: StatementAnswer | undefined, format: Format): FigureView {
  const listed =
    answer &&
    suppressAnswer(
      answer.statement,
      { columns: answer.columns.map(({ name }) => name), rows: answer.rows },
      format.smallCellLimit
    )
  const drawn = listed?.rows.filter((_, at) => listed.marks?.[at]?.includes(true) !== true) ?? []
  const made = answer && resultChart(answer.columns, drawn, answer.provenance, format)
  return {
    title: made?.title ?? 'Chart of a statement',
    subtitle: answer !== undefined && answer.total > drawn.length ? 'The first rows of the result' : '',
    caption: everyone,
    model: made?.model,
    provenance: answer?.provenance,
    empty:
      answer !== undefined && made === undefined
        ? 'The result has no column of numbers with texts that name its rows, so that nothing can be drawn.'
        : undefined
  }
}

/** The figures of a statement, by the names that boards use. */
export const statementFigures = { rows, chart } as const
