import { figuresMessages as m } from '#messages/figures.ts'
import { nouns } from '#messages/nouns.ts'
import type { StatementAnswer } from '#engine/boards/figure-answer.ts'
import { suppressAnswer } from '#engine/tables/sql/suppress-answer.ts'
import type { TableCell } from '../ui/copy/delimited.ts'
import type { Format } from '../ui/format/format.ts'
import { type FigureView } from './figure-view.ts'
import { resultChart } from './result-chart.ts'

/** Statements are about all data: filters on people are no part of them. */
const everyone = m.ofAllDataTheFiltersOf

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
    title: m.resultOfAStatement,
    subtitle: answer === undefined ? '' : format.quantity(answer.total, nouns.row),
    caption: cut ? m.theFirstOfRows(format.count(answer.rows.length), format.count(answer.total), everyone) : everyone,
    model: undefined,
    table: answer && {
      columns: answer.columns.map(({ name, numeric }) => ({ label: name, numeric })),
      rows: shownRows(answer, format.smallCellLimit)
    },
    provenance: answer?.provenance,
    empty: answer?.total === 0 ? m.theStatementFoundNoRow : undefined
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
    title: made?.title ?? m.chartOfAStatement,
    subtitle: answer !== undefined && answer.total > drawn.length ? m.theFirstRowsOfTheResult : '',
    caption: everyone,
    model: made?.model,
    provenance: answer?.provenance,
    empty: answer !== undefined && made === undefined ? m.theResultHasNoColumnOf : undefined
  }
}

/** The figures of a statement, by the names that boards use. */
export const statementFigures = { rows, chart } as const
