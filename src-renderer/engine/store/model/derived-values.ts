import { askingNothing } from './exchange.ts'

/** A value that is held. */
export interface CachedValue<V = unknown> {
  readonly value: V
}

/** Holds what is derived from parts of a population, up to a number of bytes. */
export interface DerivedHolder {
  /** Makes a value and holds it; `drop` is called when there is no room for it any more. @param bytesOf what it takes */
  hold<V>(make: () => V, bytesOf: (value: V) => number, drop: () => void): CachedValue<V>
  /** The value is being used. */
  touch(entry: CachedValue): void
  /** Questions are asked about another choice of date and filters. What was used for none of the last ones is of less worth. */
  choose(choice: string): void
}

/** Who holds what is derived from an object: from stores and tables that are read from the disk. */
const holders = new WeakMap<object, DerivedHolder>()

/** Lets a holder decide how long values that are derived from an object stay. */
export function holdDerivedBy(holder: DerivedHolder, from: object): void {
  holders.set(from, holder)
}

/** Tells whoever holds what is derived from an object about which choice of date and filters it is asked now. */
export function tellChoice(about: object, choice: string): void {
  holders.get(about)?.choose(choice)
}

/** Values that are none of what they stand in. */
const shared = new WeakSet<object>()

/** Lets values that all parts have in common, such as definitions, count nothing in what is derived from one of them. */
export function countNothing(values: Iterable<object>): void {
  for (const value of values) shared.add(value)
}

/** Whether values that are derived from an object may be dropped before it is. */
export function dropsDerived(from: object): boolean {
  return holders.has(from)
}

/**
 * Values that are worked out of a store, a table, or another such value. They go with what they were derived from; those of parts on the
 * disk also go when the memory of the parts is used up, and are worked out again when they are asked for. So nothing may depend on getting
 * the same object twice, and making one must not ask other threads. A value names tables and not their columns, which would stay in memory
 * after they were dropped and count twice: getters ask for them. What functions of a value use is not seen, so a value with such functions
 * lists it as `holds`.
 */
export class DerivedValues<K extends object, V> {
  readonly #known = new WeakMap<K, Map<unknown, CachedValue<V>>>()

  /** Whether the value of an object is there. */
  has(from: K, key: unknown = ''): boolean {
    return this.#known.get(from)?.has(key) === true
  }

  /** The value of an object. @param key where an object has several */
  get(from: K, make: () => V, key: unknown = ''): V {
    const holder = holders.get(from)
    const values = this.#known.get(from) ?? new Map<unknown, CachedValue<V>>()
    this.#known.set(from, values)
    const known = values.get(key)
    if (known !== undefined) {
      holder?.touch(known)
      return known.value
    }
    if (holder === undefined) {
      const value = make()
      values.set(key, { value })
      return value
    }
    const holding = holder.hold(
      () => askingNothing(make),
      (value) => derivedBytes(value) + bytesOfKey(key),
      () => values.delete(key)
    )
    const { value } = holding
    values.set(key, holding)
    if (typeof value === 'object' && value !== null && !holders.has(value)) holders.set(value, holder)
    return value
  }
}

function bytesOfKey(key: unknown): number {
  return typeof key === 'string' ? key.length * 2 : PLACE_BYTES
}

/** What an object, an array or a map takes next to its content, and what a place in one of them takes. */
const OBJECT_BYTES = 64
const PLACE_BYTES = 8
const ENTRY_BYTES = 40
/** An array of numbers with its buffer. */
const NUMBERS_BYTES = 200

/**
 * Bytes that a derived value takes, but for the stores and tables that it names, which have their own budget. Texts and keys of maps and sets
 * count as places, as they are those of columns, codes and definitions; functions count nothing.
 */
export function derivedBytes(value: unknown): number {
  const seen = new Set<unknown>()
  const buffers = new Set<ArrayBufferLike>()
  const bytesOf = (each: unknown): number => {
    if (typeof each !== 'object' || each === null) return PLACE_BYTES
    if (seen.has(each) || shared.has(each) || (each !== value && holders.has(each))) return PLACE_BYTES
    seen.add(each)
    if (ArrayBuffer.isView(each)) {
      if (buffers.has(each.buffer)) return NUMBERS_BYTES
      buffers.add(each.buffer)
      return NUMBERS_BYTES + each.buffer.byteLength
    }
    let bytes = OBJECT_BYTES
    if (Array.isArray(each)) {
      for (const item of each) bytes += typeof item === 'object' ? PLACE_BYTES + bytesOf(item) : PLACE_BYTES
      return bytes
    }
    if (each instanceof Map) for (const item of each.values()) bytes += ENTRY_BYTES + bytesOf(item)
    else if (each instanceof Set) bytes += each.size * ENTRY_BYTES
    // What a getter reads when it is asked is not held.
    else
      for (const { value: item } of Object.values(Object.getOwnPropertyDescriptors(each)))
        bytes += PLACE_BYTES + bytesOf(item)
    return bytes
  }
  return bytesOf(value)
}
