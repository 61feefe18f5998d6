import type { CountCondition } from '#shared/governance/published-count.ts'

/** A condition as filters and tests of columns have it. */
interface AnyCondition {
  readonly dimension: string
  readonly values: readonly string[]
  readonly exclude?: boolean | undefined
}

/** What a condition says of one dimension. */
export type ValueCondition = Omit<CountCondition, 'dimension'>

/** Conditions by dimension, one of each. */
export type ConditionMap = ReadonlyMap<string, ValueCondition>

/** Conditions of filters that all hold: several about one dimension become one. */
export function conditionsOf(filters: readonly AnyCondition[]): CountCondition[] {
  const found = new Map<string, ValueCondition>()
  for (const { dimension, values, exclude } of filters) {
    const next: ValueCondition = exclude === true ? { values: [...values], exclude } : { values: [...values] }
    const before = found.get(dimension)
    found.set(dimension, before === undefined ? next : both(before, next))
  }
  return [...found]
    .map(([dimension, values]) => ({ dimension, ...values }))
    .toSorted((left, right) => (left.dimension < right.dimension ? -1 : 1))
}

function both(left: ValueCondition, right: ValueCondition): ValueCondition {
  if (left.exclude === true && right.exclude === true)
    return { values: [...new Set([...left.values, ...right.values])], exclude: true }
  if (left.exclude === true) return { values: right.values.filter((value) => !left.values.includes(value)) }
  return { values: left.values.filter((value) => right.values.includes(value) !== (right.exclude === true)) }
}

/** Whether whoever meets the first condition of a dimension meets the second. */
export function isWithin(inner: ValueCondition, outer: ValueCondition): boolean {
  if (outer.exclude === true)
    return inner.exclude === true
      ? outer.values.every((value) => inner.values.includes(value))
      : inner.values.every((value) => !outer.values.includes(value))
  return inner.exclude !== true && inner.values.every((value) => outer.values.includes(value))
}

/** Whether nobody meets both conditions of a dimension with one value for each person. */
export function isApart(left: ValueCondition, right: ValueCondition): boolean {
  if (left.exclude === true) return right.exclude !== true && right.values.every((value) => left.values.includes(value))
  if (right.exclude === true) return left.values.every((value) => right.values.includes(value))
  return !left.values.some((value) => right.values.includes(value))
}

/** Whether whoever meets all conditions of the first meets all of the second, by what they say. */
export function areWithin(inner: ConditionMap, outer: ConditionMap): boolean {
  for (const [dimension, condition] of outer) {
    const innerCondition = inner.get(dimension)
    if (innerCondition === undefined || !isWithin(innerCondition, condition)) return false
  }
  return true
}
