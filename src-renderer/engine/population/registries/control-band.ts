import { addMonths } from '../../base/fhir/calendar.ts'
import {
  emptyBitset,
  fullBitset,
  hasBit,
  intersectInto,
  ordinalsOf,
  setBit,
  uniteInto,
  type Bitset
} from '../../base/kernels/bitset.ts'
import { emptyCodes, type Codes } from '../../base/kernels/codes.ts'
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

function holds(band: ControlBand, series: MeasurementSeries, at: number): boolean {
  for (let part = 0; part < series.values.length; part++) {
    const value = series.values[part]![at]!
    if (band.below !== undefined && !(value < band.below[part]!)) return false
    if (band.upTo !== undefined && !(value <= band.upTo[part]!)) return false
    if (band.atLeast !== undefined && !(value >= band.atLeast[part]!)) return false
  }
  return true
}

/** First day of the window that ends on `asOf`: 12 months back from 31 Dec is 1 Jan. */
export function windowStart(asOf: number, months: number): number {
  return addMonths(asOf + 1, -months)
}

/**
 * Tells the band of a result: index into {@link bandValues}. A test without a result is in the last one, `none`: it says nothing, and older
 * ones do not stand in for it.
 */
export function bandReader({ bands }: Control, series: MeasurementSeries): (at: number) => number {
  const { values } = series
  return (at) => {
    let band = bands.length
    if (!values.some((part) => Number.isNaN(part[at]!)))
      for (band = 0; band < bands.length && !holds(bands[band]!, series, at); band++);
    return band
  }
}

/**
 * The band of each member's latest result in the control's window.
 * @param members 1 for members of the registry on `asOf`
 * @returns index into {@link bandValues}, -1 for people outside of the registry
 */
export function controlBands(control: Control, series: MeasurementSeries, members: Codes, asOf: number): Codes {
  const none = control.bands.length
  const codes = emptyCodes(members.length, none + 1)
  const latest = latestRows(series, asOf, windowStart(asOf, control.windowMonths))
  const bandOf = bandReader(control, series)
  for (let patient = 0; patient < members.length; patient++) {
    if (members[patient] !== 1) continue
    const at = latest[patient]!
    codes[patient] = at < 0 ? none : bandOf(at)
  }
  return codes
}

/**
 * The people whose band is marked 1 in `wanted` on each of some days, as {@link controlBands} tells it.
 * @param members of the registry on each day
 * @param days ascending
 * @param wanted by index into {@link bandValues}; the last place decides about people outside of the registry
 */
export function peopleInBands(
  control: Control,
  series: MeasurementSeries,
  members: readonly Bitset[],
  days: readonly number[],
  wanted: Uint8Array
): readonly Bitset[] {
  const none = control.bands.length
  const people = series.offsets.length - 1
  const others = wanted[none + 1] === 1 ? fullBitset(people) : emptyBitset(people)
  const found = members.map((bits) => others.map((word, at) => word & ~bits[at]!))
  const ever = emptyBitset(people)
  for (const bits of members) uniteInto(ever, bits)
  const always = fullBitset(people)
  for (const bits of members) intersectInto(always, bits)
  const from = days.map((day) => windowStart(day, control.windowMonths))
  const bandOf = bandReader(control, series)
  for (const person of ordinalsOf(ever)) {
    const start = series.offsets[person]!
    let at = series.offsets[person + 1]! - 1
    let read = -1
    let band = none
    const isAlways = hasBit(always, person)
    for (let index = days.length - 1; index >= 0; index--) {
      while (at >= start && series.days[at]! > days[index]!) at--
      if (!isAlways && !hasBit(members[index]!, person)) continue
      const isRecent = at >= start && series.days[at]! >= from[index]!
      if (isRecent && at !== read) {
        band = bandOf(at)
        read = at
      }
      if (wanted[isRecent ? band : none] === 1) setBit(found[index]!, person)
    }
  }
  return found
}
