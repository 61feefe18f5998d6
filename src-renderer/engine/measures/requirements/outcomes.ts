/** What an expression may come to, as a set of bits; {@link ANY} where nothing is known. */
export type Outcomes = number

/** Null, false and true. */
export const NULL: Outcomes = 1
export const FALSE: Outcomes = 2
export const TRUE: Outcomes = 4
/** A list without elements. */
export const EMPTY: Outcomes = 8
/** The number 0. */
export const ZERO: Outcomes = 16
/** Any other value. */
export const OTHER: Outcomes = 32
/** Whatever an expression may come to. */
export const ANY: Outcomes = NULL | FALSE | TRUE | EMPTY | ZERO | OTHER
/** What a list may be. */
export const LIST: Outcomes = EMPTY | OTHER

const truths = [NULL, FALSE, TRUE]

/** Whether nothing but some outcomes is possible. */
export function only(outcomes: Outcomes, allowed: Outcomes): boolean {
  return (outcomes & ~allowed) === 0
}

/** Whether an expression has no elements and no value, whatever is evaluated. */
export function isNone(outcomes: Outcomes): boolean {
  return only(outcomes, NULL | EMPTY)
}

/** Outcomes of a three-valued operator over all that its two operands may be. */
export function logical(left: Outcomes, right: Outcomes, apply: (a: Outcomes, b: Outcomes) => Outcomes): Outcomes {
  let found = 0
  for (const a of truths) for (const b of truths) if ((left & a) !== 0 && (right & b) !== 0) found |= apply(a, b)
  return found
}

/** `and` of the three-valued logic of CQL, for two single outcomes. */
export function andOutcome(a: Outcomes, b: Outcomes): Outcomes {
  return a === FALSE || b === FALSE ? FALSE : a === NULL || b === NULL ? NULL : TRUE
}

/** `or` of the three-valued logic of CQL, for two single outcomes. */
export function orOutcome(a: Outcomes, b: Outcomes): Outcomes {
  return a === TRUE || b === TRUE ? TRUE : a === NULL || b === NULL ? NULL : FALSE
}

/** `not` of the three-valued logic of CQL, over all that its operand may be. */
export function notOutcome(outcomes: Outcomes): Outcomes {
  return (outcomes & NULL) | ((outcomes & TRUE) === 0 ? 0 : FALSE) | ((outcomes & FALSE) === 0 ? 0 : TRUE)
}

/** TRUE, FALSE or both, as a test holds for some outcomes and not for others. */
export function tested(outcomes: Outcomes, holds: Outcomes): Outcomes {
  return ((outcomes & holds) === 0 ? 0 : TRUE) | (only(outcomes, holds) ? 0 : FALSE)
}
