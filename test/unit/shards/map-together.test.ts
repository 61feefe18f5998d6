import { describe, expect, it } from 'vitest'
import { askTogether, gatherParts, mapTogether, type Exchange } from '#engine/store/model/exchange.ts'

/** Stands for two threads that tell the same, and counts their exchanges. */
function twins(): Exchange & { exchanges: number; asked: number } {
  return {
    exchanges: 0,
    asked: 0,
    gather(parts) {
      this.exchanges++
      return [...parts, ...parts]
    }
  }
}

describe('what is computed for each of a list', () => {
  const sum = (parts: readonly number[]): number => parts.reduce((total, part) => total + part, 0)

  it('exchanges the parts of all at once, and asks the shards for each once', () => {
    const exchange = twins()
    const ask = (value: number): readonly number[] => {
      exchange.asked++
      return [value]
    }
    const compute = (item: number, index: number): number => {
      const first = sum(gatherParts(() => ask(item)))
      // The third needs no second part, and the last a fact that is told once.
      if (index === 2) return first
      const fact = index === 3 ? sum(gatherParts(() => ask(100), { label: 'fact' })) : 0
      return first + fact + sum(gatherParts(() => ask(first)))
    }
    const items = [1, 2, 3, 4]
    expect(askTogether(exchange, () => mapTogether(items, compute))).toEqual([6, 12, 6, 224])
    // Two for the parts, and the fact each time that it is asked for.
    expect(exchange.exchanges).toBe(4)
    expect(exchange.asked).toBe(4 + 3 + 2)
  })

  it('is plain computing in a single thread, and fails where shards of other threads would be left out', () => {
    expect(mapTogether([1, 2], (item) => sum(gatherParts(() => [item])))).toEqual([1, 2])
    expect(() => gatherParts(() => [1], { count: 2 })).toThrow('were not asked')
  })

  it('passes on what goes wrong', () => {
    const fail = (): never => {
      throw new RangeError('no')
    }
    expect(() => askTogether(twins(), () => mapTogether([1, 2], fail))).toThrow('no')
  })
})
