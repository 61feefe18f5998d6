/** Random numbers that are the same each time. */
export interface Draw {
  /** From 0 to 1. */
  uniform(): number
  normal(): number
  binomial(n: number, share: number): number
  poisson(mean: number): number
}

/** Draws by the generator mulberry32. */
export function random(seed: number): Draw {
  let state = Math.floor(seed)
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    binomial(n, share) {
      let count = 0
      for (let i = 0; i < n; i++) if (uniform() < share) count++
      return count
    },
    poisson(mean) {
      let count = -1
      let time = 0
      while (time < mean) {
        time -= Math.log(1 - uniform())
        count++
      }
      return count
    }
  }
}
