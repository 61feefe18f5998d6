import { NO_INTEGER, NONE, type Column } from '../model/column.ts'

/** A value of a boolean column that is missing. */
const NEITHER = 2

/**
 * A column without the values of some rows. Ids, the person and times stay: they say that there is a record, whose it is and
 * when it was, and nothing of what it says.
 * @param name of the column
 */
export function maskColumn(column: Column, name: string, rows: Iterable<number>): Column {
  switch (column.kind) {
    case 'id':
    case 'date':
    case 'dateTime':
      return column
    case 'dictionary':
      return { ...column, codes: without(column.codes, rows, NONE) }
    case 'concept':
      return { ...column, ids: without(column.ids, rows, NONE) }
    case 'reference':
      return name === 'patient_id' ? column : { ...column, codes: without(column.codes, rows, NONE) }
    case 'number':
      return { ...column, values: without(column.values, rows, Number.NaN) }
    case 'integer':
      return { ...column, values: without(column.values, rows, NO_INTEGER) }
    case 'boolean':
      return { ...column, values: without(column.values, rows, NEITHER) }
  }
}

function without<A extends Int32Array | Float64Array | Uint8Array>(
  values: A,
  rows: Iterable<number>,
  missing: number
): A {
  const masked = values.slice() as A
  for (const row of rows) masked[row] = missing
  return masked
}
