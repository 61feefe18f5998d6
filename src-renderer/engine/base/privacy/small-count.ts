/**
 * Whether a count is of 1 to `limit` people, so that it is suppressed; one that is not known is not.
 * @param limit as `smallCellLimitOf` gives it; 0 suppresses nothing
 */
export function isSmallCount(count: number | undefined, limit: number): boolean {
  return count !== undefined && count >= 1 && count <= limit
}
