import { hasBit, type Bitset } from '../../../base/kernels/bitset.ts'
import { countRuns, type CodeRuns } from '../../../base/kernels/code-runs.ts'
import { personDays, type PersonWindow, type Stretch } from './person-time.ts'

/** The days on which windows of people are open in some periods in a row, by code. */
export interface TimeRuns {
  /** Days of each period. */
  readonly lengths: Int32Array
  /** The code of each person in the periods of which every day counts. In the others there is none, which is the last place. */
  readonly whole: CodeRuns
  /** Periods of people of which some days count. */
  readonly partly: {
    readonly people: Int32Array
    readonly bins: Uint8Array
    readonly codes: CodeRuns['codes']
    readonly days: Int32Array
  }
}

/** Room for codes of groups, and for one more. */
function narrowCodes(length: number, { places }: CodeRuns): Uint8Array | Int32Array {
  return places < 256 ? new Uint8Array(length) : new Int32Array(length)
}

/**
 * Arranges the days of windows by period and code.
 * @param groups code of each person in each period
 */
export function timeRuns(groups: CodeRuns, window: PersonWindow, periods: readonly Stretch[]): TimeRuns {
  const people = groups.offsets.length - 1
  const firsts = Int32Array.from(periods, ({ start }) => start)
  const lasts = Int32Array.from(periods, ({ end }) => end)
  const lengths = firsts.map((first, bin) => lasts[bin]! - first + 1)
  // A window opens once and closes once.
  const size = groups.starts.length + 2 * people
  const offsets = new Int32Array(people + 1)
  const starts = new Uint8Array(size)
  const codes = narrowCodes(size, groups)
  const partly = {
    people: new Int32Array(2 * people),
    bins: new Uint8Array(2 * people),
    codes: narrowCodes(2 * people, groups),
    days: new Int32Array(2 * people)
  }
  let runs = 0
  let parts = 0
  for (let person = 0; person < people; person++) {
    const end = groups.offsets[person + 1]!
    let index = groups.offsets[person]!
    // Most windows are open all the time.
    if (window.from[person]! <= firsts[0]! && window.until[person]! > lasts[lasts.length - 1]!) {
      for (; index < end; index++) {
        starts[runs] = groups.starts[index]!
        codes[runs++] = groups.codes[index]!
      }
      offsets[person + 1] = runs
      continue
    }
    let before = -1
    for (let bin = 0; bin < periods.length; bin++) {
      if (index + 1 < end && groups.starts[index + 1] === bin) index++
      const days = personDays(window, person, firsts[bin]!, lasts[bin]!)
      const code = days === lengths[bin] ? groups.codes[index]! : groups.places
      if (code !== before) {
        before = code
        starts[runs] = bin
        codes[runs++] = code
      }
      if (days === 0 || days === lengths[bin]) continue
      partly.people[parts] = person
      partly.bins[parts] = bin
      partly.codes[parts] = groups.codes[index]!
      partly.days[parts++] = days
    }
    offsets[person + 1] = runs
  }
  return {
    lengths,
    whole: {
      bins: periods.length,
      places: groups.places + 1,
      offsets,
      starts: starts.slice(0, runs),
      codes: codes.slice(0, runs)
    },
    partly: {
      people: partly.people.slice(0, parts),
      bins: partly.bins.slice(0, parts),
      codes: partly.codes.slice(0, parts),
      days: partly.days.slice(0, parts)
    }
  }
}

/**
 * Days by period and code: `days[bin * places + code]`, `places` being those of the groups.
 * @param people whose days count in each period
 */
export function daysByPeriod({ lengths, whole, partly }: TimeRuns, people: readonly Bitset[]): Float64Array {
  const counts = countRuns(whole, people)
  const places = whole.places - 1
  const days = new Float64Array(lengths.length * places)
  for (let bin = 0; bin < lengths.length; bin++)
    for (let code = 0; code < places; code++)
      days[bin * places + code] = counts[bin * whole.places + code]! * lengths[bin]!
  for (let index = 0; index < partly.people.length; index++) {
    const bin = partly.bins[index]!
    if (hasBit(people[bin]!, partly.people[index]!)) days[bin * places + partly.codes[index]!]! += partly.days[index]!
  }
  return days
}
