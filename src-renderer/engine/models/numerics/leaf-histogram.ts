import { MISSING_BIN, type BinnedMatrix } from './feature-bins.ts'

/** Bins of one feature in a histogram: 64 of values, then one of missing values, filled up to a power of two. */
const STRIDE = 128
const MISSING_PLACE = 64

/** Sums of slopes, curvatures and rows by feature and bin. */
export interface LeafHistogram {
  readonly slopes: Float64Array
  readonly curvatures: Float64Array
  readonly counts: Int32Array
}

/** The best way to divide a leaf. */
export interface LeafSplit {
  readonly feature: number
  /** The last bin that goes left. */
  readonly bin: number
  readonly missingLeft: boolean
  readonly gain: number
}

/** Limits on leaves. */
export interface LeafLimits {
  readonly minimumRows: number
  readonly minimumCurvature: number
  /** Added to the curvature: draws leaves to 0. */
  readonly ridge: number
}

/** Counts the rows of a leaf. */
export function leafHistogram(
  { bins }: BinnedMatrix,
  rows: Int32Array,
  slope: Float64Array,
  curvature: Float64Array
): LeafHistogram {
  const slopes = new Float64Array(bins.length * STRIDE)
  const curvatures = new Float64Array(bins.length * STRIDE)
  const counts = new Int32Array(bins.length * STRIDE)
  const ofRows = { slope: new Float64Array(rows.length), curvature: new Float64Array(rows.length) }
  for (let place = 0; place < rows.length; place++) {
    ofRows.slope[place] = slope[rows[place]!]!
    ofRows.curvature[place] = curvature[rows[place]!]!
  }
  for (let feature = 0; feature < bins.length; feature++)
    addFeature(bins[feature]!, rows, ofRows, { slopes, curvatures, counts }, feature * STRIDE)
  return { slopes, curvatures, counts }
}

function addFeature(
  bins: Uint8Array,
  rows: Int32Array,
  { slope, curvature }: { readonly slope: Float64Array; readonly curvature: Float64Array },
  { slopes, curvatures, counts }: LeafHistogram,
  offset: number
): void {
  for (let place = 0; place < rows.length; place++) {
    const bin = bins[rows[place]!]!
    const target = offset + (bin === MISSING_BIN ? MISSING_PLACE : bin)
    slopes[target]! += slope[place]!
    curvatures[target]! += curvature[place]!
    counts[target]!++
  }
}

/** What is left of a histogram without that of one child. */
export function subtractHistogram(parent: LeafHistogram, child: LeafHistogram): LeafHistogram {
  return {
    slopes: parent.slopes.map((value, place) => value - child.slopes[place]!),
    curvatures: parent.curvatures.map((value, place) => value - child.curvatures[place]!),
    counts: parent.counts.map((value, place) => value - child.counts[place]!)
  }
}

/** The best split of a leaf; undefined where none gains anything within the limits. */
export function bestSplit(
  { slopes, curvatures, counts }: LeafHistogram,
  cuts: readonly Float64Array[],
  limits: LeafLimits
): LeafSplit | undefined {
  const score = (slope: number, curvature: number): number => (slope * slope) / (curvature + limits.ridge)
  let best: LeafSplit | undefined
  for (let feature = 0; feature < cuts.length; feature++) {
    const offset = feature * STRIDE
    const values = cuts[feature]!.length
    let [slope, curvature, count] = [0, 0, 0]
    for (let bin = 0; bin <= values; bin++) {
      slope += slopes[offset + bin]!
      curvature += curvatures[offset + bin]!
      count += counts[offset + bin]!
    }
    const missing = {
      slope: slopes[offset + MISSING_PLACE]!,
      curvature: curvatures[offset + MISSING_PLACE]!,
      count: counts[offset + MISSING_PLACE]!
    }
    const all = {
      slope: slope + missing.slope,
      curvature: curvature + missing.curvature,
      count: count + missing.count
    }
    const before = score(all.slope, all.curvature)
    for (const missingLeft of missing.count > 0 ? [true, false] : [false]) {
      const left = missingLeft ? { ...missing } : { slope: 0, curvature: 0, count: 0 }
      for (let bin = 0; bin < values; bin++) {
        left.slope += slopes[offset + bin]!
        left.curvature += curvatures[offset + bin]!
        left.count += counts[offset + bin]!
        const right = { curvature: all.curvature - left.curvature, count: all.count - left.count }
        if (left.count < limits.minimumRows || right.count < limits.minimumRows) continue
        if (left.curvature < limits.minimumCurvature || right.curvature < limits.minimumCurvature) continue
        const gain = score(left.slope, left.curvature) + score(all.slope - left.slope, right.curvature) - before
        if (gain > (best?.gain ?? 1e-9)) best = { feature, bin, missingLeft, gain }
      }
    }
  }
  return best
}
