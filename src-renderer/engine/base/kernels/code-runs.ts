import type { Bitset } from './bitset.ts'

/**
 * The code of each person in consecutive bins such as months, as runs of equal codes: those of person p are
 * `[offsets[p], offsets[p + 1])`, the first of which begins in bin 0. Most people have one run.
 */
export interface CodeRuns {
  readonly bins: number
  /** Codes are below this number; the last one stands for people without a code. */
  readonly places: number
  readonly offsets: Int32Array
  /** First bin of each run, which lasts until the next one begins. */
  readonly starts: Uint8Array
  readonly codes: Uint8Array | Uint16Array | Int32Array
}

/** The size of runs. At most 255 bins. */
export interface CodeRunsSize {
  readonly people: number
  readonly bins: number
  /** How many codes there are. */
  readonly values: number
}

function narrow(length: number, places: number): CodeRuns['codes'] {
  return places <= 256 ? new Uint8Array(length) : places <= 65_536 ? new Uint16Array(length) : new Int32Array(length)
}

/**
 * Arranges codes by bin as runs.
 * @param codesOf the codes of all people in a bin, -1 for none; asked once for each bin, in their order
 */
export function codeRuns(
  { people, bins, values }: CodeRunsSize,
  codesOf: (bin: number) => ArrayLike<number>
): CodeRuns {
  const last = new Int32Array(people).fill(-2)
  const offsets = new Int32Array(people + 1)
  const changed = new Int32Array(people)
  const found: { readonly people: Int32Array; readonly codes: CodeRuns['codes'] }[] = []
  for (let bin = 0; bin < bins; bin++) {
    const codes = codesOf(bin)
    let count = 0
    for (let person = 0; person < people; person++) {
      const code = codes[person]!
      if (code === last[person]) continue
      last[person] = code
      changed[count++] = person
      offsets[person + 1]!++
    }
    const narrowCodes = narrow(count, values + 1)
    for (let index = 0; index < count; index++) {
      const code = last[changed[index]!]!
      narrowCodes[index] = code < 0 ? values : code
    }
    found.push({ people: changed.slice(0, count), codes: narrowCodes })
  }
  for (let person = 0; person < people; person++) offsets[person + 1]! += offsets[person]!
  const next = offsets.slice(0, people)
  const starts = new Uint8Array(offsets[people]!)
  const codes = narrow(starts.length, values + 1)
  found.forEach((changes, bin) => {
    for (let index = 0; index < changes.people.length; index++) {
      const position = next[changes.people[index]!]!++
      starts[position] = bin
      codes[position] = changes.codes[index]!
    }
  })
  return { bins, places: values + 1, offsets, starts, codes }
}

/** The runs of some of the bins alone. @param chosen ascending */
export function runsInBins(runs: CodeRuns, chosen: readonly number[]): CodeRuns {
  const people = runs.offsets.length - 1
  const offsets = new Int32Array(people + 1)
  const starts = new Uint8Array(runs.starts.length)
  const codes = narrow(starts.length, runs.places)
  let count = 0
  for (let person = 0; person < people; person++) {
    const end = runs.offsets[person + 1]!
    let index = runs.offsets[person]!
    let before = -1
    for (let bin = 0; bin < chosen.length; bin++) {
      while (index + 1 < end && runs.starts[index + 1]! <= chosen[bin]!) index++
      if (runs.codes[index] === before) continue
      before = runs.codes[index]!
      starts[count] = bin
      codes[count++] = before
      // No other run follows.
      if (index + 1 === end) break
    }
    offsets[person + 1] = count
  }
  return {
    bins: chosen.length,
    places: runs.places,
    offsets,
    starts: starts.slice(0, count),
    codes: codes.slice(0, count)
  }
}

/** Runs of pairs of codes: `left * right.places + right`. */
export function pairRuns(left: CodeRuns, right: CodeRuns): CodeRuns {
  const people = left.offsets.length - 1
  const places = left.places * right.places
  const maxRuns = left.starts.length + right.starts.length
  const offsets = new Int32Array(people + 1)
  const starts = new Uint8Array(maxRuns)
  const codes = narrow(maxRuns, places)
  let count = 0
  for (let person = 0; person < people; person++) {
    let a = left.offsets[person]!
    let b = right.offsets[person]!
    const [endA, endB] = [left.offsets[person + 1]!, right.offsets[person + 1]!]
    for (let bin = 0; bin < left.bins;) {
      starts[count] = bin
      codes[count++] = left.codes[a]! * right.places + right.codes[b]!
      const nextA = a + 1 < endA ? left.starts[a + 1]! : left.bins
      const nextB = b + 1 < endB ? right.starts[b + 1]! : left.bins
      bin = nextA < nextB ? nextA : nextB
      if (bin === nextA) a++
      if (bin === nextB) b++
    }
    offsets[person + 1] = count
  }
  return { bins: left.bins, places, offsets, starts: starts.slice(0, count), codes: codes.slice(0, count) }
}

/** The code of a person in a bin; `places - 1` for none. */
export function codeInBin({ offsets, starts, codes }: CodeRuns, person: number, bin: number): number {
  let index = offsets[person]!
  while (index + 1 < offsets[person + 1]! && starts[index + 1]! <= bin) index++
  return codes[index]!
}

/** What {@link addWord} adds to, and by what. */
interface RunCounting {
  readonly runs: CodeRuns
  readonly people: readonly Bitset[]
  /** The bin since which each of 32 people is chosen, to work with. */
  readonly since: Uint8Array
  /** What changes from one bin to the next; the bin after the last takes what ends there. */
  readonly counts: Int32Array
}

/** Adds the runs of 32 people. A function of its own: it is compiled once, however often a long loop around it begins anew. */
function addWord({ runs, people, since, counts }: RunCounting, word: number): void {
  const { bins, places, offsets, starts, codes } = runs
  let before = 0
  for (let bin = 0; bin <= bins; bin++) {
    const now = bin < bins ? people[bin]![word]! | 0 : 0
    let changed = now ^ before
    before = now
    for (; changed !== 0; changed &= changed - 1) {
      const lowest = changed & -changed
      const bit = 31 - Math.clz32(lowest)
      if ((now & lowest) !== 0) {
        since[bit] = bin
        continue
      }
      const person = (word << 5) + bit
      const end = offsets[person + 1]!
      let index = offsets[person]!
      let from = since[bit]!
      while (index + 1 < end && starts[index + 1]! <= from) index++
      for (; from < bin; index++) {
        const next = index + 1 < end ? starts[index + 1]! : bins
        const until = next < bin ? next : bin
        counts[from * places + codes[index]!]!++
        counts[until * places + codes[index]!]!--
        from = until
      }
    }
  }
}

/**
 * How many people have each code in each bin: `counts[bin * places + code]`. Who is chosen in many bins in a row costs as much as who is
 * chosen in one.
 * @param people who is chosen in each bin
 */
export function countRuns(runs: CodeRuns, people: readonly Bitset[]): Int32Array {
  const { bins, places } = runs
  const counts = new Int32Array((bins + 1) * places)
  const counting: RunCounting = { runs, people, since: new Uint8Array(32), counts }
  const words = people[0]?.length ?? 0
  for (let word = 0; word < words; word++) addWord(counting, word)
  for (let index = places; index < counts.length; index++) counts[index]! += counts[index - places]!
  return counts.slice(0, bins * places)
}
