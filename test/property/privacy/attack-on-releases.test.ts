import { describe, expect, it } from 'vitest'
import { conditionsOf } from '#engine/sharing/published/count-conditions.ts'
import { solveCounts, type EarlierCount, type EarlierRelease } from '#engine/sharing/published/solve-counts.ts'
import type { Filter } from '#engine/base/figures/filter.ts'
import { AppError } from '#shared/app-error.ts'
import { publishedKey, type PublishedCount } from '#shared/governance/published-count.ts'
import { exactBounds, type KnownBounds, type KnownSum } from '../../support/exact-program.ts'
import { budgeted, fc } from '../../support/property.ts'

const limit = 10
const isSmall = (count: number): boolean => count >= 1 && count <= limit

/** How everybody differs from everybody else: all that any count can be about. */
const dimensions = { practice: ['north', 'south', 'west'], sex: ['female', 'male'], diabetes: ['no', 'yes'] } as const
type DimensionName = keyof typeof dimensions
const names = Object.keys(dimensions) as DimensionName[]

/** Everybody with the same values. */
type Kind = Readonly<Record<DimensionName, string>>
const kinds: readonly Kind[] = dimensions.practice.flatMap((practice) =>
  dimensions.sex.flatMap((sex) => dimensions.diabetes.map((diabetes) => ({ practice, sex, diabetes })))
)

const matches = (kind: Kind, filters: readonly Filter[]): boolean =>
  filters.every(
    ({ dimension, values, exclude }) => values.includes(kind[dimension as DimensionName]) !== (exclude === true)
  )

/** A number of people as it may leave, with everybody who is in it. */
interface Asked {
  readonly count: PublishedCount
  readonly kinds: readonly number[]
}

function asked(people: readonly number[], filters: readonly Filter[], data: string): Asked {
  const inside = kinds.flatMap((kind, place) => (matches(kind, filters) ? [place] : []))
  return {
    kinds: inside,
    count: {
      of: 'people',
      where: conditionsOf(filters),
      asOf: 20_000,
      current: true,
      data,
      count: inside.reduce((sum, place) => sum + people[place]!, 0),
      label: JSON.stringify(filters)
    }
  }
}

/** Something that leaves: everybody in view, or by one or two dimensions, under filters. */
interface Question {
  readonly filters: readonly Filter[]
  readonly by: readonly DimensionName[]
  readonly withTotal: boolean
}

function countsOf(people: readonly number[], { filters, by, withTotal }: Question, data: string): readonly Asked[] {
  const groups = by.reduce<readonly (readonly Filter[])[]>(
    (found, dimension) =>
      found.flatMap((group) => dimensions[dimension].map((value) => [...group, { dimension, values: [value] }])),
    [[]]
  )
  const all = groups.map((group) => asked(people, [...filters, ...group], data))
  return withTotal && by.length > 0 ? [asked(people, filters, data), ...all] : all
}

/** Everything that somebody has who kept all releases. */
class Attacker {
  readonly #cells = new Map<string, { readonly seen: KnownBounds; readonly kinds: readonly number[] }>()
  readonly withheld = new Map<string, { readonly kinds: readonly number[]; readonly count: number }>()

  receive(release: readonly Asked[], withheld: ReadonlySet<string>): void {
    for (const { count, kinds: inside } of release) {
      const key = publishedKey(count)
      const isHidden = withheld.has(key)
      const seen = !isHidden
        ? { low: count.count, high: count.count }
        : isSmall(count.count)
          ? { low: 1, high: limit }
          : { low: limit + 1, high: undefined }
      if (isHidden) this.withheld.set(key, { kinds: inside, count: count.count })
      if (!isHidden || !this.#cells.has(key)) this.#cells.set(key, { seen, kinds: inside })
    }
  }

  /** What can be found about the number of people of some kinds. */
  bounds(wanted: readonly number[], isKnown = true): KnownBounds {
    const known: KnownBounds[] = [...kinds.map(() => ({ low: 0, high: undefined })), { low: 0, high: undefined }]
    const sums: KnownSum[] = [{ total: kinds.length, parts: wanted }]
    for (const { seen, kinds: inside } of this.#cells.values()) {
      // With nothing published it is known only which counts are small.
      const bounds = isKnown || seen.high !== seen.low ? seen : { low: limit + 1, high: undefined }
      sums.push({ total: known.push(isKnown || seen.low > limit || seen.low > 0 ? bounds : seen) - 1, parts: inside })
    }
    return exactBounds(known, sums, kinds.length)
  }
}

const population = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: fc.constant(0) },
    { weight: 3, arbitrary: fc.integer({ min: 1, max: 14 }) },
    { weight: 4, arbitrary: fc.integer({ min: 11, max: 200 }) }
  ),
  { minLength: kinds.length, maxLength: kinds.length }
)
const filter: fc.Arbitrary<Filter> = fc
  .constantFrom(...names)
  .chain((dimension) =>
    fc
      .record({ values: fc.subarray([...dimensions[dimension]], { minLength: 1 }), exclude: fc.boolean() })
      .map(({ values, exclude }) => (exclude ? { dimension, values, exclude } : { dimension, values }))
  )
const question: fc.Arbitrary<Question> = fc.record({
  filters: fc.array(filter, { maxLength: 2 }),
  by: fc.subarray([...names], { maxLength: 2 }),
  withTotal: fc.boolean()
})

/** Lets everything leave in turn, as the register does. @returns the attacker, how many were refused, and what left */
function leave(
  people: readonly number[],
  questions: readonly Question[],
  isTogether = true,
  operations?: number
): {
  readonly attacker: Attacker
  readonly refused: number
  readonly earlier: readonly EarlierCount[]
  readonly releases: readonly EarlierRelease[]
} {
  const attacker = new Attacker()
  const earlier: EarlierCount[] = []
  const releases: EarlierRelease[] = []
  let refused = 0
  for (const each of questions) {
    const release = countsOf(people, each, 'monday')
    const counts = release.map(({ count }) => count)
    try {
      const options = operations === undefined ? {} : { operations }
      const withheld = new Set(solveCounts(counts, isTogether ? earlier : [], releases, limit, options).withheld)
      attacker.receive(release, withheld)
      const place = releases.push({ at: 0, title: 'Figures', limit }) - 1
      for (const count of counts)
        earlier.push({ ...count, withheld: withheld.has(publishedKey(count)), release: place })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      refused++
    }
  }
  return { attacker, refused, earlier, releases }
}

describe('an attacker who kept everything that left', () => {
  it('gets any part of it once more as it was, without anything being solved', () => {
    fc.assert(
      fc.property(
        population,
        fc.array(question, { minLength: 1, maxLength: 4 }),
        fc.infiniteStream(fc.boolean()),
        (people, questions, chosen) => {
          const { earlier, releases } = leave(people, questions)
          const again = earlier
            .filter(() => chosen.next().value === true)
            .map(({ withheld: _, release: __, ...count }): PublishedCount => count)
          const { withheld, solved } = solveCounts(again, earlier, releases, limit)
          const shown = new Set(earlier.filter((count) => !count.withheld).map(publishedKey))
          expect(new Set(withheld)).toEqual(new Set(again.map(publishedKey).filter((key) => !shown.has(key))))
          expect(solved).toBe(0)
        }
      ),
      { numRuns: budgeted(100) }
    )
  })

  it.each([
    ['where all is solved', fc.constant(undefined), 60],
    ['where solving is given up', fc.constantFrom(0, 1000, 10_000, 100_000), 30]
  ] as const)(
    'finds no small count within less than half of what could be, %s',
    (_, effort, runs) => {
      const questionsOf = fc.array(question, { minLength: 1, maxLength: 5 })
      fc.assert(
        fc.property(population, questionsOf, effort, (people, questions, operations) => {
          const { attacker } = leave(people, questions, true, operations)
          for (const { kinds: inside, count } of attacker.withheld.values()) {
            if (!isSmall(count)) continue
            const { low, high } = attacker.bounds(inside)
            const best = attacker.bounds(inside, false)
            const range = Math.floor(high!) - Math.ceil(low)
            expect({ count, low, high, enough: range >= Math.floor((best.high! - best.low) / 2) }).toMatchObject({
              enough: true
            })
          }
        }),
        { numRuns: budgeted(runs) }
      )
    },
    600_000
  )

  it('would find one where each release is solved by itself, by a filter and without it', () => {
    // Everybody in the south is one of 7 women without diabetes.
    const people = kinds.map(({ practice, sex, diabetes }) =>
      practice === 'south' ? (sex === 'female' && diabetes === 'no' ? 7 : 0) : 40
    )
    const questions: readonly Question[] = [
      { filters: [], by: [], withTotal: false },
      { filters: [{ dimension: 'practice', values: ['south'], exclude: true }], by: [], withTotal: false },
      { filters: [{ dimension: 'practice', values: ['south'] }], by: [], withTotal: false }
    ]
    const south = kinds.flatMap(({ practice }, place) => (practice === 'south' ? [place] : []))
    expect(leave(people, questions, false).attacker.bounds(south)).toEqual({ low: 7, high: 7 })
    expect(leave(people, questions).attacker.bounds(south)).toEqual({ low: 1, high: 10 })
  })

  it('finds no change of 1 to 10 people from one day of data to the next', () => {
    const change = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: -6, max: 12 })), {
      minLength: kinds.length,
      maxLength: kinds.length
    })
    fc.assert(
      fc.property(population, change, fc.array(question, { minLength: 1, maxLength: 4 }), (monday, by, questions) => {
        const tuesday = monday.map((count, place) => Math.max(0, count + by[place]!))
        const earlier: EarlierCount[] = []
        const releases: EarlierRelease[] = []
        const shown = new Map<string, Map<string, number>>()
        for (const [data, people] of [
          ['monday', monday],
          ['tuesday', tuesday]
        ] as const)
          for (const each of questions) {
            const counts = countsOf(people, each, data).map(({ count }) => count)
            let withheld: ReadonlySet<string>
            try {
              withheld = new Set(solveCounts(counts, earlier, releases, limit).withheld)
            } catch (error) {
              if (error instanceof AppError) continue
              throw error
            }
            const release = releases.push({ at: 0, title: 'Figures', limit }) - 1
            for (const count of counts) {
              const isHidden = withheld.has(publishedKey(count))
              earlier.push({ ...count, withheld: isHidden, release })
              if (isHidden) continue
              const days = shown.get(count.label) ?? new Map<string, number>()
              shown.set(count.label, days.set(data, count.count))
            }
          }
        for (const days of shown.values()) {
          const [before, after] = [days.get('monday'), days.get('tuesday')]
          if (before !== undefined && after !== undefined) expect(isSmall(Math.abs(after - before))).toBe(false)
        }
      }),
      { numRuns: budgeted(60) }
    )
  })
})
