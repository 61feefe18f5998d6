import { engineCqlElmOperatorsMessages as m } from '#messages/engine/cql/elm/operators.ts'
import { runtimeError } from '../library/elm-error.ts'
import { Decimal } from '../values/decimal.ts'
import type { Precision } from '../values/precision.ts'
import { Quantity } from '../values/quantity.ts'
import { Temporal } from '../values/temporal.ts'
import { Uncertainty, typeName, type Value } from '../values/value.ts'
import { comparableTemporals, compareTemporal } from './compare-temporal.ts'
import { compareQuantities } from './quantities.ts'

/** The number as a Decimal, whatever kind of number it is; undefined for what is no number. */
export function toDecimal(value: Value): Decimal | undefined {
  if (value instanceof Decimal) return value
  return typeof value === 'number' || typeof value === 'bigint' ? Decimal.fromInteger(value) : undefined
}

/**
 * Orders two values of comparable types.
 * @returns negative, zero or positive; null where one is null or the order cannot be told
 * @throws ElmError when values of the two types have no order
 */
export function compare(a: Value, b: Value, precision?: Precision): number | null {
  if (a === null || b === null) return null
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (a instanceof Temporal && b instanceof Temporal && comparableTemporals(a, b)) {
    return compareTemporal(a, b, precision) ?? null
  }
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0
  if (a instanceof Quantity && b instanceof Quantity) return compareQuantities(a, b) ?? null
  if (a instanceof Uncertainty || b instanceof Uncertainty) return compareUncertain(a, b, precision)
  if (typeof a === 'bigint' && typeof b === 'bigint') return a < b ? -1 : a > b ? 1 : 0
  const [x, y] = [toDecimal(a), toDecimal(b)]
  if (x !== undefined && y !== undefined) return x.compare(y)
  if (a instanceof Quantity && y !== undefined) return compareQuantities(a, new Quantity(y, '1')) ?? null
  if (b instanceof Quantity && x !== undefined) return compareQuantities(new Quantity(x, '1'), b) ?? null
  throw runtimeError(m.andHaveNoOrder(typeName(a), typeName(b)))
}

/** Zero only when both are certain; otherwise an order only where the ranges do not meet. */
function compareUncertain(a: Value, b: Value, precision?: Precision): number | null {
  const [aLow, aHigh] = a instanceof Uncertainty ? [a.low, a.high] : [a, a]
  const [bLow, bHigh] = b instanceof Uncertainty ? [b.low, b.high] : [b, b]
  const below = compare(aHigh, bLow, precision)
  if (below !== null && below < 0) return below
  const above = compare(aLow, bHigh, precision)
  if (above !== null && above > 0) return above
  return below === 0 && above === 0 ? 0 : null
}

/** `a <= b`, with uncertain operands told apart as far as their ranges allow; null where it cannot be told. */
export function lessOrEqual(a: Value, b: Value, precision?: Precision): boolean | null {
  if (a instanceof Uncertainty || b instanceof Uncertainty) {
    const high = compare(a instanceof Uncertainty ? a.high : a, b instanceof Uncertainty ? b.low : b, precision)
    if (high !== null && high <= 0) return true
    const low = compare(a instanceof Uncertainty ? a.low : a, b instanceof Uncertainty ? b.high : b, precision)
    return low !== null && low > 0 ? false : null
  }
  const order = compare(a, b, precision)
  return order === null ? null : order <= 0
}

/** `a < b`; null where it cannot be told. */
export function less(a: Value, b: Value, precision?: Precision): boolean | null {
  if (a instanceof Uncertainty || b instanceof Uncertainty) {
    const reverse = lessOrEqual(b, a, precision)
    return reverse === null ? null : !reverse
  }
  const order = compare(a, b, precision)
  return order === null ? null : order < 0
}
