import { Decimal } from '../values/decimal.ts'
import { Interval, Uncertainty, typeName, type Value } from '../values/value.ts'
import { Quantity } from '../values/quantity.ts'
import { extremeOf, step } from './successor.ts'

/** System type of an interval's points; undefined where both bounds are null and the content does not tell. */
export function pointTypeOf(interval: Interval): string | undefined {
  const known = interval.low ?? interval.high
  return known === null ? interval.pointType : typeName(known)
}

/** The first point: null when it is unknown (CQL 1.5, appendix B, "Start"). */
export function start(interval: Interval): Value {
  return interval.lowClosed ? (interval.low ?? extreme(interval, false)) : step(interval.low, 1)
}

/** The last point: null when it is unknown (CQL 1.5, appendix B, "End"). */
export function end(interval: Interval): Value {
  return interval.highClosed ? (interval.high ?? extreme(interval, true)) : step(interval.high, -1)
}

function extreme(interval: Interval, high: boolean): Value {
  const type = pointTypeOf(interval)
  if (type === undefined) return null
  const value = extremeOf(type, high) ?? null
  if (!(value instanceof Quantity)) return value
  const known = interval.low ?? interval.high
  return known instanceof Quantity ? new Quantity(value.value, known.unit) : value
}

/** The first point, as an uncertainty where it is unknown: anything from the type's minimum to the last point. */
export function firstPoint(interval: Interval): Value {
  const known = start(interval)
  if (known !== null) return known
  const [low, high] = [extreme(interval, false), end(interval)]
  return low === null || high === null ? null : new Uncertainty(low, high)
}

/** The last point, as an uncertainty where it is unknown: anything from the first point to the type's maximum. */
export function lastPoint(interval: Interval): Value {
  const known = end(interval)
  if (known !== null) return known
  const [low, high] = [start(interval), extreme(interval, true)]
  return low === null || high === null ? null : new Uncertainty(low, high)
}

/** The smallest step between points, for widths and for joining neighbors: 1, 10⁻⁸ or that with the unit. */
export function pointSize(interval: Interval): Value {
  const known = interval.low ?? interval.high
  if (typeof known === 'number') return 1
  if (typeof known === 'bigint') return 1n
  if (known instanceof Decimal) return new Decimal(1n, 8)
  return known instanceof Quantity ? new Quantity(new Decimal(1n, 8), known.unit) : null
}
