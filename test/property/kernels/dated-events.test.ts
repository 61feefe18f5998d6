import { describe, expect, it } from 'vitest'
import { emptyBitset, setBit } from '#engine/base/kernels/bitset.ts'
import { countDated, inOrderOfDays, orderOfDays } from '#engine/base/kernels/dated-events.ts'
import { partitionPoint, lowerBound } from '#engine/base/kernels/lower-bound.ts'
import { fc } from '../../support/property.ts'

const PEOPLE = 40
const day = fc.oneof(fc.integer({ min: -30, max: 30 }), fc.integer({ min: -200_000, max: 200_000 }))
/** Some have no known day or are of nobody. */
const events = fc.array(
  fc.record({ day: fc.oneof(day, fc.constant(-2147483648)), person: fc.integer({ min: -1, max: PEOPLE - 1 }) }),
  { maxLength: 60 }
)
const chosen = fc.uniqueArray(fc.nat(PEOPLE - 1))

describe('events in the order of their days', () => {
  it('are counted as going through all of them does', () => {
    fc.assert(
      fc.property(events, chosen, day, fc.nat(40), (all, people, from, length) => {
        const bits = emptyBitset(PEOPLE)
        for (const person of people) setBit(bits, person)
        const dated = inOrderOfDays(
          Int32Array.from(all, (each) => each.day),
          Int32Array.from(all, (each) => each.person)
        )
        const to = from + length
        const expected = all.filter((each) => each.day >= from && each.day <= to && people.includes(each.person))
        expect(countDated(dated, bits, from, to)).toBe(expected.length)
      })
    )
  })

  it('are all there, and stretches of days begin at the first of them', () => {
    fc.assert(
      fc.property(events, day, (all, wanted) => {
        const days = Int32Array.from(all, (each) => each.day)
        const order = orderOfDays(days)
        expect([...order].sort((left, right) => left - right)).toEqual([...days.keys()])
        // Equal days keep their order.
        expect([...order]).toEqual([...days.keys()].sort((left, right) => days[left]! - days[right]! || left - right))
        const sorted = order.map((index) => days[index]!)
        expect([...sorted]).toEqual([...sorted].sort((left, right) => left - right))
        const before = all.filter((each) => each.day < wanted).length
        expect(lowerBound(sorted, wanted)).toBe(before)
        expect(partitionPoint(sorted.length, (place) => sorted[place]! >= wanted)).toBe(before)
      })
    )
  })

  it('are all there and keep their order also where there are many', () => {
    fc.assert(
      fc.property(
        fc.array(day, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 8000, max: 20_000 }),
        (few, length) => {
          const days = Int32Array.from(
            { length },
            (_, index) => few[index % few.length]! + (Math.imul(index, index) % 7)
          )
          const expected = Int32Array.from(days.keys()).sort(
            (left, right) => days[left]! - days[right]! || left - right
          )
          expect(Buffer.compare(Buffer.from(orderOfDays(days).buffer), Buffer.from(expected.buffer))).toBe(0)
        }
      ),
      { numRuns: 10 }
    )
  })
})
