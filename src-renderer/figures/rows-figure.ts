import { commonMessages as common } from '#messages/common.ts'
import { figuresMessages as m } from '#messages/figures.ts'
import { nouns } from '#messages/nouns.ts'
import type { RowsPanel } from '#engine/population/panels/results/rows-result.ts'
import type { Format } from '../ui/format/format.ts'
import type { FigureView } from './base/figure-view.ts'

/** A list of rows as a figure opens them; people are masked. */
export function rowsFigure(value: RowsPanel | undefined, format: Format): FigureView {
  const cut = value !== undefined && value.total > value.rows.length
  const withPeople = value?.rows.some(({ person }) => person !== undefined) === true
  return {
    title: common.rows,
    subtitle:
      value === undefined
        ? ''
        : m.totalOfPeople(format.quantity(value.total, nouns.row), format.quantity(value.people, nouns.person)),
    caption: m.onTheScreenOnlyListsOf(cut ? m.theFirstRows(format.count(value.rows.length)) : ''),
    model: undefined,
    table: value && {
      columns: [
        ...(withPeople ? [{ label: common.person, numeric: false }] : []),
        ...value.columns.map(({ label, numeric }) => ({ label, numeric }))
      ],
      rows: value.rows.map(({ person, cells }) => [
        ...(withPeople ? [{ text: person ?? '' }] : []),
        ...cells.map((text) => ({ text }))
      ])
    },
    provenance: undefined,
    empty: value?.total === 0 ? m.noRowForThePeopleIn : undefined
  }
}
