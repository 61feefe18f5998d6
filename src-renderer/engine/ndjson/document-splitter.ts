import { MAX_PIECE_BYTES, type ByteSplitter } from './line-splitter.ts'
import { createPieceCapture } from './piece-capture.ts'
import { createResync } from './resync.ts'

/** Receives the resources of a JSON document in order. Lines count from 1, offsets from the file's first byte. */
export interface DocumentSink {
  /**
   * A Bundle entry's resource, an element of an array, or the document itself.
   * @param bytes its JSON text, valid only during the call
   * @param fullUrl `Bundle.entry.fullUrl`
   */
  resource(bytes: Uint8Array, line: number, offset: number, fullUrl: string | undefined): void
  /** An entry or element that holds no resource. */
  notResource(line: number, offset: number): void
  /** A resource larger than the limit; its bytes were not kept. */
  tooLong(line: number, offset: number): void
  /** JSON that does not close. What follows is searched for the next resource. */
  broken(line: number, offset: number): void
  /** The document ends too early. The place is that of the unfinished resource, else the end of the file. */
  truncated(line: number, offset: number): void
}

/** A splitter that also knows what the document was. */
export interface DocumentSplitter extends ByteSplitter {
  readonly shape: 'bundle' | 'bundle-array' | 'json'
}

const OBJECT = 1
const ARRAY = 2
const MAX_DEPTH = 1024
/** Kinds of the last byte that was not white space; a string may only follow `{`, `[`, `,` or `:`. */
const AFTER_OPEN = 0
const AFTER_VALUE = 1

const decoder = new TextDecoder()
const OPEN_BRACKET = Uint8Array.of(123)
const BYTE_ORDER_MARK = Uint8Array.of(0xef, 0xbb, 0xbf)

/**
 * Finds the resources of a FHIR Bundle, an array of Bundles or resources, or a single resource, byte by byte and without
 * parsing: only one entry is held at a time. Concatenated documents are read one after the other. Keys may come in any
 * order. When an entry's brackets do not match, that entry is given up and the search goes on inside it.
 */
export function createDocumentSplitter(sink: DocumentSink, limit: number = MAX_PIECE_BYTES): DocumentSplitter {
  const held = createPieceCapture(limit)
  const resync = createResync()
  const kinds = new Uint8Array(MAX_DEPTH + 1)
  const text = new Uint8Array(4096)
  let textLength = -1
  let depth = 0
  let inString = false
  let escaped = false
  let expectKey = false
  let previous = AFTER_OPEN
  let key = ''
  let line = 1
  /** Depth at which items (Bundles or resources) stand: 0, or 1 inside an array. */
  let itemBase = 0
  let itemOther = false
  let inEntries = false
  let sawBundle = false
  let sawArray = false
  let scalar = false
  let captureOffset = 0
  let captureLine = 1
  let pending: Uint8Array | undefined
  let entryOffset = 0
  let entryLine = 1
  let entryOpen = false
  let entryDone = false
  let fullUrl: string | undefined
  let position = 0
  let lost = false

  /** Gives a captured resource on; undefined when it was too long. */
  function deliver(bytes: Uint8Array | undefined, url: string | undefined): void {
    if (bytes === undefined) sink.tooLong(captureLine, captureOffset)
    else sink.resource(bytes, captureLine, captureOffset, url)
    held.clear()
  }

  function capture(at: number, base: number): void {
    held.start(at)
    captureOffset = base + at
    captureLine = line
  }

  function takeText(): string {
    const value = decoder.decode(text.subarray(0, textLength))
    textLength = -1
    return value.includes('\\') ? unescaped(value) : value
  }

  /** Where elements of the document's array, or entries of a Bundle, stand. */
  function isElement(): boolean {
    return inEntries ? depth === itemBase + 2 : depth === itemBase && depth > 0
  }

  function scalarAt(place: number): void {
    if (scalar || !isElement()) return
    scalar = true
    sink.notResource(line, place)
  }

  /** The depth whose keys matter: that of an item, or that of an entry. */
  function keyed(): boolean {
    return depth === itemBase + 1 ? !inEntries : depth === itemBase + 3 && inEntries
  }

  function stringEnds(): void {
    inString = false
    previous = AFTER_VALUE
    if (expectKey) {
      expectKey = false
      key = textLength >= 0 ? takeText() : ''
    } else if (textLength >= 0) {
      const value = takeText()
      if (depth === itemBase + 1) itemOther = value !== 'Bundle'
      else fullUrl = value
    }
  }

  function opens(kind: number, at: number, base: number): void {
    if (depth === 0) {
      itemBase = kind === ARRAY ? 1 : 0
      if (kind === ARRAY) sawArray = true
    }
    if (kind === OBJECT && depth === itemBase) {
      itemOther = false
      inEntries = false
      key = ''
      capture(at, base)
    } else if (kind === ARRAY && depth === itemBase + 1 && key === 'entry' && !itemOther && !inEntries) {
      inEntries = true
      sawBundle = true
      held.clear()
    } else if (inEntries && depth === itemBase + 2 && kind === OBJECT) {
      entryOffset = base + at
      entryLine = line
      entryOpen = true
      entryDone = false
      pending = undefined
      fullUrl = undefined
      key = ''
    } else if (
      inEntries &&
      depth === itemBase + 3 &&
      kind === OBJECT &&
      key === 'resource' &&
      entryOpen &&
      !entryDone
    ) {
      entryDone = true
      capture(at, base)
    } else if (isElement()) {
      sink.notResource(line, base + at)
    }
    kinds[++depth] = kind
    expectKey = kind === OBJECT
    previous = AFTER_OPEN
  }

  function closes(bytes: Uint8Array, at: number): void {
    depth--
    expectKey = false
    previous = AFTER_VALUE
    if (inEntries) {
      if (depth === itemBase + 3 && held.active) {
        pending = held.finish(bytes, at + 1)
      } else if (depth === itemBase + 2 && entryOpen) {
        entryOpen = false
        if (entryDone) deliver(pending, fullUrl)
        else sink.notResource(entryLine, entryOffset)
        pending = undefined
      } else if (depth === itemBase + 1) {
        inEntries = false
      }
    } else if (depth === itemBase && held.active) {
      deliver(held.finish(bytes, at + 1), undefined)
    }
  }

  /** @returns the index of a byte that cannot stand there, or the length when all was read */
  function scan(bytes: Uint8Array, base: number): number {
    const length = bytes.length
    for (let at = 0; at < length; at++) {
      const byte = bytes[at]!
      if (inString) {
        if (byte === 34 && !escaped) {
          stringEnds()
          continue
        }
        if (byte < 32) return at
        escaped = byte === 92 && !escaped
        if (textLength >= 0 && textLength < text.length) text[textLength++] = byte
        continue
      }
      switch (byte) {
        case 34:
          if (previous === AFTER_VALUE || depth === 0) return at
          inString = true
          escaped = false
          textLength = -1
          if (keyed()) {
            if (expectKey || key === (inEntries ? 'fullUrl' : 'resourceType')) textLength = 0
          } else {
            scalarAt(base + at)
          }
          break
        case 123:
        case 91:
          if (expectKey || (previous === AFTER_VALUE && depth > 0) || depth === MAX_DEPTH) return at
          opens(byte === 123 ? OBJECT : ARRAY, at, base)
          break
        case 125:
        case 93:
          if (depth === 0 || kinds[depth] !== (byte === 125 ? OBJECT : ARRAY)) return at
          closes(bytes, at)
          scalar = false
          break
        case 44:
          if (depth === 0) return at
          expectKey = kinds[depth] === OBJECT
          previous = AFTER_OPEN
          scalar = false
          break
        case 58:
          previous = AFTER_OPEN
          break
        case 10:
          line++
          break
        case 32:
        case 9:
        case 13:
          break
        default:
          if (base + at < 3 && byte === BYTE_ORDER_MARK[base + at]) break
          if (depth === 0 || !isLiteralByte(byte)) return at
          previous = AFTER_VALUE
          scalarAt(base + at)
      }
    }
    if (held.active) held.carry(bytes)
    else if (pending !== undefined) pending = held.keep(pending)
    return length
  }

  /** Gives up what is open. @returns the bytes to search again for the next entry */
  function giveUp(bytes: Uint8Array, at: number, base: number): { bytes: Uint8Array; base: number } | undefined {
    if (pending !== undefined) deliver(pending, fullUrl)
    pending = undefined
    sink.broken(held.active ? captureLine : line, held.active ? captureOffset : base + at)
    const kept = held.active ? held.finish(bytes, at)?.slice(1) : undefined
    held.clear()
    inString = false
    scalar = false
    lost = true
    if (sawBundle) resync.start()
    if (kept === undefined) return undefined
    line = captureLine
    return { bytes: kept, base: captureOffset + 1 }
  }

  /** Searches for the next entry; afterwards the scanner stands behind the bracket that opens it. @returns bytes used */
  function search(bytes: Uint8Array, base: number): number {
    if (!resync.searching) return bytes.length
    const { found, used, lines } = resync.search(bytes)
    line += lines
    if (!found) return used
    lost = false
    inEntries = true
    entryOpen = true
    entryDone = true
    fullUrl = undefined
    depth = itemBase + 4
    kinds.fill(OBJECT, 1, depth + 1)
    if (itemBase === 1) kinds[1] = ARRAY
    kinds[itemBase + 2] = ARRAY
    capture(0, base + used - 1)
    held.startWith(OPEN_BRACKET)
    expectKey = true
    previous = AFTER_OPEN
    return used
  }

  function read(first: Uint8Array, firstBase: number): void {
    const work = [{ bytes: first, base: firstBase }]
    for (let part = work.pop(); part !== undefined; part = work.pop()) {
      const { bytes, base } = part
      if (lost) {
        const used = search(bytes, base)
        if (used < bytes.length) work.push({ bytes: bytes.subarray(used), base: base + used })
        continue
      }
      const at = scan(bytes, base)
      if (at === bytes.length) continue
      const again = giveUp(bytes, at, base)
      work.push({ bytes: bytes.subarray(at), base: base + at })
      if (again !== undefined) work.push(again)
    }
  }

  return {
    get lineEnds() {
      return line - 1
    },
    get shape() {
      return sawBundle ? (sawArray ? 'bundle-array' : 'bundle') : 'json'
    },
    push(chunk) {
      read(chunk, position)
      position += chunk.length
    },
    end() {
      if (lost) return
      if (pending !== undefined) deliver(pending, fullUrl)
      if (held.active) sink.truncated(captureLine, captureOffset)
      else if (depth > 0) sink.truncated(line, position)
    }
  }
}

/** The text that JSON escapes stand for; as it is written when they are not valid. */
function unescaped(text: string): string {
  try {
    return String(JSON.parse(`"${text}"`))
  } catch {
    return text
  }
}

/** Digits, signs and the letters of `true`, `false`, `null` and exponents. */
function isLiteralByte(byte: number): boolean {
  if (byte >= 48 && byte <= 57) return true
  return '-+.eEtrufalsn'.includes(String.fromCharCode(byte))
}
