import { detachBuffer } from '#shared/detach-buffer.ts'
import { isNoUuid } from '../../store/model/uuid-bytes.ts'
import type { KeyList } from '../../store/model/chunk.ts'
import { NONE } from '../../store/model/column.ts'
import { growableInt32 } from '../../store/model/growable.ts'
import { joinTexts, numbersFrom, shiftsOf, type JoinedTexts } from '../../store/collect/join-rows.ts'
import type { LaneRows } from './lane-rows.ts'
import { rowCount, type LaneScatter } from './scatter-lanes.ts'

/** In place of the lane of what several lanes name. */
const SHARED = -2

/** Numbers what the rows of each lane name, in the order in which it is met. */
class LaneNumbers {
  /** How many things each lane names. */
  readonly counts: Int32Array
  readonly #lanes: number
  /** For each thing the lane that names it and its number there; or `SHARED` and where the numbers by lane begin. */
  #slots: Int32Array
  #shared: Int32Array
  #sharedEnd = 0
  /** Is told of each thing that a lane names, when it does so first. */
  readonly #onMet: (thing: number, lane: number) => void

  /** @param count of things */
  constructor(count: number, lanes: number, onMet: (thing: number, lane: number) => void) {
    this.#lanes = lanes
    this.#onMet = onMet
    this.counts = new Int32Array(lanes)
    this.#slots = new Int32Array(count * 2).fill(NONE)
    this.#shared = new Int32Array(0)
  }

  /** Puts what rows name by lane, each as its number there; -1 stays. @param thingOf by code */
  scatter(codes: Int32Array, thingOf: Int32Array, lanes: Int32Array, places: Int32Array, out: Int32Array): void {
    const slots = this.#slots
    for (let row = 0; row < places.length; row++) {
      const code = codes[row]!
      if (code < 0) {
        out[places[row]!] = code
        continue
      }
      const thing = thingOf[code]!
      const [lane, first] = [lanes[row]!, slots[thing * 2]!]
      let number = NONE
      if (first === lane) number = slots[thing * 2 + 1]!
      else if (first === SHARED) number = this.#shared[slots[thing * 2 + 1]! + lane]!
      out[places[row]!] = number < 0 ? this.#meet(thing, lane) : number
    }
  }

  /** Frees what numbers took. */
  release(): void {
    detachBuffer(this.#slots)
    detachBuffer(this.#shared)
  }

  /** Gives a thing a number in a lane that had none for it. */
  #meet(thing: number, lane: number): number {
    const number = this.counts[lane]!++
    this.#onMet(thing, lane)
    const slots = this.#slots
    const first = slots[thing * 2]!
    if (first === NONE) {
      slots[thing * 2] = lane
      slots[thing * 2 + 1] = number
      return number
    }
    if (first !== SHARED) {
      const place = this.#roomOfShared()
      this.#shared[place + first] = slots[thing * 2 + 1]!
      slots[thing * 2] = SHARED
      slots[thing * 2 + 1] = place
    }
    this.#shared[slots[thing * 2 + 1]! + lane] = number
    return number
  }

  /** @returns where the numbers by lane of one more thing begin */
  #roomOfShared(): number {
    const place = this.#sharedEnd
    this.#sharedEnd += this.#lanes
    if (this.#sharedEnd > this.#shared.length) {
      const larger = new Int32Array(Math.max(this.#sharedEnd, this.#shared.length * 2)).fill(NONE)
      larger.set(this.#shared)
      this.#shared = larger
    }
    return place
  }
}

/** The keys that the pieces of chunks name, numbered in each in the order in which they are met. */
export class NamedKeys {
  readonly #lists: readonly KeyList[]
  readonly #lanes: number
  /** Types of the keys of all chunks. */
  readonly #types: JoinedTexts
  /** Number of each key of each chunk among all. */
  readonly #thingOf: readonly Int32Array[]
  /** Chunk of each of these. */
  readonly #chunkOf: Int32Array
  /** Number of the first key of each chunk. */
  readonly #shifts: readonly number[]
  readonly #numbers: LaneNumbers
  readonly #met = growableInt32()
  readonly #laneOfMet = growableInt32()

  /** @param lists of the chunks that are divided */
  constructor(lists: readonly KeyList[], lanes: number) {
    const counts = lists.map(({ count }) => count)
    const count = counts.reduce((sum, each) => sum + each, 0)
    this.#lists = lists
    this.#lanes = lanes
    this.#types = joinTexts(lists.map(({ types }) => types))
    this.#shifts = shiftsOf(counts)
    this.#thingOf = lists.map((list, chunk) => numbersFrom(this.#shifts[chunk]!, list.count))
    this.#chunkOf = new Int32Array(count)
    this.#shifts.forEach((shift, chunk) => this.#chunkOf.fill(chunk, shift, shift + counts[chunk]!))
    this.#numbers = new LaneNumbers(count, lanes, (key, lane) => {
      this.#met.push(key)
      this.#laneOfMet.push(lane)
    })
  }

  /** Puts keys by lane, each replaced by that of the piece. @param chunks which of all chunks the lists are of */
  scatter(
    lists: readonly (Int32Array | undefined)[],
    rows: LaneRows,
    chunks: readonly number[],
    { room }: LaneScatter
  ): Int32Array {
    const out = room.int32(rowCount(rows))
    lists.forEach((keys, index) => {
      if (keys !== undefined)
        this.#numbers.scatter(keys, this.#thingOf[chunks[index]!]!, rows.lanes[index]!, rows.places[index]!, out)
    })
    return out
  }

  /** The keys that each lane names of what was scattered. */
  take({ room }: LaneScatter): readonly KeyList[] {
    const [met, lanes] = [this.#met.take(), this.#laneOfMet.take()]
    const ends = Array.from(this.#numbers.counts)
    const starts = shiftsOf(ends)
    const form = room.uint8(met.length)
    const type = room.uint16(met.length)
    const words = room.uint32(met.length * 4)
    const others = ends.map((): (readonly [number, string])[] => [])
    const textOf = this.#lists.map((list) => new Map(list.others))
    const next = Int32Array.from(starts)
    for (let index = 0; index < met.length; index++) {
      const [thing, lane] = [met[index]!, lanes[index]!]
      const chunk = this.#chunkOf[thing]!
      const list = this.#lists[chunk]!
      const key = thing - this.#shifts[chunk]!
      const place = next[lane]!++
      form[place] = list.form[key]!
      type[place] = this.#types.places[chunk]![list.type[key]!]!
      for (let word = 0; word < 4; word++) words[place * 4 + word] = list.words[key * 4 + word]!
      if (isNoUuid(words, place * 4)) others[lane]!.push([place - starts[lane]!, textOf[chunk]!.get(key) ?? ''])
    }
    this.#numbers.release()
    const hasBases = this.#lists.some(({ bases }) => bases !== undefined)
    return Array.from({ length: this.#lanes }, (_, lane): KeyList => {
      const [from, to] = [starts[lane]!, starts[lane]! + ends[lane]!]
      return {
        count: to - from,
        form: form.subarray(from, to),
        types: this.#types.texts,
        type: type.subarray(from, to),
        words: words.subarray(from * 4, to * 4),
        others: others[lane]!,
        ...(hasBases ? { bases: [] } : {})
      }
    })
  }
}

/** The texts of a column by lane. */
export interface LaneTexts {
  readonly codes: Int32Array
  /** The texts that each lane names, in the order in which they are met. */
  readonly values: readonly (readonly string[])[]
}

/** Puts the texts of a column by lane. @param texts of the chunks that the lists are of */
export function scatterTexts(
  lists: readonly (Int32Array | undefined)[],
  rows: LaneRows,
  { texts, places }: JoinedTexts,
  { room }: LaneScatter
): LaneTexts {
  const lanes = rows.starts.length - 1
  const values = Array.from({ length: lanes }, (): string[] => [])
  const numbers = new LaneNumbers(texts.length, lanes, (text, lane) => void values[lane]!.push(texts[text]!))
  const codes = room.int32(rowCount(rows))
  lists.forEach((list, index) => {
    if (list !== undefined) numbers.scatter(list, places[index]!, rows.lanes[index]!, rows.places[index]!, codes)
  })
  numbers.release()
  return { codes, values }
}
