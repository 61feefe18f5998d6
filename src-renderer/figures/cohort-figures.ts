import { commonMessages as common } from '#messages/common.ts'
import { figuresMessages as m } from '#messages/figures.ts'
import { suppressFunnel } from '#engine/cohorts/evaluate/suppress-funnel.ts'
import type { CohortAnswer } from '#engine/boards/figure-answer.ts'
import type { TableCell } from '../ui/copy/delimited.ts'
import type { Format } from '../ui/format/format.ts'
import type { FigureView } from './figure-view.ts'

function funnel(answer: CohortAnswer | undefined, format: Format): FigureView {
  const counts = answer && suppressFunnel(answer.funnel, format.smallCellLimit)
  const cell = (count: number | undefined): TableCell =>
    count === undefined ? { text: common.suppressed, withheld: true } : { text: format.count(count), value: count }
  const none: TableCell = { text: '', value: '' }
  return {
    title: answer?.title ?? m.cohort,
    subtitle: m.peopleLeftLostAndNotTold,
    caption: m.countedAmongThePeopleInView,
    model: undefined,
    table: answer &&
      counts && {
        columns: [
          { label: m.step, numeric: false },
          { label: common.left, numeric: true },
          { label: m.lost, numeric: true },
          { label: m.notTold, numeric: true }
        ],
        rows: [
          [{ text: answer.startText }, cell(counts.start), none, none],
          ...(answer.indexText === undefined
            ? []
            : [[{ text: m.indexEventIndexText(answer.indexText) }, cell(counts.entry), none, none]]),
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
