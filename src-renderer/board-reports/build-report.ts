import { boardReportsMessages as m } from '#messages/board-reports.ts'
import { sentenceCase } from '#shared/messages/letter-case.ts'
import type { Figure, Provenance } from '#engine/base/figures/figure.ts'
import { benchmarkLines } from '#engine/boards/benchmark-set.ts'
import type { Board, BoardItem, FigureItem } from '#engine/boards/board.ts'
import { inReadingOrder } from '#engine/boards/board-layout.ts'
import type { FigureAnswer } from '#engine/boards/figure-answer.ts'
import { countColumns } from '#engine/tables/sql/count-columns.ts'
import { asSentence } from '#shared/as-sentence.ts'
import type { ChartModel } from '../charts/model/chart-model.ts'
import { figureView } from '../figures/catalog.ts'
import type { Format } from '../ui/format/format.ts'
import type { TableData } from '../ui/copy/delimited.ts'
import { tableFigures } from '../ui/copy/table-figures.ts'
import { withholdSmallCells } from '../ui/copy/withhold-small-cells.ts'
import { findingText } from './finding-text.ts'
import type { ReportDocument, ReportItem } from './report-document.ts'

/** The answer to an item, or why there is none. */
export type ItemAnswer = { readonly answer: FigureAnswer } | { readonly problem: string }

/** What a report says of itself. */
export interface ReportFacts {
  /** For whom and which day, in one line. */
  readonly about: string
  readonly facts: ReportDocument['facts']
}

/** Tells what a figure says whose data are not fit for use without reserve; '' for the others. */
export type ReserveOf = (provenance: Provenance, figures: readonly Figure[]) => string

const listLeftOut = m.listsOfSinglePeopleAreNot

/** Why an item is no part of what leaves: it lists single people. */
function listsPeople({ source }: FigureItem): boolean {
  if (source.of === 'worklist') return source.figure === 'list'
  return source.of === 'rows' || (source.of === 'sql' && countColumns(source.statement, 1) === undefined)
}

/**
 * Makes a report of a board.
 * @param answers by the id of the item
 * @param format suppresses small counts by the limit for what leaves
 * @param reserveOf what a figure says that is not fit for use without reserve; '' for the others
 */
export function buildReport(
  board: Board,
  answers: ReadonlyMap<string, ItemAnswer>,
  format: Format,
  about: ReportFacts,
  reserveOf: ReserveOf
): ReportDocument {
  const definitions = new Map<string, Provenance['definition']>()
  const unknownFigures: string[] = []
  const parts = inReadingOrder(board.items).map((item) =>
    partOf(board, item, answers.get(item.id), format, { definitions, unknownFigures }, reserveOf)
  )
  return {
    title: board.title,
    description: board.description,
    brand: board.brand,
    about: about.about,
    facts: about.facts,
    parts,
    unknownFigures,
    definitions: [...definitions.values()]
  }
}

/** What the parts of a report add to it as a whole. */
interface PartsInCommon {
  readonly definitions: Map<string, Provenance['definition']>
  readonly unknownFigures: string[]
}

function partOf(
  board: Board,
  item: BoardItem,
  answer: ItemAnswer | undefined,
  format: Format,
  { definitions, unknownFigures }: PartsInCommon,
  reserveOf: ReserveOf
): ReportItem {
  const pageBreak = item.pageBreak === true
  if (item.kind === 'text')
    return { kind: 'text', title: item.title, paragraphs: item.text.split(/\n\s*\n/), pageBreak }
  const nothing = (title: string, empty: string): ReportItem => ({
    kind: 'figure',
    title,
    subtitle: '',
    finding: '',
    caption: '',
    charts: [],
    table: undefined,
    showTable: false,
    empty,
    pageBreak
  })
  const title = item.title ?? item.label ?? m.figure
  if (listsPeople(item)) return nothing(item.title ?? m.listOfPeople, listLeftOut)
  if (answer === undefined || 'problem' in answer)
    return nothing(title, answer === undefined ? m.itWasNotComputed : answer.problem)
  const lines = benchmarkLines(board.benchmarks, item)
  const extras = { goal: item.goal, lines, events: board.events, label: item.label }
  const view = figureView(item.source, answer.answer, format, extras)
  if (view === undefined) {
    unknownFigures.push(item.source.figure)
    return nothing(title, m.thisVersionOfPopulusDoesNot)
  }
  const definition = view.provenance?.definition
  if (definition !== undefined)
    definitions.set(`${definition.id} ${definition.version} ${definition.title}`, definition)
  if (view.empty !== undefined) return nothing(item.title ?? view.title, view.empty)
  const models: readonly { readonly label: string; readonly model: ChartModel }[] = [
    ...(view.model === undefined ? [] : [{ label: view.label ?? item.title ?? view.title, model: view.model }]),
    ...(view.second === undefined ? [] : [view.second])
  ]
  const charts = models.map(({ label, model }) => ({ label, model, alternative: findingText(model, format) }))
  const table = view.table ?? view.model?.table
  const key = view.keyFigure
  const figures = key === undefined ? tableFigures(table) : [key.figure]
  const provenance = view.provenance ?? key?.figure.provenance
  return {
    kind: 'figure',
    title: item.title ?? view.title,
    subtitle: view.subtitle,
    finding: key === undefined ? charts.map(({ alternative }) => alternative).join(' ') : keyText(key, format),
    caption: [provenance && reserveOf(provenance, figures), view.caption, ...notesOf(models), item.note]
      .filter((text) => text !== undefined && text !== '')
      .join(' '),
    charts: item.show === 'table' ? [] : charts,
    table: table && withholdSmallCells(table, format.smallCellLimit),
    showTable: key === undefined || saysMore(table) ? item.show === 'table' || charts.length === 0 : false,
    empty: undefined,
    pageBreak
  }
}

/** Whether the table of a key figure has more than its name and its value with the interval, which the sentence has. */
function saysMore(table: TableData | undefined): boolean {
  return table !== undefined && table.rows.some((row) => row.slice(3).some(({ text }) => text !== '–'))
}

/** What to beware of on the axes, each sentence once. */
function notesOf(models: readonly { readonly model: ChartModel }[]): readonly string[] {
  return [...new Set(models.flatMap(({ model }) => model.note.split(/(?<=\.) /)))]
}

function keyText(
  {
    label,
    figure,
    note
  }: { readonly label: string; readonly figure: Parameters<Format['figure']>[0]; readonly note: string },
  format: Format
): string {
  if (figure.missing !== undefined) return asSentence(m.cannotBeComputed(label, figure.missing))
  const { text, interval, hidden } = format.figure(figure)
  const range = interval === undefined ? '' : m.n95Interval(interval)
  return `${label}: ${text}${range}.${hidden || note === '' ? '' : ` ${sentenceCase(note)}.`}`
}
