import type { RowsPanel } from '#engine/population/panels/results/rows-result.ts'
import type { Format } from '../ui/format/format.ts'
import type { FigureView } from './figure-view.ts'

/** A list of rows as a figure opens them; people are masked. */
export function rowsFigure(value: RowsPanel | undefined, format: Format): FigureView {
  const cut = value !== undefined && value.total > value.rows.length
  const withPeople = value?.rows.some(({ person }) => person !== undefined) === true
  return {
    title: 'Rows',
    subtitle:
      value === undefined
        ? ''
        : `${format.quantity(value.total, 'row', 'rows')} of ${format.quantity(value.people, 'person', 'people')}`,
    caption: `${cut ? `The first ${format.count(value.rows.length)} rows. ` : ''}On the screen only: lists of people are left out of reports.`,
    model: undefined,
    table: value && {
      columns: [
        ...(withPeople ? [{ label: 'Person', numeric: false }] : []),
        ...value.columns.map(({ label, numeric }) => ({ label, numeric }))
      ],
      rows: value.rows.map(({ person, cells }) => [
        ...(withPeople ? [{ text: person ?? '' }] : []),
        ...cells.map((text) => ({ text }))
      ])
    },
    provenance: undefined,
    empty: value?.total === 0 ? 'No row for the people in view.' : undefined
  }
}
