import { LinearSystem } from '../../base/privacy/linear-system.ts'
import type { Equation } from '../../base/privacy/tableau.ts'
import type { SolvingWatch } from '../../base/privacy/solving-watch.ts'
import { DistinctConditions, KindDivision } from './kind-division.ts'
import type { PlacedCount } from './relate-counts.ts'

/** Kinds of people that are told apart at most. */
const MOST_KINDS = 128
/** Counts that are solved with them at most. */
const MOST_COUNTS = 120

/** Counts about a few dimensions, with everybody divided by these. */
export interface KindSystem {
  /** Places of the counts. */
  readonly places: readonly number[]
  /** For each kind of people the counts that they are in, as indexes of `places`, and how many they may be. */
  readonly kinds: readonly { readonly inside: readonly number[]; readonly people: number }[]
}

/**
 * Divides people by all dimensions that counts are about together, as somebody would who knows these counts: kinds of people
 * in none, one or several of the counts. Counts about more dimensions than can be told apart make several systems, each
 * about those of some guarded counts and as many others as fit.
 * @param counts of one thing, such as people
 * @param guarded places of those that nobody may find
 * @throws EffortSpent of the watch
 */
export function kindSystems(
  counts: readonly PlacedCount[],
  guarded: ReadonlySet<number>,
  watch: SolvingWatch
): readonly KindSystem[] {
  const groups = groupsOf(counts)
  const systems: KindSystem[] = []
  const done = new Set<number>()
  for (const group of groups) {
    if (!group.counts.some(({ place }) => guarded.has(place) && !done.has(place))) continue
    const system = systemAround(group, groups, watch)
    if (system === undefined) continue
    systems.push(system)
    for (const place of system.places) done.add(place)
  }
  return systems
}

/** Counts about the same dimensions. */
interface CountGroup {
  readonly dimensions: ReadonlySet<string>
  readonly counts: readonly PlacedCount[]
  readonly conditions: DistinctConditions
}

function groupsOf(counts: readonly PlacedCount[]): readonly CountGroup[] {
  const found = new Map<string, PlacedCount[]>()
  for (const count of counts) {
    const key = JSON.stringify([...count.where.keys()])
    const known = found.get(key)
    if (known === undefined) found.set(key, [count])
    else known.push(count)
  }
  return [...found.values()].map((group) => ({
    dimensions: new Set(group[0]!.where.keys()),
    counts: group,
    conditions: new DistinctConditions(group)
  }))
}

/** The counts of a group, and those about as many other dimensions as fit. */
function systemAround(group: CountGroup, groups: readonly CountGroup[], watch: SolvingWatch): KindSystem | undefined {
  const division = new KindDivision()
  if (group.counts.length > MOST_COUNTS || !division.add(group.conditions, MOST_KINDS)) return undefined
  const chosen = [...group.counts]
  const others = groups
    .filter((each) => each !== group)
    .map((each) => ({ ...each, more: [...each.dimensions].filter((name) => !group.dimensions.has(name)).length }))
    .toSorted((left, right) => left.more - right.more || left.counts.length - right.counts.length)
  for (const { counts, conditions } of others)
    if (chosen.length + counts.length <= MOST_COUNTS && division.add(conditions, MOST_KINDS)) chosen.push(...counts)
  return chosen.length < 2 ? undefined : divided(chosen, division, watch)
}

/**
 * People of each kind, so that all counts come out as they are. Values that no count names are assumed to be nobody's as far as
 * the counts allow it: whoever knows that there are no others knows more.
 * @returns undefined where no numbers do, such as for dimensions of which a person has several values
 */
function divided(counts: readonly PlacedCount[], division: KindDivision, watch: SolvingWatch): KindSystem | undefined {
  const places = counts.map(({ place }) => place)
  const solved = (withOthers: ReadonlySet<string>): KindSystem | undefined => {
    const kinds = division.kindsOf(counts, withOthers)
    const people = peopleOf(counts, kinds, watch)
    return people && { places, kinds: kinds.map((inside, kind) => ({ inside, people: people[kind]! })) }
  }
  const withoutOthers = solved(new Set())
  if (withoutOthers !== undefined) return withoutOthers
  const withOthers = new Set(division.dimensions)
  let system = solved(withOthers)
  if (system === undefined) return undefined
  for (const dimension of division.dimensions) {
    withOthers.delete(dimension)
    const narrower = solved(withOthers)
    if (narrower === undefined) withOthers.add(dimension)
    else system = narrower
  }
  return system
}

/** Finds people of each kind that add up to all counts: as many as can be, which are all where the counts can be true. */
function peopleOf(
  counts: readonly PlacedCount[],
  kinds: readonly (readonly number[])[],
  watch: SolvingWatch
): Float64Array | undefined {
  const size = kinds.length + counts.length
  const equations = counts.map((): Equation[number][] => [])
  kinds.forEach((inside, variable) => {
    for (const index of inside) equations[index]!.push({ variable, factor: 1 })
  })
  equations.forEach((equation, index) => equation.push({ variable: kinds.length + index, factor: -1 }))
  const upper = new Float64Array(size).fill(Number.POSITIVE_INFINITY)
  const gain = new Float64Array(size)
  counts.forEach(({ count }, index) => {
    upper[kinds.length + index] = count
    gain[kinds.length + index] = 1
  })
  const zero = new Float64Array(size)
  const found = new LinearSystem(size, equations).maximize({ lower: zero, upper, gain, price: zero }, watch)
  const isReached = counts.every(({ count }, index) => Math.abs(found[kinds.length + index]! - count) < 1e-6)
  return isReached ? found.subarray(0, kinds.length) : undefined
}
