import { addMonths } from '../../base/fhir/calendar.ts'
import { emptyCodes, type Codes } from '../../base/kernels/codes.ts'
import { daysNotBefore } from '../../base/kernels/day-bits.ts'
import { latestRows } from '../../base/kernels/person-rows.ts'
import type { MeasurementSeries } from './measurement-series.ts'
import type { Control, ControlBand } from './registry-definition.ts'

/** The bands of a control as a dimension has them: the control's own, then `none`. */
export function bandValues(control: Control): { readonly value: string; readonly label: string }[] {
  return [
    ...control.bands.map((band) => ({ value: band.id, label: band.label })),
    { value: 'none', label: control.noneLabel }
  ]
}

function holds(band: ControlBand, series: MeasurementSeries, index: number): boolean {
  for (let part = 0; part < series.values.length; part++) {
    const value = series.values[part]![index]!
    if (band.below !== undefined && !(value < band.below[part]!)) return false
    if (band.upTo !== undefined && !(value <= band.upTo[part]!)) return false
    if (band.atLeast !== undefined && !(value >= band.atLeast[part]!)) return false
  }
  return true
}

/** First day of the window that ends on `asOf`: 12 months back from Dec 31 is Jan 1. */
export function windowStart(asOf: number, months: number): number {
  return addMonths(asOf + 1, -months)
}

/** The results that a control looks at. */
export interface BandedResults {
  readonly series: MeasurementSeries
  /**
   * The band of each result: index into {@link bandValues}. A test without a result is in the last one, `none`: it says nothing, and older
   * ones do not stand in for it.
   */
  readonly bands: Uint8Array
}

/** Finds the band of each result, see {@link BandedResults}. */
export function resultBands({ bands }: Control, series: MeasurementSeries): Uint8Array {
  const { values, days } = series
  const found = new Uint8Array(days.length)
  for (let index = 0; index < found.length; index++) {
    let band = values.some((part) => Number.isNaN(part[index]!)) ? bands.length : 0
    while (band < bands.length && !holds(bands[band]!, series, index)) band++
    found[index] = band
  }
  return found
}

/**
 * The band of each member's latest result in a window.
 * @param members 1 for members of the registry on `asOf`
 * @param from first day of the window; by default that of the control's own
 * @returns index into {@link bandValues}, -1 for people outside of the registry
 */
export function controlBands(
  control: Control,
  { series, bands }: BandedResults,
  members: Codes,
  asOf: number,
  from = windowStart(asOf, control.windowMonths)
): Codes {
  const none = control.bands.length
  const codes = emptyCodes(members.length, none + 1)
  const latest = latestRows(series, asOf, from)
  for (let patient = 0; patient < members.length; patient++) {
    if (members[patient] !== 1) continue
    const index = latest[patient]!
    codes[patient] = index < 0 ? none : bands[index]!
  }
  return codes
}

/**
 * Tells on which of some days the band of a person is marked 1 in `wanted`, as {@link controlBands} tells it, a bit each.
 * @param membership the days on which a person is a member of the registry, a bit each
 * @param days ascending, at least one and fewer than 32
 * @param wanted by index into {@link bandValues}; the last place decides about people outside of the registry
 */
export function daysInBands(
  control: Control,
  results: BandedResults,
  membership: (person: number) => number,
  days: readonly number[],
  wanted: Uint8Array
): (person: number) => number {
  const daysOf = wantedDays(control, results, days, wanted)
  const others = wanted[control.bands.length + 1] === 1 ? (1 << days.length) - 1 : 0
  return (person) => {
    const ofRegistry = membership(person)
    return ofRegistry === 0 ? others : (others & ~ofRegistry) | (daysOf(person) & ofRegistry)
  }
}

/** Tells for a member the days on which the band is wanted, a bit each. */
function wantedDays(
  control: Control,
  { series: { offsets, days: dayOf }, bands }: BandedResults,
  days: readonly number[],
  wanted: Uint8Array
): (person: number) => number {
  const none = control.bands.length
  const from = days.map((day) => windowStart(day, control.windowMonths))
  const first = from[0]!
  // By day of a result: the days on which it is known, and those whose window it is in.
  const knownOn = daysNotBefore(days, first)
  const windows = new Int32Array(knownOn.length)
  for (let place = 0; place < windows.length; place++)
    for (let index = 0; index < days.length; index++) if (from[index]! <= first + place) windows[place]! |= 1 << index
  const allDays = (1 << days.length) - 1
  return (person) => {
    // The latest result that is known on a day decides about it.
    let left = allDays
    let mask = 0
    for (let index = offsets[person + 1]! - 1; index >= offsets[person]! && left !== 0; index--) {
      const place = dayOf[index]! - first
      if (place < 0) break
      if (place >= knownOn.length) continue
      const decided = left & knownOn[place]!
      const recent = decided & windows[place]!
      if (recent !== 0 && wanted[bands[index]!] === 1) mask |= recent
      if (wanted[none] === 1) mask |= decided & ~recent
      left &= ~decided
    }
    return wanted[none] === 1 ? mask | left : mask
  }
}
