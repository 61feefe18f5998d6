import { describe, expect, it } from 'vitest'
import { placeList } from '#engine/measures/chunk/place-list.ts'
import type { FilePlaces } from '#engine/measures/chunk/record-places.ts'
import { fc } from '../../support/property.ts'
import { fileShares } from '../../../src-renderer/workers/measure-pool/file-shares.ts'

const place = (file: number): FilePlaces => ({
  file,
  places: placeList([{ offset: 0, ordinal: 0 }]),
  bytes: 1
})

describe('files divided among workers', () => {
  it('are all there once, in their order, however large they are', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000_000)), fc.integer({ min: 1, max: 6 }), (sizes, workers) => {
        const places = sizes.map((_, file) => place(file))
        const shares = fileShares(places, sizes, workers)
        expect(shares).toHaveLength(workers)
        expect(shares.flat()).toEqual(places)
      })
    )
  })

  it('are shares of about the same size', () => {
    const sizes = Array.from({ length: 100 }, () => 1000)
    const shares = fileShares(
      sizes.map((_, file) => place(file)),
      sizes,
      4
    )
    expect(shares.map(({ length }) => length)).toEqual([25, 25, 25, 25])
  })

  it('of unknown size count alike', () => {
    const shares = fileShares([0, 1, 2, 3].map(place), [], 2)
    expect(shares.map(({ length }) => length)).toEqual([2, 2])
  })
})
