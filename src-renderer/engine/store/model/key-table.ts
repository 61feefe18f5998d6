import { detachBuffer, movedInto } from '#shared/detach-buffer.ts'
import { KEY_RESOURCE, KEY_URN, type KeyList } from './chunk.ts'
import { NONE } from './column.ts'
import { isNoUuid, readUuid, uuidText } from './uuid-bytes.ts'

/**
 * All names of resources in a population, those that are here and those that are only referred to, each once.
 * UUIDs take 16 bytes and no string.
 */
export interface KeyTable {
  readonly count: number
  readonly types: readonly string[]
  /** Some ids are no UUIDs. */
  readonly hasTexts: boolean
  /** Four words for each key whose id is a UUID. Not to be changed, and replaced when keys are added. */
  readonly words: Uint32Array
  /** Keys that do not name a resource by type and id. */
  readonly indirect: readonly number[]
  formOf(key: number): number
  /** Code into `types`. */
  typeOf(key: number): number
  /** Whether its id is a UUID, which has no text of its own. */
  isUuid(key: number): boolean
  /** The id, `fullUrl`, identifier or text of a key. */
  textOf(key: number): string
  /** Copies the four words of a key; false, and all bits set, when it is no UUID. */
  wordsOf(key: number, out: Uint32Array, position: number): boolean
  /** Takes the keys of a chunk. @returns the place of each in this table */
  merge(list: KeyList): Int32Array
  /** Takes one key. @returns its place */
  add(form: number, type: string, text: string): number
  /** @returns the key, or -1 when it never occurred */
  find(form: number, type: string, text: string): number
}

/** Added to the form of a key that is no UUID. */
const TEXT = 0x80

/** Makes an empty table. */
export function createKeyTable(): KeyTable {
  const types: string[] = []
  const typeCodes = new Map<string, number>()
  let forms = new Uint8Array(1024)
  let keyTypes = new Uint16Array(1024)
  let words = new Uint32Array(4096)
  /** Texts of the keys that are no UUID; such a key has its place here in its first word, and its form is marked. */
  const texts: string[] = []
  const byText = new Map<number, Map<string, number>>()
  const indirect: number[] = []
  /**
   * Pairs of a key plus one and its hash, in the order of hashes; zeros are free. A hash tells others apart without a look at their words,
   * which lie far apart, and the table grows from one end to the other.
   */
  let slots = new Int32Array(8192)
  let shift = 32 - 12
  let uuids = 0
  let count = 0
  const four = new Uint32Array(4)

  const isText = (key: number): boolean => (forms[key]! & TEXT) !== 0

  function typeCode(type: string): number {
    let code = typeCodes.get(type)
    if (code === undefined) {
      code = types.length
      types.push(type)
      typeCodes.set(type, code)
    }
    return code
  }

  /** Makes room for so many keys. */
  function room(keys: number): void {
    if (keys <= forms.length) return
    const size = Math.max(keys, count * 2)
    forms = movedInto(new Uint8Array(size), forms)
    keyTypes = movedInto(new Uint16Array(size), keyTypes)
    words = movedInto(new Uint32Array(size * 4), words)
  }

  function hash(form: number, type: number, source: Uint32Array, index: number): number {
    let h = Math.imul(source[index]! ^ (type << 3) ^ form, 0x9e3779b1)
    h = Math.imul(h ^ (h >>> 15) ^ source[index + 1]!, 0x85ebca6b)
    h = Math.imul(h ^ (h >>> 13) ^ source[index + 2]!, 0xc2b2ae35)
    h = Math.imul(h ^ (h >>> 16) ^ source[index + 3]!, 0x27d4eb2f)
    return h ^ (h >>> 15)
  }

  /** Where in `slots` the UUID key stands, or else belongs. */
  function slotOf(hashed: number, form: number, type: number, source: Uint32Array, index: number): number {
    const last = slots.length - 2
    let slot = (hashed >>> shift) << 1
    for (let entry = slots[slot]!; entry !== 0; slot = (slot + 2) & last, entry = slots[slot]!) {
      if (slots[slot + 1] !== hashed) continue
      const key = entry - 1
      const place = key * 4
      if (
        words[place] === source[index] &&
        words[place + 1] === source[index + 1] &&
        words[place + 2] === source[index + 2] &&
        words[place + 3] === source[index + 3] &&
        keyTypes[key] === type &&
        forms[key] === form
      ) {
        return slot
      }
    }
    return slot
  }

  /** Small tables grow faster, since each growth looks at every key again. */
  function grow(): void {
    const old = slots
    const doublings = old.length < 1 << 20 ? 2 : 1
    slots = new Int32Array(old.length << doublings)
    shift -= doublings
    const last = slots.length - 2
    for (let from = 0; from < old.length; from += 2) {
      if (old[from] === 0) continue
      const hashed = old[from + 1]!
      let slot = (hashed >>> shift) << 1
      while (slots[slot] !== 0) slot = (slot + 2) & last
      slots[slot] = old[from]!
      slots[slot + 1] = hashed
    }
    detachBuffer(old)
  }

  function internUuid(form: number, type: number, source: Uint32Array, index: number): number {
    const hashed = hash(form, type, source, index)
    const slot = slotOf(hashed, form, type, source, index)
    if (slots[slot] !== 0) return slots[slot]! - 1
    room(count + 1)
    const key = count++
    forms[key] = form
    keyTypes[key] = type
    if (form !== KEY_RESOURCE) indirect.push(key)
    const place = key * 4
    words[place] = source[index]!
    words[place + 1] = source[index + 1]!
    words[place + 2] = source[index + 2]!
    words[place + 3] = source[index + 3]!
    slots[slot] = key + 1
    slots[slot + 1] = hashed
    // Two thirds full, of places with two numbers each.
    if (++uuids * 3 > slots.length) grow()
    return key
  }

  function internText(form: number, type: number, text: string): number {
    const group = type * 8 + form
    let known = byText.get(group)
    if (known === undefined) {
      known = new Map()
      byText.set(group, known)
    }
    let key = known.get(text)
    if (key === undefined) {
      room(count + 1)
      key = count++
      known.set(text, key)
      forms[key] = form | TEXT
      if (form !== KEY_RESOURCE) indirect.push(key)
      keyTypes[key] = type
      words[key * 4] = texts.length
      texts.push(text)
    }
    return key
  }

  /** Whether the text of a key is a UUID, which is left in `four`. */
  function hasUuid(form: number, text: string): boolean {
    return (form === KEY_RESOURCE || form === KEY_URN) && readUuid(text, four, 0)
  }

  return {
    get count() {
      return count
    },
    types,
    get hasTexts() {
      return texts.length > 0
    },
    get words() {
      return words
    },
    indirect,
    formOf: (key) => forms[key]! & ~TEXT,
    typeOf: (key) => keyTypes[key]!,
    isUuid: (key) => !isText(key),
    textOf: (key) => (isText(key) ? texts[words[key * 4]!]! : uuidText(words, key * 4)),
    wordsOf(key, out, index) {
      if (isText(key)) {
        out.fill(0xffffffff, index, index + 4)
        return false
      }
      const place = key * 4
      out[index] = words[place]!
      out[index + 1] = words[place + 1]!
      out[index + 2] = words[place + 2]!
      out[index + 3] = words[place + 3]!
      return true
    },
    merge(list) {
      const codes = list.types.map(typeCode)
      const places = new Int32Array(list.count)
      room(count + list.count)
      let other = 0
      for (let i = 0; i < list.count; i++) {
        const type = codes[list.type[i]!]!
        places[i] = isNoUuid(list.words, i * 4)
          ? internText(list.form[i]!, type, list.others[other++]![1])
          : internUuid(list.form[i]!, type, list.words, i * 4)
      }
      return places
    },
    add: (form, type, text) =>
      hasUuid(form, text) ? internUuid(form, typeCode(type), four, 0) : internText(form, typeCode(type), text),
    find(form, type, text) {
      const code = typeCodes.get(type)
      if (code === undefined) return NONE
      if (hasUuid(form, text)) return slots[slotOf(hash(form, code, four, 0), form, code, four, 0)]! - 1
      return byText.get(code * 8 + form)?.get(text) ?? NONE
    }
  }
}
