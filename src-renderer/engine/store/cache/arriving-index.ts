import { StillArriving } from './arriving.ts'
import type { IdColumn } from '../model/column.ts'
import type { ResourceIndex } from '../model/store.ts'

/** The index of a type of which only the profiles have come. */
export class ArrivingIndex implements ResourceIndex {
  readonly resourceType: string
  readonly count: number
  readonly profile: Int32Array
  readonly #whole: Promise<void>

  constructor(resourceType: string, count: number, profile: Int32Array, whole: Promise<void>) {
    this.resourceType = resourceType
    this.count = count
    this.profile = profile
    this.#whole = whole
  }

  get ids(): IdColumn {
    throw new StillArriving(this.#whole)
  }

  get file(): Int32Array {
    throw new StillArriving(this.#whole)
  }

  get line(): Uint32Array {
    throw new StillArriving(this.#whole)
  }

  get offset(): Float64Array {
    throw new StillArriving(this.#whole)
  }

  get length(): Uint32Array {
    throw new StillArriving(this.#whole)
  }

  get patient(): Int32Array {
    throw new StillArriving(this.#whole)
  }
}
