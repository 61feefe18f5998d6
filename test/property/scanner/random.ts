/** A small deterministic generator of random numbers (mulberry32). */
export interface Random {
  /** A number from 0 to below `limit`. */
  below(limit: number): number
  /** True with the given chance. */
  chance(share: number): boolean
  pick<T>(list: readonly T[]): T
}

/** Makes a generator; equal seeds give equal numbers. */
export function createRandom(seed: number): Random {
  let state = seed | 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    below: (limit) => Math.floor(next() * limit),
    chance: (share) => next() < share,
    pick: (list) => list[Math.floor(next() * list.length)]!
  }
}
