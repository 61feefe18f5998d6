// Names of resources: those that stand in the chunk, and those that are referred to.
//
// Key: [form, type, text, length, four words of a UUID], 32 bytes; text 0 when it is a UUID.
import { append, emptyList } from './heap'
import { emptyDictionary, entryOf, isNew, keepText, knownEntry } from './dictionary'
import { parseReference, untypedReference } from './host'
import { isIdText, sameText } from './text'

const RESOURCE: u32 = 0
const UNKNOWN: u32 = 4
/** In place of a key: it depends on the types that are wanted. */
const UNTYPED: i32 = -2

/** List of keys. */
export const keys: usize = memory.data(16, 8)
/** Dictionary of the texts of references; an entry's value is its key. */
const references: usize = memory.data(24, 8)
/** Dictionary of all resource types, filled once; the number is the type. */
export const types: usize = memory.data(24, 8)

/** Number of the chunk, from 1. */
let chunk: u32 = 0

/** The current resource. */
let ownType: u32 = 0
let ownId: usize = 0
let ownLength: u32 = 0
export let ownKey: i32 = 0

export function beginKeys(): void {
  chunk++
  emptyList(keys)
  emptyDictionary(references)
}

/** Values of sixteen hexadecimal digits in lower case, each a byte; `bad` gets bits where there is none. */
let bad: i32 = 0

// @ts-ignore: decorator
@inline
function nibbles(v: v128): v128 {
  const digits = i8x16.sub(v, i8x16.splat(48))
  const letters = i8x16.sub(v, i8x16.splat(97))
  const isDigit = i8x16.lt_u(digits, i8x16.splat(10))
  const isLetter = i8x16.lt_u(letters, i8x16.splat(6))
  bad |= i8x16.bitmask(v128.or(isDigit, isLetter)) ^ 0xffff
  return v128.bitselect(digits, i8x16.add(letters, i8x16.splat(10)), isDigit)
}

/** Joins pairs of nibbles: the first of a pair stands in the lower byte. */
// @ts-ignore: decorator
@inline
function pairs(v: v128): v128 {
  return v128.and(v128.or(i16x8.shl(v, 4), i16x8.shr_u(v, 8)), i16x8.splat(255))
}

/** Reads a canonical UUID in lower case into four words, the most significant first. */
function readUuid(p: usize, length: u32, out: usize): bool {
  if (length != 36) return false
  if (load<u8>(p, 8) != 45 || load<u8>(p, 13) != 45 || load<u8>(p, 18) != 45 || load<u8>(p, 23) != 45) return false
  const a = v128.load(p)
  const b = v128.load(p, 16)
  const c = v128.load(p, 20)
  bad = 0
  const first = nibbles(i8x16.shuffle(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 14, 15, 16, 17))
  const second = nibbles(i8x16.shuffle(b, c, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 28, 29, 30, 31))
  if (bad) return false
  const bytes = i8x16.narrow_i16x8_u(pairs(first), pairs(second))
  v128.store(out, i8x16.shuffle(bytes, bytes, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12))
  return (load<u64>(out) & load<u64>(out, 8)) != 0xffffffffffffffff
}

export function addKey(form: u32, type: u32, p: usize, length: u32): i32 {
  const key = append(keys, 32)
  store<u32>(key, form)
  store<u32>(key, type, 4)
  store<u32>(key, length, 12)
  if (form < 2 && readUuid(p, length, key + 16)) store<u32>(key, 0, 8)
  else {
    store<u32>(key, length ? <u32>keepText(p, length) : 1, 8)
    store<i64>(key, -1, 16)
    store<i64>(key, -1, 24)
  }
  return <i32>load<u32>(keys, 4) - 1
}

export function beginResource(type: u32, id: usize, length: u32): void {
  ownType = type
  ownId = id
  ownLength = length
  ownKey = addKey(RESOURCE, type, id, length)
}

/** Number of a resource type, -1 when there is none of this name. */
export function knownType(p: usize, length: u32): i32 {
  const entry = knownEntry(types, p, length)
  return entry ? load<i32>(entry, 8) : -1
}

function keyOfText(p: usize, length: u32): i32 {
  let slash: u32 = 0
  while (slash < length && (<u32>load<u8>(p + <usize>slash) | 32) - 97 < 26) slash++
  if (slash == 0 || slash + 1 >= length || load<u8>(p + <usize>slash) != 47) return parseReference(p, length)
  if (!isIdText(p + <usize>slash + 1, length - slash - 1)) return parseReference(p, length)
  const type = knownType(p, slash)
  if (type < 0) return parseReference(p, length)
  const id = p + <usize>slash + 1
  const idLength = length - slash - 1
  if (<u32>type == ownType && idLength == ownLength && sameText(id, ownId, idLength)) return ownKey
  return addKey(RESOURCE, <u32>type, id, idLength)
}

// Targets: [all of them as one type, chunk and entry of the text that was looked up last, count, type …].

/** Whether a type is among the targets. */
export function isTarget(targets: usize, type: u32): bool {
  for (let left = load<u32>(targets, 12); left > 0; left--) {
    targets += 4
    if (load<u32>(targets, 12) == type) return true
  }
  return false
}

/** The entry of a reference's text. References to the same patient or encounter come one after the other. */
function referenceEntry(p: usize, length: u32, targets: usize): usize {
  if (load<u32>(targets, 4) == chunk) {
    const recent: usize = load<u32>(targets, 8)
    if (load<u32>(recent, 4) == length && sameText(load<u32>(recent), p, length)) return recent
  }
  const entry = entryOf(references, p, length)
  if (isNew) store<i32>(entry, keyOfText(p, length), 8)
  store<u32>(targets, chunk, 4)
  store<u32>(targets, <u32>entry, 8)
  return entry
}

/** Key of a reference's text; -1 when it is of another type. */
export function referenceKey(p: usize, length: u32, targets: usize): i32 {
  const entry = referenceEntry(p, length, targets)
  const key = load<i32>(entry, 8)
  if (key == UNTYPED) return untypedReference(p, length, load<u32>(targets))
  return isTarget(targets, load<u32>(<usize>load<u32>(keys) + (<usize>key << 5), 4)) ? key : -1
}

/** A key for a contained resource that is not there. */
export function unknownKey(p: usize, length: u32, targets: usize): i32 {
  return addKey(UNKNOWN, load<u32>(targets), p, length)
}
