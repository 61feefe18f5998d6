import { engineMessages as m } from '#messages/engine.ts'
import { defined } from '#shared/language/defined.ts'

/** Tells when more columns of a store have come: its next stage, or all of them. */
export type NextStage = () => Promise<void>

/**
 * Thrown when something is asked of a store that has not come yet. What asked may try again when `next` is settled, and gets the same
 * answer then, or is told again to wait.
 */
export class StillArriving extends Error {
  /** Settles when more has come. @throws AppError `unreadable-file` when nothing more can be read */
  readonly next: Promise<void>

  constructor(next: NextStage) {
    super(m.theseColumnsHaveNotBeenRead)
    this.next = next()
  }
}

/**
 * Asks a store as soon as what is asked for has come. What needs only columns that have come is answered at once: nothing has to say which
 * columns a question needs, and no answer is made without one of them.
 * @param ask called again whenever more has come
 * @param recover waits for what takes the place of columns that cannot be read
 */
export async function whenArrived<T>(ask: () => T, recover?: () => Promise<void>): Promise<Awaited<T>> {
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof StillArriving)) throw error
      await (recover === undefined ? error.next : error.next.catch(recover))
    }
  }
}

/** A map whose entries come one after the other. It never says of an entry that will come that it is not there. */
export class ArrivingMap<V> extends Map<string, V> {
  readonly #names: readonly string[]
  readonly #next: NextStage

  /** @param names of all entries, in their order */
  constructor(names: readonly string[], next: NextStage) {
    super()
    this.#names = names
    this.#next = next
  }

  /** Puts the entries into their order, when all have come. */
  complete(): void {
    const entries = this.#names.map((name) => [name, defined(super.get(name))] as const)
    super.clear()
    for (const [name, value] of entries) super.set(name, value)
  }

  override get(name: string): V | undefined {
    const value = super.get(name)
    if (value === undefined && this.#names.includes(name)) throw new StillArriving(this.#next)
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
    if (super.size < this.#names.length) throw new StillArriving(this.#next)
  }
}
