/** Where a record begins in its file, and whose it is. */
export interface RecordPlace {
  /** Byte offset in the decompressed file. */
  readonly offset: number
  /** The patient's ordinal; -1 for a record that belongs to nobody. */
  readonly ordinal: number
}

/**
 * Places of one file, ascending, as differences to the one before: for each the offset, and the ordinal with its sign in the
 * last bit, seven bits to a byte (LEB128). Files that are in the order of the people take 3 to 4 bytes a record, where
 * numbers would take 12, and a million people have 100 million records.
 */
export interface PlaceList {
  readonly count: number
  readonly differences: Uint8Array
}

/** Eight bytes for a difference of offsets, which has 53 bits at most, and five for one of ordinals. */
const MAX_ENTRY = 13

/** Puts together a {@link PlaceList}. */
export class PlaceWriter {
  #bytes: Uint8Array<ArrayBuffer>
  #length = 0
  #count = 0
  #offset = 0
  #ordinal = 0

  /** @param bytes expected; there is room for more */
  constructor(bytes = 256) {
    this.#bytes = new Uint8Array(bytes)
  }

  /** @param offset not below that of the place before */
  add(offset: number, ordinal: number): void {
    if (this.#length + MAX_ENTRY > this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#bytes.length + MAX_ENTRY)
      larger.set(this.#bytes)
      this.#bytes = larger
    }
    this.#write(offset - this.#offset)
    const difference = ordinal - this.#ordinal
    this.#write(difference < 0 ? -2 * difference - 1 : 2 * difference)
    this.#offset = offset
    this.#ordinal = ordinal
    this.#count++
  }

  #write(value: number): void {
    let rest = value
    while (rest >= 128) {
      this.#bytes[this.#length++] = (rest % 128) + 128
      rest = Math.floor(rest / 128)
    }
    this.#bytes[this.#length++] = rest
  }

  /** Takes out the list. The writer cannot be used any more. */
  finish(): PlaceList {
    return { count: this.#count, differences: this.#bytes.slice(0, this.#length) }
  }
}

/** Goes through the places of a list. */
export class PlaceReader implements RecordPlace {
  readonly #list: PlaceList
  #position = 0
  #left: number
  offset = 0
  ordinal = 0

  /** Stands at the first place. */
  constructor(list: PlaceList) {
    this.#list = list
    this.#left = list.count + 1
    this.next()
  }

  /** Whether it is behind the last place. */
  get isAtEnd(): boolean {
    return this.#left === 0
  }

  /** Goes to the next place. */
  next(): void {
    if (--this.#left <= 0) {
      this.#left = 0
      return
    }
    this.offset += this.#read()
    const difference = this.#read()
    this.ordinal += difference % 2 === 1 ? -(difference + 1) / 2 : difference / 2
  }

  #read(): number {
    const { differences } = this.#list
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const byte = differences[this.#position++]!
      if (byte < 128) return value + byte * scale
      value += (byte - 128) * scale
    }
  }
}

/** A list of some places. @param places ascending */
export function placeList(places: Iterable<RecordPlace>): PlaceList {
  const writer = new PlaceWriter()
  for (const { offset, ordinal } of places) writer.add(offset, ordinal)
  return writer.finish()
}

/** The places of a list, one after the other. */
export function* placesOfList(list: PlaceList): Generator<RecordPlace> {
  const reader = new PlaceReader(list)
  for (let place = 0; place < list.count; place++) {
    yield { offset: reader.offset, ordinal: reader.ordinal }
    reader.next()
  }
}

/** All places of two lists of one file. */
export function mergePlaceLists(left: PlaceList, right: PlaceList): PlaceList {
  const [a, b] = [new PlaceReader(left), new PlaceReader(right)]
  const merged = new PlaceWriter(left.differences.length + right.differences.length)
  while (!a.isAtEnd || !b.isAtEnd) {
    const from = b.isAtEnd || (!a.isAtEnd && isBefore(a, b)) ? a : b
    merged.add(from.offset, from.ordinal)
    from.next()
  }
  return merged.finish()
}

function isBefore(left: RecordPlace, right: RecordPlace): boolean {
  return left.offset === right.offset ? left.ordinal <= right.ordinal : left.offset < right.offset
}
