/** Finds the next Bundle entry after broken JSON. */
export interface Resync {
  readonly searching: boolean
  start(): void
  /**
   * Goes on searching in the next bytes of the file. Stops behind the bracket that opens the resource.
   * @returns whether one was found, how many bytes were used and how many line ends were among them
   */
  search(bytes: Uint8Array): { readonly found: boolean; readonly used: number; readonly lines: number }
}

const tokens = ['"resource"', ':', '{'].map((token) => new TextEncoder().encode(token))

/** Matches `"resource": {` with any white space, across chunks, from any byte on. */
export function createResync(): Resync {
  let searching = false
  let token = 0
  let index = 0

  return {
    get searching() {
      return searching
    },
    start() {
      searching = true
      token = 0
      index = 0
    },
    search(bytes) {
      let lines = 0
      for (let i = 0; i < bytes.length; i++) {
        const byte = bytes[i]!
        if (byte === 10) lines++
        if (byte !== tokens[token]![index]) {
          const between = token > 0 && index === 0
          if (between && (byte === 32 || byte === 9 || byte === 10 || byte === 13)) continue
          token = 0
          index = 0
          if (byte !== tokens[0]![0]) continue
        }
        if (++index < tokens[token]!.length) continue
        index = 0
        if (++token < tokens.length) continue
        searching = false
        return { found: true, used: i + 1, lines }
      }
      return { found: false, used: bytes.length, lines }
    }
  }
}
