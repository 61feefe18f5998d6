import type { Figure } from '#engine/base/figures/figure.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import type { Registry } from '#engine/population/registries/registry-definition.ts'
import { derivedNumbers } from '#engine/population/rows/derived-columns.ts'
import { costByPerson } from '#engine/population/selection/paid-dimension.ts'
import type { PopulationView } from '#engine/population/selection/population.ts'
import { resolveRows } from '#engine/population/rows/resolve-rows.ts'

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
 * What the rows behind a figure amount to: the sum of payments for money, of days for lengths of stay, distinct people for
 * shares, ratios and counts of people, the number of rows for events.
 */
export function openedNumber(population: PopulationView, figure: Figure): number | undefined {
  const { rows, unit, numeratorUnit = unit } = figure
  if (rows === undefined) return undefined
  const { store } = population
  const found = resolveRows(population, rows)
  const table = store.table(rows.table)
  const sum = (values: Float64Array): number =>
    found.reduce((all, row) => all + (Number.isNaN(values[row]!) ? 0 : values[row]!), 0)
  if (rows.table === 'patient') {
    const [, from, to] = /^cost:paid:(-?\d+):(-?\d+):/.exec(rows.filters.at(-1)?.dimension ?? '') ?? []
    return numeratorUnit === 'usd' ? sum(costByPerson(store, Number(from), Number(to), 'paid')) : found.length
  }
  if (numeratorUnit === 'usd') return sum(derivedNumbers(store, table, '@amount:paid')!)
  if (numeratorUnit === 'days') return sum(derivedNumbers(store, table, '@days')!)
  const isOfPeople = figure.opens === undefined && (unit === 'people' || unit === 'proportion' || unit === 'ratio')
  return isOfPeople ? new Set(Array.from(found, (row) => table.patient![row])).size : found.length
}

/** How many rows or people a figure says that it opens. */
export function promisedCount({ opens, numerator, value }: Figure): number | undefined {
  return opens ?? numerator ?? value
}

/** How many rows or people the drawer then lists: people as a list, anything else as rows of its table. */
export function listedCount(
  { store }: PopulationView,
  registries: readonly Registry[],
  figure: Figure
): number | undefined {
  const { rows } = figure
  if (rows === undefined) return undefined
  const context = { asOf: rows.asOf, filters: rows.filters }
  const page = { offset: 0, limit: 1, revealed: false }
  if (rows.table === 'patient' && rows.where.length === 0) {
    const sort = { column: 'id', descending: false }
    return runPanel(store, registries, 'patients', context, { ...page, query: '', sort }).total
  }
  return runPanel(store, registries, 'rows', context, { ...page, selector: rows }).total
}
