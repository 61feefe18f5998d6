import { firstPlace, openLine, placeAfter, type LinePlace } from './sealed-line.ts'

/** What a file of sealed lines holds. */
export interface LineChain {
  /** What was written, in the order in which it was, each once. */
  readonly texts: readonly Buffer[]
  /** Tags of the lines, by their number. */
  readonly tags: ReadonlyMap<number, Buffer>
  /** Where the next line goes. */
  readonly end: LinePlace
  /** A line knows its place: the file is of the present version, or was continued by it. */
  readonly hasPlaces: boolean
  /** No line is missing in front of another, repeated, or in another order. */
  readonly inOrder: boolean
}

/**
 * Reads lines and checks their places. A line that a crash left half written counts for nothing. Every line that was
 * written here counts, whatever happened to those around it: none can be made without the key.
 */
export function readChain(text: string, key: Uint8Array, name: string): LineChain {
  const lines = new Map<number, { readonly bytes: Buffer; readonly tag: Buffer; readonly link: Buffer }>()
  let next: LinePlace = firstPlace
  let hasPlaces = false
  let inOrder = true
  for (const line of text.split('\n')) {
    const opened = openLine(key, name, line)
    if (opened === undefined) continue
    const { tag, bytes, place } = opened
    if (place === undefined && hasPlaces) {
      // A line of an earlier version, copied behind those that know their place.
      inOrder = false
      continue
    }
    hasPlaces ||= place !== undefined
    const stands = place ?? next
    if (stands.number !== next.number || !stands.link.equals(next.link)) inOrder = false
    if (!lines.has(stands.number)) lines.set(stands.number, { bytes, tag, link: stands.link })
    next = placeAfter(stands, tag)
  }
  const ordered = [...lines].sort(([a], [b]) => a - b)
  const last = ordered.at(-1)
  return {
    texts: ordered.map(([, { bytes }]) => bytes),
    tags: new Map(ordered.map(([number, { tag }]) => [number, tag])),
    end: last === undefined ? firstPlace : placeAfter({ number: last[0], link: last[1].link }, last[1].tag),
    hasPlaces,
    inOrder
  }
}
