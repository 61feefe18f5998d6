import { SystemValue } from './system-value.ts'
import type { Value } from './value.ts'

/** A CQL tuple: named elements in the order in which they were written. */
export class Tuple extends SystemValue {
  readonly elements: ReadonlyMap<string, Value>

  constructor(elements: ReadonlyMap<string, Value>) {
    super()
    this.elements = elements
  }

  get systemType(): string {
    return 'Tuple'
  }
}
