import { enginePopulationPanelsPersonMessages as m } from '#messages/engine/population/panels/person.ts'
import { sentenceCase } from '#shared/messages/letter-case.ts'
import { AppError } from '#shared/app-error.ts'
import { defined } from '#shared/language/defined.ts'
import type { PopulationView } from '../../selection/population.ts'
import { resolveRows } from '../../rows/resolve-rows.ts'
import type { Column } from '../../../store/model/column.ts'
import type { Table } from '../../../store/model/store.ts'
import type { ConceptTable } from '../../../store/model/concept-table.ts'
import { cellText, sortKey } from './cell-text.ts'
import { isIdentifying, masked } from './mask.ts'
import { personFacts } from './person-facts.ts'
import type { PanelParams } from '../results/panel.ts'
import { namesProvider, providerNames, type ProviderNames } from '../../rows/provider-names.ts'
import type { RowsPanel } from '../results/rows-result.ts'
import { askShards } from '../../../shards/mergeable.ts'
import { firstRows, mergeRows, readRows, type ListedRow, type SortKey } from './sort-rows.ts'

/** `birth_date` becomes `Birth date`; `provider_id`, which shows names, `Provider`. */
function columnLabel(name: string): string {
  const words = (namesProvider(name) ? name.slice(0, -'_id'.length) : name).replaceAll('_', ' ')
  return sentenceCase(words)
}

function countPeople(table: Table, rows: Int32Array, patients: number): number {
  if (table.name === 'patient') return rows.length
  if (table.patient === undefined) return 0
  const seen = new Uint8Array(patients)
  let count = 0
  for (const row of rows) {
    const patient = table.patient[row]!
    if (patient < 0 || seen[patient] === 1) continue
    seen[patient] = 1
    count++
  }
  return count
}

/** What the rows are sorted by; undefined for the order of the table. */
function sortKeyOf(
  population: PopulationView,
  table: Table,
  { sort, revealed }: PanelParams<'rows'>
): ((row: number) => SortKey) | undefined {
  if (sort === undefined) return undefined
  const column = table.columns.get(sort.column)
  if (column === undefined) {
    throw new AppError('not-found', m.theTableHasNoColumnTo(table.name, sort.column))
  }
  // The order of hidden values would give them away.
  if (!revealed && isIdentifying(table.name, sort.column)) return undefined
  const { concepts } = population.store
  if (!namesProvider(sort.column)) return (row) => sortKey(column, row, concepts)
  const names = providersOf(population)
  return (row) => {
    const text = cellText(column, row, concepts)
    return text === '' ? undefined : (names(sort.column, text) ?? text).toLowerCase()
  }
}

function providersOf(population: PopulationView): ProviderNames {
  return population.once('provider-names', () => providerNames(population.store))
}

/** Sums of money have cents, so that they stand below each other; other numbers are as they were written. */
const money = /(?:^|_)(?:amount|net|total)(?:_|$)/

function valueText(name: string, column: Column, row: number, concepts: ConceptTable): string {
  if (column.kind === 'number' && money.test(name) && !Number.isNaN(column.values[row]!))
    return column.values[row]!.toFixed(2)
  return cellText(column, row, concepts)
}

/** The name of the person whom a row is about; nothing where the rows are people themselves. */
function personNames(
  population: PopulationView,
  { name, patient }: Table,
  revealed: boolean
): (row: number) => { readonly person?: string } {
  if (name === 'patient' || patient === undefined || !population.store.tables.has('patient')) return () => ({})
  const facts = personFacts(population)
  return (row) => (patient[row]! < 0 ? {} : { person: facts.name(patient[row]!, revealed) })
}

/** The rows of one shard, as far as they may be on the page. */
interface RowsPart {
  readonly total: number
  readonly people: number
  readonly first: readonly ListedRow[]
}

function rowsPart(population: PopulationView, params: PanelParams<'rows'>): RowsPart {
  const { selector, offset, limit, sort } = params
  const { store, shard } = population
  const table = store.table(selector.table)
  const rows = resolveRows(population, selector)
  const personOf = (row: number): number => {
    const person = table.name === 'patient' ? row : (table.patient?.[row] ?? -1)
    return person < 0 ? person : shard.personNumber(person)
  }
  return {
    total: rows.length,
    people: countPeople(table, rows, store.patients),
    first: firstRows(
      rows,
      sortKeyOf(population, table, params),
      sort?.descending === true,
      offset + limit,
      (row, key) => ({ shard: shard.index, row, person: personOf(row), key })
    )
  }
}

/** Reads rows of one shard as they are shown. */
function rowReader(
  population: PopulationView,
  { selector, revealed }: PanelParams<'rows'>
): (listed: ListedRow) => RowsPanel['rows'][number] {
  const { store, shard } = population
  const table = store.table(selector.table)
  const { info, resourceType } = table
  const hidden = info.map(({ name }) => !revealed && isIdentifying(table.name, name))
  const providers = providersOf(population)
  const nameOf = personNames(population, table, revealed)
  return ({ row, person }) => ({
    patient: person,
    ...nameOf(row),
    source:
      table.resource[row]! < 0
        ? undefined
        : { resourceType, index: shard.resourceNumber(resourceType, table.resource[row]!) },
    cells: info.map(({ name }, index) => {
      const text = valueText(name, defined(table.columns.get(name)), row, store.concepts)
      if (hidden[index] === true && text !== '') return masked
      return namesProvider(name) ? (providers(name, text) ?? text) : text
    })
  })
}

/**
 * A page of the rows that a selector names.
 * @throws AppError as `resolveRows` does
 */
export function rowsPanel(shards: readonly PopulationView[], params: PanelParams<'rows'>): RowsPanel {
  const { selector, offset, limit, sort } = params
  return askShards(shards, {
    partial: (population) => rowsPart(population, params),
    merge: (left: RowsPart, right: RowsPart): RowsPart => ({
      total: left.total + right.total,
      people: left.people + right.people,
      first: mergeRows(left.first, right.first, sort?.descending === true, offset + limit)
    }),
    finish: ({ total, people, first }) => ({
      selector,
      total,
      people,
      columns: shards[0]!.store.table(selector.table).info.map(({ name, kind }) => ({
        name,
        label: columnLabel(name),
        numeric: kind === 'number' || kind === 'integer'
      })),
      rows: readRows(shards, first.slice(offset), (population) => rowReader(population, params))
    })
  })
}
