// Columns that grow row by row.
//
// Table: [rows, capacity, resources, column count, columns, rows with those of the current line, capacity in the chunk before],
// 28 bytes. Column: [form, a, b, c, d, dictionary (24 bytes)], 44 bytes.
import { emptyDictionary } from './dictionary'
import { regrow } from './heap'
import { day, millis, precision, zone } from './dates'

const CODES: u32 = 0
const DATE: u32 = 1
const DATE_TIME: u32 = 2
const NUMBER: u32 = 3
const INTEGER: u32 = 4

// @ts-ignore: decorator
@inline
function widen(column: usize, part: usize, width: usize, rows: usize, room: usize): void {
  store<u32>(column + part, <u32>regrow(load<u32>(column + part), rows * width, room * width))
}

function grow(table: usize): void {
  const rows: usize = load<u32>(table, 4)
  const room: usize = rows == 0 ? max<usize>(load<u32>(table, 24), 256) : rows * 2
  widen(table, 8, 4, rows, room)
  let column: usize = load<u32>(table, 16)
  for (let left = load<u32>(table, 12); left > 0; left--, column += 44) {
    const form = load<u32>(column)
    if (form == CODES || form == INTEGER) widen(column, 4, 4, rows, room)
    else if (form == NUMBER) widen(column, 4, 8, rows, room)
    else if (form == DATE) {
      widen(column, 4, 4, rows, room)
      widen(column, 8, 1, rows, room)
    } else if (form == DATE_TIME) {
      widen(column, 4, 4, rows, room)
      widen(column, 8, 4, rows, room)
      widen(column, 12, 2, rows, room)
      widen(column, 16, 1, rows, room)
    } else widen(column, 4, 1, rows, room)
  }
  store<u32>(table, <u32>room, 4)
}

/** One more row, which does not count before the line is kept. */
export function addRow(table: usize, resource: u32): usize {
  const row = load<u32>(table, 20)
  if (row == load<u32>(table, 4)) grow(table)
  store<u32>(table, row + 1, 20)
  store<u32>(<usize>load<u32>(table, 8) + (<usize>row << 2), resource)
  return row
}

// @ts-ignore: decorator
@inline
export function placeOf4(column: usize, row: usize): usize {
  return <usize>load<u32>(column, 4) + (row << 2)
}

export function setNumber(column: usize, row: usize, value: f64): void {
  store<f64>(<usize>load<u32>(column, 4) + (row << 3), value)
}

export function setByte(column: usize, row: usize, value: i32): void {
  store<u8>(<usize>load<u32>(column, 4) + row, value)
}

/** Writes what was parsed last. */
export function setDate(column: usize, row: usize): void {
  store<i32>(placeOf4(column, row), day)
  store<u8>(<usize>load<u32>(column, 8) + row, min(precision, 3))
}

export function setDateTime(column: usize, row: usize): void {
  store<i32>(placeOf4(column, row), day)
  store<i32>(<usize>load<u32>(column, 8) + (row << 2), millis)
  store<i16>(<usize>load<u32>(column, 12) + (row << 1), zone)
  store<u8>(<usize>load<u32>(column, 16) + row, precision)
}

/** Empties a table whose memory was given up. */
export function emptyTable(table: usize): void {
  store<u32>(table, max(load<u32>(table, 4), load<u32>(table, 24)), 24)
  store<u32>(table, 0)
  store<u32>(table, 0, 4)
  store<u32>(table, 0, 20)
  let column: usize = load<u32>(table, 16)
  for (let left = load<u32>(table, 12); left > 0; left--, column += 44) emptyDictionary(column + 20)
}
