import { emptyBitset, type Bitset } from './bitset.ts'
import type { DayBins } from './day-bins.ts'

/** Rows of people: those of person p are `[offsets[p], offsets[p + 1])`, ascending by day, those without a day first or last. */
export interface PersonRows {
  readonly offsets: Int32Array
  readonly days: Int32Array
  /** Which rows count; without it all do. */
  readonly marks?: RowMarks
}

/** Rows count whose code is marked 1 in `wanted`; its last place decides about rows without a code. */
export interface RowMarks {
  readonly codes: Int32Array
  readonly wanted: Uint8Array
}

/**
 * Finds each person's last row on or before `asOf` that counts and is not before `from`.
 * @returns the row per person, -1 when there is none
 */
export function latestRows({ offsets, days, marks }: PersonRows, asOf: number, from: number): Int32Array {
  const people = offsets.length - 1
  const out = new Int32Array(people)
  if (marks === undefined) {
    for (let person = 0; person < people; person++) {
      const start = offsets[person]!
      let index = offsets[person + 1]! - 1
      while (index >= start && days[index]! > asOf) index--
      out[person] = index >= start && days[index]! >= from ? index : -1
    }
    return out
  }
  const { codes, wanted } = marks
  const none = wanted.length - 1
  for (let person = 0; person < people; person++) {
    const start = offsets[person]!
    let found = -1
    for (let index = offsets[person + 1]! - 1; index >= start; index--) {
      const code = codes[index]!
      if (wanted[code < 0 ? none : code] === 0 || days[index]! > asOf) continue
      if (days[index]! >= from) found = index
      break
    }
    out[person] = found
  }
  return out
}

/** The last row of people in bins, such as months: those of bin b are `[first[b], first[b + 1])`, ascending by person. */
export interface BinRows {
  readonly first: Int32Array
  readonly people: Int32Array
  readonly rows: Int32Array
}

/** Finds each person's last row in each bin. All rows count. */
export function latestByBin({ offsets, days }: Omit<PersonRows, 'marks'>, { count, starts, binOf }: DayBins): BinRows {
  const persons = offsets.length - 1
  const first = new Int32Array(count + 1)
  const origin = starts[0] ?? 0
  const visit = (found: (bin: number, person: number, row: number) => void): void => {
    for (let person = 0; person < persons; person++) {
      let last = -1
      for (let row = offsets[person + 1]! - 1; row >= offsets[person]!; row--) {
        const place = days[row]! - origin
        if (place < 0 || place >= binOf.length || binOf[place] === last) continue
        last = binOf[place]!
        found(last, person, row)
      }
    }
  }
  visit((bin) => first[bin + 1]!++)
  for (let bin = 0; bin < count; bin++) first[bin + 1]! += first[bin]!
  const next = first.slice(0, count)
  const people = new Int32Array(first[count]!)
  const rows = new Int32Array(first[count]!)
  visit((bin, person, row) => {
    people[next[bin]!] = person
    rows[next[bin]!++] = row
  })
  return { first, people, rows }
}

/**
 * The people who have a row on a day of `[from, asOf]` that counts.
 * @param among only these are looked at
 */
export function peopleWithin(rows: PersonRows, from: number, asOf: number, among?: Bitset): Bitset {
  const { offsets, days, marks } = rows
  const people = offsets.length - 1
  const found = emptyBitset(people)
  const codes = marks?.codes
  const wanted = marks?.wanted ?? new Uint8Array(1)
  const none = wanted.length - 1
  for (let word = 0; word < found.length; word++) {
    let left = among === undefined ? 0xffffffff : among[word]!
    if (among === undefined && word === found.length - 1 && (people & 31) !== 0)
      left = 0xffffffff >>> (32 - (people & 31))
    while (left !== 0) {
      const lowest = left & -left
      left ^= lowest
      const person = (word << 5) + (31 - Math.clz32(lowest))
      const start = offsets[person]!
      for (let row = offsets[person + 1]! - 1; row >= start && days[row]! >= from; row--) {
        const code = codes === undefined ? 0 : codes[row]!
        if ((codes !== undefined && wanted[code < 0 ? none : code] === 0) || days[row]! > asOf) continue
        found[word]! |= lowest
        break
      }
    }
  }
  return found
}
