import type { Precision } from '../values/precision.ts'
import { Interval, Uncertainty, type Value } from '../values/value.ts'
import { compare, less, lessOrEqual } from './compare.ts'
import { equal } from './equal.ts'
import { end, firstPoint, lastPoint, start } from './interval-bounds.ts'
import { and, or } from './logic.ts'
import { step } from './successor.ts'

/** The first point of an interval, or the point itself. */
function first(value: Value): Value {
  return value instanceof Interval ? firstPoint(value) : value
}

/** The last point of an interval, or the point itself. */
function last(value: Value): Value {
  return value instanceof Interval ? lastPoint(value) : value
}

/** Equality at a precision, or plain equality. */
function same(a: Value, b: Value, precision?: Precision): boolean | null {
  if (precision === undefined) return equal(a, b)
  const order = compare(a, b, precision)
  return order === null ? null : order === 0
}

/**
 * CQL `in` and `during` for a point. An open bound is not reached, at the precision too: the day of `[…, @2026-05-01)` is
 * not in it (CQL 1.5, appendix B, "In": exclusive comparisons, performed at the precision).
 */
export function inInterval(point: Value, interval: Interval, precision?: Precision): boolean | null {
  if (point === null) return null
  return and(lowestReached(point, interval, precision), highestReached(point, interval, precision))
}

/** Whether a point is at or beyond the interval's low bound. An unknown low bound is never passed for certain. */
function lowestReached(point: Value, interval: Interval, precision?: Precision): boolean | null {
  if (interval.low === null) return interval.lowClosed ? true : null
  return interval.lowClosed ? lessOrEqual(interval.low, point, precision) : less(interval.low, point, precision)
}

function highestReached(point: Value, interval: Interval, precision?: Precision): boolean | null {
  if (interval.high === null) return interval.highClosed ? true : null
  return interval.highClosed ? lessOrEqual(point, interval.high, precision) : less(point, interval.high, precision)
}

/** CQL `includes` for two intervals: whether `a` holds all of `b`. */
export function includes(a: Interval, b: Interval, precision?: Precision): boolean | null {
  return and(lessOrEqual(firstPoint(a), firstPoint(b), precision), lessOrEqual(lastPoint(b), lastPoint(a), precision))
}

/** CQL `properly includes`: includes, and is not the same. */
export function properlyIncludes(a: Interval, b: Interval, precision?: Precision): boolean | null {
  const wider = or(less(firstPoint(a), firstPoint(b), precision), less(lastPoint(b), lastPoint(a), precision))
  return and(includes(a, b, precision), wider)
}

/** CQL `properly includes` for a point: it lies between the interval's first and last point. */
export function properlyContains(interval: Interval, point: Value, precision?: Precision): boolean | null {
  return and(less(start(interval), point, precision), less(point, end(interval), precision))
}

/** CQL `before` for any mixture of points and intervals. */
export function before(a: Value, b: Value, precision?: Precision): boolean | null {
  if (a === null || b === null) return null
  return less(last(a), first(b), precision)
}

/** CQL `on or before`. */
export function sameOrBefore(a: Value, b: Value, precision?: Precision): boolean | null {
  if (a === null || b === null) return null
  return lessOrEqual(last(a), first(b), precision)
}

/** CQL `same as` for two points or two intervals. */
export function sameAs(a: Value, b: Value, precision?: Precision): boolean | null {
  if (a === null || b === null) return null
  if (a instanceof Interval || b instanceof Interval) {
    return and(same(first(a), first(b), precision), same(last(a), last(b), precision))
  }
  return same(a, b, precision)
}

/** CQL `overlaps`. */
export function overlaps(a: Interval, b: Interval, precision?: Precision): boolean | null {
  return and(lessOrEqual(firstPoint(a), lastPoint(b), precision), lessOrEqual(firstPoint(b), lastPoint(a), precision))
}

/** CQL `overlaps before`: overlaps, and starts first. */
export function overlapsBefore(a: Interval, b: Interval, precision?: Precision): boolean | null {
  return and(less(firstPoint(a), firstPoint(b), precision), overlaps(a, b, precision))
}

/** CQL `overlaps after`: overlaps, and ends last. */
export function overlapsAfter(a: Interval, b: Interval, precision?: Precision): boolean | null {
  return and(less(lastPoint(b), lastPoint(a), precision), overlaps(a, b, precision))
}

/** CQL `starts`: both start together, and `a` ends no later. */
export function starts(a: Interval, b: Interval, precision?: Precision): boolean | null {
  return and(same(firstPoint(a), firstPoint(b), precision), lessOrEqual(lastPoint(a), lastPoint(b), precision))
}

/** CQL `ends`: both end together, and `a` starts no earlier. */
export function ends(a: Interval, b: Interval, precision?: Precision): boolean | null {
  return and(lessOrEqual(firstPoint(b), firstPoint(a), precision), same(lastPoint(a), lastPoint(b), precision))
}

/** CQL `meets before`: `b` starts right after `a` ends. */
export function meetsBefore(a: Interval, b: Interval, precision?: Precision): boolean | null {
  return follows(lastPoint(a), firstPoint(b), precision)
}

function follows(previous: Value, next: Value, precision?: Precision): boolean | null {
  if (previous === null || next === null) return null
  // Past the last possible value nothing follows, and asking for its successor would be an error.
  if (less(previous, next, precision) === false) return false
  if (previous instanceof Uncertainty || next instanceof Uncertainty) return null
  return same(step(previous, 1), next, precision)
}
