/** The place of a code that does not occur. */
const NONE = -1

/** Which of `count` codes occur. @returns those codes, and the place of each among them */
export function usedCodes(
  lists: readonly Int32Array[],
  count: number
): { readonly kept: readonly number[]; readonly place: Int32Array } {
  const place = new Int32Array(count).fill(NONE)
  for (const codes of lists) mark(codes, place)
  const used: number[] = []
  for (let code = 0; code < count; code++) {
    if (place[code] === NONE) continue
    place[code] = used.length
    used.push(code)
  }
  return { kept: used, place }
}

function mark(codes: Int32Array, place: Int32Array): void {
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!
    if (code >= 0) place[code] = 0
  }
}
