// Notes of what a line has for tables of texts, looked up when the whole line is known to be good.
//
// Note: [kind, column, row, three texts with length, argument], 40 bytes.
import { append } from './heap'
import { conceptOf } from './concepts'
import { entryOf } from './dictionary'
import { addKey, isTarget, knownType, ownKey, referenceKey, unknownKey } from './keys'
import { scratch, TEXT } from './records'
import { contextOf, refuse } from './routes'
import { placeOf4 } from './tables'
import { sameText } from './text'

export const NOTE_TEXT: u32 = 1
export const NOTE_KEY: u32 = 2
export const NOTE_REFERENCE: u32 = 3
export const NOTE_CONCEPT: u32 = 4
export const NOTE_CODING: u32 = 5

let notes: usize = 0
let note: usize = 0
let notesEnd: usize = 0
/** The line's resource, as a row of the chunk. */
let resource: u32 = 0
let resourceOffset: f64 = 0
/** Slots of what is contained in a resource of the current type. */
let containedSlot: u32 = 0
let containedIdSlot: u32 = 0
let containedTypeSlot: u32 = 0
let ownId: usize = 0
let ownLength: u32 = 0
let ownType: u32 = 0

export function setNoteRoom(at: usize, end: usize): void {
  notes = at
  notesEnd = end
}

/** Forgets the notes of the line before. */
export function beginNotes(row: u32, offset: f64, type: usize, id: usize, idLength: u32): void {
  note = notes
  resource = row
  resourceOffset = offset
  ownType = load<u32>(type, 8)
  containedSlot = load<u32>(type, 52)
  containedIdSlot = load<u32>(type, 56)
  containedTypeSlot = load<u32>(type, 60)
  ownId = id
  ownLength = idLength
}

/** A new note; 0 when there is no room. */
export function takeNote(kind: u32, column: usize, row: usize): usize {
  const at = note
  if (at + 40 > notesEnd) return refuse()
  note += 40
  store<u32>(at, kind)
  store<u32>(at, <u32>column, 4)
  store<u32>(at, <u32>row, 8)
  return at
}

/** Notes one of a note's texts. */
// @ts-ignore: decorator
@inline
export function setText(at: usize, place: usize, slot: usize): void {
  store<u32>(at + place, slot ? load<u32>(slot) : 0)
  store<u32>(at + place, slot ? load<u32>(slot, 4) >> 4 : 0, 4)
}

/** Key of a resource that is contained in the current one. */
function localKey(p: usize, length: u32, targets: usize): i32 {
  if (length == 1) return isTarget(targets, ownType) ? ownKey : -1
  let record: usize = containedSlot ? <usize>load<u32>(contextOf(0) + <usize>containedSlot) : 0
  for (; record; record = load<u32>(record)) {
    const slot = record + <usize>containedIdSlot
    const id: usize = load<u32>(slot)
    const what = load<u32>(slot, 4)
    if (id == 0 || (what & 15) != TEXT) continue
    const isSame = what >> 4 == length - 1 && sameText(id, p + 1, length - 1)
    if (isSame || (what >> 4 == length && sameText(id, p, length))) break
  }
  const slot = record ? record + <usize>containedTypeSlot : 0
  if (slot == 0 || (load<u32>(slot, 4) & 15) != TEXT) return unknownKey(p, length, targets)
  const type = knownType(load<u32>(slot), load<u32>(slot, 4) >> 4)
  if (type < 0 || !isTarget(targets, type)) return -1
  const text = scratch
  memory.copy(text, ownId, ownLength)
  memory.copy(text + <usize>ownLength, p, length)
  return addKey(0, type, text, ownLength + length)
}

/** Number of a text in its column. Often it is that of the row before. */
function textNumber(column: usize, place: usize, row: u32, p: usize, length: u32): i32 {
  const before = row > 0 ? load<i32>(place - 4) : -1
  if (before >= 0) {
    const entry: usize = <usize>load<u32>(column, 28) + (<usize>before << 4)
    if (load<u32>(entry, 4) == length && sameText(load<u32>(entry), p, length)) return before
  }
  return load<i32>(entryOf(column + 20, p, length), 8)
}

/** Concepts of the current line that were looked up last: notes, and what they stand for. */
let recentNote: usize = 0
let recentConcept: i32 = 0
let olderNote: usize = 0
let olderConcept: i32 = 0

// @ts-ignore: decorator
@inline
function isSameNote(a: usize, b: usize): bool {
  return v128.all_true<u64>(i64x2.eq(v128.load(a, 12), v128.load(b, 12))) && load<u64>(a, 28) == load<u64>(b, 28)
}

/** Place of the concept of a note. The same places of a line are often asked for again. */
function noted(at: usize): i32 {
  if (recentNote && isSameNote(at, recentNote)) return recentConcept
  if (olderNote && isSameNote(at, olderNote)) return olderConcept
  olderNote = recentNote
  olderConcept = recentConcept
  recentNote = at
  recentConcept = conceptOf(
    load<u32>(at, 12), load<u32>(at, 16), load<u32>(at, 20), load<u32>(at, 24), load<u32>(at, 28), load<u32>(at, 32), resourceOffset
  )
  return recentConcept
}

/** Looks up what was noted. Nothing can be refused any more. */
export function keepNotes(): void {
  recentNote = 0
  olderNote = 0
  for (let at = notes; at < note; at += 40) {
    const column: usize = load<u32>(at, 4)
    const p: usize = load<u32>(at, 12)
    const length = load<u32>(at, 16)
    const kind = load<u32>(at)
    if (kind == NOTE_CODING) {
      const coding = append(column, 8)
      store<u32>(coding, resource)
      store<i32>(coding, noted(at), 4)
      continue
    }
    const place = placeOf4(column, load<u32>(at, 8))
    if (kind == NOTE_TEXT) store<i32>(place, textNumber(column, place, load<u32>(at, 8), p, length))
    else if (kind == NOTE_CONCEPT) store<i32>(place, noted(at))
    else if (kind == NOTE_KEY) store<i32>(place, p ? addKey(0, load<u32>(at, 36), p, length) : ownKey)
    else if (load<i32>(place) < 0) {
      const targets: usize = load<u32>(at, 36)
      store<i32>(place, load<u8>(p) == 35 ? localKey(p, length, targets) : referenceKey(p, length, targets))
    }
  }
}
