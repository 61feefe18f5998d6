/** What memory did over a run. */
export interface MemoryTrend {
  readonly flat: boolean
  /** Megabytes an hour, by least squares over the rounds after the warm-up. */
  readonly slopePerHour: number
  /** Megabytes that the line rises over the rounds that count. */
  readonly growth: number
  /** Mean of these rounds. */
  readonly mean: number
}

/** One measurement. Hours since the start; megabytes. */
export interface MemorySample {
  readonly hours: number
  readonly megabytes: number
}

/** Rounds that fill caches and compile code are left out. */
const warmUp = 0.3
/** A share of the mean, and megabytes, that the line may rise over the whole run: the noise of a garbage collector. */
const allowed = { share: 0.05, megabytes: 10 }

/** Whether memory stays where it is. Undefined with fewer than five rounds after the warm-up. */
export function memoryTrend(samples: readonly MemorySample[]): MemoryTrend | undefined {
  const counted = samples.slice(Math.ceil(samples.length * warmUp))
  if (counted.length < 5) return undefined
  const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  const x = meanOf(counted.map(({ hours }) => hours))
  const mean = meanOf(counted.map(({ megabytes }) => megabytes))
  const spread = counted.reduce((sum, { hours }) => sum + (hours - x) ** 2, 0)
  const together = counted.reduce((sum, { hours, megabytes }) => sum + (hours - x) * (megabytes - mean), 0)
  const slopePerHour = spread === 0 ? 0 : together / spread
  const growth = slopePerHour * (counted.at(-1)!.hours - counted[0]!.hours)
  const flat = growth <= Math.max(allowed.megabytes, allowed.share * mean)
  return { flat, slopePerHour, growth, mean }
}
