import { defined } from '#shared/language/defined.ts'
import { questionKey, type PublishedCount } from '#shared/governance/published-count.ts'
import type { SolvingWatch } from '../../base/privacy/solving-watch.ts'
import type { CellSum } from '../../base/privacy/release.ts'
import { areWithin, isApart, isWithin, type ConditionMap } from './count-conditions.ts'

type Spending = Pick<SolvingWatch, 'spend'>

/** Operations that the comparison of two counts by their conditions costs. */
const COMPARISON = 10

/** A count among others, with where it stands in their list. */
export interface PlacedCount {
  readonly place: number
  readonly count: number
  readonly where: ConditionMap
}

/** Counts as those who compare their conditions need them. */
export function placedCounts(counts: readonly PublishedCount[]): readonly PlacedCount[] {
  return counts.map(({ count, where }, place) => ({
    place,
    count,
    where: new Map(where.map(({ dimension, ...values }) => [dimension, values]))
  }))
}

/** Places of counts by what is counted. */
export function placesByThing(counts: readonly PublishedCount[]): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>()
  counts.forEach(({ of }, place) => {
    const known = found.get(of)
    if (known === undefined) found.set(of, [place])
    else known.push(place)
  })
  return found
}

/** How counts add up. */
export interface CountRelations {
  /** What wholes have besides their parts; placed behind the counts, in this order. */
  readonly rests: readonly number[]
  readonly sums: readonly CellSum[]
}

/**
 * How counts of the same data add up, as their conditions tell somebody who knows what they mean: values of a dimension as
 * parts of everybody, groups by two dimensions, a filter and its opposite, a part and the whole of a rate. What a whole has
 * next to its parts is a count, too, that nobody may find where it is small.
 * @param counts of one day in the same data, each once
 * @param limit rests of 1 to so many people are small
 * @throws EffortSpent of the watch
 */
export function relateCounts(counts: readonly PublishedCount[], limit: number, watch: Spending): CountRelations {
  const placed = placedCounts(counts)
  const relations = new Relations(counts.length)
  for (const places of placesByThing(counts).values()) {
    const group = places.map((place) => placed[place]!)
    relateByDimensions(
      group,
      new Map(places.map((place) => [questionKey(counts[place]!), placed[place]!])),
      counts,
      relations,
      watch
    )
    relateNearlyEqual(group, limit, relations, watch)
  }
  relateParts(counts, placed, relations, watch)
  return { rests: relations.rests, sums: relations.sums }
}

/** Collects sums, each once. */
class Relations {
  readonly rests: number[] = []
  readonly sums: CellSum[] = []
  readonly #known = new Set<string>()
  readonly #first: number

  constructor(first: number) {
    this.#first = first
  }

  /** A total and parts of it that have nobody in common. */
  add(total: PlacedCount, parts: readonly PlacedCount[]): void {
    const rest = total.count - parts.reduce((sum, { count }) => sum + count, 0)
    // A dimension with several values for one person has parts that add up to more.
    if (rest < 0) {
      if (parts.length > 1) for (const part of parts) this.add(total, [part])
      return
    }
    const places = parts.map(({ place }) => place).toSorted((left, right) => left - right)
    const key = `${total.place}:${places.join()}`
    if (this.#known.has(key)) return
    this.#known.add(key)
    this.sums.push({
      total: total.place,
      parts: rest === 0 ? places : [...places, this.#first + this.rests.push(rest) - 1]
    })
  }
}

/** Groups of counts that differ in one or two dimensions only. */
function relateByDimensions(
  group: readonly PlacedCount[],
  byQuestion: ReadonlyMap<string, PlacedCount>,
  counts: readonly PublishedCount[],
  relations: Relations,
  watch: Spending
): void {
  const buckets = new Map<
    string,
    { readonly dimensions: readonly string[]; readonly whole: string; entries: PlacedCount[] }
  >()
  for (const each of group) {
    const { of, where } = counts[each.place]!
    for (const dimensions of choices(where.map(({ dimension }) => dimension))) {
      const totalKey = questionKey({ of, where: where.filter(({ dimension }) => !dimensions.includes(dimension)) })
      const key = `${dimensions.join('|')} ${totalKey}`
      const bucket = buckets.get(key) ?? { dimensions, whole: totalKey, entries: [] }
      bucket.entries.push(each)
      buckets.set(key, bucket)
    }
  }
  for (const { dimensions, whole, entries } of buckets.values()) {
    const all = byQuestion.get(whole)
    if (all !== undefined) relatePartition(all, entries, dimensions, relations)
    if (dimensions.length > 1) continue
    for (const container of entries) {
      watch.spend(COMPARISON * entries.length)
      const inner = entries.filter(
        (each) =>
          each !== container &&
          isWithin(defined(each.where.get(dimensions[0]!)), defined(container.where.get(dimensions[0]!))) &&
          !isWithin(defined(container.where.get(dimensions[0]!)), defined(each.where.get(dimensions[0]!)))
      )
      if (inner.length > 0) relatePartition(container, inner, dimensions, relations)
    }
  }
}

/** One dimension, or two. */
function* choices(dimensions: readonly string[]): Generator<readonly string[]> {
  for (const [index, first] of dimensions.entries()) {
    yield [first]
    for (const second of dimensions.slice(index + 1)) yield [first, second]
  }
}

/** Relates a total to those of its parts that have nobody in common: once with the narrowest, once with the widest first. */
function relatePartition(
  total: PlacedCount,
  entries: readonly PlacedCount[],
  dimensions: readonly string[],
  relations: Relations
): void {
  const sizeOf = ({ where }: PlacedCount): number =>
    dimensions.reduce((size, dimension) => {
      const { values, exclude } = defined(where.get(dimension))
      return size + (exclude === true ? 1000 - values.length : values.length)
    }, 0)
  const sorted = entries.toSorted((left, right) => sizeOf(left) - sizeOf(right))
  for (const order of [sorted, sorted.toReversed()]) {
    const chosen: PlacedCount[] = []
    for (const each of order)
      if (
        chosen.every((other) =>
          dimensions.some((dimension) =>
            isApart(defined(each.where.get(dimension)), defined(other.where.get(dimension)))
          )
        )
      )
        chosen.push(each)
    relations.add(total, chosen)
  }
}

/** Counts within others that have few people more, whatever dimensions they differ in. */
function relateNearlyEqual(group: readonly PlacedCount[], limit: number, relations: Relations, watch: Spending): void {
  const sorted = group.toSorted((left, right) => left.count - right.count)
  for (const [index, larger] of sorted.entries()) {
    // What is within a small count is protected with it.
    if (larger.count <= limit) continue
    for (let position = index - 1; position >= 0; position--) {
      const smaller = sorted[position]!
      if (larger.count - smaller.count > limit) break
      watch.spend(COMPARISON)
      if (areWithin(smaller.where, larger.where)) relations.add(larger, [smaller])
      else if (larger.count === smaller.count && areWithin(larger.where, smaller.where))
        relations.add(smaller, [larger])
    }
  }
}

/** Parts of wholes by name, and wholes that are the same people as a plain count with fewer conditions. */
function relateParts(
  counts: readonly PublishedCount[],
  placed: readonly PlacedCount[],
  relations: Relations,
  watch: Spending
): void {
  const byKey = new Map(counts.map((each, place) => [`${each.data} ${each.asOf} ${questionKey(each)}`, placed[place]!]))
  const people = new Map<number, PlacedCount[]>()
  counts.forEach(({ of, count }, place) => {
    if (of !== 'people') return
    const known = people.get(count)
    if (known === undefined) people.set(count, [placed[place]!])
    else known.push(placed[place]!)
  })
  counts.forEach(({ within, of, count }, place) => {
    const totalPlace = within === undefined ? undefined : byKey.get(within)
    if (totalPlace !== undefined) relations.add(totalPlace, [placed[place]!])
    if (!of.startsWith('whole/')) return
    watch.spend(COMPARISON * (people.get(count)?.length ?? 0))
    for (const same of people.get(count) ?? [])
      if (areWithin(placed[place]!.where, same.where)) relations.add(same, [placed[place]!])
  })
}
