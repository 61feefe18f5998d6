import { engineCqlElmOperatorsMessages as m } from '#messages/engine/cql/elm/operators.ts'
import { runtimeError } from '../library/elm-error.ts'
import { Decimal } from '../values/decimal.ts'
import { Quantity } from '../values/quantity.ts'
import { civilMillis, CqlDate, DateTime, dayMillis, Temporal, Time } from '../values/temporal.ts'
import { componentOf } from '../values/temporal.ts'
import type { Precision } from '../values/precision.ts'
import { typeName, type Value } from '../values/value.ts'

const integerRange = [-2_147_483_648, 2_147_483_647] as const
const longRange = [-(2n ** 63n), 2n ** 63n - 1n] as const
const greatestDecimal = new Decimal(10n ** 28n - 1n, 8)
const firstMoment = civilMillis(1, 1, 1)
const lastMoment = civilMillis(9999, 12, 31, 23, 59, 59, 999)
const minimumDateTime = new DateTime(firstMoment, 7, 0, 0)
const maximumDateTime = new DateTime(lastMoment, 7, 0, 0)

/** Whether a number is an Integer. */
export function inIntegerRange(value: number): boolean {
  return value >= integerRange[0] && value <= integerRange[1]
}

/** Whether a number is a Long. */
export function inLongRange(value: bigint): boolean {
  return value >= longRange[0] && value <= longRange[1]
}

/** The smallest or greatest value of a System type; undefined for a type without order. */
export function extremeOf(type: string, high: boolean): Value | undefined {
  switch (type) {
    case 'Integer':
      return high ? integerRange[1] : integerRange[0]
    case 'Long':
      return high ? longRange[1] : longRange[0]
    case 'Decimal':
      return high ? greatestDecimal : greatestDecimal.negated()
    case 'Quantity':
      return new Quantity(high ? greatestDecimal : greatestDecimal.negated(), '1')
    case 'DateTime':
      return high ? maximumDateTime : minimumDateTime
    case 'Date':
      return new CqlDate(high ? civilMillis(9999, 12, 31) : firstMoment, 3)
    case 'Time':
      return new Time(high ? dayMillis - 1 : 0, 7)
    default:
      return undefined
  }
}

/** The start of the next (`direction` 1) or previous unit of a precision. */
function stepTemporal(value: Temporal, direction: 1 | -1): Temporal {
  const { local, precision } = value
  const next = stepMillis(local, precision, direction)
  const overflow = value instanceof Time ? next < 0 || next >= dayMillis : next < firstMoment || next > lastMoment
  if (overflow) throw runtimeError(m.thereIsNoBeforeTheLast(typeName(value), direction))
  return value.at(next, precision)
}

const unitMillis: Readonly<Record<number, number>> = { 3: dayMillis, 4: 3_600_000, 5: 60_000, 6: 1000, 7: 1 }

function stepMillis(local: number, precision: Precision, direction: 1 | -1): number {
  const unit = unitMillis[precision]
  if (unit !== undefined) return local + direction * unit
  const index = componentOf(local, 1) * 12 + componentOf(local, 2) - 1 + direction * (precision === 1 ? 12 : 1)
  return civilMillis(Math.floor(index / 12), (index % 12) + 1)
}

/**
 * The next greater (`direction` 1) or smaller value of the same type and precision.
 * @throws ElmError beyond the type's range (CQL 1.5, appendix B, "Successor") and for types without order
 */
export function step(value: Value, direction: 1 | -1): Value {
  if (value === null) return null
  if (value instanceof Temporal) return stepTemporal(value, direction)
  if (typeof value === 'number') {
    if (inIntegerRange(value + direction)) return value + direction
  } else if (typeof value === 'bigint') {
    if (inLongRange(value + BigInt(direction))) return value + BigInt(direction)
  } else if (value instanceof Decimal) {
    const next = value.step(direction)
    if (next !== undefined) return next
  } else if (value instanceof Quantity) {
    const next = value.value.step(direction)
    if (next !== undefined) return new Quantity(next, value.unit)
  }
  throw runtimeError(m.hasNoPredecessorHere(typeName(value), direction))
}
