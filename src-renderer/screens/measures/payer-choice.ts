import type { Filter } from '#engine/base/figures/filter.ts'

/** A dimension of people of whom contracts are made, with its values. */
export interface PayerDimension {
  readonly id: string
  readonly values: readonly { readonly value: string }[]
}

/** Names one value of one dimension. */
export function payerKey(dimension: string, value: string): string {
  return JSON.stringify([dimension, value])
}

/**
 * The one payer or plan that the filters leave: its key, '' where they leave all, `several` where they say something else,
 * e.g. two payers, or all but one.
 */
export function chosenPayer(filters: readonly Filter[], dimensions: readonly PayerDimension[]): string {
  const found = filters.filter(({ dimension }) => dimensions.some(({ id }) => id === dimension))
  const [filter] = found
  if (filter === undefined) return ''
  const [value] = filter.values
  const isSingle = found.length === 1 && filter.values.length === 1 && filter.exclude !== true
  return isSingle && value !== undefined ? payerKey(filter.dimension, value) : 'several'
}

/** The filters with one payer or plan, or with none of them for a key that names none; other filters stay. */
export function withPayer(
  filters: readonly Filter[],
  dimensions: readonly PayerDimension[],
  key: string
): readonly Filter[] {
  const rest = filters.filter(({ dimension }) => !dimensions.some(({ id }) => id === dimension))
  const chosen = dimensions.flatMap(({ id, values }) =>
    values.filter(({ value }) => payerKey(id, value) === key).map(({ value }) => ({ dimension: id, values: [value] }))
  )
  return [...rest, ...chosen]
}
