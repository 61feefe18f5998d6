import { figuresMessages as m } from '#messages/figures.ts'
import { nouns } from '#messages/nouns.ts'
import type { StatementAnswer } from '#engine/boards/figure-answer.ts'
import { answerCounts } from '#engine/tables/sql/answer-counts.ts'
import { suppressAnswer, type SuppressedAnswer } from '#engine/tables/sql/suppress-answer.ts'
import type { TableCell } from '../ui/copy/delimited.ts'
import type { Format } from '../ui/format/format.ts'
import { type FigureView } from './base/figure-view.ts'
import { resultChart } from './result-chart.ts'

/** Statements are about all data: filters on people are no part of them. */
const everyone = m.ofAllDataTheFiltersOf

/** An answer as it may leave with what is written now, or as it is on the screen. */
function suppressed(
  { statement, columns, rows, provenance }: StatementAnswer,
  { smallCellLimit, release }: Format
): SuppressedAnswer {
  const answer = { columns: columns.map(({ name }) => name), rows }
  if (release === undefined) return suppressAnswer(statement, answer, smallCellLimit)
  const asked = { data: release.dataOf(provenance.snapshot.id), asOf: provenance.asOf }
  const countAt = answerCounts(statement, answer, asked)
  return suppressAnswer(statement, answer, smallCellLimit, (row, column) => {
    const count = countAt(row, column)
    return count !== undefined && release.hidesCount(count)
  })
}

function shownRows(answer: StatementAnswer, format: Format): readonly (readonly TableCell[])[] {
  const shown = suppressed(answer, format)
  return shown.rows.map((row, index) =>
    row.map((value, column): TableCell => {
      if (shown.marks?.[index]?.[column] === true) return { text: String(value), withheld: true }
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
      rows: shownRows(answer, format)
    },
    provenance: answer?.provenance,
    empty: answer?.total === 0 ? m.theStatementFoundNoRow : undefined
  }
}

function chart(answer: StatementAnswer | undefined, format: Format): FigureView {
  const listed = answer && suppressed(answer, format)
  const drawn = listed?.rows.filter((_, index) => listed.marks?.[index]?.includes(true) !== true) ?? []
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
