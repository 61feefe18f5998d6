// Fills the rows of views. Values that need no table of texts are written at once, behind the rows that count; the others
// are noted and looked up when the whole line is known to be good.
//
// View: [table, coding list, outer loop | 0, branch count, branch …]. Branch: [inner loop | 0, cell count, cells, context count,
// context source …]. Loop: [context where it begins, elements that are left out, steps …].
// Cell: [kind, column, four arguments], 24 bytes.
import { addRow, placeOf4, setByte, setDate, setDateTime, setNumber } from './tables'
import { noDate, parseDate } from './dates'
import { NOTE_CODING, NOTE_CONCEPT, NOTE_KEY, NOTE_TEXT, setText, takeNote } from './notes'
import { numberOf } from './numbers'
import { FALSE, NUMBER, takeScratch, TEXT, TRUE } from './records'
import { reference } from './references'
import { contextOf, eachRecord, find, holds, refuse, refused, setContext, UNKNOWN } from './routes'

const CELL_TEXT: u32 = 1
const CELL_TEMPLATE: u32 = 2
const CELL_OWN: u32 = 3
const CELL_CONTAINED_ID: u32 = 4
const CELL_REFERENCE: u32 = 5
const CELL_CONCEPT: u32 = 6
const CELL_DATE: u32 = 7
const CELL_DATE_TIME: u32 = 8
const CELL_NUMBER: u32 = 9
const CELL_INTEGER: u32 = 10
const CELL_BOOLEAN: u32 = 11
const CELL_CONDITION: u32 = 12
const CELL_INDEX: u32 = 13

const NO_INTEGER: i32 = i32.MIN_VALUE
const MISSING_BOOLEAN: i32 = 2

/** The line's resource, as a row of the chunk. */
let resource: u32 = 0
/** Rows of tables that the current line made. */
export let rowsMade: u32 = 0

export function beginLine(row: u32): void {
  resource = row
  rowsMade = 0
}

/** The text that a source leads to, as a slot; other values are refused. */
function textOf(source: usize): usize {
  if (source == 0) return 0
  const slot = find(source)
  return slot && (load<u32>(slot, 4) & 7) != TEXT ? refuse() : slot
}

/** Writes a text made of parts to the scratch room as a slot; 0 when a part is missing. Template: [count, text | 0, length | source …]. */
function fill(template: usize): usize {
  let length: usize = 0
  const count = load<u32>(template)
  for (let i: u32 = 0; i < count; i++) {
    const part = template + 4 + (<usize>i << 3)
    if (load<u32>(part)) length += load<u32>(part, 4)
    else {
      const slot = textOf(load<u32>(part, 4))
      if (slot == 0) return 0
      length += load<u32>(slot, 4) >> 4
    }
  }
  const out = takeScratch(length + 16)
  if (out == 0) return refuse()
  let p = out + 8
  for (let i: u32 = 0; i < count; i++) {
    const part = template + 4 + (<usize>i << 3)
    const slot = load<u32>(part) ? part : textOf(load<u32>(part, 4))
    const size: usize = slot == part ? load<u32>(part, 4) : load<u32>(slot, 4) >> 4
    memory.copy(p, load<u32>(slot), size)
    p += size
  }
  store<u32>(out, <u32>(out + 8))
  store<u32>(out, (<u32>length << 4) | TEXT, 4)
  return out
}

function concept(kind: u32, cell: usize, column: usize, row: usize): void {
  const system = textOf(load<u32>(cell, 8))
  const code = textOf(load<u32>(cell, 12))
  const display = textOf(load<u32>(cell, 16))
  if (refused) return
  if ((code == 0 || load<u32>(code, 4) >> 4 == 0) && (display == 0 || load<u32>(display, 4) >> 4 == 0)) return
  const at = takeNote(kind, column, row)
  if (at == 0) return
  setText(at, 12, system)
  setText(at, 20, code)
  setText(at, 28, display)
}

function date(source: usize): void {
  const slot = textOf(source)
  if (slot == 0) noDate()
  else if (!parseDate(load<u32>(slot), load<u32>(slot, 4) >> 4)) refuse()
}

/** The number that a source leads to, NaN without. */
function number(source: usize): f64 {
  const slot = find(source)
  if (slot == 0) return NaN
  const what = load<u32>(slot, 4)
  const value = (what & 7) == NUMBER ? numberOf(load<u32>(slot), what >> 4) : Infinity
  if (abs(value) == Infinity) refuse()
  return value
}

function cellOf(cell: usize, row: usize): void {
  const column: usize = load<u32>(cell, 4)
  const argument: usize = load<u32>(cell, 8)
  switch (load<u32>(cell)) {
    case CELL_TEXT:
    case CELL_TEMPLATE: {
      store<i32>(placeOf4(column, row), -1)
      const slot = load<u32>(cell) == CELL_TEXT ? textOf(argument) : fill(argument)
      if (slot == 0) return
      const at = takeNote(NOTE_TEXT, column, row)
      if (at) setText(at, 12, slot)
      return
    }
    case CELL_OWN: {
      const at = takeNote(NOTE_KEY, column, row)
      if (at) store<u32>(at, 0, 12)
      return
    }
    case CELL_CONTAINED_ID: {
      store<i32>(placeOf4(column, row), -1)
      const slot = fill(argument)
      if (slot == 0) return
      const at = takeNote(NOTE_KEY, column, row)
      if (at == 0) return
      setText(at, 12, slot)
      store<u32>(at, load<u32>(cell, 12), 36)
      return
    }
    case CELL_REFERENCE:
      store<i32>(placeOf4(column, row), -1)
      reference(argument, column, row, load<u32>(cell, 12))
      return
    case CELL_CONCEPT:
      store<i32>(placeOf4(column, row), -1)
      concept(NOTE_CONCEPT, cell, column, row)
      return
    case CELL_DATE:
      date(argument)
      setDate(column, row)
      return
    case CELL_DATE_TIME:
      date(argument)
      setDateTime(column, row)
      return
    case CELL_NUMBER:
      setNumber(column, row, number(argument))
      return
    case CELL_INTEGER: {
      const value = number(argument)
      if (value != value) store<i32>(placeOf4(column, row), NO_INTEGER)
      else if (value == nearest(value) && abs(value) < 2147483648) store<i32>(placeOf4(column, row), <i32>value)
      else refuse()
      return
    }
    case CELL_BOOLEAN: {
      const slot = find(argument)
      const kind = slot ? load<u32>(slot, 4) & 7 : 0
      if (slot && kind != TRUE && kind != FALSE) refuse()
      setByte(column, row, slot ? <i32>(kind == TRUE) : MISSING_BOOLEAN)
      return
    }
    case CELL_CONDITION: {
      const record = contextOf(<u32>argument)
      setByte(column, row, record ? holds(record, load<u32>(cell, 12)) : UNKNOWN)
      return
    }
    case CELL_INDEX: {
      const index = argument == 0 ? 0 : argument == 1 ? outerIndex : innerIndex
      store<i32>(placeOf4(column, row), index + <i32>load<u32>(cell, 12))
      return
    }
    default:
      nothing(column, row)
  }
}

/** A missing value. */
function nothing(column: usize, row: usize): void {
  switch (load<u32>(column)) {
    case 0: store<i32>(placeOf4(column, row), -1); return
    case 1: noDate(); setDate(column, row); return
    case 2: noDate(); setDateTime(column, row); return
    case 3: setNumber(column, row, NaN); return
    case 4: store<i32>(placeOf4(column, row), NO_INTEGER); return
    default: setByte(column, row, MISSING_BOOLEAN)
  }
}

/** The view whose rows are made, and its part. */
let view: usize = 0
let branch: usize = 0
/** Elements of the loops before the current one; negative for those that are left out. */
let outerIndex: i32 = 0
let innerIndex: i32 = 0

function rowOfBranch(): void {
  const contexts = load<u32>(branch, 12)
  for (let i: u32 = 0; i < contexts; i++) setContext(3 + i, find(load<u32>(branch + 16 + (<usize>i << 2))))
  const table: usize = load<u32>(view)
  let cell: usize = load<u32>(branch, 8)
  if (table == 0) {
    concept(NOTE_CODING, cell, load<u32>(view, 4), 0)
    return
  }
  const row = addRow(table, resource)
  rowsMade++
  for (let left = load<u32>(branch, 4); left > 0; left--, cell += 24) {
    cellOf(cell, row)
    if (refused) return
  }
}

function innerElement(record: usize): void {
  if (++innerIndex < 0) return
  setContext(2, record)
  rowOfBranch()
}

function rowsOfBranches(): void {
  const end = view + 16 + (<usize>load<u32>(view, 12) << 2)
  for (let each = view + 16; each < end; each += 4) {
    branch = load<u32>(each)
    const loop: usize = load<u32>(branch)
    if (loop) {
      innerIndex = -1 - <i32>load<u32>(loop, 4)
      eachRecord(contextOf(load<u32>(loop)), loop + 8, innerElement)
    } else rowOfBranch()
    if (refused) return
  }
}

function outerElement(record: usize): void {
  if (++outerIndex < 0) return
  setContext(1, record)
  rowsOfBranches()
}

/** Makes the rows of a view for the current line. */
export function runView(planned: usize): void {
  view = planned
  const loop: usize = load<u32>(view, 8)
  if (loop) {
    outerIndex = -1 - <i32>load<u32>(loop, 4)
    eachRecord(contextOf(load<u32>(loop)), loop + 8, outerElement)
  } else rowsOfBranches()
}
