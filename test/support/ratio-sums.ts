import type { RatioSums } from '#engine/base/stats/ratio-interval.ts'

/** Sums of amounts and times of people. */
export function ratioSums(people: readonly (readonly [amount: number, time: number])[]): RatioSums {
  const sum = (of: (y: number, m: number) => number): number => people.reduce((all, [y, m]) => all + of(y, m), 0)
  return {
    people: people.length,
    y: sum((y) => y),
    m: sum((_, m) => m),
    yy: sum((y) => y * y),
    ym: sum((y, m) => y * m),
    mm: sum((_, m) => m * m)
  }
}
