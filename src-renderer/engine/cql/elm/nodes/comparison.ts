import { compare, less, lessOrEqual } from '../operators/compare.ts'
import { equal } from '../operators/equal.ts'
import { equivalent } from '../operators/equivalent.ts'
import { not } from '../operators/logic.ts'
import type { NodeFamily } from '../runtime/scope.ts'
import { Temporal } from '../values/temporal.ts'
import type { Value } from '../values/value.ts'
import { binaryWithNulls } from './strict.ts'

/** Quick path for two Integers, which most comparisons are; null means that it does not apply. */
function integers(a: Value, b: Value): number | null {
  return typeof a === 'number' && typeof b === 'number' ? a - b : null
}

/** `=`, `~` and the order of values. */
export const comparisonNodes: NodeFamily = {
  Equal: binaryWithNulls(equal),
  NotEqual: binaryWithNulls((a, b) => not(equal(a, b))),
  Equivalent: binaryWithNulls(equivalent),
  Less: binaryWithNulls((a, b) => {
    const order = integers(a, b)
    return order === null ? less(a, b) : order < 0
  }),
  LessOrEqual: binaryWithNulls((a, b) => {
    const order = integers(a, b)
    return order === null ? lessOrEqual(a, b) : order <= 0
  }),
  Greater: binaryWithNulls((a, b) => {
    const order = integers(a, b)
    return order === null ? less(b, a) : order > 0
  }),
  GreaterOrEqual: binaryWithNulls((a, b) => {
    const order = integers(a, b)
    return order === null ? lessOrEqual(b, a) : order >= 0
  })
}

/** The sign of the order of two sort keys: nulls come first. */
export function sortOrder(a: Value, b: Value): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1
  const order = compare(a, b)
  if (order !== null) return order
  // Of two dates of which one is a part of the other, the coarser comes first.
  return a instanceof Temporal && b instanceof Temporal ? a.normal - b.normal || a.precision - b.precision : 0
}
