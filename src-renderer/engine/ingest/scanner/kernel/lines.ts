// The scanner's entry points: lines of NDJSON go in, columns of a chunk come out.
//
// Type: [name, name length, number, root node, view count, views, vote count, votes (slots),
//        meta slot, lastUpdated slot, profile slot, reference slot, identifier slot (of Reference), contained slot,
//        contained id slot, contained type slot, id slot, resourceType slot, patient, subject, beneficiary slots,
//        identifiers slot or 0, their system slot, value slot].
import { alloc, emptyList, gather, resetHeap } from './heap'
import { beginConcepts, concepts, systems } from './concepts'
import { addKey, beginKeys, keys, types as typeNames } from './keys'
import { setHashRoom } from './hash'
import { beginRecords, newRecord, readObject } from './records'
import { entryOf } from './dictionary'
import {
  beginResources, byteCount, clearVotes, identifiers, profiles, resources, rowCount, setResourceRoom, takeResource, voteCount
} from './resource'
import { setNoteRoom } from './notes'
import { emptyTable } from './tables'
import { sameText } from './text'
import { skipSpace } from './json'

export { addKey, byteCount, gather, rowCount, voteCount }

const TYPE_SIZE: usize = 96

/** Layout: fixed areas, [address, end] where both count. */
let types: usize = 0
let typeCount: u32 = 0
let tables: usize = 0
let tableCount: u32 = 0
let codings: usize = 0
let codingCount: u32 = 0
let records: usize = 0
let recordsEnd: usize = 0
let texts: usize = 0
let textsEnd: usize = 0
let heap: usize = 0

/** The type that the last line had. */
let type: usize = 0

/** Lines that the last {@link scan} took. */
let lines: u32 = 0
export function lineCount(): u32 {
  return lines
}

/** First byte that the host may use. */
export function base(): usize {
  return __heap_base
}

/** @param layout addresses written by the host: see `encode-plan.ts` */
export function setUp(layout: usize): void {
  types = load<u32>(layout)
  typeCount = load<u32>(layout, 4)
  const names: usize = load<u32>(layout, 8)
  tables = load<u32>(layout, 12)
  tableCount = load<u32>(layout, 16)
  codings = load<u32>(layout, 20)
  codingCount = load<u32>(layout, 24)
  records = load<u32>(layout, 32)
  recordsEnd = load<u32>(layout, 36)
  texts = load<u32>(layout, 40)
  textsEnd = load<u32>(layout, 44)
  setNoteRoom(load<u32>(layout, 48), load<u32>(layout, 52))
  setHashRoom(load<u32>(layout, 56), load<u32>(layout, 60))
  setResourceRoom(load<u32>(layout, 64), load<u32>(layout, 28))
  heap = load<u32>(layout, 68)
  resetHeap(heap)
  for (let i: u32 = 0, count = load<u32>(layout, 72); i < count; i++) {
    const name = names + (<usize>i << 3)
    entryOf(typeNames, load<u32>(name), load<u32>(name, 4))
  }
  heap = alloc(16)
  type = types
  reset()
}

/** Begins a chunk. */
export function reset(): void {
  resetHeap(heap)
  for (let i: u32 = 0; i < tableCount; i++) emptyTable(tables + <usize>i * 28)
  for (let i: u32 = 0; i < codingCount; i++) emptyList(codings + (<usize>i << 4))
  beginResources()
  beginConcepts()
  beginKeys()
}

/** Addresses of the chunk's collections: resources, identifiers, profiles, concepts, systems, keys, types. */
export function part(what: u32): usize {
  switch (what) {
    case 0: return resources
    case 1: return identifiers
    case 2: return profiles
    case 3: return concepts
    case 4: return systems
    case 5: return keys
    default: return typeNames
  }
}

/** Takes lines from `p` on until one is not for this path. @returns the place behind the last line taken */
export function scan(p: usize, end: usize, line: u32, offset: f64, limit: u32): usize {
  lines = 0
  clearVotes()
  const start = p
  while (p < end) {
    const next = takeLine(p, line + lines, offset + <f64>(p - start), limit)
    if (next == 0) return p
    lines++
    p = next
  }
  return p
}

/** Takes the type that the usual first member names. @returns false when it is none of this path's */
function takeType(p: usize): bool {
  let at = type
  do {
    const length: usize = load<u32>(at, 4)
    if (sameText(load<u32>(at), p, length) && load<u8>(p + length) == 34) {
      type = at
      return true
    }
    at += TYPE_SIZE
    if (at == types + <usize>typeCount * TYPE_SIZE) at = types
  } while (at != type)
  return false
}

function takeLine(start: usize, line: u32, offset: f64, limit: u32): usize {
  let p = start
  if (load<u8>(p) != 123) {
    p = skipSpace(p)
    if (load<u8>(p) != 123) return 0
  }
  // `{"resourceType":"` is how nearly all lines begin; others are taken to have the type of the line before.
  const isUsual = load<u16>(p) == 0x227b && load<u64>(p, 2) == 0x656372756f736572 && load<u32>(p, 10) == 0x65707954
  if (isUsual && load<u16>(p, 14) == 0x3a22 && load<u8>(p, 16) == 34 && !takeType(p + 17)) return 0
  beginRecords(records, recordsEnd, texts, textsEnd)
  const root = newRecord(load<u32>(type, 12))
  if (root == 0) return 0
  p = readObject(p + 1, load<u32>(type, 12), root)
  if (p == 0) return 0
  if (load<u8>(p) != 10) p = skipSpace(p)
  if (load<u8>(p) != 10) return 0
  const next = p + 1
  if (load<u8>(p - 1) == 13) p--
  if (p - start > <usize>limit) return 0
  return takeResource(type, start, p, root, line, offset) ? next : 0
}

