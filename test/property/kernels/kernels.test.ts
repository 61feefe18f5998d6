import { describe, expect, it } from 'vitest'
import {
  countBits,
  countCommon,
  emptyBitset,
  fewerOf,
  fullBitset,
  hasBit,
  intersect,
  ordinalsOf,
  setBit,
  type Bitset
} from '#engine/base/kernels/bitset.ts'
import { countCodes, countPairs, emptyCodes, selectCodes } from '#engine/base/kernels/codes.ts'
import { dayBins } from '#engine/base/kernels/day-bins.ts'
import { binByPerson, binRows, countPeopleBins, joinPeopleBins } from '#engine/base/kernels/people-bins.ts'
import { fc } from '../../support/property.ts'

const NO_DAY = -2147483648
const members = fc.array(fc.boolean(), { maxLength: 200 })

function bitsetOf(flags: readonly boolean[]): Bitset {
  const bits = emptyBitset(flags.length)
  flags.forEach((flag, index) => {
    if (flag) setBit(bits, index)
  })
  return bits
}

describe('bitsets', () => {
  it('behave as sets of numbers', () => {
    fc.assert(
      fc.property(members, members, (left, right) => {
        const size = Math.min(left.length, right.length)
        const a = left.slice(0, size)
        const b = right.slice(0, size)
        const both = a.flatMap((flag, index) => (flag && b[index] === true ? [index] : []))
        const common = intersect(bitsetOf(a), bitsetOf(b))
        expect([...ordinalsOf(common)]).toEqual(both)
        expect(countCommon(bitsetOf(a), bitsetOf(b))).toBe(both.length)
        expect(countBits(bitsetOf(a))).toBe(a.filter(Boolean).length)
        expect(a.map((_, index) => hasBit(bitsetOf(a), index))).toEqual(a)
        expect(countBits(fullBitset(size))).toBe(size)
        const { people, isMost } = fewerOf(bitsetOf(a), size)
        expect(a.map((_, index) => hasBit(people, index) !== isMost)).toEqual(a)
        expect(countBits(people) * 2).toBeLessThanOrEqual(size)
      })
    )
  })
})

const coded = fc.integer({ min: 1, max: 300 }).chain((values) =>
  fc.record({
    values: fc.constant(values),
    people: fc.array(
      fc.record({
        code: fc.integer({ min: -1, max: values - 1 }),
        other: fc.integer({ min: -1, max: 2 }),
        in: fc.boolean()
      }),
      {
        maxLength: 120
      }
    ),
    chosen: fc.array(fc.nat(values), { maxLength: 5 })
  })
)

describe('codes', () => {
  it('are counted and selected as one by one', () => {
    fc.assert(
      fc.property(coded, ({ values, people, chosen }) => {
        const codes = emptyCodes(people.length, values)
        const others = emptyCodes(people.length, 3)
        people.forEach((person, index) => {
          codes[index] = person.code
          others[index] = person.other
        })
        const selection = bitsetOf(people.map((person) => person.in))
        const counts = countCodes(codes, selection, values)
        const pairs = countPairs(codes, values, others, 3, selection)
        for (let code = 0; code < values; code++) {
          const having = people.filter((person) => person.in && person.code === code)
          expect(counts[code]).toBe(having.length)
          for (let other = 0; other < 3; other++) {
            expect(pairs[code * 3 + other]).toBe(having.filter((person) => person.other === other).length)
          }
        }
        const wanted = new Uint8Array(values + 1)
        for (const code of chosen) wanted[code] = 1
        const expected = people.flatMap((person, index) =>
          wanted[person.code < 0 ? values : person.code] === 1 ? [index] : []
        )
        expect([...ordinalsOf(selectCodes(codes, wanted))]).toEqual(expected)
      })
    )
  })
})

describe('rows by stretch of days', () => {
  it('are counted as one by one', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 31 }), { maxLength: 6 })
    const rows = fc.array(
      fc.record({
        day: fc.oneof(fc.integer({ min: -20, max: 200 }), fc.constant(NO_DAY)),
        group: fc.integer({ min: -1, max: 2 }),
        patient: fc.integer({ min: -1, max: 9 })
      }),
      { maxLength: 100 }
    )
    fc.assert(
      fc.property(
        lengths,
        rows,
        fc.array(fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }), { minLength: 6, maxLength: 6 }),
        fc.boolean(),
        fc.constantFrom(1, 2, 300),
        (sizes, list, flags, filtered, often) => {
          let start = 0
          const periods = sizes.map((size) => {
            const period = { start, end: start + size - 1 }
            start += size
            return period
          })
          const people = periods.map((_, bin) => bitsetOf(flags[bin]!))
          const { binOf } = dayBins(periods)
          const size = { people: 10, groups: 3, bins: periods.length }
          const binned = binByPerson(size, (happened) => {
            for (const { day, group, patient } of list)
              if (group >= 0 && day >= 0 && day < binOf.length)
                happened(patient, group * periods.length + binOf[day]!, often)
          })
          const counts = filtered ? countPeopleBins(binned, people) : countPeopleBins(binned)
          const sorted = [...list.filter((row) => row.patient >= 0)].sort((left, right) => left.patient - right.patient)
          sorted.push(...list.filter((row) => row.patient < 0))
          const repeated = sorted.flatMap((row) => Array.from({ length: often }, () => row))
          const rows = {
            offsets: Int32Array.from(
              { length: 11 },
              (_, person) => repeated.filter(({ patient }) => patient >= 0 && patient < person).length
            ),
            days: Int32Array.from(repeated, ({ day }) => day),
            groups: Int32Array.from(repeated, ({ group }) => group)
          }
          const ofRows = binRows(size, rows, { first: 0, binOf })
          expect(countPeopleBins(ofRows, filtered ? people : undefined)).toEqual(counts)
          const ofGroups = [0, 1, 2].map((group) =>
            binRows(
              { ...size, groups: 1 },
              { ...rows, groups: rows.groups.map((rowGroup) => (rowGroup === group ? 0 : -1)) },
              { first: 0, binOf }
            )
          )
          expect(countPeopleBins(joinPeopleBins(ofGroups), filtered ? people : undefined)).toEqual(counts)
          periods.forEach((period, bin) => {
            for (let group = 0; group < 3; group++) {
              const matching = list.filter(
                (row) =>
                  row.group === group &&
                  row.day >= period.start &&
                  row.day <= period.end &&
                  (!filtered || (row.patient >= 0 && flags[bin]![row.patient] === true))
              )
              expect(counts[group * periods.length + bin]).toBe(matching.length * often)
            }
          })
        }
      )
    )
  })
})
