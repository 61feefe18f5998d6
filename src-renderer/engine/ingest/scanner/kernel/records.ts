// Reads the elements that views ask for into records, and checks the rest.
//
// A record has the address of the next one in the same array (u32), whether it stood in an array (u32), and one slot per
// member: address and (length << 4 | more << 3 | kind) of a plain value, or address of the first record of an object.
// Slots of members that are not there are 0.
//
// Node (describes an object): [record size u16, guess u16, slot mask, letters of guards, guards], 16 bytes, then the table of
// members. Member: [first 8 bytes u64, last 8 bytes u64, length u16, guess u16, name, slot | kind << 16 | flags << 24, node],
// 32 bytes. A guess is the distance from the node to the member that came first, or behind this one, the last time; 0 without.
import { isFalse, isTrue, numberEnd, token, valueEnd } from './json'
import { clearEscaped, escaped, sameText, textEnd, unescape } from './text'

export const TEXT: u32 = 1
export const NUMBER: u32 = 2
export const TRUE: u32 = 3
export const FALSE: u32 = 4
export const MORE: u32 = 8

const LEAF: u32 = 1
const OBJECT: u32 = 2
const MARK: u32 = 3
/** No array; for marks, an object. */
const FLAG_SINGLE: u32 = 1
/** Texts in an array that must not name a FHIR version. */
const FLAG_PROFILE: u32 = 2
/** Plain values: true or false. */
const FLAG_BOOLEAN: u32 = 4

let recordTop: usize = 0
let recordEnd: usize = 0
/** First free byte for texts without escapes. */
export let scratch: usize = 0
let scratchEnd: usize = 0

export function beginRecords(records: usize, end: usize, texts: usize, textsEnd: usize): void {
  recordTop = records
  recordEnd = end
  scratch = texts
  scratchEnd = textsEnd
}

/** Room for a text made of parts; 0 when there is none. */
export function takeScratch(bytes: usize): usize {
  const at = scratch
  if (at + bytes + 16 > scratchEnd) return 0
  scratch += bytes
  return at
}

/** An empty record, 0 when there is no room. */
export function newRecord(node: usize): usize {
  const size: usize = load<u16>(node)
  const at = recordTop
  if (at + size > recordEnd) return 0
  recordTop += size
  const zero = i64x2.splat(0)
  for (let i: usize = 0; i < size; i += 16) v128.store(at + i, zero)
  return at
}

/** `http://hl7.org/fhir/5.0/…` and `…|5.0` name a version. */
function namesVersion(p: usize, length: usize): bool {
  if (length < 21 || load<u64>(p) != 0x682f2f3a70747468) return false
  // 'l7.org/f' and 'hir/'
  if (load<u64>(p, 8) != 0x662f67726f2e376c || load<u32>(p, 16) != 0x2f726968) return false
  if (<u32>load<u8>(p, 20) - 48 < 10) return true
  for (let i: usize = 20; i < length; i++) if (load<u8>(p + i) == 124) return true
  return false
}

/** Reads a plain value into a slot whose kind is not set yet; `slot` 0 drops it. */
function plainValue(p: usize, slot: usize, flags: u32): usize {
  const c = load<u8>(p)
  let start = p
  let end: usize
  let kind: u32
  let behind: usize
  if (c == 34) {
    start = p + 1
    clearEscaped()
    end = textEnd(start)
    if (end == 0) return 0
    behind = end + 1
    kind = TEXT
    if (escaped) {
      const out = scratch
      end = unescape(start, end, out)
      if (end == 0 || end + 16 > scratchEnd) return 0
      start = out
      scratch = end
    }
    if (flags & FLAG_PROFILE && namesVersion(start, end - start)) return 0
  } else if (c == 45 || <u32>c - 48 < 10) {
    end = numberEnd(p)
    if (end == 0) return 0
    behind = end
    kind = NUMBER
  } else if (isTrue(p)) {
    end = behind = p + 4
    kind = TRUE
  } else if (isFalse(p)) {
    end = behind = p + 5
    kind = FALSE
  } else return 0
  if (slot) {
    store<u32>(slot, <u32>start)
    store<u32>(slot, (<u32>(end - start) << 4) | kind, 4)
  }
  return behind
}

function leaf(p: usize, slot: usize, flags: u32): usize {
  if (flags & FLAG_BOOLEAN && !isTrue(p) && !isFalse(p)) return 0
  if (load<u8>(p) == 91 && flags & FLAG_SINGLE) return 0
  if (load<u8>(p) != 91) return flags & FLAG_PROFILE ? 0 : plainValue(p, slot, flags)
  p = plainValue(token(p + 1), slot, flags)
  while (p) {
    p = token(p)
    const c = load<u8>(p)
    if (c == 93) return p + 1
    if (c != 44) return 0
    store<u32>(slot, load<u32>(slot, 4) | MORE, 4)
    p = plainValue(token(p + 1), 0, flags)
  }
  return 0
}

function objects(p: usize, slot: usize, node: usize, flags: u32): usize {
  const c = load<u8>(p)
  let record = newRecord(node)
  if (record == 0) return 0
  if (c == 123) {
    store<u32>(slot, <u32>record)
    return readObject(p + 1, node, record)
  }
  if (c != 91 || flags & FLAG_SINGLE) return 0
  store<u32>(slot, <u32>record)
  p = token(p + 1)
  while (true) {
    if (load<u8>(p) != 123) return 0
    store<u32>(record, 1, 4)
    p = readObject(p + 1, node, record)
    if (p == 0) return 0
    p = token(p)
    const behind = load<u8>(p)
    if (behind == 93) return p + 1
    if (behind != 44) return 0
    p = token(p + 1)
    const next = newRecord(node)
    if (next == 0) return 0
    store<u32>(record, <u32>next)
    record = next
  }
}

/** Whether a member that is not asked for may stand for one that is, e.g. `codeCodeableConcept` for `code`. */
function isGuarded(node: usize, key: usize, length: usize): bool {
  let guards: usize = load<u32>(node, 12)
  for (let left = load<u32>(guards); left > 0; left--) {
    const size: usize = load<u32>(guards, 8)
    if (size < length && <u32>load<u8>(key + size) - 65 < 26 && sameText(key, load<u32>(guards, 4), size)) return true
    guards += 8
  }
  return false
}

/** Whether the key that begins at `key` is a member's name. */
// @ts-ignore: decorator
@inline
function isNamed(member: usize, key: usize): bool {
  const size: usize = load<u16>(member, 16)
  if (load<u8>(key + size) != 34) return false
  if (size < 8) return ((load<u64>(key) ^ load<u64>(member)) & (((<u64>1) << (size << 3)) - 1)) == 0
  if (load<u64>(key) != load<u64>(member) || load<u64>(key + size - 8) != load<u64>(member, 8)) return false
  return size <= 16 || sameText(load<u32>(member, 20), key, size)
}

/** The member of a name, 0 without. */
function memberOf(node: usize, key: usize, length: usize): usize {
  if (length == 0) return 0
  const table = node + 16
  const mask = load<u32>(node, 4)
  let first: u64 = load<u64>(key)
  let last: u64 = 0
  if (length >= 8) last = load<u64>(key + length - 8)
  else first &= ((<u64>1) << (length << 3)) - 1
  let at = <u32>(((first ^ rotl<u64>(last, 17)) * 0x9e3779b97f4a7c15) >> 40) & mask
  while (true) {
    const member = table + (<usize>at << 5)
    const size: usize = load<u16>(member, 16)
    if (size == 0) return 0
    if (size == length && load<u64>(member) == first && load<u64>(member, 8) == last) {
      if (length <= 16 || sameText(load<u32>(member, 20), key, length)) return member
    }
    at = (at + 1) & mask
  }
}

/** Distance from a member to its guess; that of a node is found from as far before it. */
const GUESS: usize = 18
const NODE_GUESS: usize = 2

/**
 * Reads an object into its record. Exporters write members in the same order again and again, so the one that came the last
 * time is tried before it is looked for.
 * @param p behind the opening bracket
 */
export function readObject(p: usize, node: usize, record: usize): usize {
  const letters = load<u32>(node, 8)
  p = token(p)
  if (load<u8>(p) == 125) return p + 1
  let before = node + NODE_GUESS - GUESS
  while (true) {
    if (load<u8>(p) != 34) return 0
    const key = p + 1
    const guess: usize = load<u16>(before, GUESS)
    let member = node + guess
    if (guess && isNamed(member, key)) p = key + <usize>load<u16>(member, 16)
    else {
      clearEscaped()
      p = textEnd(key)
      if (p == 0 || escaped) return 0
      member = memberOf(node, key, p - key)
      if (member) store<u16>(before, <u16>(member - node), GUESS)
    }
    const length = p - key
    p = token(p + 1)
    if (load<u8>(p) != 58) return 0
    p = token(p + 1)
    if (member == 0) {
      if (letters & (1 << (<i32>load<u8>(key) & 31)) && isGuarded(node, key, length)) return 0
      p = valueEnd(p, 0)
    } else {
      before = member
      const what = load<u32>(member, 24)
      const slot = record + <usize>(what & 0xffff)
      const kind = (what >> 16) & 0xff
      const flags = what >> 24
      if (kind == LEAF) {
        if (load<u32>(slot) != 0) return 0
        p = leaf(p, slot, flags)
      } else if (kind == OBJECT) {
        if (load<u32>(slot) != 0) return 0
        p = objects(p, slot, load<u32>(member, 28), flags)
      } else if (kind == MARK) {
        if (load<u32>(slot) != 0 || load<u8>(p) == 110) return 0
        if (flags & FLAG_SINGLE && load<u8>(p) != 123) return 0
        store<u32>(slot, <u32>p)
        p = valueEnd(p, 0)
      } else return 0
    }
    if (p == 0) return 0
    p = token(p)
    const c = load<u8>(p)
    if (c == 125) return p + 1
    if (c != 44) return 0
    p = token(p + 1)
  }
}
