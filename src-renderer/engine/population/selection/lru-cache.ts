/** Keeps the values that were used last, up to a total size. */
export class LruCache<V> {
  readonly #entries = new Map<string, { readonly value: V; readonly size: number }>()
  readonly #limit: number
  #size = 0

  /** @param limit in the unit that `size` of {@link get} has */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** The kept value of `key`, or the one that `compute` gives, which is then kept. */
  get(key: string, compute: () => V, size: (value: V) => number): V {
    const known = this.#entries.get(key)
    if (known !== undefined) {
      this.#entries.delete(key)
      this.#entries.set(key, known)
      return known.value
    }
    const value = compute()
    const entry = { value, size: size(value) }
    this.#entries.set(key, entry)
    this.#size += entry.size
    for (const [oldest, { size: freed }] of this.#entries) {
      if (this.#size <= this.#limit || oldest === key) break
      this.#entries.delete(oldest)
      this.#size -= freed
    }
    return value
  }

  /** Whether a value is kept for `key`. */
  has(key: string): boolean {
    return this.#entries.has(key)
  }

  /** Forgets everything. */
  clear(): void {
    this.#entries.clear()
    this.#size = 0
  }
}
