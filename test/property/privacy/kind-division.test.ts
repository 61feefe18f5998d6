import { describe, expect, it } from 'vitest'
import { DistinctConditions, KindDivision } from '#engine/sharing/published/kind-division.ts'
import type { ValueCondition } from '#engine/sharing/published/count-conditions.ts'
import { budgeted, fc } from '../../support/property.ts'

const dimensions = ['age', 'payer', 'practice']
/** Values that conditions name, and one that none of them does. */
const values = ['a', 'b', 'c', 'd']
const other = 'e'

const condition = fc.record({
  dimension: fc.constantFrom(...dimensions),
  values: fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 }),
  exclude: fc.boolean()
})
const counts = fc.array(
  fc.uniqueArray(condition, { maxLength: 3, selector: ({ dimension }) => dimension }).map((list) => ({
    where: new Map(
      list.map(({ dimension, values: named, exclude }): [string, ValueCondition] => [
        dimension,
        exclude ? { values: named, exclude } : { values: named }
      ])
    )
  })),
  { minLength: 1, maxLength: 6 }
)

/** The counts that each kind of people is in, by trying all values of all dimensions. */
function triedKinds(
  list: readonly { readonly where: ReadonlyMap<string, ValueCondition> }[],
  open: ReadonlySet<string>
): ReadonlySet<string> {
  const found = new Set<string>()
  const named = (dimension: string): Set<string> =>
    new Set(list.flatMap(({ where }) => [...(where.get(dimension)?.values ?? [])]))
  const asked = dimensions.filter((dimension) => list.some(({ where }) => where.has(dimension)))
  const tryAll = (person: ReadonlyMap<string, string>): void => {
    const next = asked[person.size]
    if (next === undefined) {
      const inside = list.flatMap(({ where }, index) =>
        [...where].every(
          ([dimension, each]) => each.values.includes(person.get(dimension)!) !== (each.exclude === true)
        )
          ? [index]
          : []
      )
      if (inside.length > 0) found.add(inside.join())
      return
    }
    for (const value of [...named(next), ...(open.has(next) ? [other] : [])])
      tryAll(new Map([...person, [next, value]]))
  }
  tryAll(new Map())
  return found
}

describe('a division into kinds of people', () => {
  it('has the kinds that are found by trying all values', () => {
    fc.assert(
      fc.property(counts, fc.subarray(dimensions), (list, open) => {
        const division = new KindDivision()
        for (const each of list)
          expect(division.add(new DistinctConditions([each]), Number.POSITIVE_INFINITY)).toBe(true)
        const kinds = division.kindsOf(list, new Set(open)).map((inside) => inside.join())
        expect(kinds.toSorted()).toEqual([...triedKinds(list, new Set(open))].toSorted())
      }),
      { numRuns: budgeted(400) }
    )
  })

  it('takes no conditions that tell too many kinds apart, and stays as it was', () => {
    const by = (dimension: string, names: readonly string[]): DistinctConditions =>
      new DistinctConditions(names.map((name) => ({ where: new Map([[dimension, { values: [name] }]]) })))
    const division = new KindDivision()
    expect(division.add(by('age', ['a', 'b', 'c']), 8)).toBe(true)
    expect(division.add(by('payer', ['a', 'b']), 8)).toBe(false)
    expect(division.dimensions).toEqual(['age'])
    expect(division.add(by('age', ['a', 'b', 'd']), 8)).toBe(true)
    expect(division.add(by('payer', ['a']), 8)).toBe(false)
    expect(division.add(by('age', ['e', 'f', 'g', 'h']), 8)).toBe(false)
    expect(division.add(by('age', ['e', 'f', 'g']), 8)).toBe(true)
  })
})
