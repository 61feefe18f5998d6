import { engineCqlElmOperatorsMessages as m } from '#messages/engine/cql/elm/operators.ts'
import { spend, spendElements, spendText } from '../library/budget.ts'
import { runtimeError } from '../library/elm-error.ts'
import { Code, Concept } from '../values/code.ts'
import { Decimal } from '../values/decimal.ts'
import { Interval, Tuple, isFhirObject, isList, type Value } from '../values/value.ts'
import { Temporal, Time } from '../values/temporal.ts'
import { equal, equalWithNulls } from './equal.ts'
import { end, start } from './interval-bounds.ts'

/** A text that only equal values share; undefined for values that must be compared by structure. */
function keyOf(value: Value): string | undefined {
  if (value === null) return 'null'
  if (typeof value === 'string') return `s${value}`
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (typeof value === 'number' || typeof value === 'bigint') return `n${value}00000000`
  if (value instanceof Decimal) return `n${value.units}`
  if (isFhirObject(value)) {
    const { resourceType, id } = value
    return typeof resourceType === 'string' && typeof id === 'string' ? `r${resourceType}/${id}` : undefined
  }
  // Dates of different precision are never equal for certain.
  if (value instanceof Time) return `h${value.precision}/${value.local}`
  if (value instanceof Temporal) return `d${value.precision}/${value.normal}`
  if (value instanceof Code) return JSON.stringify([value.code, value.system, value.version, value.display])
  if (value instanceof Concept) return `c${JSON.stringify([value.display, ...value.codes.map(keyOf)])}`
  if (isList(value)) {
    spend(value.length)
    const items = value.map(keyOf)
    return items.includes(undefined) ? undefined : `l${framed(items as readonly string[])}`
  }
  if (value instanceof Tuple) return tupleKey(value)
  if (value instanceof Interval) {
    const [low, high] = [start(value), end(value)]
    const [first, last] = [keyOf(low), keyOf(high)]
    return low === null || high === null || first === undefined || last === undefined ? undefined : `i${first},${last}`
  }
  return undefined
}

/** Texts so joined that only the same texts join to the same; quotes within quotes would double with every level. */
function framed(texts: readonly string[]): string {
  const joined = texts.map((text) => `${text.length}:${text}`).join('')
  spendText(joined.length)
  return joined
}

/** Elements that are null are as good as missing (CQL 1.5, "Equal"), and their order does not count. */
function tupleKey({ elements }: Tuple): string | undefined {
  const parts: string[] = []
  spend(elements.size)
  for (const [name, value] of elements) {
    if (value === null) continue
    const key = keyOf(value)
    if (key === undefined) return undefined
    parts.push(framed([name, key]))
  }
  return `t${framed(parts.sort())}`
}

/** Comparing more values than this by structure, each with each, is taken for a mistake in the content. */
const comparisonLimit = 20_000

/** Collects values, each once; nulls are equal to each other here (CQL 1.5, appendix B, "Distinct"). */
class DistinctList {
  readonly values: Value[] = []
  readonly #keys = new Set<string>()
  readonly #others: Value[] = []

  add(value: Value): void {
    const key = keyOf(value)
    if (key !== undefined) {
      if (this.#keys.has(key)) return
      this.#keys.add(key)
    } else {
      if (this.#has(value)) return
      if (this.#others.length >= comparisonLimit) throw runtimeError(m.thisListIsTooLongTo)
      this.#others.push(value)
    }
    this.values.push(value)
    spendElements(1, this.values.length)
  }

  has(value: Value): boolean {
    const key = keyOf(value)
    return key === undefined ? this.#has(value) : this.#keys.has(key)
  }

  #has(value: Value): boolean {
    spend(this.#others.length >> 3)
    return this.#others.some((other) => other === value || equal(other, value) === true)
  }
}

/** The list without repetitions, in the order of first appearance. */
export function distinct(list: readonly Value[]): readonly Value[] {
  if (list.length < 2) return list
  const seen = new DistinctList()
  for (const item of list) seen.add(item)
  return seen.values
}

/**
 * What an expression gives for some elements, for what it gave, and so on, each once.
 * @throws ElmError when there are more than `limit`
 */
export function repeated(
  items: readonly Value[],
  limit: number,
  apply: (item: Value) => readonly Value[]
): readonly Value[] {
  const seen = new DistinctList()
  for (let fresh = items; fresh.length > 0;) {
    const next: Value[] = []
    for (const item of fresh) {
      for (const value of apply(item)) {
        if (seen.has(value)) continue
        seen.add(value)
        next.push(value)
      }
      if (seen.values.length > limit) throw runtimeError(m.thisRepetitionDoesNotEnd)
    }
    fresh = next
  }
  return seen.values
}

/** Whether two resources are the same one; undefined where one of the values is no resource. */
function sameResource(a: Value, b: Value): boolean | undefined {
  if (a === null || b === null || !isFhirObject(a) || !isFhirObject(b)) return undefined
  const [type, id] = [a['resourceType'], a['id']]
  if (typeof type !== 'string' || typeof id !== 'string' || typeof b['id'] !== 'string') return undefined
  return typeof b['resourceType'] === 'string' ? a === b || (id === b['id'] && type === b['resourceType']) : undefined
}

/** The union of a list without repetitions and a few resources; undefined where other values are among them. */
function shortUnion(a: readonly Value[], b: readonly Value[]): readonly Value[] | undefined {
  const out: Value[] = []
  for (const list of [a, b]) {
    for (const item of list) {
      let found = false
      if (sameResource(item, item) === undefined) return undefined
      for (const known of out) if (sameResource(known, item) === true) found = true
      if (!found) out.push(item)
    }
  }
  return out
}

/** Up to this many resources are compared each with each. */
const shortList = 12

/** CQL `union` of lists. */
export function unionLists(a: readonly Value[], b: readonly Value[]): readonly Value[] {
  if (b.length === 0 && a.length < 2) return a
  if (a.length === 0 && b.length < 2) return b
  if (a.length + b.length <= shortList) {
    const short = shortUnion(a, b)
    if (short !== undefined) return short
  }
  const seen = new DistinctList()
  for (const item of a) seen.add(item)
  for (const item of b) seen.add(item)
  return seen.values
}

function collected(list: readonly Value[]): DistinctList {
  const seen = new DistinctList()
  for (const item of list) seen.add(item)
  return seen
}

/** CQL `intersect` of lists. */
export function intersectLists(a: readonly Value[], b: readonly Value[]): readonly Value[] {
  const other = collected(b)
  return distinct(a.filter((item) => other.has(item)))
}

/** CQL `except` of lists. */
export function exceptLists(a: readonly Value[], b: readonly Value[]): readonly Value[] {
  const other = collected(b)
  return distinct(a.filter((item) => !other.has(item)))
}

/** Whether a list has an element equal to `item`; null where only uncertain ones stand. A null is found among nulls. */
export function listContains(list: readonly Value[], item: Value): boolean | null {
  let uncertain = false
  spend(list.length)
  for (const element of list) {
    const same = equalWithNulls(element, item)
    if (same === true) return true
    if (same === null && item !== null && element !== null) uncertain = true
  }
  return uncertain ? null : false
}

/** Whether `a` has every element of `b`. */
export function listIncludes(a: readonly Value[], b: readonly Value[]): boolean | null {
  let answer: boolean | null = true
  for (const item of b) {
    const found = listContains(a, item)
    if (found === false) return false
    if (found === null) answer = null
  }
  return answer
}

/** Whether `list` has `item` and another, different element. */
export function listProperlyContains(list: readonly Value[], item: Value): boolean | null {
  const found = listContains(list, item)
  if (found !== true) return found
  let answer: boolean | null = false
  for (const element of list) {
    if (element === null && item === null) continue
    const same = item === null ? false : element === null ? (list.length > 2 ? false : null) : equal(element, item)
    if (same === false) return true
    if (same === null) answer = null
  }
  return answer
}

/** The only element; null for an empty list. @throws ElmError for more than one */
export function singleton(list: readonly Value[]): Value {
  if (list.length > 1) throw runtimeError(m.oneElementWasExpectedWhereThere(list.length))
  return list[0] ?? null
}

/** One level of nesting taken out; nulls among the lists are dropped. */
export function flatten(list: readonly Value[]): readonly Value[] {
  const out: Value[] = []
  for (const item of list) {
    if (isList(item)) {
      spendElements(item.length, out.length + item.length)
      for (const inner of item) out.push(inner)
    } else if (item !== null) out.push(item)
  }
  spend(list.length)
  return out
}

/** A value as a list: null is none, a single value a list of one. */
export function asList(value: Value): readonly Value[] {
  if (value === null) return []
  if (!isList(value)) return [value]
  // Whoever asks goes through it.
  spend(value.length)
  return value
}
