import { DerivedValues, dropsDerived } from '../../store/model/derived-values.ts'
import type { Store } from '../../store/model/store.ts'
import { LruCache } from './lru-cache.ts'

/**
 * What is worked out of a part of a population again and again, by keys: of one in memory up to a limit; of one on the disk as long as the
 * memory of all parts suffices.
 */
export class PartCache<V> {
  readonly #store: Store
  readonly #inMemory: LruCache<V> | undefined
  #onDisk = new DerivedValues<Store, V>()

  /** @param limit in the unit that `size` of {@link get} has */
  constructor(store: Store, limit: number) {
    this.#store = store
    this.#inMemory = dropsDerived(store) ? undefined : new LruCache<V>(limit)
  }

  /** The cached value of a key, or the one that `compute` gives, which is then cached. */
  get(key: string, compute: () => V, size: (value: V) => number): V {
    return this.#inMemory === undefined
      ? this.#onDisk.get(this.#store, compute, key)
      : this.#inMemory.get(key, compute, size)
  }

  /** Whether a value is cached for a key. */
  has(key: string): boolean {
    return this.#inMemory === undefined ? this.#onDisk.has(this.#store, key) : this.#inMemory.has(key)
  }

  /** Forgets everything. */
  clear(): void {
    this.#inMemory?.clear()
    this.#onDisk = new DerivedValues<Store, V>()
  }
}
