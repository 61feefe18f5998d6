import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'

/** Texts of ui/table. */
export const uiTableMessages = catalog({
  copiedWithItsSource: 'Copied with its source',
  labelTable: (label: Text) => `${label}, table`,
  columnsOf: (first: Text, last: Text, all: Text) => `Columns ${first}–${last} of ${all}`,
  columnsBefore: 'Columns before',
  theseAreTheFirstColumns: 'These are the first columns.',
  columnsAfter: 'Columns after',
  theseAreTheLastColumns: 'These are the last columns.',
  rowsOf: (first: Text, last: Text, all: Text) => `Rows ${first}–${last} of ${all}`,
  rowsBefore: 'Rows before',
  theseAreTheFirstRows: 'These are the first rows.',
  rowsAfter: 'Rows after',
  theseAreTheLastRows: 'These are the last rows.',
  chosenSelected: (chosen: Text) => `${chosen} selected`,
  hiddenColumnsHidden: (hiddenColumns: Text) => `${hiddenColumns} hidden`,
  selectAllTotal: (total: Text) => `Select all ${total}`,
  thereAreNoRows: 'There are no rows.',
  copiedWithTheSource: (count: Text) => `Copied ${count} with the source`,
  copiedTheFirstOf: (count: Text, chosen: Text) => `Copied the first ${count} of ${chosen}`,
  theRowsCouldNotBeRead: 'The rows could not be read',
  nothingToShow: 'Nothing to show'
})
