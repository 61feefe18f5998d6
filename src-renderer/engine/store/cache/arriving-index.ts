import { StillArriving, type NextStage } from './arriving.ts'
import type { IdColumn } from '../model/column.ts'
import type { ResourceIndex } from '../model/store.ts'

/** The index of a type of which only the profiles have come. */
export class ArrivingIndex implements ResourceIndex {
  readonly resourceType: string
  readonly count: number
  readonly profile: Int32Array
  readonly #next: NextStage

  constructor(resourceType: string, count: number, profile: Int32Array, next: NextStage) {
    this.resourceType = resourceType
    this.count = count
    this.profile = profile
    this.#next = next
  }

  get ids(): IdColumn {
    throw new StillArriving(this.#next)
  }

  get file(): Int32Array {
    throw new StillArriving(this.#next)
  }

  get line(): Uint32Array {
    throw new StillArriving(this.#next)
  }

  get offset(): Float64Array {
    throw new StillArriving(this.#next)
  }

  get length(): Uint32Array {
    throw new StillArriving(this.#next)
  }

  get patient(): Int32Array {
    throw new StillArriving(this.#next)
  }
}
