// Notes the references of the current line; which of them count is told when the whole line is known to be good.
import { NOTE_REFERENCE, takeNote } from './notes'
import { TEXT } from './records'
import { contextOf, eachRecord, follow, refuse } from './routes'
import { isQualified } from './text'

const LONGEST_LOCAL: u32 = 200
const LONGEST_REFERENCE: u32 = 4096

/** Slots of a Reference. */
let referenceSlot: u32 = 0
let identifierSlot: u32 = 0
/** The cell that references are noted for, and the types it may name. */
let column: usize = 0
let row: usize = 0
let targets: usize = 0

export function beginReferences(type: usize): void {
  referenceSlot = load<u32>(type, 44)
  identifierSlot = load<u32>(type, 48)
}

/** Notes the reference that a record is; the first that fits will count. */
function note(record: usize): void {
  const slot = record + <usize>referenceSlot
  const text: usize = load<u32>(slot)
  if (text == 0) {
    // What is named by its identifier alone needs more care.
    if (load<u32>(record + <usize>identifierSlot)) refuse()
    return
  }
  const what = load<u32>(slot, 4)
  if ((what & 15) != TEXT) {
    refuse()
    return
  }
  const length = what >> 4
  const isLocal = length > 0 && load<u8>(text) == 35
  if (isLocal ? length > LONGEST_LOCAL : length > LONGEST_REFERENCE || !isQualified(text, length)) {
    refuse()
    return
  }
  const at = takeNote(NOTE_REFERENCE, column, row)
  if (at == 0) return
  store<u32>(at, <u32>text, 12)
  store<u32>(at, length, 16)
  store<u32>(at, <u32>targets, 36)
}

/** Notes all references that a source leads to. */
export function reference(source: usize, ofColumn: usize, ofRow: usize, ofTargets: usize): void {
  column = ofColumn
  row = ofRow
  targets = ofTargets
  const end = source + 4 + (<usize>load<u32>(source) << 4)
  for (let route = source + 4; route < end; route += 16) {
    const record = contextOf(load<u32>(route, 4))
    if (record == 0) continue
    if (load<u32>(route) == 0) eachRecord(record, load<u32>(route, 8), note)
    else {
      const found = follow(route)
      if (found) note(found)
    }
  }
}

/** Notes the person that the line is about. */
export function notePerson(record: usize, ofColumn: usize, ofTargets: usize): void {
  column = ofColumn
  row = 0
  targets = ofTargets
  for (; record; record = load<u32>(record)) note(record)
}
