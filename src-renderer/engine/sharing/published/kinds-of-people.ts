import { defined } from '#shared/language/defined.ts'
import { maximize, type Equation } from '../../base/privacy/maximize.ts'
import type { SolvingWatch } from '../../base/privacy/solving-watch.ts'
import type { CountCondition } from '#shared/governance/published-count.ts'
import type { PlacedCount } from './relate-counts.ts'

/** Kinds of people that are told apart at most. */
const MOST_KINDS = 128
/** Counts that are solved with them at most. */
const MOST_COUNTS = 120
/** The value of all that no condition names; no value of data is this. */
const OTHERS = '\u0000others'

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
  const bySignature = new Map<string, PlacedCount[]>()
  for (const count of counts) {
    const key = signatureOf(count)
    const known = bySignature.get(key)
    if (known === undefined) bySignature.set(key, [count])
    else known.push(count)
  }
  const systems: KindSystem[] = []
  const done = new Set<number>()
  for (const [signature, signatureCounts] of bySignature) {
    if (!signatureCounts.some(({ place }) => guarded.has(place) && !done.has(place))) continue
    const system = systemAround(signature, bySignature, watch)
    if (system === undefined) continue
    systems.push(system)
    for (const place of system.places) done.add(place)
  }
  return systems
}

/** Dimensions of a count. */
function signatureOf({ where }: PlacedCount): string {
  return JSON.stringify([...where.keys()])
}

/** The counts about some dimensions, and those about as many others as fit. */
function systemAround(
  signature: string,
  bySignature: ReadonlyMap<string, readonly PlacedCount[]>,
  watch: SolvingWatch
): KindSystem | undefined {
  const countedDimensions = new Set(JSON.parse(signature) as string[])
  let chosen = [...defined(bySignature.get(signature))]
  if (chosen.length > MOST_COUNTS || kindCount(chosen) > MOST_KINDS) return undefined
  const others = [...bySignature]
    .filter(([key]) => key !== signature)
    .map(([key, counts]) => {
      const dimensions = JSON.parse(key) as string[]
      return { counts, more: dimensions.filter((each) => !countedDimensions.has(each)).length }
    })
    .toSorted((left, right) => left.more - right.more || left.counts.length - right.counts.length)
  for (const { counts } of others) {
    const next = [...chosen, ...counts]
    if (next.length <= MOST_COUNTS && kindCount(next) <= MOST_KINDS) chosen = next
  }
  return chosen.length < 2 ? undefined : divided(chosen, watch)
}

/** Classes of values of a dimension that no count tells apart; each is named by one of its values. */
function classesOf(counts: readonly PlacedCount[]): ReadonlyMap<string, readonly string[]> {
  const conditions = new Map<string, Omit<CountCondition, 'dimension'>[]>()
  for (const { where } of counts)
    for (const [dimension, condition] of where) {
      const known = conditions.get(dimension)
      if (known === undefined) conditions.set(dimension, [condition])
      else known.push(condition)
    }
  return new Map(
    [...conditions].map(([dimension, list]) => {
      const named = new Set(list.flatMap(({ values }) => values))
      const classes = new Map<string, string>()
      for (const value of [...named, OTHERS]) {
        const inside = list.map((each) => (meets(each, value) ? '1' : '0')).join('')
        if (!classes.has(inside)) classes.set(inside, value)
      }
      return [dimension, [...classes.values()]] as const
    })
  )
}

function meets({ values, exclude }: Omit<CountCondition, 'dimension'>, value: string): boolean {
  return value === OTHERS ? exclude === true : values.includes(value) !== (exclude === true)
}

function kindCount(counts: readonly PlacedCount[]): number {
  return [...classesOf(counts).values()].reduce((product, classes) => product * classes.length, 1)
}

/**
 * People of each kind, so that all counts come out as they are. Values that no count names are assumed to be nobody's as far as
 * the counts allow it: whoever knows that there are no others knows more.
 * @returns undefined where no numbers do, such as for dimensions of which a person has several values
 */
function divided(counts: readonly PlacedCount[], watch: SolvingWatch): KindSystem | undefined {
  const classes = classesOf(counts)
  const open = [...classes].flatMap(([dimension, values]) => (values.includes(OTHERS) ? [dimension] : []))
  const places = counts.map(({ place }) => place)
  const solved = (withOthers: ReadonlySet<string>): KindSystem | undefined => {
    const kinds = kindsOf(counts, classes, withOthers)
    const people = peopleOf(counts, kinds, watch)
    return people && { places, kinds: kinds.map((inside, kind) => ({ inside, people: people[kind]! })) }
  }
  const withOthers = new Set(open)
  let system = solved(new Set()) ?? solved(withOthers)
  if (system === undefined || open.length === 0) return system
  for (const dimension of open) {
    withOthers.delete(dimension)
    const narrower = solved(withOthers)
    if (narrower === undefined) withOthers.add(dimension)
    else system = narrower
  }
  return system
}

/** For each kind the counts that it is in; kinds in the same counts are one, and those in none are left out. */
function kindsOf(
  counts: readonly PlacedCount[],
  classes: ReadonlyMap<string, readonly string[]>,
  withOthers: ReadonlySet<string>
): readonly (readonly number[])[] {
  let kinds: readonly ReadonlyMap<string, string>[] = [new Map()]
  for (const [dimension, values] of classes)
    kinds = kinds.flatMap((kind) =>
      values
        .filter((value) => value !== OTHERS || withOthers.has(dimension))
        .map((value) => new Map([...kind, [dimension, value]]))
    )
  const found = new Map<string, readonly number[]>()
  for (const kind of kinds) {
    const inside = counts.flatMap(({ where }, index) =>
      [...where].every(([dimension, condition]) => meets(condition, defined(kind.get(dimension)))) ? [index] : []
    )
    if (inside.length > 0) found.set(inside.join(), inside)
  }
  return [...found.values()]
}

/** Finds people of each kind that add up to all counts: as many as can be, which are all where the counts can be true. */
function peopleOf(
  counts: readonly PlacedCount[],
  kinds: readonly (readonly number[])[],
  watch: SolvingWatch
): Float64Array | undefined {
  const size = kinds.length + counts.length
  const equations = counts.map((_, index): Equation => [
    ...kinds.flatMap((inside, kind) => (inside.includes(index) ? [{ variable: kind, factor: 1 }] : [])),
    { variable: kinds.length + index, factor: -1 }
  ])
  const upper = new Float64Array(size).fill(Number.POSITIVE_INFINITY)
  const gain = new Float64Array(size)
  counts.forEach(({ count }, index) => {
    upper[kinds.length + index] = count
    gain[kinds.length + index] = 1
  })
  const zero = new Float64Array(size)
  const found = maximize({ equations, lower: zero, upper, gain, price: zero }, watch)
  const isReached = counts.every(({ count }, index) => Math.abs(found[kinds.length + index]! - count) < 1e-6)
  return isReached ? found.subarray(0, kinds.length) : undefined
}
