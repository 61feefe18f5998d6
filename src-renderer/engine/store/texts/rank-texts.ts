/** Sorted texts, and the new place of each old one. */
export interface RankedTexts {
  readonly order: Int32Array
  readonly sorted: readonly string[]
}

/** Sorts texts. */
export function rankTexts(texts: readonly string[]): RankedTexts {
  const places = texts
    .map((_, place) => place)
    .sort((a, b) => (texts[a]! < texts[b]! ? -1 : texts[a]! > texts[b]! ? 1 : 0))
  const order = new Int32Array(texts.length)
  places.forEach((old, place) => {
    order[old] = place
  })
  return { order, sorted: places.map((place) => texts[place]!) }
}
