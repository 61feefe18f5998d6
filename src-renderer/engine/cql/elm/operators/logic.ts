import type { Value } from '../values/value.ts'

/** Three-valued `and`: false wins over null. */
export function and(a: boolean | null, b: boolean | null): boolean | null {
  if (a === false || b === false) return false
  return a === null || b === null ? null : true
}

/** Three-valued `or`: true wins over null. */
export function or(a: boolean | null, b: boolean | null): boolean | null {
  if (a === true || b === true) return true
  return a === null || b === null ? null : false
}

/** Three-valued `not`. */
export function not(a: boolean | null): boolean | null {
  return a === null ? null : !a
}

/** A value as a truth value: anything but true and false counts as null. */
export function truth(value: Value): boolean | null {
  return typeof value === 'boolean' ? value : null
}
