/** 32 well-mixed bits from 32 bits; a bijection (the finalizer of MurmurHash3, public domain). */
export function mix(value: number): number {
  let x = value | 0
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return (x ^ (x >>> 16)) >>> 0
}

/** A seeded stream of random numbers (sfc32, public domain). Equal seeds give equal streams on every machine. */
export class Random {
  private a: number
  private b: number
  private c: number
  private counter = 1
  private spare = Number.NaN

  /**
   * @param seed a whole number below 2^53
   * @param stream tells streams of one seed apart, e.g. the index of a person
   */
  constructor(seed: number, stream: number) {
    this.a = mix(seed)
    this.b = mix(Math.floor(seed / 0x1_0000_0000) ^ 0x9e3779b9)
    this.c = mix(stream ^ 0x3c6ef372)
    for (let round = 0; round < 12; round++) this.bits()
  }

  private bits(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0
    this.counter = (this.counter + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  /** From 0 up to, not including, 1. */
  unit(): number {
    return this.bits() / 0x1_0000_0000
  }

  chance(probability: number): boolean {
    return this.unit() < probability
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.unit()
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.unit() * (high - low + 1))
  }

  /** A normally distributed number (Marsaglia's polar method). */
  normal(mean: number, deviation: number): number {
    if (!Number.isNaN(this.spare)) {
      const value = mean + deviation * this.spare
      this.spare = Number.NaN
      return value
    }
    for (;;) {
      const u = 2 * this.unit() - 1
      const v = 2 * this.unit() - 1
      const s = u * u + v * v
      if (s > 0 && s < 1) {
        const factor = Math.sqrt((-2 * Math.log(s)) / s)
        this.spare = v * factor
        return mean + deviation * u * factor
      }
    }
  }

  /** An exponentially distributed number above 0. */
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.unit())
  }

  /** One element of a list that is not empty. */
  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.unit() * list.length)] as T
  }

  /** The index of one weight, drawn in proportion to it. */
  weighted(weights: readonly number[]): number {
    let total = 0
    for (const weight of weights) total += weight
    let left = this.unit() * total
    for (let i = 0; i < weights.length; i++) {
      left -= weights[i] ?? 0
      if (left < 0) return i
    }
    return weights.length - 1
  }
}
