import { describe, expect, it } from 'vitest'
import { mergePlaceLists, placeList, placesOfList, type RecordPlace } from '#engine/measures/chunk/place-list.ts'
import { fc } from '../../support/property.ts'

const ascending = (a: RecordPlace, b: RecordPlace): number => a.offset - b.offset || a.ordinal - b.ordinal
const offset = fc.oneof(fc.nat(300), fc.maxSafeNat())
const ordinal = fc.oneof(fc.integer({ min: -1, max: 200 }), fc.integer({ min: -1, max: 2 ** 31 - 1 }))
const places = fc.array(fc.record({ offset, ordinal })).map((list) => list.toSorted(ascending))

describe('lists of the places of records', () => {
  it('give back what was written', () => {
    fc.assert(
      fc.property(places, (list) => {
        const written = placeList(list)
        expect(written.count).toBe(list.length)
        expect([...placesOfList(written)]).toEqual(list)
      })
    )
  })

  it('have the places of both lists that they were merged of, in their order', () => {
    fc.assert(
      fc.property(places, places, (left, right) => {
        const merged = mergePlaceLists(placeList(left), placeList(right))
        expect(merged.count).toBe(left.length + right.length)
        expect([...placesOfList(merged)]).toEqual([...left, ...right].sort(ascending))
      })
    )
  })
})
