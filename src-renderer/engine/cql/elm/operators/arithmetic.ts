import { engineCqlElmOperatorsMessages as m } from '#messages/engine/cql/elm/operators.ts'
import { runtimeError } from '../library/elm-error.ts'
import { unitProduct } from '../units/unit-product.ts'
import { Decimal } from '../values/decimal.ts'
import { Quantity } from '../values/quantity.ts'
import { Temporal } from '../values/temporal.ts'
import { Uncertainty, typeName, type Value } from '../values/value.ts'
import { compare, toDecimal } from './compare.ts'
import { valueIn } from './quantities.ts'
import { inIntegerRange, inLongRange } from './successor.ts'
import { addDuration } from './temporal-arithmetic.ts'

/** One arithmetic operator for each kind of number. Undefined results, such as overflows, become null. */
interface Operator {
  readonly name: string
  readonly integer: (a: number, b: number) => number | undefined
  readonly long: (a: bigint, b: bigint) => bigint | undefined
  readonly decimal: (a: Decimal, b: Decimal) => Decimal | undefined
}

/** Applies an operator to numbers of any mixture: the wider kind decides. Undefined when an operand is no number. */
function onNumbers(operator: Operator, a: Value, b: Value): Value | undefined {
  if (typeof a === 'number' && typeof b === 'number') {
    const result = operator.integer(a, b)
    return result === undefined || !inIntegerRange(result) ? null : result + 0
  }
  if ((typeof a === 'bigint' || typeof a === 'number') && (typeof b === 'bigint' || typeof b === 'number')) {
    const result = operator.long(BigInt(a), BigInt(b))
    return result === undefined || !inLongRange(result) ? null : result
  }
  const [x, y] = [toDecimal(a), toDecimal(b)]
  return x === undefined || y === undefined ? undefined : (operator.decimal(x, y) ?? null)
}

const plus: Operator = {
  name: 'added',
  integer: (a, b) => a + b,
  long: (a, b) => a + b,
  decimal: (a, b) => a.plus(b)
}
const minus: Operator = {
  name: 'subtracted',
  integer: (a, b) => a - b,
  long: (a, b) => a - b,
  decimal: (a, b) => a.minus(b)
}
const times: Operator = {
  name: 'multiplied',
  integer: (a, b) => a * b,
  long: (a, b) => a * b,
  decimal: (a, b) => a.times(b)
}
const truncated: Operator = {
  name: 'divided',
  integer: (a, b) => (b === 0 ? undefined : Math.trunc(a / b)),
  long: (a, b) => (b === 0n ? undefined : a / b),
  decimal: (a, b) => a.truncatedDividedBy(b)
}
const remainder: Operator = {
  name: 'divided',
  integer: (a, b) => (b === 0 ? undefined : a % b),
  long: (a, b) => (b === 0n ? undefined : a % b),
  decimal: (a, b) => a.modulo(b)
}

function unsupported(operator: Operator, a: Value, b: Value): never {
  throw runtimeError(m.andCannotBe(typeName(a), typeName(b), operator.name))
}

/** An operator that keeps the unit: both quantities are brought to the left one's. */
function onQuantities(operator: Operator, a: Quantity, b: Quantity): Quantity | null {
  const right = valueIn(b, a.unit)
  if (right === undefined) return null
  const value = operator.decimal(a.value, right)
  return value === undefined ? null : new Quantity(value, a.unit)
}

function asUncertainty(value: Value): Uncertainty {
  return value instanceof Uncertainty ? value : new Uncertainty(value, value)
}

/** Bounds of the results of all four pairings of the operands' bounds. */
function onUncertain(apply: (a: Value, b: Value) => Value, a: Value, b: Value): Value {
  const [x, y] = [asUncertainty(a), asUncertainty(b)]
  const results = [apply(x.low, y.low), apply(x.low, y.high), apply(x.high, y.low), apply(x.high, y.high)]
  let [low, high] = [results[0]!, results[0]!]
  for (const result of results) {
    if (result === null) return null
    if ((compare(result, low) ?? 0) < 0) low = result
    if ((compare(result, high) ?? 0) > 0) high = result
  }
  return new Uncertainty(low, high)
}

/** Sums and differences of everything that has them. */
function additive(operator: Operator, a: Value, b: Value, sign: 1 | -1): Value {
  if (a === null || b === null) return null
  const result = onNumbers(operator, a, b)
  if (result !== undefined) return result
  if (a instanceof Temporal && b instanceof Quantity) return addDuration(a, b, sign)
  if (a instanceof Quantity && b instanceof Quantity) return onQuantities(operator, a, b)
  if (a instanceof Uncertainty || b instanceof Uncertainty) {
    // A difference is least between the least first and the greatest second operand.
    const [x, y] = [asUncertainty(a), asUncertainty(b)]
    const [least, greatest] = sign === 1 ? [y.low, y.high] : [y.high, y.low]
    return new Uncertainty(additive(operator, x.low, least, sign), additive(operator, x.high, greatest, sign))
  }
  if (typeof a === 'string' && typeof b === 'string' && sign === 1) return a + b
  return unsupported(operator, a, b)
}

/** CQL `+`. Null on overflow. */
export function add(a: Value, b: Value): Value {
  return additive(plus, a, b, 1)
}

/** CQL `-`. Null on overflow. */
export function subtract(a: Value, b: Value): Value {
  return additive(minus, a, b, -1)
}

/** CQL `*`; the units of quantities are multiplied too. */
export function multiply(a: Value, b: Value): Value {
  if (a === null || b === null) return null
  const result = onNumbers(times, a, b)
  if (result !== undefined) return result
  if (a instanceof Uncertainty || b instanceof Uncertainty) return onUncertain(multiply, a, b)
  const [x, y] = [asQuantity(a), asQuantity(b)]
  if (x === undefined || y === undefined) return unsupported(times, a, b)
  const value = x.value.times(y.value)
  return value === undefined ? null : new Quantity(value, unitProduct(x.unit, y.unit, 1))
}

/** CQL `/`: always a Decimal or a Quantity; null for a division by zero. */
export function divide(a: Value, b: Value): Value {
  if (a === null || b === null) return null
  const [x, y] = [toDecimal(a), toDecimal(b)]
  if (x !== undefined && y !== undefined) return x.dividedBy(y) ?? null
  if (a instanceof Uncertainty || b instanceof Uncertainty) return onUncertain(divide, a, b)
  const [left, right] = [asQuantity(a), asQuantity(b)]
  if (left === undefined || right === undefined) return unsupported(truncated, a, b)
  const same = valueIn(right, left.unit)
  const value = left.value.dividedBy(same ?? right.value)
  const unit = same === undefined || right.unit === '1' ? unitProduct(left.unit, right.unit, -1) : '1'
  return value === undefined ? null : new Quantity(value, unit)
}

/** CQL `div`. */
export function truncatedDivide(a: Value, b: Value): Value {
  return keepingUnit(truncated, a, b)
}

/** CQL `mod`. */
export function modulo(a: Value, b: Value): Value {
  return keepingUnit(remainder, a, b)
}

function keepingUnit(operator: Operator, a: Value, b: Value): Value {
  if (a === null || b === null) return null
  const result = onNumbers(operator, a, b)
  if (result !== undefined) return result
  return a instanceof Quantity && b instanceof Quantity ? onQuantities(operator, a, b) : unsupported(operator, a, b)
}

function asQuantity(value: Value): Quantity | undefined {
  if (value instanceof Quantity) return value
  const decimal = toDecimal(value)
  return decimal === undefined ? undefined : new Quantity(decimal, '1')
}

/** CQL unary `-`. */
export function negate(value: Value): Value {
  if (value === null) return null
  if (value instanceof Decimal) return value.negated()
  if (value instanceof Quantity) return new Quantity(value.value.negated(), value.unit)
  return subtract(typeof value === 'bigint' ? 0n : 0, value)
}

/** CQL `Abs`. */
export function absolute(value: Value): Value {
  if (value === null) return null
  if (value instanceof Decimal) return value.absolute()
  if (value instanceof Quantity) return new Quantity(value.value.absolute(), value.unit)
  return typeof value === 'number' || typeof value === 'bigint' ? (value < 0 ? negate(value) : value) : negate(value)
}
