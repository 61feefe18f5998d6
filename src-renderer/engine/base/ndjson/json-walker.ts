/** Kinds of brackets. */
export const OBJECT = 1
export const ARRAY = 2

/** Is told what stands in a JSON text. `depth` is the number of brackets around it. */
export interface JsonHandler {
  /** A string begins. @returns whether its text is wanted */
  string(isKey: boolean, depth: number, place: number): boolean
  /** A key ended; '' where its text was not wanted. */
  key(text: string): void
  /** A string that is a value ended, and its text was wanted. */
  value(text: string, depth: number): void
  /** A literal begins: a number, true, false or null. */
  literal(depth: number, place: number): void
  /** @param position of the bracket in the bytes at hand, which begin at `base` */
  opens(kind: number, depth: number, position: number, base: number): void
  closes(bytes: Uint8Array, depth: number, position: number): void
}

/** Walks through a JSON text in pieces, without parsing it. */
export interface JsonWalker {
  /** From 1. */
  line: number
  readonly depth: number
  /** @returns the index of a byte that cannot stand there, or the length when all was read */
  walk(bytes: Uint8Array, base: number): number
  /** Goes on behind the bracket that opens the last of these kinds. */
  standInside(kinds: readonly number[]): void
  /** Goes on outside of any string. */
  leaveString(): void
}

const MAX_DEPTH = 1024
/** Kinds of the last byte that was not white space; a string may only follow `{`, `[`, `,` or `:`. */
const AFTER_OPEN = 0
const AFTER_VALUE = 1

const decoder = new TextDecoder()
const BYTE_ORDER_MARK = Uint8Array.of(0xef, 0xbb, 0xbf)

/** Makes a walker at the beginning of a text; documents may follow each other. */
export function createJsonWalker(handler: JsonHandler): JsonWalker {
  const kinds = new Uint8Array(MAX_DEPTH + 1)
  const text = new Uint8Array(4096)
  let textLength = -1
  let depth = 0
  let inString = false
  let escaped = false
  let expectKey = false
  let previous = AFTER_OPEN
  let inLiteral = false
  let line = 1

  function takeText(): string {
    const value = decoder.decode(text.subarray(0, textLength))
    textLength = -1
    return value.includes('\\') ? unescaped(value) : value
  }

  function stringBegins(place: number): void {
    inString = true
    // What follows a string without a comma is no value of its own.
    inLiteral = true
    escaped = false
    textLength = handler.string(expectKey, depth, place) ? 0 : -1
  }

  function stringEnds(): void {
    inString = false
    previous = AFTER_VALUE
    if (expectKey) {
      expectKey = false
      handler.key(textLength >= 0 ? takeText() : '')
    } else if (textLength >= 0) handler.value(takeText(), depth)
  }

  function opens(kind: number, position: number, base: number): void {
    handler.opens(kind, depth, position, base)
    kinds[++depth] = kind
    expectKey = kind === OBJECT
    previous = AFTER_OPEN
    inLiteral = false
  }

  function closes(bytes: Uint8Array, position: number): void {
    depth--
    expectKey = false
    previous = AFTER_VALUE
    inLiteral = false
    handler.closes(bytes, depth, position)
  }

  return {
    get line() {
      return line
    },
    set line(next) {
      line = next
    },
    get depth() {
      return depth
    },
    walk(bytes, base) {
      const length = bytes.length
      for (let index = 0; index < length; index++) {
        const byte = bytes[index]!
        if (inString) {
          if (byte === 34 && !escaped) {
            stringEnds()
            continue
          }
          if (byte < 32) return index
          escaped = byte === 92 && !escaped
          if (textLength >= 0 && textLength < text.length) text[textLength++] = byte
          continue
        }
        switch (byte) {
          case 34:
            if (previous === AFTER_VALUE || depth === 0) return index
            stringBegins(base + index)
            break
          case 123:
          case 91:
            if (expectKey || (previous === AFTER_VALUE && depth > 0) || depth === MAX_DEPTH) return index
            opens(byte === 123 ? OBJECT : ARRAY, index, base)
            break
          case 125:
          case 93:
            if (depth === 0 || kinds[depth] !== (byte === 125 ? OBJECT : ARRAY)) return index
            closes(bytes, index)
            break
          case 44:
            if (depth === 0) return index
            expectKey = kinds[depth] === OBJECT
            previous = AFTER_OPEN
            inLiteral = false
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
            if (base + index < 3 && byte === BYTE_ORDER_MARK[base + index]) break
            if (depth === 0 || !isLiteralByte(byte)) return index
            previous = AFTER_VALUE
            if (!inLiteral) handler.literal(depth, base + index)
            inLiteral = true
        }
      }
      return length
    },
    standInside(around) {
      depth = around.length
      kinds.set(around, 1)
      expectKey = kinds[depth] === OBJECT
      previous = AFTER_OPEN
    },
    leaveString() {
      inString = false
      inLiteral = false
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
