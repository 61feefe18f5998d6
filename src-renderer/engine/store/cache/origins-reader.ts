import { StillArriving, type NextStage } from './arriving.ts'
import type { ConceptOrigins } from '../model/concept-origins.ts'
import type { PartReader } from './part-reader.ts'
import type { ResourceNames } from '../model/resource-names.ts'
import type { StoreOrigins } from '../model/store.ts'

/** Takes the origins of a store when they come, as the last of its parts. */
export class OriginsReader {
  /** Throws `StillArriving` until they have come. */
  readonly origins: StoreOrigins
  readonly #parts: PartReader
  #names: ResourceNames | undefined
  #displays: ConceptOrigins | undefined

  constructor(parts: PartReader, next: NextStage) {
    this.#parts = parts
    const arrived = <T>(value: T | undefined): T => {
      if (value === undefined) throw new StillArriving(next)
      return value
    }
    const names = (): ResourceNames => arrived(this.#names)
    const displays = (): ConceptOrigins => arrived(this.#displays)
    this.origins = {
      get names() {
        return names()
      },
      get displays() {
        return displays()
      }
    }
  }

  get complete(): boolean {
    return this.#displays !== undefined
  }

  /** Takes the part at hand and those that follow it. @throws AppError `unreadable-file` when they do not fit */
  async take(): Promise<void> {
    const parts = this.#parts
    const fullUrls = parts.texts('texts')
    const fullUrlOf = parts.numbers('resource', Int32Array)
    await parts.nextOf('identifiers')
    const identifiers = parts.numbers('words', Uint32Array)
    await parts.nextOf('identified')
    this.#names = { fullUrls, fullUrlOf, identifiers, identifierOf: parts.numbers('resource', Int32Array) }
    await parts.nextOf('unused')
    const unused = {
      systems: parts.texts('systems'),
      codes: parts.texts('codes'),
      displays: parts.texts('displays')
    }
    await parts.nextOf('displays')
    const entries = {
      concept: parts.numbers('concept', Int32Array),
      file: parts.numbers('file', Int32Array),
      offset: parts.numbers('offset', Float64Array),
      display: parts.numbers('display', Int32Array)
    }
    await parts.nextOf('texts')
    this.#displays = { unused, ...entries, texts: parts.texts('values') }
    await parts.next()
  }
}
