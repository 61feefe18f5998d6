import { describe, expect, it } from 'vitest'
import { MIN_MEMORY, sizeOfLoad, sizeOfRecords } from '#engine/shards/load/load-size.ts'

const MB = 1024 * 1024
const GB = 1024 * MB

describe('the plan of a load', () => {
  const files = [{ name: 'Observation.ndjson', bytes: 2 * GB }]

  it('is one part where what is built fits into the memory, and more the less memory there is', () => {
    const shards = [8 * GB, 2 * GB, GB, 512 * MB, MIN_MEMORY].map((budget) => sizeOfLoad(files, budget).shards)
    expect(shards[0]).toBe(1)
    expect(shards).toEqual(shards.toSorted((left, right) => left - right))
    expect(shards.at(-1)).toBeGreaterThan(shards[1]!)
  })

  it('takes a compressed file for the text in it, and one whose bytes are those of the text for what it is', () => {
    const shardsOf = (name: string, seekable?: boolean) => sizeOfLoad([{ name, bytes: GB, seekable }], 2 * GB).shards
    expect(shardsOf('Observation.ndjson.gz')).toBeGreaterThan(shardsOf('Observation.ndjson'))
    expect(shardsOf('Observation.ndjson.gz', true)).toBe(shardsOf('Observation.ndjson'))
  })

  it('leaves a quarter of the memory next to the pieces that stay in it, a part that is built, and what is known of all people', () => {
    for (const budget of [MIN_MEMORY, 512 * MB, GB]) {
      const { pieceBytes } = sizeOfLoad(files, budget)
      expect(pieceBytes).toBeGreaterThanOrEqual(0)
      expect(pieceBytes).toBeLessThanOrEqual(budget / 4)
    }
    expect(sizeOfLoad(files, GB).pieceBytes).toBeGreaterThan(0)
    // What is known of so many people takes the room.
    expect(sizeOfLoad([{ name: 'Observation.ndjson', bytes: 100 * GB }], GB).pieceBytes).toBe(0)
  })

  it('leaves room for measures where some are evaluated next to it', () => {
    const [alone, beside] = [false, true].map((leavesRoom) => sizeOfLoad(files, GB, leavesRoom))
    expect(beside!.cacheBytes).toBeLessThan(alone!.cacheBytes)
    expect(beside!.shards).toBe(alone!.shards)
  })
})

describe('the records of measures', () => {
  it('have less of the memory the more threads evaluate them, and never less than half of what one leaves', () => {
    for (const budget of [MIN_MEMORY, 800 * MB, 4 * GB]) {
      const ofSingle = sizeOfRecords(budget, 1)
      const sizes = [1, 2, 3, 8, 64].map((threads) => sizeOfRecords(budget, threads))
      expect(sizes).toEqual(sizes.toSorted((left, right) => right - left))
      expect(sizes.at(-1)).toBe(ofSingle / 2)
      expect(ofSingle).toBeGreaterThan(0)
    }
    // A thread more has room of its own for what it needs itself.
    expect((sizeOfRecords(4 * GB, 1) - sizeOfRecords(4 * GB, 2)) * 6).toBeCloseTo(100 * MB, 0)
  })
})
