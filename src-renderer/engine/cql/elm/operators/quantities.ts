import { definiteUnit, nearestUcum } from '../units/duration-unit.ts'
import { ucumConvert, ucumFactor } from '../units/ucum.ts'
import { calendarUnit } from '../units/duration-unit.ts'
import { Decimal } from '../values/decimal.ts'
import { Quantity } from '../values/quantity.ts'

/** The unit in which a quantity of `from` can be set against one of `to`; undefined when CQL keeps the two apart. */
function bridge(unit: string): string | undefined {
  return calendarUnit(unit) === undefined ? unit : definiteUnit(unit)
}

/**
 * The value of a quantity in another unit. Years and months of the calendar convert into each other, but not into
 * UCUM's mean year and month, nor into days (CQL 1.5, "Quantity").
 * @returns undefined when the two units cannot be set against each other
 */
export function valueIn(quantity: Quantity, unit: string): Decimal | undefined {
  if (quantity.unit === unit) return quantity.value
  const [from, to] = [calendarUnit(quantity.unit), calendarUnit(unit)]
  if (from !== undefined && from === to) return quantity.value
  if (from === 'year' && to === 'month') return quantity.value.times(Decimal.fromInteger(12))
  if (from === 'month' && to === 'year') return quantity.value.dividedBy(Decimal.fromInteger(12))
  const [a, b] = [bridge(quantity.unit), bridge(unit)]
  return a === undefined || b === undefined ? undefined : convertDecimal(quantity.value, a, b)
}

/** As {@link valueIn}, but with calendar years and months taken for UCUM's: what equivalence does. */
export function nearValueIn(quantity: Quantity, unit: string): Decimal | undefined {
  return valueIn(quantity, unit) ?? convertDecimal(quantity.value, nearestUcum(quantity.unit), nearestUcum(unit))
}

function convertDecimal(value: Decimal, from: string, to: string): Decimal | undefined {
  if (from === to) return value
  const factor = ucumFactor(from, to)
  if (factor === undefined) {
    const converted = ucumConvert(value.toNumber(), from, to)
    return converted === undefined ? undefined : Decimal.fromNumber(Number(converted.toPrecision(15)))
  }
  // A factor is exact in fifteen digits; its inverse may be where itself is not.
  const inverse = Decimal.fromNumber(Number((1 / factor).toPrecision(15)))
  if (factor < 1 && inverse !== undefined && inverse.units !== 0n) return value.dividedBy(inverse)
  const exact = Decimal.fromNumber(Number(factor.toPrecision(15)))
  return exact === undefined ? undefined : value.times(exact)
}

/** Negative, zero or positive; undefined when the units cannot be set against each other. */
export function compareQuantities(a: Quantity, b: Quantity): number | undefined {
  if (a.unit === b.unit) return a.value.compare(b.value)
  const value = valueIn(b, a.unit)
  if (value !== undefined) return a.value.compare(value)
  return undefined
}

/** The quantity in another unit, or undefined when that is not possible. */
export function convertQuantity(quantity: Quantity, unit: string): Quantity | undefined {
  const value = nearValueIn(quantity, unit)
  return value === undefined ? undefined : new Quantity(value, unit)
}
