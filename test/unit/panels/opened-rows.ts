import type { Figure } from '#engine/figure.ts'
import type { Population } from '#engine/selection/population.ts'
import { resolveRows } from '#engine/selection/resolve-rows.ts'

/** A figure with the place where it stands in a panel. */
export interface FoundFigure {
  readonly path: string
  readonly figure: Figure
}

/** Every figure of a panel, at any depth. */
export function figuresIn(value: unknown, path = ''): FoundFigure[] {
  if (typeof value !== 'object' || value === null) return []
  if ('provenance' in value && 'unit' in value && 'value' in value) return [{ path, figure: value as Figure }]
  return Object.entries(value).flatMap(([key, each]) => figuresIn(each, `${path}/${key}`))
}

/**
 * What the rows behind a figure amount to: the sum of payments for money, distinct people for shares, ratios and counts
 * of people, the number of rows for events.
 */
export function openedNumber(population: Population, { rows, unit }: Figure): number | undefined {
  if (rows === undefined) return undefined
  const found = resolveRows(population, rows)
  const table = population.store.table(rows.table)
  if (unit === 'usd') {
    const amounts = table.column('payment_amount', 'number').values
    return found.reduce((sum, row) => sum + (Number.isNaN(amounts[row]!) ? 0 : amounts[row]!), 0)
  }
  if (rows.table === 'patient') return found.length
  const isOfPeople = unit === 'people' || unit === 'proportion' || unit === 'ratio'
  return isOfPeople ? new Set(Array.from(found, (row) => table.patient![row])).size : found.length
}
