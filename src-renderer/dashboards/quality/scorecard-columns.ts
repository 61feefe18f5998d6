/** Columns of the scorecard that give way in a narrow window. */
export interface ScorecardColumns {
  readonly leftOut: boolean
  /** Where the rate lies between the cut points of the Stars. */
  readonly track: boolean
  /** The trend, and the change against the year before. */
  readonly trend: boolean
  readonly signal: boolean
}

/**
 * The columns that fit, the most needed first.
 *
 * @param width pixels that the table has; 0 before it is known
 */
export function scorecardColumns(width: number): ScorecardColumns {
  const fits = (least: number): boolean => width === 0 || width > least
  return { track: fits(760), trend: fits(1010), leftOut: fits(1208), signal: fits(1348) }
}

/** How many columns gave way. @param hasStars whether the table has a track at all */
export function hiddenColumns({ leftOut, track, trend, signal }: ScorecardColumns, hasStars: boolean): number {
  return [!leftOut, !track && hasStars, !trend, !trend, !signal].filter(Boolean).length
}
