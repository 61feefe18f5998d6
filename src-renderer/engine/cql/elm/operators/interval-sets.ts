import { engineCqlElmOperatorsMessages as m } from '#messages/engine/cql/elm/operators.ts'
import { runtimeError } from '../library/elm-error.ts'
import { Interval, type Value } from '../values/value.ts'
import { Quantity } from '../values/quantity.ts'
import { Temporal } from '../values/temporal.ts'
import { add, subtract } from './arithmetic.ts'
import { compare, less, lessOrEqual } from './compare.ts'
import { end, pointTypeOf, start } from './interval-bounds.ts'
import { includes, meetsBefore, overlaps } from './interval-relations.ts'
import { or } from './logic.ts'
import { step } from './successor.ts'

function closed(low: Value, high: Value, like: Interval): Interval {
  return new Interval(low, high, true, true, pointTypeOf(like))
}

/** CQL `union` of two intervals: null unless they overlap or meet. */
export function unionOf(a: Interval, b: Interval): Interval | null {
  const joined = or(overlaps(a, b), or(meetsBefore(a, b), meetsBefore(b, a)))
  if (joined !== true) return null
  const [aStart, bStart, aEnd, bEnd] = [start(a), start(b), end(a), end(b)]
  return closed(less(bStart, aStart) === true ? bStart : aStart, less(aEnd, bEnd) === true ? bEnd : aEnd, a)
}

/** CQL `intersect` of two intervals: null when they do not overlap. Unknown bounds stay unknown. */
export function intersectionOf(a: Interval, b: Interval): Interval | null {
  if (overlaps(a, b) === false) return null
  const later = chooseBound(a.low, a.lowClosed, start(a), b.low, b.lowClosed, start(b), true)
  const earlier = chooseBound(a.high, a.highClosed, end(a), b.high, b.highClosed, end(b), false)
  if (later === undefined || earlier === undefined) return null
  return new Interval(later.value, earlier.value, later.closed, earlier.closed, pointTypeOf(a) ?? pointTypeOf(b))
}

/** The greater (`greatest`) or smaller of two bounds; an unknown one wins, since nothing is known of the result then. */
function chooseBound(
  a: Value,
  aClosed: boolean,
  aPoint: Value,
  b: Value,
  bClosed: boolean,
  bPoint: Value,
  greatest: boolean
): { value: Value; closed: boolean } | undefined {
  if (aPoint === null || bPoint === null) {
    return aPoint === null ? { value: a, closed: aClosed } : { value: b, closed: bClosed }
  }
  const order = compare(aPoint, bPoint)
  if (order === null) return undefined
  return (greatest ? order >= 0 : order <= 0) ? { value: a, closed: aClosed } : { value: b, closed: bClosed }
}

/** CQL `except` of two intervals: null when nothing or two pieces are left. */
export function exceptionOf(a: Interval, b: Interval): Interval | null {
  const overlap = overlaps(a, b)
  if (overlap === null) return null
  if (!overlap) return a
  if (includes(b, a) === true) return null
  const [startsFirst, endsLast] = [less(start(a), start(b)), less(end(b), end(a))]
  if (startsFirst === true && endsLast === false) return closed(start(a), step(start(b), -1), a)
  if (startsFirst === false && endsLast === true) return closed(step(end(b), 1), end(a), a)
  return null
}

/** CQL `width`. */
export function widthOf(interval: Interval): Value {
  const [low, high] = [start(interval), end(interval)]
  if (low instanceof Temporal || high instanceof Temporal) {
    throw runtimeError(m.anIntervalOfDatesOrTimes)
  }
  return low === null || high === null ? null : subtract(high, low)
}

/** CQL `Size`: the width and one more point. */
export function sizeOf(interval: Interval, pointSize: Value): Value {
  return add(widthOf(interval), pointSize)
}

/**
 * CQL `collapse`: overlapping and neighboring intervals, and those no farther apart than `per`, are joined. An interval
 * of which one bound is unknown is kept as it is, one without any bound is left out.
 */
export function collapse(intervals: readonly Value[], per: Value): readonly Interval[] {
  const known = intervals.filter((item): item is Interval => item instanceof Interval)
  const anchor = (interval: Interval): Value => start(interval) ?? end(interval)
  const sorted = known.filter((item) => anchor(item) !== null).sort((a, b) => compare(anchor(a), anchor(b)) ?? 0)
  const joined: Interval[] = []
  for (const next of sorted) {
    const previous = joined.at(-1)
    if (start(next) === null || end(next) === null) {
      joined.push(next)
    } else if (previous === undefined || !reaches(previous, next, per)) {
      joined.push(closed(start(next), end(next), next))
    } else if (less(end(previous), end(next)) === true) {
      joined[joined.length - 1] = closed(start(previous), end(next), previous)
    }
  }
  return joined
}

function reaches(previous: Interval, next: Interval, per: Value): boolean {
  if (or(overlaps(previous, next), meetsBefore(previous, next)) === true) return true
  if (!(per instanceof Quantity)) return false
  const last = end(previous)
  if (last === null) return false
  const gap = last instanceof Temporal || last instanceof Quantity ? per : per.value
  return lessOrEqual(start(next), add(last, gap)) === true
}
