import { engineCqlElmOperatorsMessages as m } from '#messages/engine/cql/elm/operators.ts'
import { runtimeError } from '../library/elm-error.ts'
import { Decimal } from '../values/decimal.ts'
import { typeName, type Value } from '../values/value.ts'
import { toDecimal } from './compare.ts'
import { inIntegerRange, inLongRange } from './successor.ts'

function decimalOf(value: Value, what: string): Decimal {
  const decimal = toDecimal(value)
  if (decimal === undefined) throw runtimeError(m.hasNo(typeName(value), what))
  return decimal
}

/** A floating-point result as a Decimal; null where there is none, an error where it is too big. */
function fromFloat(value: number, what: string): Decimal | null {
  if (Number.isNaN(value)) return null
  const decimal = Decimal.fromNumber(value)
  if (decimal === undefined) throw runtimeError(m.theIsBeyondTheRangeOf(what))
  return decimal
}

function toInteger(value: bigint): number | null {
  const number = Number(value)
  return inIntegerRange(number) ? number : null
}

/** CQL `Ceiling`, `Floor` and `Truncate`: an Integer, or null beyond its range. */
export function integerPart(value: Value, how: 'ceiling' | 'floor' | 'truncate'): Value {
  return value === null ? null : toInteger(decimalOf(value, how)[how]())
}

/** CQL `Round`. */
export function round(value: Value, digits: Value): Value {
  return value === null ? null : decimalOf(value, 'rounding').round(typeof digits === 'number' ? digits : 0)
}

/** CQL `Exp`. */
export function exp(value: Value): Value {
  return value === null ? null : fromFloat(Math.exp(decimalOf(value, 'exponential').toNumber()), 'exponential')
}

/** CQL `Ln`. */
export function ln(value: Value): Value {
  return value === null ? null : fromFloat(Math.log(decimalOf(value, 'logarithm').toNumber()), 'logarithm')
}

/** CQL `Log`: null for the base 1. */
export function log(value: Value, base: Value): Value {
  if (value === null || base === null) return null
  const divisor = Math.log(decimalOf(base, 'logarithm').toNumber())
  if (divisor === 0) return null
  const quotient = Math.log(decimalOf(value, 'logarithm').toNumber()) / divisor
  return fromFloat(Number(quotient.toPrecision(14)), 'logarithm')
}

/** CQL `Power`: integers stay integers unless the exponent is negative. */
export function power(base: Value, exponent: Value): Value {
  if (base === null || exponent === null) return null
  const isInteger = (value: Value): value is number | bigint => typeof value === 'number' || typeof value === 'bigint'
  if (isInteger(base) && isInteger(exponent) && exponent >= 0) {
    if (exponent > 4096n && base !== 0 && base !== 1 && base !== -1) return null
    const result = BigInt(base) ** BigInt(exponent)
    if (typeof base === 'number' && typeof exponent === 'number') return toInteger(result)
    return inLongRange(result) ? result : null
  }
  const [b, e] = [decimalOf(base, 'power'), decimalOf(exponent, 'power')]
  const result = b.toNumber() ** e.toNumber()
  return fromFloat(Number.isInteger(result) ? result : Number(result.toPrecision(15)), 'power')
}
