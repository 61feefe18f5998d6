import { describe, expect, it } from 'vitest'
import { distinct } from '#engine/cql/elm/operators/lists.ts'
import { Code, Concept } from '#engine/cql/elm/values/code.ts'
import { Decimal } from '#engine/cql/elm/values/decimal.ts'
import { CqlDate } from '#engine/cql/elm/values/temporal.ts'
import { Tuple, type Value } from '#engine/cql/elm/values/value.ts'

describe('a list without repetitions', () => {
  const fill = (code: string, day: number, supply: string | null): Tuple =>
    new Tuple(
      new Map<string, Value>([
        ['product', new Concept([new Code(code, 'rx')])],
        ['filled', new CqlDate(day * 86_400_000, 3)],
        ['supply', supply === null ? null : Decimal.parse(supply)!]
      ])
    )

  it('tells tuples and lists apart by what is in them', () => {
    const once = [fill('a', 1, '30'), fill('b', 1, '30'), fill('a', 2, '30'), fill('a', 1, null)]
    const again = [fill('a', 1, '30.0'), fill('a', 1, null)]
    expect(distinct([...once, ...again])).toEqual(once)
    const lists: Value[] = [[once[0]!], [once[0]!, once[1]!], [again[0]!]]
    expect(distinct(lists)).toEqual(lists.slice(0, 2))
    // An element that is missing is as good as null, and the order of elements does not count.
    const [product, filled] = [once[3]!.elements.get('product')!, once[3]!.elements.get('filled')!]
    const short = new Tuple(
      new Map<string, Value>([
        ['filled', filled],
        ['product', product]
      ])
    )
    expect(distinct([once[3]!, short])).toEqual([once[3]])
  })

  it('compares what has no key of its own by structure', () => {
    const open = (low: number): Value => new Tuple(new Map<string, Value>([['at', { nested: low }]]))
    expect(distinct([open(1), open(2), open(1)])).toHaveLength(2)
  })
})
