import type { Codes } from './codes.ts'
import { countBits, type Bitset } from './bitset.ts'
import { NO_DAY } from '../fhir/missing.ts'

/**
 * How often something happened to each person, by group and bin such as a month, where it happened: what happened to person p is at
 * `[offsets[p], offsets[p + 1])`. A cell is `group * bins + bin`.
 */
export interface PeopleBins {
  readonly bins: number
  readonly offsets: Int32Array
  readonly cells: Uint16Array | Int32Array
  /** How often, at most 255; a cell may come several times. */
  readonly times: Uint8Array
  /** All of it by cell, with what happened to nobody in the data, and what happened to people alone. */
  readonly totals: Int32Array
  readonly ofPeople: Int32Array
}

/** Says what happened. @param person ordinal, -1 for nobody @param times whole number, once unless given */
type Happened = (person: number, cell: number, times?: number) => void

/** The size of what is prepared. */
export interface PeopleBinsSize {
  readonly people: number
  readonly groups: number
  readonly bins: number
}

/** The most that one entry can hold. */
const MOST = 255

/**
 * Puts what happened in the order of the people.
 * @param visit names everything that happened; called twice, with the same each time. What happened to a person in one cell takes the least room when it is named
 *   one after the other
 */
export function binByPerson({ people, groups, bins }: PeopleBinsSize, visit: (happened: Happened) => void): PeopleBins {
  const totals = new Int32Array(groups * bins)
  const lastCell = new Int32Array(people).fill(-1)
  const lastTimes = new Int32Array(people)
  const next = new Int32Array(people + 1)
  /** Calls `open` for each new entry, `more` with what is to be added to the last one of the person, and `all` for everything. */
  const place = (
    open: (person: number, cell: number) => void,
    more: (person: number, times: number) => void,
    all?: (cell: number, times: number) => void
  ): void => {
    lastCell.fill(-1)
    visit((person, cell, times = 1) => {
      all?.(cell, times)
      if (person < 0) return
      let left = times
      while (left > 0) {
        if (lastCell[person] !== cell || lastTimes[person] === MOST) {
          lastCell[person] = cell
          lastTimes[person] = 0
          open(person, cell)
        }
        const room = Math.min(left, MOST - lastTimes[person]!)
        lastTimes[person]! += room
        left -= room
        more(person, room)
      }
    })
  }
  place(
    (person) => next[person + 1]!++,
    () => undefined,
    (cell, times) => (totals[cell]! += times)
  )
  for (let person = 0; person < people; person++) next[person + 1]! += next[person]!
  const offsets = next.slice()
  const size = offsets[people]!
  const cells = totals.length <= 65_536 ? new Uint16Array(size) : new Int32Array(size)
  const counts = new Uint8Array(size)
  place(
    (person, cell) => (cells[next[person]!++] = cell),
    (person, times) => (counts[next[person]! - 1]! += times)
  )
  return { bins, offsets, cells, times: counts, totals, ofPeople: sumOfPeople(totals.length, cells, counts) }
}

function sumOfPeople(size: number, cells: PeopleBins['cells'], times: Uint8Array): Int32Array {
  const sums = new Int32Array(size)
  for (let index = 0; index < cells.length; index++) sums[cells[index]!]! += times[index]!
  return sums
}

/** Rows of a table that are in the order of people, those of nobody last. */
export interface PeopleRows {
  /** Rows of person p: `[offsets[p], offsets[p + 1])`. */
  readonly offsets: Int32Array
  readonly days: Int32Array
  /** Group of each row, -1 for rows that do not count; all are in group 0 without. */
  readonly groups?: Codes
}

/**
 * As {@link binByPerson}, of the rows of a table by the bin of their day.
 * @param binOf bin of each day from `first` on; other days have none
 */
export function binRows(
  { people, groups, bins }: PeopleBinsSize,
  { offsets: rows, days, groups: groupOf }: PeopleRows,
  { first, binOf }: { readonly first: number; readonly binOf: ArrayLike<number> }
): PeopleBins {
  const totals = new Int32Array(groups * bins)
  const offsets = new Int32Array(people + 1)
  const all = totals.length <= 65_536 ? new Uint16Array(rows[people]!) : new Int32Array(rows[people]!)
  const times = new Uint8Array(all.length)
  /** -1 for rows that do not count. */
  const cellOf = (row: number): number => {
    const day = days[row]!
    const place = day - first
    const group = groupOf === undefined ? 0 : groupOf[row]!
    return day === NO_DAY || place < 0 || place >= binOf.length || group < 0 ? -1 : group * bins + binOf[place]!
  }
  let count = 0
  for (let person = 0; person < people; person++) {
    const begin = count
    for (let row = rows[person]!; row < rows[person + 1]!; row++) {
      const cell = cellOf(row)
      if (cell < 0) continue
      if (count === begin || all[count - 1] !== cell || times[count - 1] === MOST) all[count++] = cell
      times[count - 1]!++
    }
    offsets[person + 1] = count
  }
  const cells = all.slice(0, count)
  const ofPeople = sumOfPeople(totals.length, cells, times)
  totals.set(ofPeople)
  for (let row = rows[people]!; row < days.length; row++) {
    const cell = cellOf(row)
    if (cell >= 0) totals[cell]!++
  }
  return { bins, offsets, cells, times: times.slice(0, count), totals, ofPeople }
}

/** All of some bins over the same people, as groups one after another. @param parts at least one, each of one group */
export function joinPeopleBins(parts: readonly PeopleBins[]): PeopleBins {
  const { bins, offsets: first } = parts[0]!
  const people = first.length - 1
  const offsets = new Int32Array(people + 1)
  for (const each of parts) for (let person = 0; person <= people; person++) offsets[person]! += each.offsets[person]!
  const next = offsets.slice(0, people)
  const size = parts.length * bins
  const cells = size <= 65_536 ? new Uint16Array(offsets[people]!) : new Int32Array(offsets[people]!)
  const times = new Uint8Array(cells.length)
  const [totals, ofPeople] = [new Int32Array(size), new Int32Array(size)]
  parts.forEach((each, group) => {
    for (let person = 0; person < people; person++) {
      const end = each.offsets[person + 1]!
      for (let index = each.offsets[person]!; index < end; index++) {
        const place = next[person]!++
        cells[place] = group * bins + each.cells[index]!
        times[place] = each.times[index]!
      }
    }
    totals.set(each.totals, group * bins)
    ofPeople.set(each.ofPeople, group * bins)
  })
  return { bins, offsets, cells, times, totals, ofPeople }
}

/** What {@link addWord} adds to, and by what. */
interface BinCounting extends Pick<PeopleBins, 'bins' | 'offsets' | 'cells' | 'times'> {
  /** The people of each bin, and -1 for the others of each in their place. */
  readonly people: readonly Bitset[]
  readonly flip: 0 | -1
  readonly binOf: Uint16Array
  /** The word of each bin, to work with. */
  readonly words: Int32Array
  readonly counts: Int32Array
}

/** Adds what happened to 32 people. A function of its own: it is compiled once, however often a long loop around it begins anew. */
function addWord(counting: BinCounting, word: number): void {
  const { bins, offsets, cells, times, people, flip, binOf, words, counts } = counting
  let any = 0
  let all = -1
  for (let bin = 0; bin < bins; bin++) {
    const chosen = people[bin]![word]! ^ flip
    words[bin] = chosen
    any |= chosen
    all &= chosen
  }
  const first = word << 5
  const rest = offsets.length - 1 - first
  if (rest < 32) any &= (1 << rest) - 1
  for (; any !== 0; any &= any - 1) {
    const bit = 31 - Math.clz32(any & -any)
    const end = offsets[first + bit + 1]!
    if (((all >>> bit) & 1) === 1)
      for (let index = offsets[first + bit]!; index < end; index++) counts[cells[index]!]! += times[index]!
    else
      for (let index = offsets[first + bit]!; index < end; index++) {
        const cell = cells[index]!
        counts[cell]! += times[index]! * ((words[binOf[cell]!]! >>> bit) & 1)
      }
  }
}

/**
 * How often it happened by cell: to the people who are chosen for its bin. Costs as much for most people as for the few others.
 * @param people the people of each bin; without them everything counts, with what happened to nobody in the data
 */
export function countPeopleBins(
  { bins, offsets, cells, times, totals, ofPeople }: PeopleBins,
  people?: readonly Bitset[]
): Int32Array {
  if (people === undefined) return totals.slice()
  const counts = new Int32Array(totals.length)
  const persons = offsets.length - 1
  // Where most people are chosen, those who are not are counted and taken off.
  const isMost = 2 * countBits(people[bins >>> 1] ?? new Uint32Array()) > persons
  const counting: BinCounting = {
    bins,
    offsets,
    cells,
    times,
    people,
    flip: isMost ? -1 : 0,
    binOf: Uint16Array.from(totals, (_, cell) => cell % bins),
    words: new Int32Array(bins),
    counts
  }
  for (let word = 0; word << 5 < persons; word++) addWord(counting, word)
  return isMost ? ofPeople.map((sum, cell) => sum - counts[cell]!) : counts
}
