import type { DerivedHolder, CachedValue } from '../../store/model/derived-values.ts'
import { arrayOfBytes, bytesOfPlace, type ArrayPlace, type NumberArray } from './array-places.ts'
import { RankQueue } from './rank-queue.ts'

/** Reads bytes of a file at once, without giving up control, so that computations stay plain code. */
export interface OpenedBytes {
  /**
   * @returns memory of its own, at a multiple of 8 in its buffer
   * @throws AppError `unreadable-file`
   */
  read(offset: number, length: number): Uint8Array<ArrayBuffer>
}

/** A file of arrays. */
export interface ArrayFile {
  readonly bytes: OpenedBytes
  /** Different from that of all other files of the cache, below 4096. */
  readonly number: number
}

/** What an {@link ArrayCache} has done. */
export interface ArrayCacheUse {
  readonly heldBytes: number
  readonly readBytes: number
  readonly reads: number
}

/** Bytes that a place needs in the cache next to those of its array. */
const OVERHEAD = 128
/** Offsets in one file are below this. */
const FILE_STEP = 2 ** 40
/** A text next to its characters, with its place in a list. */
const TEXT_OVERHEAD = 32

/** Bytes that a text takes in memory, at most. */
export function bytesOfText({ length }: string): number {
  return TEXT_OVERHEAD + length * 2
}

/** Bytes that could be decrypted and read in the time that one more reading takes. */
const READING = 32 * 1024
/** Making texts of bytes takes as long as reading this many times as many bytes. */
const TEXT_WORK = 4

/**
 * Uses of a derived value that count at most, so that what is not asked for any more goes in the end. With many, what was used often leaves no
 * room for what comes in, which is dropped and made again for each question about the same choice of date and filters.
 */
const MOST_USES = 3

/** What was used neither for the present choice of date and filters nor for so many before it goes before everything else. */
const RECENT_CHOICES = 1

/** Something that the cache holds. */
interface Held<V = unknown> extends CachedValue<V> {
  readonly bytes: number
  /** Bytes that have to be looked at to have it again, for each byte that it takes. */
  readonly worth: number
  /** Whether it is derived; loops over rows ask for an array many times. */
  readonly isDerived: boolean
  uses: number
  /** The choice for which it was used last. */
  choice: number
  /** The lower, the sooner it is dropped. */
  rank: number
  /** The value that looked at it last while it was made. */
  seenBy: number
  /** Is called when it is dropped. */
  readonly drop: () => void
}

/**
 * Arrays of all files of a population, what is made of them, and what is derived from the parts, up to a number of bytes. Whoever still
 * computes with what was dropped keeps it alive until then. What goes first is what takes the most room for what it saves: questions go
 * through all parts again and again, so that by the time of the last use everything would be dropped just before it is asked for. Each time
 * something is used it ranks above what was dropped last by its worth and its uses (GreedyDual-Size with frequency: Cao and Irani 1997,
 * Cherkasova 1998). What only opening a screen needed would rank high for long, so what no recent choice of date and filters
 * used goes before all that.
 */
export class ArrayCache implements DerivedHolder {
  #budget: number
  readonly #arrays = new Map<number, Held>()
  readonly #queue = new RankQueue<Held>()
  readonly #resident = new Map<number, NumberArray>()
  /** The array that was asked for last, which loops ask for again and again. */
  #last: { readonly key: number; readonly array: NumberArray } | undefined
  #heldBytes = 0
  #readBytes = 0
  #reads = 0
  /** What no recent choice had used when the present one was made. */
  readonly #idle = new RankQueue<{ readonly held: Held; readonly rank: number }>()
  #choice = 0
  #choiceText = ''
  /** Rank of what was dropped last. */
  #dropped = 0
  /** The value that is being made, and bytes that were looked at for it. */
  #making = 0
  #makes = 0
  #seenBytes = 0

  /** @param budget bytes */
  constructor(budget: number) {
    this.#budget = budget
  }

  /** Bytes that all of it may take. */
  get budget(): number {
    return this.#budget
  }

  /** Gives it more or less room. */
  setBudget(bytes: number): void {
    this.#budget = bytes
    this.#makeRoom()
  }

  /** Drops all that can be had again, and keeps the room for what is asked for next. */
  empty(): void {
    const budget = this.#budget
    this.setBudget(0)
    this.setBudget(budget)
    this.#last = undefined
  }

  get use(): ArrayCacheUse {
    return { heldBytes: this.#heldBytes, readBytes: this.#readBytes, reads: this.#reads }
  }

  /** @param isResident it is never dropped */
  get(file: ArrayFile, place: ArrayPlace, isResident = false): NumberArray {
    // Nothing is at the place of what follows.
    if (place.length === 0) return arrayOfBytes(place, new Uint8Array(0))
    const key = file.number * FILE_STEP + place.at
    if (this.#last?.key === key) return this.#last.array
    const array = this.#resident.get(key) ?? this.#find(key, file, place, isResident)
    this.#last = { key, array }
    return array
  }

  #find(key: number, file: ArrayFile, place: ArrayPlace, isResident: boolean): NumberArray {
    const known = this.#arrays.get(key)
    if (known !== undefined) {
      this.touch(known)
      return known.value as NumberArray
    }
    const bytes = bytesOfPlace(place)
    const array = arrayOfBytes(place, file.bytes.read(place.at, bytes))
    this.#reads++
    this.#readBytes += bytes
    if (!isResident) this.#keep(key, array, bytes, bytes + READING)
    else {
      this.#resident.set(key, array)
      this.#heldBytes += bytes + OVERHEAD
      this.#makeRoom()
    }
    return array
  }

  /**
   * What is made of an array, such as texts of bytes: held as arrays are, and made again after it was dropped.
   * @param place not empty; one array has one such thing
   */
  made<T>(file: ArrayFile, place: ArrayPlace, make: () => { readonly value: T; readonly bytes: number }): T {
    // Arrays are at multiples of 8.
    const key = file.number * FILE_STEP + place.at + 1
    const known = this.#arrays.get(key)
    if (known !== undefined) {
      this.touch(known)
      return known.value as T
    }
    const { value, bytes } = make()
    this.#keep(key, value, bytes, bytes * TEXT_WORK + READING)
    return value
  }

  hold<V>(make: () => V, bytesOf: (value: V) => number, drop: () => void): CachedValue<V> {
    const [outer, before] = [this.#making, this.#seenBytes]
    this.#making = ++this.#makes
    this.#seenBytes = 0
    try {
      const value = make()
      return this.#add({ value, bytes: bytesOf(value), work: this.#seenBytes, isDerived: true, drop })
    } finally {
      this.#making = outer
      this.#seenBytes += before
    }
  }

  choose(choice: string): void {
    if (choice === this.#choiceText) return
    this.#choiceText = choice
    this.#choice++
    for (const entry of this.#queue.takeWhere((each) => this.#isIdle(each)))
      this.#idle.add({ held: entry, rank: entry.worth })
  }

  #isIdle({ choice }: Held): boolean {
    return choice < this.#choice - RECENT_CHOICES
  }

  touch(value: CachedValue): void {
    const entry = value as Held
    this.#see(entry)
    entry.choice = this.#choice
    if (entry.isDerived && entry.uses < MOST_USES) entry.uses++
    entry.rank = this.#dropped + entry.worth * entry.uses
  }

  /** The value that is being made looks at something. */
  #see(entry: Held): void {
    if (entry.seenBy === this.#making) return
    entry.seenBy = this.#making
    this.#seenBytes += entry.bytes
  }

  #keep(key: number, value: unknown, bytes: number, work: number): void {
    this.#arrays.set(key, this.#add({ value, bytes, work, isDerived: false, drop: () => this.#arrays.delete(key) }))
  }

  #add<V>({ value, bytes, work, isDerived, drop }: Addition<V>): Held<V> {
    const size = bytes + OVERHEAD
    const worth = work / size
    const entry = {
      value,
      bytes: size,
      worth,
      isDerived,
      uses: 1,
      choice: this.#choice,
      rank: this.#dropped + worth,
      seenBy: 0,
      drop
    }
    this.#see(entry)
    this.#heldBytes += size
    this.#makeRoom()
    this.#queue.add(entry)
    return entry
  }

  /** Drops what is held until the budget is kept. What comes in is not in the queue yet. */
  #makeRoom(): void {
    while (this.#heldBytes > this.#budget) {
      const dropped = this.#takeIdle() ?? this.#takeLowest()
      if (dropped === undefined) return
      this.#heldBytes -= dropped.bytes
      dropped.drop()
    }
  }

  #takeLowest(): Held | undefined {
    const lowest = this.#queue.takeLowest()
    if (lowest !== undefined) this.#dropped = Math.max(this.#dropped, lowest.rank)
    return lowest
  }

  /** Takes out something that is still not used; what is used again goes back into the queue. */
  #takeIdle(): Held | undefined {
    for (let idle = this.#idle.takeLowest(); idle !== undefined; idle = this.#idle.takeLowest()) {
      if (this.#isIdle(idle.held)) return idle.held
      this.#queue.add(idle.held)
    }
    return undefined
  }
}

/** What comes into the cache. */
interface Addition<V> {
  readonly value: V
  readonly bytes: number
  /** Bytes that were looked at for it. */
  readonly work: number
  readonly isDerived: boolean
  readonly drop: () => void
}
