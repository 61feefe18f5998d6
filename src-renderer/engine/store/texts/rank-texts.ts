import { sortPairs } from '../model/radix-sort.ts'

/** Sorted texts, and the new place of each old one. */
export interface RankedTexts {
  readonly order: Int32Array
  readonly sorted: readonly string[]
}

/** So many are sorted by insertion, and by comparing them with each other. */
const SHORT = 16
const FEW = 2048

/** Sorts texts by their UTF-16 code units. */
export function rankTexts(texts: readonly string[]): RankedTexts {
  const places = Uint32Array.from(texts.keys())
  sortStretch(texts, places, 0, places.length, 0)
  const order = new Int32Array(texts.length)
  for (let place = 0; place < places.length; place++) order[places[place]!] = place
  return { order, sorted: Array.from(places, (place) => texts[place]!) }
}

/**
 * Sorts the stretch `[start, end)` of places of texts: by the four units after what all of them begin with, which are numbers, and those
 * that agree in these in the same way. Comparing many texts with each other takes longer for each the more there are.
 * @param known how many units they begin with are known to be the same
 */
function sortStretch(texts: readonly string[], places: Uint32Array, start: number, end: number, known: number): void {
  if (end - start <= SHORT) {
    insert(texts, places, start, end)
    return
  }
  const range = places.subarray(start, end)
  if (end - start <= FEW) {
    range.sort((left, right) => compare(texts[left]!, texts[right]!))
    return
  }
  const from = sharedLength(texts, range, known)
  sortPairs(unitsOf(texts, range, from + 2), range)
  const first = unitsOf(texts, range, from)
  sortPairs(first, range)
  const second = unitsOf(texts, range, from + 2)
  let group = 0
  for (let index = 1; index <= range.length; index++) {
    if (index < range.length && first[index] === first[group] && second[index] === second[group]) continue
    // None differ where one ends and the others go on with zeros.
    if (index - group === range.length) range.sort((left, right) => compare(texts[left]!, texts[right]!))
    else if (index - group > 1) sortStretch(texts, places, start + group, start + index, from)
    group = index
  }
}

/** Two units of each text as one number; behind the end they are zeros. */
function unitsOf(texts: readonly string[], places: Uint32Array, from: number): Uint32Array {
  const units = new Uint32Array(places.length)
  for (let index = 0; index < places.length; index++) {
    const text = texts[places[index]!]!
    if (from + 1 < text.length) units[index] = text.charCodeAt(from) * 65536 + text.charCodeAt(from + 1)
    else if (from < text.length) units[index] = text.charCodeAt(from) * 65536
  }
  return units
}

/** How many units all texts begin with. @param known how many they do at least */
function sharedLength(texts: readonly string[], places: Uint32Array, known: number): number {
  const first = texts[places[0]!]!
  let shared = first.length
  for (let index = 1; index < places.length; index++) {
    const text = texts[places[index]!]!
    let same = known
    while (same < shared && text.charCodeAt(same) === first.charCodeAt(same)) same++
    shared = same
  }
  return shared
}

/** By code units, as `<` does. */
function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}

/** Sorts a stretch by insertion; equal texts stay in their order. */
function insert(texts: readonly string[], places: Uint32Array, start: number, end: number): void {
  for (let index = start + 1; index < end; index++) {
    const place = places[index]!
    const text = texts[place]!
    let free = index
    while (free > start && texts[places[free - 1]!]! > text) {
      places[free] = places[free - 1]!
      free--
    }
    places[free] = place
  }
}
