/** What stands before the first record. */
const chainStart = '0'.repeat(64)

/** The end of a chain: how many records there are, and the code of the last (its hash where it has no code). */
export interface ChainEnd {
  readonly seq: number
  readonly code: string
}

/** The end of a chain without records. */
export const emptyChain: ChainEnd = { seq: 0, code: chainStart }
