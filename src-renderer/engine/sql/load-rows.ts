import { idAt } from '../store/id-column.ts'
import type { ResourceIndex, Store } from '../store/store.ts'
import type { SqlCell, SqlValue } from './column-cells.ts'
import type { SqlColumn, SqlRows } from './sql-columns.ts'

const text = (name: string, description: string): SqlColumn => ({ name, type: 'TEXT', description })
const whole = (name: string, description: string): SqlColumn => ({ name, type: 'INTEGER', description })

/** Tables about the load itself, so that nothing is hidden. */
export const loadTables = [
  {
    name: 'resource',
    description: 'Every stored resource, of any type, with its place in the source files.',
    columns: [
      text('type', 'FHIR resource type.'),
      text('id', 'Resource id.'),
      text('patient_id', 'Id of the patient it is about, when known.'),
      text('file', 'File it came from.'),
      whole('line', 'Line number from 1.'),
      whole('byte_offset', 'Offset of its JSON in the decompressed file.'),
      whole('byte_length', 'Length of its JSON.'),
      text('profile', 'First meta.profile.')
    ]
  },
  {
    name: 'reject',
    description: 'Lines that were not stored and values that were left out, the first 100,000.',
    columns: [
      text('file', 'File.'),
      whole('line', 'Line number from 1.'),
      whole('byte_offset', 'Byte offset of the line in the decompressed file.'),
      text('resource_type', 'Resource type, when known.'),
      text('path', 'Element path, for a value that was left out.'),
      text('reason', 'Why.'),
      text('scope', 'resource: not stored; value: stored without this value.')
    ]
  },
  {
    name: 'file',
    description: 'Accounts of every file: lines = stored + rejected + ignored.',
    columns: [
      text('name', 'File.'),
      text('format', 'What it was recognised as.'),
      whole('bytes', 'Bytes of text, after decompression.'),
      whole('lines', 'Lines, or entries of a Bundle.'),
      whole('stored', 'Resources stored.'),
      whole('rejected', 'Lines rejected.'),
      whole('ignored', 'Blank lines and exact duplicates.')
    ]
  }
] as const

/** The rows of one of {@link loadTables}; undefined when the name is none of them. */
export function loadRows(store: Store, name: string): SqlRows | undefined {
  const columns = loadTables.find((table) => table.name === name)?.columns
  if (columns === undefined) return undefined
  if (name === 'resource') return { columns, ...resourceCells(store) }
  if (name === 'file') {
    return listed(columns, store.report.files, ({ name: file, format, bytes, lines, stored, rejected, ignored }) => [
      file,
      format,
      bytes,
      lines,
      stored,
      rejected,
      ignored
    ])
  }
  return listed(columns, store.report.rejects, ({ file, line, offset, resourceType, path, reason, scope }) => [
    store.files[file] ?? null,
    line,
    offset,
    resourceType ?? null,
    path ?? null,
    reason,
    scope
  ])
}

function listed<T>(
  columns: readonly SqlColumn[],
  items: readonly T[],
  cellsOf: (item: T) => readonly SqlValue[]
): SqlRows {
  return {
    rows: items.length,
    columns,
    cells: columns.map(
      (_, place): SqlCell =>
        (row) =>
          cellsOf(items[row]!)[place] ?? null
    )
  }
}

/** Reads the indexes of all types one after the other, as one table. */
function resourceCells(store: Store): Pick<SqlRows, 'rows' | 'cells'> {
  const indexes = Array.from(store.resources.values())
  const patients = store.resources.get('Patient')?.ids
  let first = 0
  const starts = indexes.map(({ count }) => (first += count) - count)
  let place = 0
  const cell =
    (read: (index: ResourceIndex, at: number) => SqlValue): SqlCell =>
    (row) => {
      while (row < starts[place]!) place--
      while (row >= starts[place]! + indexes[place]!.count) place++
      return read(indexes[place]!, row - starts[place]!)
    }
  const patientId = (ordinal: number) =>
    patients === undefined || ordinal < 0 ? null : (idAt(patients, ordinal) ?? null)
  return {
    rows: first,
    cells: [
      cell(({ resourceType }) => resourceType),
      cell(({ ids }, at) => idAt(ids, at) ?? null),
      cell(({ patient }, at) => patientId(patient[at]!)),
      cell(({ file }, at) => store.files[file[at]!] ?? null),
      cell(({ line }, at) => line[at]!),
      cell(({ offset }, at) => offset[at]!),
      cell(({ length }, at) => length[at]!),
      cell(({ profile }, at) => store.profiles[profile[at]!] ?? null)
    ]
  }
}
