/** How a file is to be split. */
export type FileForm = 'lines' | 'document' | 'not-text'

/** Bytes that decide how a file is read. */
export const RECOGNIZE_BYTES = 64 * 1024

/**
 * Tells from the first bytes of a file whether it holds one resource per line (NDJSON) or a JSON document that spans
 * lines or holds many resources: a Bundle, an array, or a pretty-printed resource. A first line that is complete and is
 * followed by another one, or that is cut short by damage, makes it NDJSON.
 * @param prefix the first {@link RECOGNIZE_BYTES} bytes, or the whole file when it is shorter
 * @returns `not-text` for UTF-16 and UTF-32, which start with a byte order mark, and for binary content
 */
export function recognizeForm(prefix: Uint8Array): FileForm {
  if ((prefix[0] === 0xff && prefix[1] === 0xfe) || (prefix[0] === 0xfe && prefix[1] === 0xff)) return 'not-text'
  const start = skipBlank(prefix, prefix[0] === 0xef && prefix[1] === 0xbb && prefix[2] === 0xbf ? 3 : 0)
  if (prefix[start] === 91) return 'document'
  if (prefix[start] !== 123) return prefix.subarray(0, 512).includes(0) ? 'not-text' : 'lines'
  return scanObject(prefix, start)
}

function scanObject(prefix: Uint8Array, start: number): FileForm {
  const open: number[] = []
  let last = 0
  let stringStart = -1
  let key = ''
  let bundle: boolean | undefined
  for (let index = start; index < prefix.length; index++) {
    const byte = prefix[index]!
    if (stringStart >= 0) {
      if (byte === 92) index++
      else if (byte === 10) return 'lines'
      else if (byte === 34) {
        if (open.length === 1) {
          const text = shortText(prefix, stringStart + 1, index)
          if (last !== 58) key = text
          else if (key === 'resourceType') bundle = text === 'Bundle'
        }
        stringStart = -1
        last = 34
      }
    } else if (byte === 34) {
      stringStart = index
    } else if (byte === 10) {
      return continues(prefix, index, last, open.at(-1) === 91, bundle === true) ? 'document' : 'lines'
    } else if (byte === 123 || byte === 91) {
      if (byte === 91 && open.length === 1 && key === 'entry') bundle ??= true
      open.push(byte)
      last = byte
    } else if (byte === 125 || byte === 93) {
      open.pop()
      last = byte
      if (open.length === 0)
        return bundle === true && skipBlank(prefix, index + 1) === prefix.length ? 'document' : 'lines'
    } else if (!isBlank(byte)) {
      last = byte
    }
  }
  return bundle === true ? 'document' : 'lines'
}

const decoder = new TextDecoder()

function shortText(bytes: Uint8Array, from: number, to: number): string {
  return to - from > 32 ? '' : decoder.decode(bytes.subarray(from, to))
}

/** Whether the text goes on sensibly after a line end inside a value, as pretty-printed JSON does. */
function continues(prefix: Uint8Array, lineEnd: number, last: number, inArray: boolean, inBundle: boolean): boolean {
  const index = skipBlank(prefix, lineEnd + 1)
  const next = prefix[index]
  if (next === undefined) return false
  // The next line of NDJSON stands at the margin; an object inside a value is indented, except for a Bundle's entries.
  if (next === 123)
    return (inBundle || index > lineEnd + 1) && (last === 58 || (inArray && (last === 91 || last === 44)))
  if (last === 123) return next === 34 || next === 125
  if (last === 44) return inArray || next === 34
  return last === 91 || last === 58 || next === 44 || next === 125 || next === 93 || next === 58
}

function skipBlank(bytes: Uint8Array, from: number): number {
  let index = from
  while (index < bytes.length && isBlank(bytes[index]!)) index++
  return index
}

function isBlank(byte: number): boolean {
  return byte === 32 || byte === 9 || byte === 10 || byte === 13
}
