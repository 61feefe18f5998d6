/** The two-sided 95 % point of the normal distribution. */
const Z = 1.959963984540054

/** Area under the ROC curve with its interval. */
export interface AucResult {
  readonly value: number
  readonly standardError: number
  readonly low: number
  readonly high: number
}

/** Parts of the variance of an area: one per event, and one per other row, as rows are. */
interface AucComponents {
  readonly value: number
  readonly events: Float64Array
  readonly others: Float64Array
}

/**
 * The probability that somebody with the event has the higher prediction; ties count half. Interval of DeLong, DeLong and
 * Clarke-Pearson (Biometrics 1988; 44: 837–845), computed by midranks (Sun and Xu, IEEE Signal Process Lett 2014; 21:
 * 1389–1393), cut off at 0 and 1.
 * @param outcomes 0 or 1, at least two of each
 */
export function areaUnderCurve(predictions: Float64Array, outcomes: Uint8Array): AucResult {
  const { value, events, others } = components(predictions, outcomes)
  return withInterval(value, variance(events) / events.length + variance(others) / others.length)
}

/** How much larger the area of the first predictions is than that of the second, of the same rows, with DeLong's interval. */
export function areaDifference(first: Float64Array, second: Float64Array, outcomes: Uint8Array): AucResult {
  const firstAuc = components(first, outcomes)
  const secondAuc = components(second, outcomes)
  const difference = (left: Float64Array, right: Float64Array): Float64Array =>
    left.map((value, place) => value - right[place]!)
  const events = difference(firstAuc.events, secondAuc.events)
  const others = difference(firstAuc.others, secondAuc.others)
  const spread = variance(events) / events.length + variance(others) / others.length
  const standardError = Math.sqrt(spread)
  const value = firstAuc.value - secondAuc.value
  return { value, standardError, low: value - Z * standardError, high: value + Z * standardError }
}

function withInterval(value: number, spread: number): AucResult {
  const standardError = Math.sqrt(spread)
  return {
    value,
    standardError,
    low: Math.max(0, value - Z * standardError),
    high: Math.min(1, value + Z * standardError)
  }
}

function components(predictions: Float64Array, outcomes: Uint8Array): AucComponents {
  const events = predictions.filter((_, row) => outcomes[row] === 1)
  const others = predictions.filter((_, row) => outcomes[row] !== 1)
  const all = Float64Array.from([...events, ...others])
  const among = midranks(all)
  const ofEvents = midranks(events)
  const ofOthers = midranks(others)
  const [m, n] = [events.length, others.length]
  const above = Float64Array.from({ length: m }, (_, place) => (among[place]! - ofEvents[place]!) / n)
  const below = Float64Array.from({ length: n }, (_, place) => 1 - (among[m + place]! - ofOthers[place]!) / m)
  const value = above.reduce((sum, each) => sum + each, 0) / m
  return { value, events: above, others: below }
}

/** Ranks from 1; equal values share the mean of theirs. */
function midranks(values: Float64Array): Float64Array {
  const order = Array.from(values.keys()).toSorted((left, right) => values[left]! - values[right]!)
  const ranks = new Float64Array(values.length)
  for (let start = 0; start < order.length;) {
    let end = start
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++
    for (let place = start; place < end; place++) ranks[order[place]!] = (start + end + 1) / 2
    start = end
  }
  return ranks
}

function variance(values: Float64Array): number {
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length
  return values.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (values.length - 1)
}
