import { ARRAY, createJsonWalker, OBJECT } from './json-walker.ts'
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

const OPEN_BRACKET = Uint8Array.of(123)

/**
 * Finds the resources of a FHIR Bundle, an array of Bundles or resources, or a single resource, byte by byte and without
 * parsing: only one entry is held at a time. Concatenated documents are read one after the other. Keys may come in any
 * order. When an entry's brackets do not match, that entry is given up and the search goes on inside it.
 */
export function createDocumentSplitter(sink: DocumentSink, limit: number = MAX_PIECE_BYTES): DocumentSplitter {
  const piece = createPieceCapture(limit)
  const resync = createResync()
  const walker = createJsonWalker({ string, key: (text) => (key = text), value, literal, opens, closes })
  let key = ''
  /** Depth at which items (Bundles or resources) stand: 0, or 1 inside an array. */
  let itemBase = 0
  let itemOther = false
  let inEntries = false
  let sawBundle = false
  let sawArray = false
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
    piece.clear()
  }

  function capture(position: number, base: number): void {
    piece.start(position)
    captureOffset = base + position
    captureLine = walker.line
  }

  /** Where elements of the document's array, or entries of a Bundle, stand. */
  function isElement(depth: number): boolean {
    return inEntries ? depth === itemBase + 2 : depth === itemBase && depth > 0
  }

  function literal(depth: number, place: number): void {
    if (isElement(depth)) sink.notResource(walker.line, place)
  }

  /** The depth whose keys matter: that of an item, or that of an entry. */
  function keyed(depth: number): boolean {
    return depth === itemBase + 1 ? !inEntries : depth === itemBase + 3 && inEntries
  }

  function string(isKey: boolean, depth: number, place: number): boolean {
    if (keyed(depth)) return isKey || key === (inEntries ? 'fullUrl' : 'resourceType')
    literal(depth, place)
    return false
  }

  function value(text: string, depth: number): void {
    if (depth === itemBase + 1) itemOther = text !== 'Bundle'
    else fullUrl = text
  }

  function opens(kind: number, depth: number, position: number, base: number): void {
    if (depth === 0) {
      itemBase = kind === ARRAY ? 1 : 0
      if (kind === ARRAY) sawArray = true
    }
    if (kind === OBJECT && depth === itemBase) {
      itemOther = false
      inEntries = false
      key = ''
      capture(position, base)
    } else if (kind === ARRAY && depth === itemBase + 1 && key === 'entry' && !itemOther && !inEntries) {
      inEntries = true
      sawBundle = true
      piece.clear()
    } else if (inEntries && depth === itemBase + 2 && kind === OBJECT) {
      entryOffset = base + position
      entryLine = walker.line
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
      capture(position, base)
    } else literal(depth, base + position)
  }

  function closes(bytes: Uint8Array, depth: number, position: number): void {
    if (inEntries) {
      if (depth === itemBase + 3 && piece.active) {
        pending = piece.finish(bytes, position + 1)
      } else if (depth === itemBase + 2 && entryOpen) {
        entryOpen = false
        if (entryDone) deliver(pending, fullUrl)
        else sink.notResource(entryLine, entryOffset)
        pending = undefined
      } else if (depth === itemBase + 1) {
        inEntries = false
      }
    } else if (depth === itemBase && piece.active) {
      deliver(piece.finish(bytes, position + 1), undefined)
    }
  }

  /** @returns the index of a byte that cannot stand there, or the length when all was read */
  function scan(bytes: Uint8Array, base: number): number {
    const position = walker.walk(bytes, base)
    if (position < bytes.length) return position
    if (piece.active) piece.carry(bytes)
    else if (pending !== undefined) pending = piece.keep(pending)
    return position
  }

  /** Gives up what is open. @returns the bytes to search again for the next entry */
  function giveUp(bytes: Uint8Array, position: number, base: number): { bytes: Uint8Array; base: number } | undefined {
    if (pending !== undefined) deliver(pending, fullUrl)
    pending = undefined
    sink.broken(piece.active ? captureLine : walker.line, piece.active ? captureOffset : base + position)
    const rest = piece.active ? piece.finish(bytes, position)?.slice(1) : undefined
    piece.clear()
    walker.leaveString()
    lost = true
    if (sawBundle) resync.start()
    if (rest === undefined) return undefined
    walker.line = captureLine
    return { bytes: rest, base: captureOffset + 1 }
  }

  /** Searches for the next entry; afterwards the scanner stands behind the bracket that opens it. @returns bytes used */
  function search(bytes: Uint8Array, base: number): number {
    if (!resync.searching) return bytes.length
    const { found, used, lines } = resync.search(bytes)
    walker.line += lines
    if (!found) return used
    lost = false
    inEntries = true
    entryOpen = true
    entryDone = true
    fullUrl = undefined
    // Inside the document's array, if it is one: the Bundle, its entries, one of them, and its resource.
    walker.standInside([...(itemBase === 1 ? [ARRAY] : []), OBJECT, ARRAY, OBJECT, OBJECT])
    capture(0, base + used - 1)
    piece.startWith(OPEN_BRACKET)
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
      const position = scan(bytes, base)
      if (position === bytes.length) continue
      const again = giveUp(bytes, position, base)
      work.push({ bytes: bytes.subarray(position), base: base + position })
      if (again !== undefined) work.push(again)
    }
  }

  return {
    get lineEnds() {
      return walker.line - 1
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
      if (piece.active) sink.truncated(captureLine, captureOffset)
      else if (walker.depth > 0) sink.truncated(walker.line, position)
    }
  }
}
