import { idAt } from '../store/id-column.ts'
import type { CodingIndex, Store, Table } from '../store/store.ts'
import { columnReaders, type SqlReader, type SqlValue } from './column-cells.ts'
import type { SqlColumn } from './sql-columns.ts'

/** Rows for a SQL table that is not one of the store's tables. */
export interface ExtraTable {
  readonly rows: number
  readonly columns: readonly SqlReader[]
}

const text = (name: string, description: string): SqlColumn => ({ name, type: 'TEXT', description })
const whole = (name: string, description: string): SqlColumn => ({ name, type: 'INTEGER', description })

/** Columns of the table of all codings of a table's main code. */
export function codingColumns(table: string): SqlColumn[] {
  return [
    text(`${table}_id`, `Id of the row in ${table}`),
    whole('position', 'Place of the coding, from 0'),
    text('system', 'Code system URI'),
    text('code', 'Code'),
    text('display', 'Display text')
  ]
}

/** Tables about the load itself, so that nothing is hidden. */
export const loadTables: readonly { readonly name: string; readonly description: string; readonly columns: readonly SqlColumn[] }[] = [
  {
    name: 'resource',
    description: 'Every stored resource, of any type, with its place in the source files.',
    columns: [
      text('type', 'FHIR resource type'),
      text('id', 'Resource id'),
      text('patient_id', 'Id of the patient it is about, when known'),
      text('file', 'File it came from'),
      whole('line', 'Line number from 1; place of the entry in a Bundle'),
      whole('byte_offset', 'Offset of its JSON in the decompressed file'),
      whole('byte_length', 'Length of its JSON'),
      text('profile', 'First meta.profile')
    ]
  },
  {
    name: 'reject',
    description: 'Lines that were not stored and values that were left out.',
    columns: [
      text('file', 'File'),
      whole('line', 'Line number from 1'),
      whole('byte_offset', 'Byte offset of the line in the decompressed file'),
      text('resource_type', 'Resource type, when known'),
      text('path', 'Element path, for a value that was left out'),
      text('reason', 'Why'),
      text('scope', 'resource: not stored; value: stored without this value')
    ]
  },
  {
    name: 'file',
    description: 'Accounts of every file: lines = stored + rejected + ignored.',
    columns: [
      text('name', 'File'),
      text('format', 'What it was recognised as'),
      whole('bytes', 'Bytes read'),
      whole('lines', 'Lines, or entries of a Bundle'),
      whole('stored', 'Resources stored'),
      whole('rejected', 'Lines rejected'),
      whole('ignored', 'Blank lines and exact duplicates')
    ]
  }
]

/** The rows of `<table>_coding`. */
export function codingTable(store: Store, table: Table, { offsets, ids }: CodingIndex): ExtraTable {
  const rowOf = new Int32Array(ids.length)
  for (let row = 0; row < table.rows; row++) rowOf.fill(row, offsets[row], offsets[row + 1])
  const id = columnReaders('id', '', table.column('id', 'id'), store.concepts)[0]!
  const code = columnReaders('code', '', { kind: 'concept', ids }, store.concepts)
  const cells = [(row: number) => id.at(rowOf[row]!), (row: number) => row - offsets[rowOf[row]!]!, ...code.map(({ at }) => at)]
  return { rows: ids.length, columns: codingColumns(table.name).map((column, place) => ({ ...column, at: cells[place]! })) }
}

/** The rows of one of {@link loadTables}; undefined when the name is none of them. */
export function loadTable(store: Store, name: string): ExtraTable | undefined {
  const columns = loadTables.find((table) => table.name === name)?.columns
  if (columns === undefined) return undefined
  const rows = name === 'resource' ? resourceRows(store) : name === 'reject' ? rejectRows(store) : fileRows(store)
  return { rows: rows.length, columns: columns.map((column, place) => ({ ...column, at: (row) => rows[row]!(place) })) }
}

type Row = (place: number) => SqlValue
const rowOf = (cells: readonly SqlValue[]): Row => (place) => cells[place] ?? null

function resourceRows(store: Store): Row[] {
  const rows: Row[] = []
  const patientIds = store.tables.get('patient')?.column('id', 'id')
  for (const [type, index] of store.resources) {
    for (let at = 0; at < index.count; at++) {
      rows.push((place) => {
        const patient = index.patient[at]!
        const cells: readonly (() => SqlValue)[] = [
          () => type,
          () => idAt(index.ids, at) ?? null,
          () => (patientIds === undefined || patient < 0 ? null : (idAt(patientIds, patient) ?? null)),
          () => store.files[index.file[at]!] ?? null,
          () => index.line[at]!,
          () => index.offset[at]!,
          () => index.length[at]!,
          () => store.profiles[index.profile[at]!] ?? null
        ]
        return cells[place]!()
      })
    }
  }
  return rows
}

function rejectRows({ report, files }: Store): Row[] {
  return report.rejects.map(({ file, line, offset, resourceType, path, reason, scope }) =>
    rowOf([files[file] ?? null, line, offset, resourceType ?? null, path ?? null, reason, scope])
  )
}

function fileRows({ report }: Store): Row[] {
  return report.files.map(({ name, format, bytes, lines, stored, rejected, ignored }) =>
    rowOf([name, format, bytes, lines, stored, rejected, ignored])
  )
}
