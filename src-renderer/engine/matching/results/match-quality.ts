/** How well a matching agrees with a known truth, by pairs of records of different sources. */
export interface MatchQuality {
  /** Pairs that were joined, and that are of one person by the truth. */
  readonly joined: number
  readonly true: number
  readonly both: number
  /** `both / joined`; undefined when nothing was joined. */
  readonly precision: number | undefined
  /** `both / true`; undefined when no two records are of one person. */
  readonly recall: number | undefined
}

/**
 * Compares a matching with the truth.
 * @param personOf person of each record as it was matched
 * @param truthOf person of each record in truth, in the same order
 */
export function matchQuality(personOf: ArrayLike<number>, truthOf: readonly string[]): MatchQuality {
  const pairs = (key: (record: number) => string): number => {
    const sizes = new Map<string, number>()
    truthOf.forEach((_, record) => sizes.set(key(record), (sizes.get(key(record)) ?? 0) + 1))
    return [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0)
  }
  const joined = pairs((record) => String(personOf[record]))
  const known = pairs((record) => truthOf[record]!)
  const both = pairs((record) => `${personOf[record]} ${truthOf[record]!}`)
  return {
    joined,
    true: known,
    both,
    precision: joined === 0 ? undefined : both / joined,
    recall: known === 0 ? undefined : both / known
  }
}
