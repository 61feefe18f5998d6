import { describe, expect, it } from 'vitest'
import type { Figure } from '#engine/base/figures/figure.ts'
import { withheldFigures } from '#engine/base/privacy/table-release.ts'
import type { Release } from '#engine/base/privacy/release.ts'
import { suppressRelease } from '#engine/base/privacy/suppress-release.ts'
import type { CellStatus } from '#engine/base/privacy/suppress-sums.ts'
import { exactBounds, type KnownBounds } from '../../support/exact-program.ts'
import { budgeted, fc } from '../../support/property.ts'

const limit = 10
const isSmall = (count: number): boolean => count >= 1 && count <= limit

/** What everybody sees of a cell. */
function seen(count: number, status: CellStatus): KnownBounds {
  if (status === 'shown') return { low: count, high: count }
  return status === 'small' ? { low: 1, high: limit } : { low: limit + 1, high: undefined }
}

/** The two-way tables of a three-way one, which share the totals of one way and the total of all. */
function linkedTables(sizes: readonly number[], countOf: (places: readonly number[]) => number): Release {
  const keys = new Map<string, number>()
  const cells: { count: number }[] = []
  const sums: { total: number; parts: readonly number[] }[] = []
  const all = (open: readonly (number | undefined)[]): number =>
    open.includes(undefined)
      ? Array.from({ length: sizes[open.indexOf(undefined)]! }, (_, value) =>
          all(open.with(open.indexOf(undefined), value))
        ).reduce((sum, count) => sum + count, 0)
      : countOf(open as readonly number[])
  const cell = (open: readonly (number | undefined)[]): number => {
    const key = open.join()
    const found = keys.get(key)
    if (found !== undefined) return found
    keys.set(key, cells.length)
    return cells.push({ count: all(open) }) - 1
  }
  const total = cell([undefined, undefined, undefined])
  sizes.forEach((size, way) => {
    const margin = (value: number): (number | undefined)[] =>
      [undefined, undefined, undefined].with(way, value as never)
    const values = Array.from({ length: size }, (_, value) => value)
    sums.push({ total, parts: values.map((value) => cell(margin(value))) })
    for (const value of values)
      sizes.forEach((others, other) => {
        if (other === way) return
        const parts = Array.from({ length: others }, (_, each) => cell(margin(value).with(other, each)))
        sums.push({ total: cell(margin(value)), parts })
      })
  })
  return { cells, sums }
}

const count = fc.oneof(
  { weight: 2, arbitrary: fc.constant(0) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 14 }) },
  { weight: 5, arbitrary: fc.integer({ min: 11, max: 400 }) }
)
const linked = fc
  .tuple(fc.integer({ min: 2, max: 3 }), fc.integer({ min: 2, max: 3 }), fc.constant(2))
  .chain((sizes) =>
    fc
      .array(count, { minLength: sizes[0] * sizes[1] * sizes[2], maxLength: sizes[0] * sizes[1] * sizes[2] })
      .map((counts) => linkedTables(sizes, ([a, b, c]) => counts[(a! * sizes[1] + b!) * sizes[2] + c!]!))
  )

/** The status where nothing is published but zeros, and that cells are small or not. */
function nothingPublished({ cells }: Release): readonly CellStatus[] {
  return cells.map(({ count: people }): CellStatus => (people === 0 ? 'shown' : isSmall(people) ? 'small' : 'withheld'))
}

describe('an attacker who knows all linked tables', () => {
  it('finds no more about a small cell than a release without any count would tell', () => {
    fc.assert(
      fc.property(linked, (release) => {
        const { status, exposed } = suppressRelease(release, limit)
        expect(exposed).toEqual([])
        const best = release.cells.map(({ count: people }, place) => seen(people, nothingPublished(release)[place]!))
        const known = release.cells.map(({ count: people }, place) => seen(people, status[place]!))
        release.cells.forEach(({ count: people }, place) => {
          if (!isSmall(people)) return
          expect(exactBounds(known, release.sums, place)).toEqual(exactBounds(best, release.sums, place))
        })
      }),
      { numRuns: budgeted(12) }
    )
  })

  it('would find a small cell where only the small ones are withheld', () => {
    const release: Release = {
      cells: [{ count: 100 }, { count: 60 }, { count: 33 }, { count: 7 }],
      sums: [{ total: 0, parts: [1, 2, 3] }]
    }
    const naive = release.cells.map(({ count: people }) => seen(people, isSmall(people) ? 'small' : 'shown'))
    expect(exactBounds(naive, release.sums, 3)).toEqual({ low: 7, high: 7 })
    const { status } = suppressRelease(release, limit)
    const known = release.cells.map(({ count: people }, place) => seen(people, status[place]!))
    expect(exactBounds(known, release.sums, 3)).toEqual({ low: 1, high: 10 })
    expect(status).toEqual(['shown', 'shown', 'withheld', 'small'])
  })

  it('knows what was published before, which is worked around or refused', () => {
    const cells = [{ count: 100 }, { count: 60 }, { count: 33, fixed: true }, { count: 7 }]
    const sums = [{ total: 0, parts: [1, 2, 3] }]
    expect(suppressRelease({ cells, sums }, limit).status).toEqual(['shown', 'withheld', 'shown', 'small'])
    const before = cells.map((cell, place) => (place === 3 ? cell : { ...cell, fixed: true }))
    expect(suppressRelease({ cells: before, sums }, limit).exposed).toEqual([3])
  })

  it('sees no cell again that was withheld before, and no change by few people', () => {
    const cells = [{ count: 200 }, { count: 80, wasWithheld: true }, { count: 75, sensitive: true }, { count: 45 }]
    const { status } = suppressRelease({ cells, sums: [{ total: 0, parts: [1, 2, 3] }] }, limit)
    expect(status).toEqual(['shown', 'withheld', 'withheld', 'shown'])
    const known = cells.map(({ count: people }, place) => seen(people, status[place]!))
    const { low, high } = exactBounds(known, [{ total: 0, parts: [1, 2, 3] }], 2)
    expect(low).toBeLessThanOrEqual(65)
    expect(high).toBeGreaterThanOrEqual(85)
  })

  it('finds a release of zeros and large counts untouched', () => {
    const { status } = suppressRelease(
      { cells: [{ count: 40 }, { count: 40 }, { count: 0 }], sums: [{ total: 0, parts: [1, 2] }] },
      limit
    )
    expect(status).toEqual(['shown', 'shown', 'shown'])
  })
})

describe('an attacker who copies a table of figures', () => {
  const rate = fc
    .record({ denominator: count, share: fc.double({ min: 0, max: 1, noNaN: true }) })
    .map(({ denominator, share }) => ({ numerator: Math.round(denominator * share), denominator }))

  it('cannot tell a small part, rest or group from the rates of all others and of the whole', () => {
    fc.assert(
      fc.property(fc.array(rate, { minLength: 3, maxLength: 4 }), (groups) => {
        const sumOf = (key: 'numerator' | 'denominator'): number => groups.reduce((sum, group) => sum + group[key], 0)
        const rows = [...groups, { numerator: sumOf('numerator'), denominator: sumOf('denominator') }]
        const figures = rows.map(({ numerator, denominator }) => [
          { value: numerator / denominator, unit: 'proportion', numerator, denominator } as Figure
        ])
        const hidden = withheldFigures(figures, limit).map(([each]) => each!)
        // A withheld rate tells nothing of its part, rest and group, not even whether they are small.
        const counts = rows.map(({ numerator, denominator }) => [numerator, denominator - numerator, denominator])
        const known = counts.flatMap((row, place) =>
          row.map((each) => (hidden[place]! ? { low: 0, high: undefined } : { low: each, high: each }))
        )
        const sums = [
          ...rows.map((_, row) => ({ total: 3 * row + 2, parts: [3 * row, 3 * row + 1] })),
          ...[0, 1, 2].map((kind) => ({
            total: 3 * groups.length + kind,
            parts: groups.map((_, row) => 3 * row + kind)
          }))
        ]
        counts.flat().forEach((each, place) => {
          if (!isSmall(each)) return
          expect(hidden[Math.floor(place / 3)]).toBe(true)
          const { low, high } = exactBounds(known, sums, place)
          // Everybody who is in a group with others of a known sum can be at most as many as that.
          expect(low === high).toBe(false)
        })
      }),
      { numRuns: budgeted(25) }
    )
  })
})
