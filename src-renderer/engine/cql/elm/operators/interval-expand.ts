import { engineCqlElmOperatorsMessages as m } from '#messages/engine/cql/elm/operators.ts'
import { spendElements } from '../library/budget.ts'
import { runtimeError } from '../library/elm-error.ts'
import { durationUnit, unitPrecision } from '../units/duration-unit.ts'
import { Decimal } from '../values/decimal.ts'
import { Interval, type Value } from '../values/value.ts'
import { Quantity } from '../values/quantity.ts'
import { Temporal, truncateMillis } from '../values/temporal.ts'
import { add } from './arithmetic.ts'
import { less, lessOrEqual } from './compare.ts'
import { end, pointSize, start } from './interval-bounds.ts'
import { step } from './successor.ts'

/** More pieces than this are taken for a mistake in the content. */
const limit = 100_000

/** Start and step of an expansion, at the precision of the step; undefined when there is nothing to expand to. */
function plan(interval: Interval, per: Quantity | null): { from: Value; to: Value; by: Value } | undefined {
  const [low, high] = [start(interval), end(interval)]
  if (low === null || high === null) return undefined
  if (low instanceof Temporal && high instanceof Temporal) {
    const unit = per === null ? undefined : durationUnit(per.unit)
    if (per !== null && unit === undefined) return undefined
    const precision = unit === undefined ? low.precision : unitPrecision[unit]
    if (low.precision < precision || high.precision < precision) return undefined
    const names = ['', 'year', 'month', 'day', 'hour', 'minute', 'second', 'millisecond']
    return {
      from: low.at(truncateMillis(low.local, precision), precision),
      to: high.at(truncateMillis(high.local, precision), precision),
      by: per ?? new Quantity(Decimal.fromInteger(1), names[precision]!)
    }
  }
  if (low instanceof Quantity) return { from: low, to: high, by: per ?? pointSize(interval) }
  if (per !== null && per.unit !== '1') return undefined
  if (per === null) return { from: low, to: high, by: pointSize(interval) }
  const isInteger = per.value.scale === 0 || per.value.units % 10n ** 8n === 0n
  if ((typeof low === 'number' || typeof low === 'bigint') && isInteger) {
    const size = Number(per.value.truncate())
    return { from: low, to: high, by: typeof low === 'number' ? size : BigInt(size) }
  }
  if (low instanceof Decimal && high instanceof Decimal) {
    return { from: atScale(low, per.value.scale), to: high, by: per.value }
  }
  // Whole numbers by a fraction: every number that is written with that many digits and lies within.
  const toFraction = (value: Value): Decimal => Decimal.fromInteger(typeof value === 'bigint' ? value : Number(value))
  const last = toFraction(high).plus(Decimal.fromInteger(1))?.minus(per.value)
  return last === undefined ? undefined : { from: toFraction(low), to: last, by: per.value }
}

function atScale(value: Decimal, scale: number): Decimal {
  const size = 10n ** BigInt(8 - scale)
  return new Decimal((value.units / size) * size, scale)
}

/** CQL `expand`: the intervals of one step's width that fit into an interval. */
export function expandToIntervals(interval: Interval, per: Quantity | null): readonly Interval[] {
  const made = plan(interval, per)
  if (made === undefined) return []
  const pieces: Interval[] = []
  for (let low = made.from; lessOrEqual(low, made.to) === true;) {
    const next = advance(low, made.by)
    const last = lastBefore(next, low)
    if (lessOrEqual(last, made.to) !== true) break
    pieces.push(new Interval(low, last))
    spendElements(4, pieces.length)
    if (pieces.length > limit) throw runtimeError(m.thisExpansionHasMoreThan100)
    low = next
  }
  return pieces
}

/** CQL `expand` of a single interval: the points at every step. */
export function expandToPoints(interval: Interval, per: Quantity | null): readonly Value[] {
  return expandToIntervals(interval, per).map((piece) => piece.low)
}

function advance(value: Value, by: Value): Value {
  const next = add(value, by)
  if (less(value, next) !== true) throw runtimeError(m.anExpansionNeedsAStepGreater)
  return next
}

/** The last point of a piece: the one before the next piece, or the first where the step is the smallest. */
function lastBefore(next: Value, low: Value): Value {
  if (!(low instanceof Decimal)) return step(next, -1)
  const span = next instanceof Decimal ? next.minus(low) : undefined
  const smallest = new Decimal(10n ** BigInt(8 - Math.max(low.scale, span?.scale ?? 0)), low.scale)
  return span === undefined ? low : (low.plus(span)?.minus(smallest) ?? low)
}
