import { engineCqlElmOperatorsMessages as m } from '#messages/engine/cql/elm/operators.ts'
import { runtimeError } from '../library/elm-error.ts'
import { Decimal } from '../values/decimal.ts'
import type { Precision } from '../values/precision.ts'
import { Quantity } from '../values/quantity.ts'
import { CqlDate, lastMillis, Temporal, Time, truncateMillis } from '../values/temporal.ts'
import { typeName, type Value } from '../values/value.ts'

/** Digits that a date and time, or a time of day, of each precision is written with. */
const dateDigits: readonly number[] = [0, 4, 6, 8, 10, 12, 14, 17]
const timeDigits: readonly number[] = [0, 0, 0, 0, 2, 4, 6, 9]

/** CQL `Precision`: digits after the point, or digits of the date or time. */
export function precisionOf(value: Value): Value {
  if (value === null) return null
  if (value instanceof Decimal) return value.scale
  if (value instanceof Time) return timeDigits[value.precision]!
  if (value instanceof Temporal) return dateDigits[value.precision]!
  throw runtimeError(m.hasNoPrecision(typeName(value)))
}

/** CQL `LowBoundary` and `HighBoundary`: the least and the greatest value that a value may stand for. */
export function boundaryOf(value: Value, digits: Value, high: boolean): Value {
  if (value === null) return null
  if (value instanceof Decimal) return value.boundary(typeof digits === 'number' ? digits : 8, high) ?? null
  if (value instanceof Quantity) {
    const bound = value.value.boundary(typeof digits === 'number' ? digits : 8, high)
    return bound === undefined ? null : new Quantity(bound, value.unit)
  }
  if (!(value instanceof Temporal)) throw runtimeError(m.hasNoBoundaries(typeName(value)))
  const scale = value instanceof Time ? timeDigits : dateDigits
  const finest = value instanceof CqlDate ? 3 : 7
  const wanted = typeof digits === 'number' ? scale.indexOf(digits) : finest
  if (wanted < 1 || wanted > finest) return null
  const precision = wanted as Precision
  const edge = high ? lastMillis(value.local, value.precision) : value.local
  return value.at(truncateMillis(edge, precision), precision)
}
