import { Field, RecordBatch, Schema, Table as ArrowTable, tableToIPC } from 'apache-arrow'
import { toArrow } from '../../store/build/arrow-table.ts'
import { tableFacts, type ExportTable } from './export-table.ts'

/**
 * A table in the Arrow IPC file format. Columns share the store's arrays until the bytes are written. What the table and its
 * columns mean, and where it comes from, stands in the metadata of the schema, as in a Parquet file, and next to each column.
 */
export function arrowBytes(table: ExportTable): Uint8Array<ArrayBuffer> {
  const { columns, concepts } = table
  const physical = new Map<string, ExportTable['columns'][number]['column']>()
  const info: { name: string; kind: (typeof columns)[number]['column']['kind']; description: string }[] = []
  for (const { name, description, column } of columns) {
    // A concept makes its three columns itself.
    const physicalName = column.kind === 'concept' ? conceptName(name) : name
    if (physical.has(physicalName)) continue
    physical.set(physicalName, column)
    info.push({ name: physicalName, kind: column.kind, description })
  }
  const plain = toArrow({ concepts }, { info, columns: physical })
  return new Uint8Array(tableToIPC(described(plain, table), 'file'))
}

/** The same columns under a schema that says what they mean. */
function described(plain: ArrowTable, table: ExportTable): ArrowTable {
  const meanings = new Map(table.columns.map(({ name, description }) => [name, description]))
  const fields = plain.schema.fields.map(({ name, type, nullable }) => {
    const meaning = meanings.get(name) ?? ''
    return new Field(name, type, nullable, new Map(meaning === '' ? [] : [['description', meaning]]))
  })
  const schema = new Schema(fields, new Map(tableFacts(table)))
  return new ArrowTable(
    schema,
    plain.batches.map(({ data }) => new RecordBatch(schema, data))
  )
}

/** `class_system` belongs to the concept `class`; `system` to `code`. */
function conceptName(name: string): string {
  const prefix = /^(.+)_(?:system|code|display)$/.exec(name)?.[1]
  return prefix ?? 'code'
}
