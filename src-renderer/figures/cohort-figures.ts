import { suppressFunnel } from '#engine/cohorts/evaluate/suppress-funnel.ts'
import type { CohortAnswer } from '#engine/boards/figure-answer.ts'
import type { TableCell } from '../ui/copy/delimited.ts'
import type { Format } from '../ui/format/format.ts'
import type { FigureView } from './figure-view.ts'

function funnel(answer: CohortAnswer | undefined, format: Format): FigureView {
  const counts = answer && suppressFunnel(answer.funnel, format.smallCellLimit)
  const cell = (count: number | undefined): TableCell =>
    count === undefined ? { text: 'suppressed', withheld: true } : { text: format.count(count), value: count }
  const none: TableCell = { text: '', value: '' }
  return {
    title: answer?.title ?? 'Cohort',
    subtitle: 'People left, lost and not told after each criterion',
    caption: 'Counted among the people in view.',
    model: undefined,
    table: answer &&
      counts && {
        columns: [
          { label: 'Step', numeric: false },
          { label: 'Left', numeric: true },
          { label: 'Lost', numeric: true },
          { label: 'Not told', numeric: true }
        ],
        rows: [
          [{ text: answer.startText }, cell(counts.start), none, none],
          ...(answer.indexText === undefined
            ? []
            : [[{ text: `Index event: ${answer.indexText}` }, cell(counts.entry), none, none]]),
          ...counts.steps.map((step, at) => [
            { text: `${at + 1}. ${answer.steps[at] ?? ''}` },
            cell(step.left),
            cell(step.lost),
            cell(step.unknown)
          ])
        ]
      },
    provenance: answer?.provenance
  }
}

/** The figures of a cohort, by the names that boards use. */
export const cohortFigures = { funnel } as const
