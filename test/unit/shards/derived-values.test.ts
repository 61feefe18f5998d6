import { describe, expect, it } from 'vitest'
import { ArrayCache } from '#engine/shards/disk/array-cache.ts'
import { DerivedValues, derivedBytes, holdDerivedBy, tellChoice } from '#engine/store/model/derived-values.ts'
import { fc } from '../../support/property.ts'

describe('values that are derived from parts', () => {
  it('stay as long as what they come from, where nothing holds it to a budget', () => {
    const part = {}
    const values = new DerivedValues<object, object>()
    const first = values.get(part, () => ({}))
    expect(values.get(part, () => ({}))).toBe(first)
    expect(values.get(part, () => ({}), 'another')).not.toBe(first)
    expect(values.get({}, () => ({}))).not.toBe(first)
  })

  it('never take more than the budget, whatever is asked in whatever order, and are the same again', () => {
    const asked = fc.record({ part: fc.nat(5), key: fc.nat(3), size: fc.nat(40) })
    fc.assert(
      fc.property(fc.array(asked, { maxLength: 60 }), fc.integer({ min: 1, max: 8 }), (all, budget) => {
        const cache = new ArrayCache(budget * 1000)
        const parts = Array.from({ length: 6 }, () => ({}))
        for (const part of parts) holdDerivedBy(cache, part)
        const values = new DerivedValues<object, Uint8Array>()
        for (const { part, key, size } of all) {
          const value = values.get(parts[part]!, () => new Uint8Array(size * 50).fill(part + key), `${key} ${size}`)
          expect([value.length, value[0] ?? part + key]).toEqual([size * 50, part + key])
          // What was asked for last stays, however little room there is: 2,000 bytes with what they take besides.
          expect(cache.use.heldBytes).toBeLessThanOrEqual(Math.max(budget * 1000, 2400))
        }
      })
    )
  })

  it('keep what much has to be looked at for, and drop what takes much room for little', () => {
    const cache = new ArrayCache(6000)
    const part = {}
    holdDerivedBy(cache, part)
    const values = new DerivedValues<object, Uint8Array>()
    let made = 0
    const source = (key: string): Uint8Array => values.get(part, () => new Uint8Array(2000), key)
    const small = (): Uint8Array =>
      values.get(part, () => {
        made++
        source('a')
        source('b')
        return new Uint8Array(10)
      })
    small()
    for (const key of ['c', 'd', 'e', 'c', 'd', 'e']) source(key)
    small()
    expect(made).toBe(1)
  })

  it('drop what only the first choice needed, whatever it is worth, when later ones need the room for what they all use', () => {
    const cache = new ArrayCache(6500)
    const part = {}
    holdDerivedBy(cache, part)
    const values = new DerivedValues<object, Uint8Array>()
    const made: string[] = []
    const value = (key: string, size: number, sources: readonly string[] = []): Uint8Array =>
      values.get(
        part,
        () => {
          made.push(key)
          for (const source of sources) value(source, 1500)
          return new Uint8Array(size)
        },
        key
      )
    tellChoice(part, 'everybody')
    for (let use = 0; use < 20; use++) value('opening', 3000, ['a', 'b', 'c', 'd'])
    let choice = 0
    const change = (): readonly string[] => {
      made.length = 0
      tellChoice(part, `filter ${choice++}`)
      for (const key of ['x', 'y', 'z']) value(key, 1500)
      return [...made]
    }
    expect(change()).toEqual(['x', 'y', 'z'])
    for (let more = 0; more < 3; more++) change()
    expect(change()).toEqual([])
    // It was not dropped for nothing, and is made again when it is asked for.
    expect(value('opening', 3000, ['a', 'b', 'c', 'd']).length).toBe(3000)
    expect(made[0]).toBe('opening')
  })

  it('hold what one choice asks for again and again, also where what was there before was used often', () => {
    // Room for ten of them with what they look at, and for nothing else.
    const cache = new ArrayCache(34_000)
    const part = {}
    holdDerivedBy(cache, part)
    const values = new DerivedValues<object, Uint8Array>()
    const plain = (key: string): Uint8Array => values.get(part, () => new Uint8Array(2000), key)
    const known = Array.from({ length: 10 }, (_, index) => `known ${index}`)
    tellChoice(part, 'before')
    for (let use = 0; use < 100; use++)
      for (const key of known)
        values.get(
          part,
          () => {
            plain(`source of ${key}`)
            return new Uint8Array(2000)
          },
          key
        )
    tellChoice(part, 'now')
    for (const key of known) plain(key)
    let made = 0
    const asked = Array.from({ length: 5 }, (_, index) => `asked ${index}`)
    for (let figure = 0; figure < 30; figure++)
      for (const key of asked)
        values.get(
          part,
          () => {
            made++
            for (const source of ['a', 'b', 'c']) plain(`${source} of ${key}`)
            return new Uint8Array(2000)
          },
          key
        )
    expect(made).toBeLessThan(15)
  })

  it('count the arrays, lists and maps of a value once, and what its functions are said to use', () => {
    const numbers = new Float64Array(1000)
    const alone = derivedBytes(numbers)
    expect(alone).toBeGreaterThanOrEqual(8000)
    expect(derivedBytes({ numbers, again: numbers, part: numbers.subarray(10) })).toBeLessThan(alone + 500)
    expect(derivedBytes(new Map([[1, numbers]]))).toBeGreaterThanOrEqual(alone)
    expect(derivedBytes({ read: () => numbers[0], holds: [numbers] })).toBeGreaterThanOrEqual(alone)
    const part = { numbers }
    holdDerivedBy(new ArrayCache(0), part)
    expect(derivedBytes({ part })).toBeLessThan(200)
  })
})
