/**
 * A value that its surroundings make certain and its type does not: a column that the view of a table always has, an entry
 * of a map that was filled before. Only what an index reads is asserted with `!`, because a check in each step of a loop
 * over rows costs time and a wrong index gives a wrong number anyway where the array is typed.
 * @throws TypeError where the value is absent, with the place in its stack
 */
export function defined<T>(value: T): NonNullable<T> {
  if (value === undefined || value === null) throw new TypeError('A value that must be present is absent.')
  return value
}
