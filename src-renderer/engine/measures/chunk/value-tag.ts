/**
 * A JSON value as one word: the low three bits tell its kind, the others where it is. `constant`: null, true, false;
 * `integer`: the number itself; `number`, `ascii`, `text`: an index into that list; `node`: a place in the words, where an
 * object (its shape, then its members) or a list (its length, then its items) is written; `interned`: an index into the
 * list of values that are held once.
 */
export const valueTag = {
  interned: 0,
  integer: 1,
  ascii: 2,
  node: 3,
  text: 4,
  number: 5,
  constant: 6
} as const

/** Bits of a word that hold the kind. */
export const tagBits = 3

/** The kind's mask. */
export const tagMask = 7

/** Constants by their index. */
export const constants = [null, true, false] as const
