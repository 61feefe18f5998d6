// Distinct texts, numbered in the order in which they came.
//
// Dictionary: [table, mask, entries (a list)], 24 bytes. The table has [hash, number + 1].
// Entry: [text, length, value, 0], 16 bytes.
import { alloc, allocZero, append, emptyList } from './heap'
import { hashOf, sameText } from './text'

const FIRST_SLOTS: u32 = 64

/** Slots for as many entries as there were in the chunk before. */
function firstSlots(entries: u32): u32 {
  let slots = FIRST_SLOTS
  while (slots < entries * 2) slots *= 2
  return slots
}

/** Empties a dictionary whose memory was given up. */
export function emptyDictionary(dictionary: usize): void {
  store<u64>(dictionary, 0)
  emptyList(dictionary + 8)
}

function widen(dictionary: usize): void {
  const old: usize = load<u32>(dictionary)
  const slots: u32 = old == 0 ? firstSlots(load<u32>(dictionary, 20)) : (load<u32>(dictionary, 4) + 1) * 2
  const table = allocZero(<usize>slots << 3)
  const mask = slots - 1
  if (old) {
    for (let i: usize = 0; i <= load<u32>(dictionary, 4); i++) {
      const slot = load<u64>(old + (i << 3))
      if (slot == 0) continue
      let at = <u32>slot & mask
      while (load<u64>(table + (<usize>at << 3)) != 0) at = (at + 1) & mask
      store<u64>(table + (<usize>at << 3), slot)
    }
  }
  store<u32>(dictionary, <u32>table)
  store<u32>(dictionary, mask, 4)
}

/** Copies a text to where it outlives its line. */
export function keepText(p: usize, length: usize): usize {
  const at = alloc(length)
  memory.copy(at, p, length)
  return at
}

/** The entry of a text that may not be there; 0 without. */
export function knownEntry(dictionary: usize, p: usize, length: u32): usize {
  const table: usize = load<u32>(dictionary)
  const mask = load<u32>(dictionary, 4)
  const hash = hashOf(p, length)
  let at = hash & mask
  while (true) {
    const slot = table + (<usize>at << 3)
    const number = load<u32>(slot, 4)
    if (number == 0) return 0
    if (load<u32>(slot) == hash) {
      const entry: usize = <usize>load<u32>(dictionary, 8) + (<usize>(number - 1) << 4)
      if (load<u32>(entry, 4) == length && sameText(load<u32>(entry), p, length)) return entry
    }
    at = (at + 1) & mask
  }
}

/** Set by {@link entryOf}: the text was not there before. */
export let isNew: bool = false

/** The entry of a text. A new one has its number as its value. */
export function entryOf(dictionary: usize, p: usize, length: u32): usize {
  const count = load<u32>(dictionary, 12)
  if (load<u32>(dictionary) == 0 || count * 2 > load<u32>(dictionary, 4)) widen(dictionary)
  const table: usize = load<u32>(dictionary)
  const mask = load<u32>(dictionary, 4)
  const hash = hashOf(p, length)
  let at = hash & mask
  while (true) {
    const slot = table + (<usize>at << 3)
    const number = load<u32>(slot, 4)
    if (number == 0) {
      const entry = append(dictionary + 8, 16)
      store<u32>(slot, hash)
      store<u32>(slot, count + 1, 4)
      store<u32>(entry, <u32>keepText(p, length))
      store<u32>(entry, length, 4)
      store<u32>(entry, count, 8)
      isNew = true
      return entry
    }
    if (load<u32>(slot) == hash) {
      const entry: usize = <usize>load<u32>(dictionary, 8) + (<usize>(number - 1) << 4)
      if (load<u32>(entry, 4) == length && sameText(load<u32>(entry), p, length)) {
        isNew = false
        return entry
      }
    }
    at = (at + 1) & mask
  }
}
