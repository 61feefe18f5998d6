import { emptyBitset, type Bitset } from './bitset.ts'
import { selectCodes, type Codes } from './codes.ts'

/**
 * For each day from an origin to the last of some days: which of them are not before it, a bit each.
 * @param days epoch days, ascending, fewer than 32
 * @param origin epoch day, not after the last of the days
 * @returns by day after the origin
 */
export function daysNotBefore(days: readonly number[], origin: number): Int32Array {
  const bits = new Int32Array(days[days.length - 1]! - origin + 1)
  for (let place = 0; place < bits.length; place++)
    for (let index = 0; index < days.length; index++) if (days[index]! >= origin + place) bits[place]! |= 1 << index
  return bits
}

/** Tells which of some days are not before a day, a bit each. @param days ascending, at least one and fewer than 32 */
export function daysSince(days: readonly number[]): (day: number) => number {
  const [first, last] = [days[0]!, days[days.length - 1]!]
  const all = (1 << days.length) - 1
  const since = daysNotBefore(days, first)
  return (day) => (day <= first ? all : day > last ? 0 : since[day - first]!)
}

/** Who is chosen on which of some days. */
export interface DaysChosen {
  /** The days on which a person is chosen, a bit each. */
  readonly daysOf: (person: number) => number
  /** Codes of people who have the same one on all days, marked 1 in `wanted` where they are chosen; -1 for the few whom `daysOf` tells about. */
  readonly steady?: { readonly codes: Codes; readonly wanted: Uint8Array }
}

/** What {@link addWord} works with. */
interface DaysAdded {
  readonly people: number
  readonly daysOf: DaysChosen['daysOf']
  readonly steady: Codes | undefined
  /** Whom `steady` chooses. */
  readonly always: Bitset | undefined
  readonly found: readonly Bitset[]
  /** Of 32 people, those who are chosen on the day and not on the day before, or the other way round. */
  readonly changes: Int32Array
}

/** Adds 32 people to those of the days. A function of its own: it is compiled once, however often a long loop around it begins anew. */
function addWord({ people, daysOf, steady, always, found, changes }: DaysAdded, word: number): void {
  const days = changes.length
  const all = (1 << days) - 1
  // Most people are chosen on all of the days or on none.
  let now = always === undefined ? 0 : always[word]! | 0
  let anyChange = false
  const end = Math.min((word + 1) << 5, people)
  for (let person = word << 5; person < end; person++) {
    if (steady !== undefined && steady[person]! >= 0) continue
    const mask = daysOf(person)
    const bit = 1 << (person & 31)
    if (mask === all) now |= bit
    else if (mask !== 0) {
      anyChange = true
      for (let left = (mask ^ (mask << 1)) & all; left !== 0; left &= left - 1)
        changes[31 - Math.clz32(left & -left)]! ^= bit
    }
  }
  if (anyChange)
    for (let day = 0; day < days; day++) {
      now ^= changes[day]!
      changes[day] = 0
      found[day]![word] = now
    }
  else if (now !== 0) for (let day = 0; day < days; day++) found[day]![word] = now
}

/**
 * The people who are chosen on each day.
 * @param days how many days, fewer than 32
 */
export function peopleByDay(people: number, days: number, { daysOf, steady }: DaysChosen): readonly Bitset[] {
  const found = Array.from({ length: days }, () => emptyBitset(people))
  const always = steady === undefined ? undefined : selectCodes(steady.codes, Uint8Array.of(...steady.wanted, 0))
  const added: DaysAdded = { people, daysOf, steady: steady?.codes, always, found, changes: new Int32Array(days) }
  for (let word = 0; word << 5 < people; word++) addWord(added, word)
  return found
}
