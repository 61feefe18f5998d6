import { ArrayCache, type ArrayFile } from '#engine/shards/disk/array-cache.ts'
import type { ArrayPlace, NumberArray } from '#engine/shards/disk/array-places.ts'
import { dropsDerived, type CachedValue } from '#engine/store/model/derived-values.ts'

/** A cache that tells which of the derived values that it holds have columns in them. */
export class WatchedCache extends ArrayCache {
  readonly #columns = new WeakSet<ArrayBufferLike>()
  /** The keys that lead to each such column, after those of the value. */
  readonly columnsHeld = new Set<string>()

  override get(file: ArrayFile, place: ArrayPlace, isResident = false): NumberArray {
    const array = super.get(file, place, isResident)
    if (!isResident && array.length > 0) this.#columns.add(array.buffer)
    return array
  }

  override hold<V>(make: () => V, bytesOf: (value: V) => number, drop: () => void): CachedValue<V> {
    const cached = super.hold(make, bytesOf, drop)
    const { value } = cached
    this.#look(value, typeof value === 'object' && value !== null ? `{${Object.keys(value).slice(0, 9).join()}}` : '')
    return cached
  }

  /** Looks through a value but for what is derived by itself, and what getters read. */
  #look(value: unknown, path: string): void {
    if (typeof value !== 'object' || value === null || dropsDerived(value)) return
    if (ArrayBuffer.isView(value)) {
      if (this.#columns.has(value.buffer)) this.columnsHeld.add(path)
    } else if (value instanceof Map) for (const item of value.values()) this.#look(item, `${path}.get()`)
    else
      for (const [key, { value: item }] of Object.entries(Object.getOwnPropertyDescriptors(value)))
        this.#look(item, `${path}.${key}`)
  }
}
