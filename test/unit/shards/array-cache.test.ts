import { fc } from '../../support/property.ts'
import { describe, expect, it } from 'vitest'
import { ArrayCache, bytesOfText, type ArrayFile } from '#engine/shards/disk/array-cache.ts'
import { bytesOfPlace, type ArrayPlace } from '#engine/shards/disk/array-places.ts'

const ARRAYS = 12
const LENGTH = 64

/** Arrays of 32-bit numbers, each full of its own place. */
const places: readonly ArrayPlace[] = Array.from({ length: ARRAYS }, (_, index) => ({
  kind: 0,
  at: index * LENGTH * 4,
  length: LENGTH
}))

const file: ArrayFile = {
  number: 3,
  bytes: {
    read: (offset, length) =>
      new Uint8Array(Int32Array.from({ length: length / 4 }, () => offset / (LENGTH * 4)).buffer)
  }
}

const textOf = (position: number): string => `text ${position}`.repeat(20)

/** What the largest of them takes with its place. */
const largest = Math.max(bytesOfPlace(places[0]!), bytesOfText(textOf(ARRAYS - 1))) + 128

describe('the cache of arrays', () => {
  it('gives what is in the file and what is made of it, in whatever order, and keeps its budget', () => {
    const step = fc.record({ at: fc.nat(ARRAYS - 1), isText: fc.boolean() })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.nat(4000), (steps, budget) => {
        const cache = new ArrayCache(budget)
        for (const { at, isText } of steps) {
          const place = places[at]!
          const make = () => ({ value: textOf(at), bytes: bytesOfText(textOf(at)) })
          if (isText) expect(cache.made(file, place, make)).toBe(textOf(at))
          else expect(cache.get(file, place)[LENGTH - 1]).toBe(at)
          // What was asked for last stays, however little room there is.
          expect(cache.use.heldBytes).toBeLessThanOrEqual(Math.max(budget, largest))
        }
      })
    )
  })

  it('makes something again only after it was dropped', () => {
    let made = 0
    const make = () => ({ value: ++made, bytes: 1000 })
    const cache = new ArrayCache(2500)
    expect([cache.made(file, places[0]!, make), cache.made(file, places[0]!, make)]).toEqual([1, 1])
    cache.made(file, places[1]!, make)
    cache.made(file, places[2]!, make)
    expect(cache.made(file, places[0]!, make)).toBe(4)
  })

  it('never drops what is resident, and counts it', () => {
    const cache = new ArrayCache(0)
    cache.get(file, places[0]!, true)
    const { heldBytes, reads } = cache.use
    cache.get(file, places[1]!)
    cache.get(file, places[0]!, true)
    expect(cache.use.reads).toBe(reads + 1)
    expect(heldBytes).toBe(bytesOfPlace(places[0]!) + 128)
  })

  it('lets everything go but what is resident when it is emptied, and holds what is asked for afterwards', () => {
    const cache = new ArrayCache(10_000)
    cache.get(file, places[0]!, true)
    const resident = cache.use.heldBytes
    cache.get(file, places[1]!)
    cache.empty()
    expect(cache.use.heldBytes).toBe(resident)
    expect(cache.get(file, places[1]!)[0]).toBe(1)
    const { reads } = cache.use
    cache.get(file, places[0]!, true)
    cache.get(file, places[1]!)
    expect(cache.use).toMatchObject({ reads, heldBytes: resident + bytesOfPlace(places[1]!) + 128 })
  })
})
