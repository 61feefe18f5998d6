import { isNoUuid } from '../../store/model/uuid-bytes.ts'
import type { ColumnChunk, KeyList } from '../../store/model/chunk.ts'
import { NONE } from '../../store/model/column.ts'
import { growableInt32 } from '../../store/model/growable.ts'
import { joinTexts, type JoinedTexts } from '../../store/collect/join-rows.ts'
import type { LaneRows } from './lane-rows.ts'
import type { LaneGatherer } from './gather-lane.ts'

/** The keys that a piece names, numbered in the order in which they are met. */
export class NamedKeys {
  readonly #lists: readonly KeyList[]
  /** Types of the keys of all chunks. */
  readonly #types: JoinedTexts
  /** Texts of the keys of each chunk that are no UUIDs. */
  readonly #textOf: readonly ReadonlyMap<number, string>[]
  /** Place of each key of each chunk among those of the piece, -1 for all between two pieces. */
  readonly #places: readonly Int32Array[]
  readonly #keys = growableInt32()
  readonly #chunks = growableInt32()

  /** @param lists of the chunks that are divided */
  constructor(lists: readonly KeyList[]) {
    this.#lists = lists
    this.#types = joinTexts(lists.map(({ types }) => types))
    this.#textOf = lists.map(({ others }) => new Map(others))
    this.#places = lists.map(({ count }) => new Int32Array(count).fill(NONE))
  }

  /** Gathers keys, each replaced by that of the piece. @param chunks which of all chunks the lists are of */
  gather(
    lists: readonly (Int32Array | undefined)[],
    rows: readonly LaneRows[],
    chunks: readonly number[],
    gatherer: LaneGatherer
  ): Int32Array {
    const gathered = gatherer.int32(lists, rows)
    gatherer.eachStretch(rows, (index, from, to) => this.#rename(gathered, from, to, chunks[index]!))
    return gathered
  }

  #rename(keys: Int32Array, from: number, to: number, chunk: number): void {
    const place = this.#places[chunk]!
    for (let row = from; row < to; row++) {
      const key = keys[row]!
      if (key < 0) continue
      if (place[key] === NONE) {
        place[key] = this.#keys.length
        this.#keys.push(key)
        this.#chunks.push(chunk)
      }
      keys[row] = place[key]!
    }
  }

  /** The keys that were gathered since the last call. */
  take({ room }: LaneGatherer): KeyList {
    const [keys, chunks] = [this.#keys.take(), this.#chunks.take()]
    const form = room.uint8(keys.length)
    const type = room.uint16(keys.length)
    const words = room.uint32(keys.length * 4)
    const others: (readonly [number, string])[] = []
    for (let index = 0; index < keys.length; index++) {
      const [key, chunk] = [keys[index]!, chunks[index]!]
      const list = this.#lists[chunk]!
      form[index] = list.form[key]!
      type[index] = this.#types.places[chunk]![list.type[key]!]!
      for (let word = 0; word < 4; word++) words[index * 4 + word] = list.words[key * 4 + word]!
      if (isNoUuid(words, index * 4)) others.push([index, this.#textOf[chunk]!.get(key) ?? ''])
      this.#places[chunk]![key] = NONE
    }
    const hasBases = this.#lists.some(({ bases }) => bases !== undefined)
    return {
      count: keys.length,
      form,
      types: this.#types.texts,
      type,
      words,
      others,
      ...(hasBases ? { bases: [] } : {})
    }
  }
}

/** The texts of columns that a piece names. */
export class NamedTexts {
  /** Room for the place of each text of a column, -1 for all between two columns. */
  #place = new Int32Array(0)

  /** @param codes texts of the rows of a piece, which are replaced by their places among those that it names */
  take(codes: Int32Array, values: readonly string[]): ColumnChunk {
    if (this.#place.length < values.length) this.#place = new Int32Array(values.length * 2).fill(NONE)
    const place = this.#place
    const named: number[] = []
    for (let row = 0; row < codes.length; row++) {
      const code = codes[row]!
      if (code < 0) continue
      if (place[code] === NONE) place[code] = named.push(code) - 1
      codes[row] = place[code]!
    }
    for (const code of named) place[code] = NONE
    return { kind: 'dictionary', codes, values: named.map((code) => values[code]!) }
  }
}
