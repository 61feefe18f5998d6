// Takes a resource whose elements were read into the columns: checks what is not for a view to check, runs the views, and
// keeps all of it or nothing.
import { append, emptyList } from './heap'
import { beginLine, rowsMade, runView } from './cells'
import { beginNotes, keepNotes } from './notes'
import { beginResource, ownKey } from './keys'
import { day, millis, parseDate, zone } from './dates'
import { beyondAscii, hashContent, hashIdentifier, high, low } from './hash'
import { TEXT } from './records'
import { beginReferences, notePerson } from './references'
import { beginRoutes, refused, setContext } from './routes'
import { emptyDictionary, entryOf } from './dictionary'
import { isIdText, isUtf8, sameText } from './text'

/** Resources of the chunk, a list. */
export const resources: usize = memory.data(16, 8)
/** Identifiers of resources, a list. */
export const identifiers: usize = memory.data(16, 8)
/** Dictionary of profiles. */
export const profiles: usize = memory.data(24, 8)
/** Column that stands for the person of the current resource, and its only row. */
const personColumn: usize = memory.data(48, 8)

/** Room for the contexts of views. */
let contexts: usize = 0
let patientTargets: usize = 0

/** Rows of tables in the chunk. */
let rows: u32 = 0
/** Bytes of the chunk's resources. */
let bytes: u32 = 0
/** Resources among the lines taken that spoke for R4. */
let votes: u32 = 0

export function setResourceRoom(contextRoom: usize, targets: usize): void {
  contexts = contextRoom
  patientTargets = targets
}

/** Begins a chunk. */
export function beginResources(): void {
  emptyList(resources)
  emptyList(identifiers)
  emptyDictionary(profiles)
  rows = 0
  bytes = 0
}

export function clearVotes(): void {
  votes = 0
}

export function rowCount(): u32 {
  return rows
}

export function byteCount(): u32 {
  return bytes
}

export function voteCount(): u32 {
  return votes
}

function isAscii(p: usize, length: u32): bool {
  for (let i: u32 = 0; i < length; i++) if (load<u8>(p + <usize>i) > 127) return false
  return true
}

/** Makes the rows of the line count, or not. */
function settleRows(type: usize, kept: bool): void {
  let view: usize = load<u32>(type, 20)
  for (let left = load<u32>(type, 16); left > 0; left--, view += 4) {
    const table: usize = load<u32>(load<u32>(view))
    if (table == 0) continue
    if (kept) store<u32>(table, load<u32>(table, 20))
    else store<u32>(table, load<u32>(table), 20)
  }
}

/**
 * Takes a resource into the columns.
 * @param root record of the resource
 * @returns false when it is not for this path; nothing of it counts then
 */
export function takeResource(type: usize, start: usize, end: usize, root: usize, line: u32, offset: f64): bool {
  if (evaluate(type, start, end, root, line, offset)) return true
  settleRows(type, false)
  return false
}

function evaluate(type: usize, start: usize, end: usize, root: usize, line: u32, offset: f64): bool {
  const typeSlot = root + <usize>load<u32>(type, 68)
  const nameLength = load<u32>(type, 4)
  if (load<u32>(typeSlot, 4) != ((nameLength << 4) | TEXT)) return false
  if (!sameText(load<u32>(typeSlot), load<u32>(type), nameLength)) return false
  const idSlot = root + <usize>load<u32>(type, 64)
  const id: usize = load<u32>(idSlot)
  const idLength = load<u32>(idSlot, 4) >> 4
  if (id == 0 || (load<u32>(idSlot, 4) & 15) != TEXT || idLength == 0 || idLength > 128 || !isIdText(id, idLength)) return false

  beginRoutes(contexts)
  setContext(0, root)
  const resource = load<u32>(resources, 4)
  const number = load<u32>(type, 8)
  beginLine(resource)
  beginReferences(type)
  beginNotes(resource, offset, type, id, idLength)

  let lastUpdated: f64 = NaN
  let profileText: usize = 0
  let profileLength: u32 = 0
  const meta: usize = load<u32>(root + <usize>load<u32>(type, 32))
  if (meta) {
    if (load<u32>(meta) || load<u32>(meta, 4)) return false
    const updated = meta + <usize>load<u32>(type, 36)
    if (load<u32>(updated)) {
      const what = load<u32>(updated, 4)
      if ((what & 15) != TEXT || !parseDate(load<u32>(updated), what >> 4)) return false
      lastUpdated = <f64>day * 86400000 + <f64>millis - (zone == -32768 ? 0 : <f64>zone * 60000)
    }
    const profile = meta + <usize>load<u32>(type, 40)
    if (load<u32>(profile)) {
      if ((load<u32>(profile, 4) & 7) != TEXT) return false
      profileText = load<u32>(profile)
      profileLength = load<u32>(profile, 4) >> 4
    }
  }

  // The column of persons has one row, the current line's.
  const isPatient = load<u32>(type, 72) == 0xffffffff
  if (!isPatient) {
    let person: usize = load<u32>(root + <usize>load<u32>(type, 72))
    if (person == 0) person = load<u32>(root + <usize>load<u32>(type, 76))
    if (person == 0) person = load<u32>(root + <usize>load<u32>(type, 80))
    if (person) notePerson(person, personColumn, patientTargets)
    if (refused) return false
  }
  const identifiersSlot: usize = load<u32>(type, 84)
  const system: usize = load<u32>(type, 88)
  const value: usize = load<u32>(type, 92)
  const firstIdentifier: usize = identifiersSlot ? <usize>load<u32>(root + identifiersSlot) : 0
  for (let at = firstIdentifier; at; at = load<u32>(at)) {
    if (load<u32>(at, 4) == 0) return false
    for (let slot = system; ; slot = value) {
      const text: usize = load<u32>(at + slot)
      const what = load<u32>(at + slot, 4)
      if (text && ((what & 15) != TEXT || !isAscii(text, what >> 4))) return false
      if (slot == value) break
    }
  }

  let view: usize = load<u32>(type, 20)
  for (let left = load<u32>(type, 16); left > 0; left--, view += 4) {
    runView(load<u32>(view))
    if (refused) return false
  }

  hashContent(start, end)
  if (beyondAscii && !isUtf8(start, end)) return false
  const hashLow = low
  const hashHigh = high

  // From here on the line is kept.
  beginResource(number, id, idLength)
  store<u32>(personColumn, <u32>(personColumn + 44), 4)
  store<i32>(personColumn, isPatient ? ownKey : -1, 44)
  const at = append(resources, 48)
  store<i32>(at, ownKey)
  store<u32>(at, line, 4)
  store<u32>(at, <u32>(end - start), 8)
  let profile = -1
  if (profileText) profile = load<i32>(entryOf(profiles, profileText, profileLength), 8)
  store<i32>(at, profile, 12)
  store<u32>(at, hashLow, 20)
  store<u32>(at, hashHigh, 24)
  store<f64>(at, offset, 32)
  store<f64>(at, lastUpdated, 40)
  keepNotes()
  store<i32>(<usize>load<u32>(resources) + <usize>resource * 48, load<i32>(personColumn, 44), 16)
  for (let one = firstIdentifier; one; one = load<u32>(one)) keepIdentifier(one, system, value, resource)
  settleRows(type, true)
  rows += rowsMade
  bytes += <u32>(end - start)
  let vote: usize = load<u32>(type, 28)
  for (let left = load<u32>(type, 24); left > 0; left--, vote += 4) {
    if (load<u32>(root + <usize>load<u32>(vote)) == 0) continue
    votes++
    break
  }
  return true
}

function keepIdentifier(record: usize, system: usize, value: usize, resource: u32): void {
  const text: usize = load<u32>(record + value)
  if (text == 0) return
  const length: usize = load<u32>(record + value, 4) >> 4
  const space: usize = load<u32>(record + system)
  if (space) addIdentifier(space, load<u32>(record + system, 4) >> 4, text, length, resource)
  addIdentifier(0, 0, text, length, resource)
}

function addIdentifier(system: usize, systemLength: usize, value: usize, length: usize, resource: u32): void {
  hashIdentifier(system, systemLength, value, length)
  const at = append(identifiers, 12)
  store<u32>(at, low)
  store<u32>(at, high, 4)
  store<u32>(at, resource, 8)
}
