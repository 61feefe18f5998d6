import { makeData, Utf8, type Data } from 'apache-arrow'

const encoder = new TextEncoder()

/** Texts as one piece of an Arrow column. Uses no builder of Arrow's: those make code from strings. */
export function writeTexts(texts: readonly string[]): Data<Utf8> {
  const valueOffsets = new Int32Array(texts.length + 1)
  let data = new Uint8Array(Math.max(64, texts.length * 16))
  let end = 0
  texts.forEach((text, index) => {
    if (end + text.length * 3 > data.length) {
      const larger = new Uint8Array(data.length * 2 + text.length * 3)
      larger.set(data.subarray(0, end))
      data = larger
    }
    end += encoder.encodeInto(text, data.subarray(end)).written
    valueOffsets[index + 1] = end
  })
  return makeData({ type: new Utf8(), length: texts.length, nullCount: 0, valueOffsets, data: data.subarray(0, end) })
}

/** All texts of a column. Each piece is decoded in one go and then cut, which takes a tenth of the time of one by one. */
export function readTexts(pieces: readonly Data<Utf8>[]): string[] {
  const texts: string[] = []
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  for (const { length, valueOffsets, values } of pieces) {
    const bytes = values.subarray(0, valueOffsets[length] ?? 0)
    const all = decoder.decode(bytes)
    const isAscii = all.length === bytes.length
    let start = 0
    for (let index = 0; index < length; index++) {
      const end = isAscii
        ? valueOffsets[index + 1]!
        : start + utf16Length(bytes, valueOffsets[index]!, valueOffsets[index + 1]!)
      texts.push(all.slice(start, end))
      start = end
    }
  }
  return texts
}

/** UTF-16 code units of well-formed UTF-8: one for every first byte, two for characters of four bytes. */
function utf16Length(bytes: Uint8Array, from: number, to: number): number {
  let units = 0
  for (let index = from; index < to; index++) {
    const byte = bytes[index]!
    if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 ? 2 : 1
  }
  return units
}
