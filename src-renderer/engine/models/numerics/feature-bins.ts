import type { FeatureMatrix } from './feature-matrix.ts'

/** Values of a feature fall into at most so many bins, and one more for missing values. */
const MAXIMUM_BINS = 64

/** A matrix whose values are replaced by the number of their bin. */
export interface BinnedMatrix {
  readonly rows: number
  /** Bin of each row by column; {@link MISSING_BIN} where the value is missing. */
  readonly bins: readonly Uint8Array[]
  /** Upper ends of the bins of each column, ascending; the last bin has none. */
  readonly cuts: readonly Float64Array[]
}

/** Stands for a missing value. */
export const MISSING_BIN = 255

/** Cuts at quantiles of the values, halfway between neighbors; a value of its own gets a bin where there are few. */
export function binCuts(column: Float32Array, maximum = MAXIMUM_BINS): Float64Array {
  const values = column.filter((value) => !Number.isNaN(value)).sort()
  const distinct: number[] = []
  const counts: number[] = []
  for (const value of values) {
    if (value === distinct.at(-1)) counts[counts.length - 1]!++
    else {
      distinct.push(value)
      counts.push(1)
    }
  }
  const cuts: number[] = []
  const perBin = distinct.length <= maximum ? 0 : values.length / maximum
  let inBin = 0
  for (let place = 0; place + 1 < distinct.length; place++) {
    inBin += counts[place]!
    if (inBin < perBin || cuts.length === maximum - 1) continue
    cuts.push((distinct[place]! + distinct[place + 1]!) / 2)
    inBin = 0
  }
  return Float64Array.from(cuts)
}

/** The bin of a value: that of the first cut which is not below it. */
export function binOf(value: number, cuts: Float64Array): number {
  if (Number.isNaN(value)) return MISSING_BIN
  let low = 0
  let high = cuts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (value <= cuts[middle]!) high = middle
    else low = middle + 1
  }
  return low
}

/** Bins a matrix by its own quantiles. */
export function binMatrix({ rows, columns }: FeatureMatrix): BinnedMatrix {
  const cuts = columns.map((column) => binCuts(column))
  const bins = columns.map((column, place) => Uint8Array.from(column, (value) => binOf(value, cuts[place]!)))
  return { rows, bins, cuts }
}
