import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'

/** Texts of screens/rows. */
export const screensRowsMessages = catalog({
  anExportIsRunning: 'An export is running.',
  exportCSVWithNames: (revealed: boolean) => `Export CSV${revealed ? ' with names' : ''}`,
  id: 'Id',
  totalOfPeople: (total: Text, people: Text) => `${total} of ${people}`,
  narrowToThem: 'Narrow to them',
  pinToABoard: 'Pin to a board',
  showTheResource: 'Show the resource',
  columnsOfLabel: (label: Text) => `Columns of ${label}`,
  columns: 'Columns',
  ofShownExportsHaveAll: (fitting: Text, columns: Text) => `${fitting} of ${columns} shown; exports have all`,
  namesAreShownUseTheExport: 'Names are shown. Use the export to take them out of the program.',
  nothingIsBehindThisFigure: 'Nothing is behind this figure.',
  exportedRows: (rows: Text) => `Exported ${rows}`
})
