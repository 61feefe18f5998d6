import { commonMessages as common } from '#messages/common.ts'
import { figuresMessages as m } from '#messages/figures.ts'
import { suppressFunnel } from '#engine/cohorts/evaluate/suppress-funnel.ts'
import type { CohortAnswer } from '#engine/boards/figure-answer.ts'
import { conditionsOf } from '#engine/sharing/published/count-conditions.ts'
import { publishedKey, type PublishedCount } from '#shared/governance/published-count.ts'
import type { TableCell } from '../ui/copy/delimited.ts'
import type { Format } from '../ui/format/format.ts'
import type { FigureView } from './base/figure-view.ts'

/** Whether a count of the attrition must not leave with what is written now. */
function told({ funnel: { start, steps, people }, provenance }: CohortAnswer, { release }: Format): boolean {
  if (release === undefined) return false
  const { definition, asOf, filters, snapshot } = provenance
  const of = `cohort/${definition.id}@${definition.version}`
  const counts: PublishedCount[] = []
  const add = (name: string, count: number, total?: PublishedCount): PublishedCount => {
    const made = {
      of: `${of}/${name}`.slice(0, 400),
      where: conditionsOf(filters),
      asOf,
      current: true,
      data: release.dataOf(snapshot.id),
      count,
      label: definition.title.slice(0, 300),
      ...(total === undefined ? {} : { within: publishedKey(total) })
    }
    counts.push(made)
    return made
  }
  let before = add('start', start)
  add('people', people, before)
  for (const [step, { left, lost, unknown }] of steps.entries()) {
    add(`lost ${step}`, lost, before)
    add(`unknown ${step}`, unknown, before)
    before = add(`left ${step}`, left, before)
  }
  // Each is asked about, whatever came before.
  return counts.filter((count) => release.hidesCount(count)).length > 0
}

function funnel(answer: CohortAnswer | undefined, format: Format): FigureView {
  const counts = answer && suppressFunnel(answer.funnel, format.smallCellLimit, told(answer, format))
  const cell = (count: number | undefined): TableCell =>
    count === undefined ? { text: common.suppressed, withheld: true } : { text: format.count(count), value: count }
  const none: TableCell = { text: '', value: '' }
  return {
    title: answer?.title ?? m.cohort,
    subtitle: m.peopleRemainingLostAndUndetermined,
    caption: m.countedAmongThePeopleInView,
    model: undefined,
    table: answer &&
      counts && {
        columns: [
          { label: m.step, numeric: false },
          { label: common.remaining, numeric: true },
          { label: m.lost, numeric: true },
          { label: m.undetermined, numeric: true }
        ],
        rows: [
          [{ text: answer.startText }, cell(counts.start), none, none],
          ...(answer.indexText === undefined
            ? []
            : [[{ text: m.indexEventIndexText(answer.indexText) }, cell(counts.entry), none, none]]),
          ...counts.steps.map((step, index) => [
            { text: `${index + 1}. ${answer.steps[index] ?? ''}` },
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
