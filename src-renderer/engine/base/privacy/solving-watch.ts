/** Who watches what solving costs and how far it is. */
export interface SolvingWatch {
  /**
   * So many operations on numbers are about to be done.
   * @throws EffortSpent where no more may be done
   */
  spend(operations: number): void
  /** One more cell that nobody may find is decided. */
  decided(): void
}

/** Solving would cost more than it may. */
export class EffortSpent extends Error {}

/** Does a part of the work. @returns `undefined` where it would cost more than it may */
export function withinEffort<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (error instanceof EffortSpent) return undefined
    throw error
  }
}
