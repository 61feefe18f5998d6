/** One item of a score by points. */
export interface ScoreItem {
  readonly id: string
  readonly label: string
  /** Undefined where the data cannot tell. */
  readonly points: number | undefined
  readonly maximum: number
  /** What was found, or what is missing, in words. */
  readonly finding: string
}

/** A score by points with all that it is made of. */
export interface PointScore {
  readonly items: readonly ScoreItem[]
  /** Undefined while an item is missing. */
  readonly points: number | undefined
  /** What it comes to at the minimum and at the maximum, whatever the missing items are. */
  readonly range: readonly [number, number]
  /** Why there is no score, in words for a sentence. */
  readonly missing: string | undefined
}

/** Adds the items up; a missing one leaves the score without a value. */
export function pointScore(items: readonly ScoreItem[]): PointScore {
  const known = items.reduce((sum, { points }) => sum + (points ?? 0), 0)
  const open = items.filter(({ points }) => points === undefined)
  return {
    items,
    points: open.length === 0 ? known : undefined,
    range: [known, known + open.reduce((sum, { maximum }) => sum + maximum, 0)],
    missing: open.length === 0 ? undefined : open.map(({ finding }) => finding).join('; ')
  }
}
