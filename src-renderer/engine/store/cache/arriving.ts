import { engineMessages as m } from '#messages/engine.ts'
import { defined } from '#shared/language/defined.ts'

/** Thrown when something is asked of a store that has not come yet. What asked may try again when `whole` is settled. */
export class StillArriving extends Error {
  readonly whole: Promise<void>

  constructor(whole: Promise<void>) {
    super(m.theseColumnsHaveNotBeenRead)
    this.whole = whole
  }
}

/** A map whose entries come one after the other. It never says of an entry that will come that it is not there. */
export class ArrivingMap<V> extends Map<string, V> {
  readonly #names: readonly string[]
  readonly #whole: Promise<void>

  /** @param names of all entries, in their order */
  constructor(names: readonly string[], whole: Promise<void>) {
    super()
    this.#names = names
    this.#whole = whole
  }

  /** Puts the entries into their order, when all have come. */
  complete(): void {
    const entries = this.#names.map((name) => [name, defined(super.get(name))] as const)
    super.clear()
    for (const [name, value] of entries) super.set(name, value)
  }

  override get(name: string): V | undefined {
    const value = super.get(name)
    if (value === undefined && this.#names.includes(name)) throw new StillArriving(this.#whole)
    return value
  }

  override has(name: string): boolean {
    return this.#names.includes(name)
  }

  override keys(): MapIterator<string> {
    this.#expectAll()
    return super.keys()
  }

  override values(): MapIterator<V> {
    this.#expectAll()
    return super.values()
  }

  override entries(): MapIterator<[string, V]> {
    this.#expectAll()
    return super.entries()
  }

  override [Symbol.iterator](): MapIterator<[string, V]> {
    return this.entries()
  }

  override forEach(visit: (value: V, name: string, map: Map<string, V>) => void): void {
    this.#expectAll()
    super.forEach(visit)
  }

  #expectAll(): void {
    if (super.size < this.#names.length) throw new StillArriving(this.#whole)
  }
}
