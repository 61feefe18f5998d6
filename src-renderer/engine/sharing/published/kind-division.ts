import { defined } from '#shared/language/defined.ts'
import type { ConditionMap, ValueCondition } from './count-conditions.ts'

/** The value of all that no condition names; no value of data is this. */
const OTHERS = '\u0000others'

const keyOf = ({ values, exclude }: ValueCondition): string => `${exclude === true ? '-' : '+'}${values.join('\u0000')}`

/** Conditions of one dimension by key, each once, in the order in which they came. */
type ConditionsByKey = ReadonlyMap<string, ValueCondition>

/** The conditions of some counts, each once. */
export class DistinctConditions {
  /** Conditions by dimension. */
  readonly byDimension: ReadonlyMap<string, ConditionsByKey>
  readonly #classes: ReadonlyMap<string, number>

  constructor(counts: readonly { readonly where: ConditionMap }[]) {
    const found = new Map<string, Map<string, ValueCondition>>()
    for (const { where } of counts)
      for (const [dimension, condition] of where) {
        const known = found.get(dimension)
        if (known === undefined) found.set(dimension, new Map([[keyOf(condition), condition]]))
        else known.set(keyOf(condition), condition)
      }
    this.byDimension = found
    this.#classes = new Map([...found].map(([dimension, conditions]) => [dimension, classesOf(conditions).length]))
  }

  /** Classes of values of a dimension that these conditions tell apart by themselves. */
  classCount(dimension: string): number {
    return this.#classes.get(dimension) ?? 1
  }
}

/** Values of a dimension that no condition tells apart. */
interface ValueClass {
  /** Whether values that no condition names are among them; there are no others then. */
  readonly isOfOthers: boolean
  /** Keys of the conditions that these values meet. */
  readonly meets: ReadonlySet<string>
}

/** People divided by all dimensions that conditions are about: values that no condition tells apart are one class. */
export class KindDivision {
  readonly #conditions = new Map<string, ConditionsByKey>()
  readonly #classes = new Map<string, readonly ValueClass[]>()
  /** Kinds of people that the conditions tell apart. */
  #kinds = 1

  /**
   * Takes more conditions, if they do not tell more kinds apart than there may be.
   * @param max kinds at most
   * @returns whether they were taken
   */
  add(conditions: DistinctConditions, max: number): boolean {
    if (this.#fewestKindsWith(conditions) > max) return false
    const changed: (readonly [dimension: string, ConditionsByKey, readonly ValueClass[]])[] = []
    let kinds = this.#kinds
    for (const [dimension, more] of conditions.byDimension) {
      const known = this.#conditions.get(dimension)
      const all = new Map([...(known ?? []), ...more])
      if (all.size === known?.size) continue
      const classes = classesOf(all)
      kinds = (kinds / this.#classCount(dimension)) * classes.length
      changed.push([dimension, all, classes])
    }
    if (kinds > max) return false
    for (const [dimension, all, classes] of changed) {
      this.#conditions.set(dimension, all)
      this.#classes.set(dimension, classes)
    }
    this.#kinds = kinds
    return true
  }

  /** Kinds at least, as conditions that come in addition tell no fewer classes apart. */
  #fewestKindsWith(conditions: DistinctConditions): number {
    let kinds = this.#kinds
    for (const dimension of conditions.byDimension.keys()) {
      const classes = this.#classCount(dimension)
      kinds = (kinds / classes) * Math.max(classes, conditions.classCount(dimension))
    }
    return kinds
  }

  #classCount(dimension: string): number {
    return this.#classes.get(dimension)?.length ?? 1
  }

  /** Dimensions that conditions are about. In each of them people may have values that no condition names. */
  get dimensions(): readonly string[] {
    return [...this.#classes.keys()]
  }

  /**
   * For each kind of people the counts that it is in; kinds in the same counts are one, and those in none are left out.
   * @param counts whose conditions were taken
   * @param withOthers dimensions in which people may have values that no condition names
   * @returns indexes of counts
   */
  kindsOf(
    counts: readonly { readonly where: ConditionMap }[],
    withOthers: ReadonlySet<string>
  ): readonly (readonly number[])[] {
    const dimensions = [...this.#classes].map(([dimension, classes]) => ({
      dimension,
      classes: classes.filter(({ isOfOthers }) => !isOfOthers || withOthers.has(dimension))
    }))
    const places = new Map(dimensions.map(({ dimension }, place) => [dimension, place]))
    const tests = counts.map(({ where }) =>
      [...where].map(([dimension, condition]) => ({ place: defined(places.get(dimension)), key: keyOf(condition) }))
    )
    let kinds: readonly (readonly ValueClass[])[] = [[]]
    for (const { classes } of dimensions) kinds = kinds.flatMap((kind) => classes.map((each) => [...kind, each]))
    const found = new Map<string, readonly number[]>()
    for (const kind of kinds) {
      const inside = tests.flatMap((list, index) =>
        list.every(({ place, key }) => kind[place]!.meets.has(key)) ? [index] : []
      )
      if (inside.length > 0) found.set(inside.join(), inside)
    }
    return [...found.values()]
  }
}

/** @param conditions of one dimension, by key */
function classesOf(conditions: ConditionsByKey): readonly ValueClass[] {
  /** For each value the places of the conditions that name it. */
  const namedIn = new Map<string, number[]>()
  const list = [...conditions]
  for (const [place, [, { values }]] of list.entries())
    for (const value of values) {
      const known = namedIn.get(value)
      if (known === undefined) namedIn.set(value, [place])
      else known.push(place)
    }
  namedIn.set(OTHERS, [])
  const classes = new Map<string, ValueClass>()
  for (const places of namedIn.values()) {
    const key = places.join()
    if (classes.has(key)) continue
    const named = new Set(places)
    const meets = new Set(
      list.flatMap(([conditionKey, { exclude }], place) =>
        named.has(place) === (exclude === true) ? [] : [conditionKey]
      )
    )
    classes.set(key, { isOfOthers: places.length === 0, meets })
  }
  return [...classes.values()]
}
