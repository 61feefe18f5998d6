/** Brings together what the shards of several threads tell, where each thread asks the same of its own shards. */
export interface Exchange {
  /**
   * Gives the parts of the shards of this thread to all others, and waits for theirs.
   * @param label says what is asked; it has to be the same in all threads
   * @returns the parts of all shards, in the order of the shards
   */
  gather(parts: readonly unknown[], label: string): readonly unknown[]
}

let current: Exchange | undefined

/** Runs a computation whose questions to shards are asked in other threads, too, which run the same at the same time. */
export function askTogether<T>(exchange: Exchange, run: () => T): T {
  current = exchange
  try {
    return run()
  } finally {
    current = undefined
  }
}

/** What is asked, and of how many shards. */
export interface Asked {
  /** Tells a question that is asked once only, so that threads cannot take one for another. */
  readonly label?: string
  /** Shards of the population, where that is known. */
  readonly count?: number | undefined
}

/**
 * The parts of all shards of a population.
 * @param parts those of the shards in this thread
 * @throws Error when other threads have shards and are not asked, since the answer would be wrong
 */
export function gatherParts<P>(parts: readonly P[], { label = '', count = parts.length }: Asked = {}): readonly P[] {
  if (current !== undefined) return current.gather(parts, label) as readonly P[]
  if (parts.length < count) throw new Error('the shards of other threads were not asked')
  return parts
}
