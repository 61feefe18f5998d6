/** Replaces local codes by global ones; -1 stays. */
export function translate(codes: Int32Array, places: Int32Array): void {
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!
    if (code >= 0) codes[i] = places[code]!
  }
}
