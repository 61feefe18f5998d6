import { spend } from '../library/budget.ts'
import { Code, Concept } from '../values/code.ts'
import { Decimal } from '../values/decimal.ts'
import { Interval, Tuple, isList, type Value } from '../values/value.ts'
import { Quantity, Ratio } from '../values/quantity.ts'
import { Temporal } from '../values/temporal.ts'
import { compareTemporal, comparableTemporals } from './compare-temporal.ts'
import { toDecimal } from './compare.ts'
import { equal } from './equal.ts'
import { end, start } from './interval-bounds.ts'
import { nearValueIn } from './quantities.ts'

/** CQL `~`: always true or false; nulls are equivalent (CQL 1.5, appendix B, "Equivalent"). */
export function equivalent(a: Value, b: Value): boolean {
  if (a === null || b === null) return a === b
  if (typeof a === 'string' && typeof b === 'string') return normalText(a) === normalText(b)
  if (a instanceof Code && b instanceof Code) return a.code === b.code && a.system === b.system
  const [left, right] = [codesOf(a), codesOf(b)]
  if (left !== undefined && right !== undefined) {
    return left.some((item) => right.some((other) => item.code === other.code && item.system === other.system))
  }
  if (a instanceof Temporal && b instanceof Temporal) {
    return a.precision === b.precision && comparableTemporals(a, b) && compareTemporal(a, b) === 0
  }
  if (a instanceof Quantity && b instanceof Quantity) {
    const value = nearValueIn(b, a.unit)
    return value !== undefined && equivalentDecimals(a.value, value)
  }
  if (a instanceof Ratio && b instanceof Ratio) return equivalentRatios(a, b)
  if (a instanceof Interval && b instanceof Interval)
    return equivalent(start(a), start(b)) && equivalent(end(a), end(b))
  if (isList(a) && isList(b)) {
    spend(a.length)
    return a.length === b.length && a.every((item, index) => equivalent(item, b[index] ?? null))
  }
  if (a instanceof Tuple && b instanceof Tuple) {
    spend(a.elements.size)
    const names = new Set([...a.elements.keys(), ...b.elements.keys()])
    return [...names].every((name) => equivalent(a.elements.get(name) ?? null, b.elements.get(name) ?? null))
  }
  const [x, y] = [toDecimal(a), toDecimal(b)]
  if (x !== undefined && y !== undefined) return equivalentDecimals(x, y)
  return equal(a, b) === true
}

/** Strings are equivalent without regard to case, and all white space is alike. */
function normalText(text: string): string {
  return text.toLowerCase().replace(/\s/g, ' ')
}

/** Decimals are equivalent when they agree in the digits of the coarser one; trailing zeros do not count. */
function equivalentDecimals(a: Decimal, b: Decimal): boolean {
  const scale = Math.min(a.significantScale, b.significantScale)
  return a.round(scale).units === b.round(scale).units
}

function codesOf(value: Value): readonly Code[] | undefined {
  if (value instanceof Code) return [value]
  return value instanceof Concept ? value.codes : undefined
}

function equivalentRatios(a: Ratio, b: Ratio): boolean {
  if (a.numerator === null || a.denominator === null || b.numerator === null || b.denominator === null) return false
  const denominator = nearValueIn(b.denominator, a.denominator.unit)
  const numerator = nearValueIn(b.numerator, a.numerator.unit)
  if (denominator === undefined || numerator === undefined) return false
  const [x, y] = [a.numerator.value.times(denominator), numerator.times(a.denominator.value)]
  return x !== undefined && y !== undefined && x.units === y.units
}
