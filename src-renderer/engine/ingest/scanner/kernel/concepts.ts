// Distinct pairs of system and code; where there is no code, of system and display.
//
// Concept: [system, code, code length, display, display length, 0, offset of the resource f64], 32 bytes.
import { allocZero, append, emptyList } from './heap'
import { emptyDictionary, entryOf, keepText } from './dictionary'
import { hashOf, sameText } from './text'

/** Dictionary of systems. */
export const systems: usize = memory.data(24, 8)
/** List of concepts. */
export const concepts: usize = memory.data(16, 8)
/** The system that was looked up last. */
let recentText: usize = 0
let recentLength: u32 = 0
let recentSystem: u32 = 0
let table: usize = 0
let mask: u32 = 0

export function beginConcepts(): void {
  emptyDictionary(systems)
  emptyList(concepts)
  recentText = 0
  recentLength = 0xffffffff
  mask = 255
  table = allocZero(256 << 3)
}

function widen(): void {
  const old = table
  const last: usize = mask
  mask = mask * 2 + 1
  table = allocZero((<usize>mask + 1) << 3)
  for (let i: usize = 0; i <= last; i++) {
    const slot = load<u64>(old + (i << 3))
    if (slot == 0) continue
    let at = <u32>slot & mask
    while (load<u64>(table + (<usize>at << 3)) != 0) at = (at + 1) & mask
    store<u64>(table + (<usize>at << 3), slot)
  }
}

function systemOf(p: usize, length: u32): u32 {
  if (length == recentLength && sameText(recentText, p, length)) return recentSystem
  const entry = entryOf(systems, p, length)
  recentText = load<u32>(entry)
  recentLength = length
  recentSystem = load<u32>(entry, 8)
  return recentSystem
}

/** Place of a concept. */
export function conceptOf(
  system: usize, systemLength: u32, code: usize, codeLength: u32, display: usize, displayLength: u32, offset: f64
): i32 {
  const count = load<u32>(concepts, 4)
  if (count * 2 > mask) widen()
  const ofSystem = systemOf(system, systemLength)
  const byDisplay = codeLength == 0
  const text = byDisplay ? display : code
  const length = byDisplay ? displayLength : codeLength
  const hash = (hashOf(text, length) ^ (ofSystem * 0x9e3779b1)) + <u32>byDisplay
  let at = hash & mask
  while (true) {
    const slot = table + (<usize>at << 3)
    const number = load<u32>(slot, 4)
    if (number == 0) {
      const concept = append(concepts, 32)
      store<u32>(slot, hash)
      store<u32>(slot, count + 1, 4)
      store<u32>(concept, ofSystem)
      store<u32>(concept, codeLength ? <u32>keepText(code, codeLength) : 0, 4)
      store<u32>(concept, codeLength, 8)
      store<u32>(concept, displayLength ? <u32>keepText(display, displayLength) : 0, 12)
      store<u32>(concept, displayLength, 16)
      store<f64>(concept, offset, 24)
      return <i32>count
    }
    if (load<u32>(slot) == hash) {
      const concept: usize = <usize>load<u32>(concepts) + (<usize>(number - 1) << 5)
      if (load<u32>(concept) == ofSystem && (load<u32>(concept, 8) == 0) == byDisplay) {
        const known: usize = byDisplay ? 12 : 4
        if (load<u32>(concept + known + 4) == length && sameText(load<u32>(concept + known), text, length)) {
          if (displayLength && load<u32>(concept, 16) == 0) {
            store<u32>(concept, <u32>keepText(display, displayLength), 12)
            store<u32>(concept, displayLength, 16)
            store<f64>(concept, offset, 24)
          }
          return <i32>number - 1
        }
      }
    }
    at = (at + 1) & mask
  }
}
