/** What the pool tells while it works. */
export interface PoolProgress {
  /** Files of so many bytes are going to be read. */
  reading(bytes: number): void
  /** Bytes of files that were read. */
  bytes(count: number): void
  /** Patients that were evaluated, for all measures and periods of a run. */
  evaluated(count: number): void
}

/** Tells nobody. */
export const noProgress: PoolProgress = {
  reading: () => undefined,
  bytes: () => undefined,
  evaluated: () => undefined
}
