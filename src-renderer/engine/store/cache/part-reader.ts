import type { CachePart } from './cache-parts.ts'
import type { CachePartHead } from './cache-write.ts'
import { fromIpc, notACache, type IpcArray } from './store-ipc.ts'

/** Reads the arrays of the part at hand and goes on to the next one. */
export class PartReader {
  readonly #iterator: AsyncGenerator<CachePart, void>
  readonly #onBytes: (bytes: number) => void
  #words: CachePartHead | undefined
  #arrays: (name: string) => IpcArray | undefined = () => undefined

  constructor(iterator: AsyncGenerator<CachePart, void>, onBytes: (bytes: number) => void) {
    this.#iterator = iterator
    this.#onBytes = onBytes
  }

  /** Words of the part at hand, undefined at the end. */
  get words(): CachePartHead | undefined {
    return this.#words
  }

  async next(): Promise<void> {
    const { done, value } = await this.#iterator.next()
    if (done === true) {
      this.#words = undefined
      return
    }
    this.#words = value.meta as CachePartHead
    this.#onBytes(value.body.length)
    if (value.body.length > 0) this.#arrays = fromIpc(value.body)
  }

  /** @throws AppError `unreadable-file` when the part at hand is of another kind */
  expect(of: CachePartHead['of']): void {
    if (this.#words?.of !== of) throw notACache()
  }

  /** Goes on to the next part. @throws AppError `unreadable-file` when it is of another kind */
  async nextOf(of: CachePartHead['of']): Promise<void> {
    await this.next()
    this.expect(of)
  }

  /** @throws AppError `unreadable-file` when the part has no such texts */
  texts(name: string): readonly string[] {
    const array = this.#arrays(name)
    if (!Array.isArray(array)) throw notACache()
    return array as readonly string[]
  }

  /** @throws AppError `unreadable-file` when the part has no such numbers */
  numbers<A extends IpcArray>(name: string, make: new (length: number) => A): A {
    const array = this.#arrays(name)
    if (!(array instanceof make)) throw notACache()
    return array
  }

  /** As {@link numbers}, undefined when there are none of the name. */
  optional<A extends IpcArray>(name: string, make: new (length: number) => A): A | undefined {
    return this.#arrays(name) === undefined ? undefined : this.numbers(name, make)
  }
}
