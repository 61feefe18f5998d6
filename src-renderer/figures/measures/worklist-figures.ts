import { isSmallCount } from '#engine/base/privacy/small-count.ts'
import { commonMessages as common } from '#messages/common.ts'
import { figuresMessages } from '#messages/figures.ts'
import { figuresMeasureMessages as m } from '#messages/figures/measure.ts'
import { nouns } from '#messages/nouns.ts'
import type { WorklistAnswer } from '#engine/boards/figure-answer.ts'
import { statusLabels } from '#engine/measures/results/gap-status.ts'
import { barsChart } from '../../charts/kinds/bars.ts'
import type { TableCell } from '../../ui/copy/delimited.ts'
import type { Format } from '../../ui/format/format.ts'
import type { FigureBuild } from '../base/figure-view.ts'

/** How much a view found: "12 gaps of 9 people"; '' where the total would tell a small group that is hidden. */
function foundText(answer: WorklistAnswer | undefined, format: Format): string {
  if (answer === undefined) return ''
  const { total, people, groups } = answer.list
  const isSmall = (count: number): boolean => isSmallCount(count, format.smallCellLimit)
  if (isSmall(people) || groups.some(({ rows }) => isSmall(rows))) return ''
  return m.gapsOfPeople(format.quantity(total, nouns.gap), format.quantity(people, nouns.person))
}

function emptyOf(answer: WorklistAnswer | undefined): string | undefined {
  return answer?.list.total === 0 ? m.noGapOfThePeopleInView : undefined
}

/** People with a gap of the view, by measure, the most first. */
const measures: FigureBuild<WorklistAnswer> = (answer, format) => ({
  title: m.gapsByMeasure,
  subtitle: foundText(answer, format),
  caption: answer?.provenance.definition.calculated ?? '',
  model:
    answer &&
    barsChart(
      answer.list.groups.map(({ value, label, rows }) => {
        // A person has one row for a rate.
        const { definition } = answer.provenance
        const provenance = { ...answer.provenance, definition: { ...definition, id: `${definition.id}/${value}` } }
        return { key: value, label, figure: { value: rows, unit: 'people', numerator: rows, provenance }, filters: [] }
      }),
      { heads: { label: common.measure, value: common.people }, things: m.measuresInText, parts: false },
      format
    ),
  provenance: answer?.provenance,
  empty: emptyOf(answer)
})

/** The first gaps of the view in its order; people are masked. */
const list: FigureBuild<WorklistAnswer> = (answer, format) => {
  const day = (value: number | undefined): TableCell => ({ text: value === undefined ? '–' : format.day(value) })
  const cut = answer !== undefined && answer.list.total > answer.list.rows.length
  return {
    title: m.worklist,
    subtitle: foundText(answer, format),
    caption: [
      answer?.provenance.definition.calculated ?? '',
      figuresMessages.onTheScreenOnlyListsOf(
        cut ? figuresMessages.theFirstRows(format.count(answer.list.rows.length)) : ''
      )
    ].join(' '),
    model: undefined,
    table: answer && {
      columns: [
        { label: common.person, numeric: false },
        { label: common.measure, numeric: false },
        { label: m.status, numeric: false },
        { label: common.why, numeric: false },
        { label: m.actBy, numeric: true },
        { label: m.nextVisit, numeric: true },
        { label: m.owner, numeric: false },
        { label: common.practice, numeric: false }
      ],
      rows: answer.list.rows.map(({ name, title, status, why, actBy, nextVisit, owner, practice }) => [
        { text: name },
        { text: title },
        { text: statusLabels[status] },
        { text: why },
        day(actBy),
        day(nextVisit),
        { text: owner ?? '–' },
        { text: practice || '–' }
      ])
    },
    provenance: answer?.provenance,
    empty: emptyOf(answer)
  }
}

/** The figures of a view of the worklist, by the names that boards use. */
export const worklistFigures = { measures, list } as const
