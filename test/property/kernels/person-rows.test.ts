import { describe, expect, it } from 'vitest'
import { emptyBitset, hasBit, setBit } from '#engine/base/kernels/bitset.ts'
import { dayBins } from '#engine/base/kernels/day-bins.ts'
import { latestByBin, latestRows, peopleWithin, type PersonRows } from '#engine/base/kernels/person-rows.ts'
import { fc } from '../../support/property.ts'

const NO_DAY = -2147483648

interface Row {
  readonly day: number
  readonly code: number
}

/** Rows of some people with codes -1 to 3; a few have no day. */
const people = fc.array(
  fc.array(
    fc.record({
      day: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: -50, max: 50 }) }, fc.constant(NO_DAY)),
      code: fc.integer({ min: -1, max: 3 })
    }),
    { maxLength: 12 }
  ),
  { maxLength: 70 }
)
const wanted = fc.option(fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }), { nil: undefined })
const asOf = fc.integer({ min: -60, max: 60 })

function arrange(given: readonly (readonly Row[])[], marks: readonly boolean[] | undefined) {
  const sorted = given.map((personRows) => [...personRows].sort((left, right) => left.day - right.day))
  const offsets = new Int32Array(sorted.length + 1)
  sorted.forEach((personRows, person) => {
    offsets[person + 1] = offsets[person]! + personRows.length
  })
  const all = sorted.flat()
  const codes = Int32Array.from(all, ({ code }) => code)
  const rows: PersonRows = {
    offsets,
    days: Int32Array.from(all, ({ day }) => day),
    ...(marks === undefined ? {} : { marks: { codes, wanted: Uint8Array.from(marks, Number) } })
  }
  const counts = ({ code }: Row): boolean => marks === undefined || marks[code < 0 ? 4 : code] === true
  return { sorted, rows, counts }
}

describe('rows of people', () => {
  it('have the latest one that a search through all of them finds', () => {
    fc.assert(
      fc.property(people, wanted, asOf, fc.nat(60), (given, marks, date, window) => {
        const { sorted, rows, counts } = arrange(given, marks)
        const found = latestRows(rows, date, date - window)
        sorted.forEach((personRows, person) => {
          const index = personRows.findLastIndex((row) => row.day <= date && counts(row))
          const inWindow = index >= 0 && personRows[index]!.day >= date - window
          expect(found[person]).toBe(inWindow ? rows.offsets[person]! + index : -1)
        })
      })
    )
  })

  it('have the latest one of each bin that a search through all of them finds', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 5 })
    fc.assert(
      fc.property(people, lengths, asOf, (given, days, origin) => {
        const { sorted, rows } = arrange(given, undefined)
        let start = origin
        const periods = days.map((length) => {
          start += length
          return { start: start - length, end: start - 1 }
        })
        const found = latestByBin(rows, dayBins(periods))
        periods.forEach((period, bin) => {
          const expected = sorted.flatMap((personRows, person) => {
            const position = personRows.findLastIndex(({ day }) => day >= period.start && day <= period.end)
            return position < 0 ? [] : [[person, rows.offsets[person]! + position]]
          })
          const [from, to] = [found.first[bin]!, found.first[bin + 1]!]
          expect(Array.from(found.people.subarray(from, to), (who, index) => [who, found.rows[from + index]!])).toEqual(
            expected
          )
        })
      })
    )
  })

  it('say who has one in a window', () => {
    const flags = fc.array(fc.boolean(), { minLength: 70, maxLength: 70 })
    fc.assert(
      fc.property(
        people,
        wanted,
        asOf,
        fc.nat(60),
        fc.option(flags, { nil: undefined }),
        (given, marks, date, window, chosen) => {
          const { sorted, rows, counts } = arrange(given, marks)
          const among = chosen === undefined ? undefined : emptyBitset(given.length)
          chosen?.slice(0, given.length).forEach((flag, person) => {
            if (flag) setBit(among!, person)
          })
          const found = peopleWithin(rows, date - window, date, among)
          sorted.forEach((personRows, person) => {
            const asked = chosen === undefined || chosen[person] === true
            const has = personRows.some((row) => row.day >= date - window && row.day <= date && counts(row))
            expect(hasBit(found, person)).toBe(asked && has)
          })
          expect(found).toHaveLength(emptyBitset(given.length).length)
        }
      )
    )
  })
})
