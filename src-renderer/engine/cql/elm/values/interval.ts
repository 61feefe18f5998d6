import { SystemValue } from './system-value.ts'
import type { Value } from './value.ts'

/** A CQL interval. A null bound that is closed means no bound; one that is open means an unknown bound. */
export class Interval extends SystemValue {
  readonly low: Value
  readonly high: Value
  readonly lowClosed: boolean
  readonly highClosed: boolean
  /** System type of the points, e.g. `DateTime`; needed where both bounds are null. */
  readonly pointType: string | undefined

  constructor(low: Value, high: Value, lowClosed = true, highClosed = true, pointType?: string) {
    super()
    this.low = low
    this.high = high
    this.lowClosed = lowClosed
    this.highClosed = highClosed
    this.pointType = pointType
  }

  get systemType(): string {
    return 'Interval'
  }
}
