import { SystemValue } from './system-value.ts'
import type { Value } from './value.ts'

/**
 * A number known only to lie between two bounds, both included. Durations and differences between temporal values
 * of less than full precision yield it (CQL 1.5, author's guide, "Uncertainty").
 */
export class Uncertainty extends SystemValue {
  readonly low: Value
  readonly high: Value

  constructor(low: Value, high: Value) {
    super()
    this.low = low
    this.high = high
  }

  get systemType(): string {
    return 'Uncertainty'
  }
}
