import { describe, expect, it } from 'vitest'
import { addMonths } from '#engine/base/fhir/calendar.ts'
import { hasBit } from '#engine/base/kernels/bitset.ts'
import { peopleByDay } from '#engine/base/kernels/day-bits.ts'
import { daysInBands, resultBands } from '#engine/population/registries/control-band.ts'
import type { MeasurementSeries } from '#engine/population/registries/measurement-series.ts'
import { fc } from '../../support/property.ts'
import { shipped } from '../../unit/registries/shipped-registries.ts'
import { day } from '../../unit/selection/plain-store.ts'

const PEOPLE = 40
const first = day('2018-01-31')
const result = fc.record({
  day: fc.oneof(fc.integer({ min: first, max: first + 900 }), fc.constantFrom(day('2019-02-01'), day('2019-03-31'))),
  value: fc.oneof(fc.double({ min: 4, max: 14, noNaN: true }), fc.constantFrom(7, 8, 9, Number.NaN))
})
const results = fc.array(fc.uniqueArray(result, { selector: (each) => each.day, maxLength: 6 }), {
  minLength: PEOPLE,
  maxLength: PEOPLE
})
const days = fc.uniqueArray(
  fc.oneof(fc.integer({ min: first, max: first + 1300 }), fc.constantFrom(day('2020-01-31'), day('2020-03-30'))),
  { minLength: 1, maxLength: 31 }
)

function seriesOf(people: readonly (readonly { readonly day: number; readonly value: number }[])[]): MeasurementSeries {
  const rows = people.map((personRows) => personRows.toSorted((left, right) => left.day - right.day))
  const offsets = new Int32Array(people.length + 1)
  rows.forEach((personRows, person) => (offsets[person + 1] = offsets[person]! + personRows.length))
  const all = rows.flat()
  return {
    offsets,
    days: Int32Array.from(all, (each) => each.day),
    values: [Float64Array.from(all, (each) => each.value)],
    resource: new Int32Array(all.length)
  }
}

describe('the people in bands of a control', () => {
  it('are on each day those whose latest result of the window is in one of them', () => {
    const control = shipped('diabetes').controls[0]!
    const { bands, windowMonths } = control
    fc.assert(
      fc.property(
        results,
        days,
        fc.array(fc.nat(12), { minLength: PEOPLE, maxLength: PEOPLE }),
        fc.array(fc.boolean(), { minLength: bands.length + 2, maxLength: bands.length + 2 }),
        (people, on, since, marks) => {
          const ascending = on.toSorted((left, right) => left - right)
          // Each person is a member from one of the days on, or never.
          const all = (1 << ascending.length) - 1
          const membership = (person: number): number =>
            since[person]! < ascending.length ? all & ~((1 << since[person]!) - 1) : 0
          const series = seriesOf(people)
          const daysOf = daysInBands(
            control,
            { series, bands: resultBands(control, series) },
            membership,
            ascending,
            Uint8Array.from(marks, (mark) => (mark ? 1 : 0))
          )
          const found = peopleByDay(PEOPLE, ascending.length, { daysOf })
          ascending.forEach((date, index) => {
            people.forEach((personRows, person) => {
              const within = personRows.filter(
                (each) => each.day <= date && each.day >= addMonths(date + 1, -windowMonths)
              )
              const latest = within.toSorted((left, right) => right.day - left.day)[0]?.value ?? Number.NaN
              const band = bands.findIndex(
                ({ below, upTo, atLeast }) =>
                  (below === undefined || latest < below[0]!) &&
                  (upTo === undefined || latest <= upTo[0]!) &&
                  (atLeast === undefined || latest >= atLeast[0]!)
              )
              const none = Number.isNaN(latest) || band < 0 ? bands.length : band
              const expected = marks[index < since[person]! ? bands.length + 1 : none]
              expect(hasBit(found[index]!, person), `person ${person} on day ${date}`).toBe(expected)
            })
          })
        }
      )
    )
  })
})
