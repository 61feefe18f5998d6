import { enginePopulationSelectionMessages as m } from '#messages/engine/population/selection.ts'
import { addYears } from '../../base/fhir/calendar.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Day } from '../../base/figures/filter.ts'
import { emptyCodes } from '../../base/kernels/codes.ts'
import type { Store } from '../../store/model/store.ts'
import { notRecorded, type Dimension, type DimensionValue } from './dimension.ts'

function bandLabel(from: number, next: number | undefined): string {
  return next === undefined ? m.fromAndOver(from) : next === from + 1 ? String(from) : `${from}–${next - 1}`
}

function bandValue(from: number, next: number | undefined): string {
  return next === undefined ? `${from}+` : `${from}-${next - 1}`
}

/**
 * Age in completed years on the date, in bands.
 * @param bands lowest age of each band, ascending from 0
 */
export function ageDimension(
  store: Store,
  id: string,
  label: string,
  bands: readonly number[],
  hidden: boolean
): Dimension {
  const values: DimensionValue[] = [
    ...bands.map((from, index) => ({
      value: bandValue(from, bands[index + 1]),
      label: bandLabel(from, bands[index + 1])
    })),
    notRecorded
  ]
  const birth = store.tables.get('patient')?.column('birth_date', 'date').days
  let earliest: Day | undefined
  return {
    id,
    label,
    group: 'people',
    hidden,
    fixed: false,
    values,
    codes: (asOf) => {
      const codes = emptyCodes(store.patients, values.length)
      if (birth === undefined) return codes
      earliest ??= earliestOf(birth)
      const bandOf = bandsByBirth(bands, earliest, asOf)
      for (let patient = 0; patient < codes.length; patient++) {
        const born = birth[patient]!
        if (born === NO_DAY) codes[patient] = bands.length
        else if (born <= asOf) codes[patient] = bandOf[born - earliest]!
      }
      return codes
    },
    ...(birth === undefined
      ? {}
      : {
          daysChosen: (days, wanted) => ({
            daysOf: daysByBirth(birth.subarray(0, store.patients), bands, days, wanted)
          })
        })
  }
}

/** Tells on which days the band of a person is wanted, a bit each. @param days ascending, fewer than 32 */
function daysByBirth(
  birth: Int32Array,
  bands: readonly number[],
  days: readonly Day[],
  wanted: Uint8Array
): (patient: number) => number {
  const earliest = earliestOf(birth)
  const last = days[days.length - 1]!
  const none = wanted[bands.length + 1]!
  /** By the day of birth: whether people are wanted on each day, as bits; at first those that change from the day before. */
  const marks = new Int32Array(Math.max(0, last - earliest + 1))
  days.forEach((day, index) => {
    let before = 0
    let place = 0
    // The oldest were born first.
    for (let band = bands.length - 1; band >= 0; band--) {
      const end = addYears(day, -bands[band]!) - earliest + 1
      if (end <= place) continue
      if (wanted[band] !== before) marks[place]! ^= 1 << index
      before = wanted[band]!
      place = end
    }
    if (place < marks.length && none !== before) marks[place]! ^= 1 << index
  })
  for (let born = 1; born < marks.length; born++) marks[born]! ^= marks[born - 1]!
  const all = (1 << days.length) - 1
  const [unknown, unborn] = [wanted[bands.length] === 1 ? all : 0, none === 1 ? all : 0]
  return (patient) => {
    const born = birth[patient]!
    return born === NO_DAY ? unknown : born > last ? unborn : marks[born - earliest]!
  }
}

/** The earliest of some days; the greatest number where none is known. */
function earliestOf(days: Int32Array): Day {
  let earliest = 2147483647
  for (const day of days) if (day !== NO_DAY && day < earliest) earliest = day
  return earliest
}

/** The band of people by the day of their birth, from `earliest` to the date. */
function bandsByBirth(bands: readonly number[], earliest: Day, asOf: Day): Uint8Array {
  const byDay = new Uint8Array(Math.max(0, asOf - earliest + 1))
  bands.forEach((from, band) => {
    // Who was born on or before this day has reached the band's lowest age.
    const latestBirth = addYears(asOf, -from)
    if (latestBirth >= earliest) byDay.fill(band, 0, latestBirth - earliest + 1)
  })
  return byDay
}
