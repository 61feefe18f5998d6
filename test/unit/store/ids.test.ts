import { describe, expect, it } from 'vitest'
import { createKeyTable } from '#engine/store/model/key-table.ts'
import { findResource, idAt } from '#engine/store/model/id-column.ts'
import { sortPairs } from '#engine/store/model/radix-sort.ts'
import { sortUuids } from '#engine/store/build/sort-uuids.ts'
import { readUuid, uuidText } from '#engine/store/model/uuid-bytes.ts'
import { KEY_IDENTIFIER, KEY_RESOURCE } from '#engine/store/model/chunk.ts'
import { budgeted, fc } from '../../support/property.ts'
import { loadFiles } from '../../support/load-store.ts'

const words = new Uint32Array(4)

describe('UUIDs as words', () => {
  it('go there and back', () => {
    fc.assert(
      fc.property(fc.uuid(), (uuid) => {
        expect(readUuid(uuid, words, 0)).toBe(true)
        expect(uuidText(words, 0)).toBe(uuid)
      })
    )
  })
  it('are only those in canonical form', () => {
    const good = 'abcdef01-2345-6789-abcd-ef0123456789'
    expect(readUuid(good, words, 0)).toBe(true)
    for (const bad of [
      good.toUpperCase(),
      good.replaceAll('-', ''),
      `${good}0`,
      good.replace('a', 'g'),
      good.replace('-', '_'),
      'ffffffff-ffff-ffff-ffff-ffffffffffff',
      'é'.repeat(36)
    ]) {
      expect(readUuid(bad, words, 0)).toBe(false)
    }
  })
})

describe('the key table', () => {
  it('gives one place to one key, whatever else it holds', () => {
    const key = fc.record({
      form: fc.constantFrom(KEY_RESOURCE, KEY_IDENTIFIER),
      type: fc.constantFrom('A', 'B'),
      id: fc.oneof(fc.uuid(), fc.string({ maxLength: 3 }))
    })
    fc.assert(
      fc.property(fc.array(fc.array(key, { maxLength: 40 }), { maxLength: 4 }), (lists) => {
        const table = createKeyTable()
        const seen = new Map<string, number>()
        for (const list of lists) {
          const keyWords = new Uint32Array(list.length * 4).fill(0xffffffff)
          const others: [number, string][] = []
          list.forEach(({ form, id }, index) => {
            if (form !== KEY_RESOURCE || !readUuid(id, keyWords, index * 4)) {
              keyWords.fill(0xffffffff, index * 4, index * 4 + 4)
              others.push([index, id])
            }
          })
          const places = table.merge({
            count: list.length,
            form: Uint8Array.from(list, ({ form }) => form),
            types: ['B', 'A'],
            type: Uint16Array.from(list, ({ type }) => (type === 'B' ? 0 : 1)),
            words: keyWords,
            others
          })
          list.forEach(({ form, type, id }, index) => {
            const name = `${form} ${type} ${id}`
            expect(places[index]).toBe(seen.get(name) ?? seen.size)
            seen.set(name, places[index]!)
            expect(table.find(form, type, id)).toBe(places[index])
            expect([
              table.formOf(places[index]!),
              table.types[table.typeOf(places[index]!)],
              table.textOf(places[index]!)
            ]).toEqual([form, type, id])
          })
        }
        expect(table.count).toBe(seen.size)
        expect(table.find(KEY_RESOURCE, 'C', 'x')).toBe(-1)
      })
    )
  })
})

describe('sortPairs', () => {
  it('sorts as Array.sort does, keeping the order of equal keys', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.nat(5), fc.integer({ min: 0, max: 0xffffffff })), { maxLength: 200 }),
        (keys) => {
          const order = Uint32Array.from(keys.keys())
          sortPairs(Uint32Array.from(keys), order)
          expect(Array.from(order)).toEqual(Array.from(keys.keys()).sort((a, b) => keys[a]! - keys[b]!))
        }
      )
    )
  })
})

describe('sortUuids', () => {
  /** Words that agree often, as those of UUIDs that were counted up or share a beginning. */
  const word = fc.oneof(fc.nat(3), fc.constantFrom(0, 0xffffffff, 0x80000000), fc.integer({ min: 0, max: 0xffffffff }))

  function expectSorted(list: readonly (readonly number[])[]): void {
    const order = sortUuids(Uint32Array.from(list.flat()), Int32Array.from(list.keys()))
    const before = (a: readonly number[], b: readonly number[]) => {
      const index = a.findIndex((value, place) => value !== b[place])
      return index < 0 ? 0 : a[index]! - b[index]!
    }
    expect(Array.from(order, (place) => list[place])).toEqual([...list].sort(before))
    expect(new Set(order).size).toBe(list.length)
  }

  it('sorts by all four words, whatever they have in common', () => {
    fc.assert(fc.property(fc.array(fc.tuple(word, word, word, word), { maxLength: 120 }), expectSorted))
  })

  it.each([
    ['counted up', (index: number) => [7, 7, 7, index]],
    ['counted down', (index: number) => [7, 7, 5000 - index, 1]],
    ['all the same', () => [1, 2, 3, 4]],
    ['of few beginnings', (index: number) => [index % 3, Math.imul(index, 0x9e3779b1) >>> 0, index, 0]],
    ['up and down', (index: number) => [9, index % 2 === 0 ? index : 4000 - index, 0, 0]]
  ])('sorts thousands that are %s', (_name, uuidAt) => {
    expectSorted(Array.from({ length: 3000 }, (_, index) => uuidAt(index)))
  })
})

describe('resources', () => {
  it('stand in the order of their ids and are found by them', async () => {
    const id = fc.oneof(fc.uuid(), fc.stringMatching(/^[A-Za-z0-9.-]{1,12}$/))
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(id, { maxLength: 30 }), async (ids) => {
        const store = await loadFiles([
          { name: 'a.ndjson', content: ids.map((id) => ({ resourceType: 'Patient', id: id })) }
        ])
        const index = store.resources.get('Patient')
        expect(Array.from({ length: index?.count ?? 0 }, (_, row) => idAt(index!.ids, row))).toEqual([...ids].sort())
        for (const id of ids) expect(idAt(index!.ids, findResource(store, 'Patient', id)!)).toBe(id)
        expect(findResource(store, 'Patient', 'not-here')).toBeUndefined()
        expect(findResource(store, 'Group', ids[0] ?? 'x')).toBeUndefined()
      }),
      { numRuns: budgeted(50) }
    )
  })
})
