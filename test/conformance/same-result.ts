import { compare } from '#engine/cql/elm/operators/compare.ts'
import { end, start } from '#engine/cql/elm/operators/interval-bounds.ts'
import { equal } from '#engine/cql/elm/operators/equal.ts'
import { equivalent } from '#engine/cql/elm/operators/equivalent.ts'
import { Decimal } from '#engine/cql/elm/values/decimal.ts'
import { Interval, Tuple, Uncertainty, isList, type Value } from '#engine/cql/elm/values/value.ts'
import { Quantity } from '#engine/cql/elm/values/quantity.ts'
import { Temporal, Time } from '#engine/cql/elm/values/temporal.ts'

/**
 * Whether a result is the expected one: texts exactly, dates in the same precision (a Date being a DateTime of that
 * precision, as CQL converts it), numbers by value in eight places, quantities in the
 * same unit, intervals by their first and last points. An uncertainty is written as an interval in the tests.
 */
export function sameResult(actual: Value, expected: Value): boolean {
  if (actual === null || expected === null) return actual === expected
  if (actual instanceof Uncertainty && expected instanceof Interval) {
    return sameResult(actual.low, start(expected)) && sameResult(actual.high, end(expected))
  }
  if (actual instanceof Interval && expected instanceof Interval) {
    return sameResult(start(actual), start(expected)) && sameResult(end(actual), end(expected))
  }
  if (actual instanceof Temporal && expected instanceof Temporal) {
    if (actual instanceof Time !== expected instanceof Time || actual.precision !== expected.precision) return false
    return compare(actual, expected) === 0
  }
  if (actual instanceof Quantity && expected instanceof Quantity) {
    return actual.value.compare(expected.value) === 0 && equal(actual, expected) !== false
  }
  if (isList(actual) && isList(expected)) {
    return actual.length === expected.length && actual.every((item, index) => sameResult(item, expected[index] ?? null))
  }
  if (actual instanceof Tuple && expected instanceof Tuple) {
    const names = [...new Set([...actual.elements.keys(), ...expected.elements.keys()])]
    return names.every((name) => sameResult(actual.elements.get(name) ?? null, expected.elements.get(name) ?? null))
  }
  if (typeof actual === 'string' || typeof expected === 'string') return actual === expected
  if ((typeof actual === 'bigint') !== (typeof expected === 'bigint')) return false
  if (isNumber(actual) && isNumber(expected)) return compare(actual, expected) === 0
  return equivalent(actual, expected)
}

function isNumber(value: Value): boolean {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof Decimal
}
