import type { Database } from 'sql.js'
import { defined } from '#shared/language/defined.ts'
import type { Column, DateColumn } from '../../store/model/column.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { columnCells, type SqlCell } from '../model/column-cells.ts'
import { keyId } from '../../store/model/reference-keys.ts'
import { usedCodes } from '../../base/kernels/used-codes.ts'
import { noConcepts } from '../model/no-concepts.ts'
import type { SqlCatalogTable } from './sql-catalog.ts'
import type { TableParts } from '../model/table-parts.ts'

/** Double quotes around a name. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** Name of the table that holds the coded rows of `table`; the view of the plain name is what statements ask. */
export function baseName(table: string): string {
  return `_${table}`
}

/** Name of the index of a column, which goes with its table. */
export function indexName(table: string, column: string): string {
  return `_index.${table}.${column}`
}

/** Name of the table of all concepts, which no table of statements shares: their names have no period. */
const CONCEPTS = quoted('_concept.')

function dictionaryName(table: string, column: string): string {
  return `_${table}.${column}`
}

/** How one physical column stands in the base table: its value per row, and how that is written on insert. */
interface Coded {
  readonly cell: SqlCell
  readonly type: 'TEXT' | 'REAL' | 'INTEGER'
  /** The value to insert; `?` unless the text of a code is looked up. */
  readonly insert: string
}

/**
 * Writes coded rows: texts as numbers into dictionaries, concepts as numbers into one table, keys as their text, so that
 * joins can use an index. Replaces what was there.
 */
export function fillTable(database: Database, { table, rows, columns }: TableParts): void {
  const base = quoted(baseName(table))
  database.run(`DROP TABLE IF EXISTS ${base}`)
  const coded = columns.map(({ name, column }) => codeColumn(database, table, name, column))
  const heads = columns.map(({ name }, index) => `${quoted(name)} ${coded[index]!.type}`)
  database.run(`CREATE TABLE ${base} (${heads.length === 0 ? '_ INTEGER' : heads.join(', ')})`)
  if (columns.length === 0) {
    database.run(
      `INSERT INTO ${base} SELECT NULL FROM (WITH RECURSIVE n(i) AS (SELECT 1 WHERE ?1 > 0 UNION ALL SELECT i + 1 FROM n WHERE i < ?1) SELECT i FROM n)`,
      [rows]
    )
    return
  }
  const statement = database.prepare(`INSERT INTO ${base} VALUES (${coded.map(({ insert }) => insert).join(', ')})`)
  const cells = coded.map(({ cell }) => cell)
  database.run('BEGIN')
  for (let row = 0; row < rows; row++) statement.run(cells.map((cell) => cell(row)))
  database.run('COMMIT')
  statement.free()
  for (const { name, column } of columns) {
    if (column.kind === 'reference') database.run(`DROP TABLE ${quoted(dictionaryName(table, name))}`)
  }
}

function codeColumn(database: Database, table: string, name: string, column: Column): Coded {
  const dictionary = dictionaryName(table, name)
  switch (column.kind) {
    case 'dictionary':
      writeDictionary(database, dictionary, column.values)
      return { cell: codeCell(column.codes), type: 'INTEGER', insert: '?' }
    case 'concept':
      return { cell: codeCell(column.ids), type: 'INTEGER', insert: '?' }
    case 'reference': {
      const { codes, keys } = column
      const used = usedCodes([codes], keys.length)
      writeDictionary(
        database,
        dictionary,
        used.kept.map((code) => keyId(keys, code))
      )
      const insert = `(SELECT text FROM ${quoted(dictionary)} WHERE code = ?)`
      return { cell: codeCell(codes.map((code) => (code < 0 ? code : used.place[code]!))), type: 'TEXT', insert }
    }
    case 'date': {
      const { codes, texts } = codeDates(column)
      writeDictionary(database, dictionary, texts)
      return { cell: codeCell(codes), type: 'INTEGER', insert: '?' }
    }
    default: {
      const [cell] = columnCells(column, noConcepts)
      const type =
        column.kind === 'number' ? 'REAL' : column.kind === 'id' || column.kind === 'dateTime' ? 'TEXT' : 'INTEGER'
      return { cell: defined(cell), type, insert: '?' }
    }
  }
}

function codeCell(codes: Int32Array): SqlCell {
  return (row) => (codes[row]! < 0 ? null : codes[row]!)
}

/** Dates repeat: each distinct one is written once. */
function codeDates(column: DateColumn): { readonly codes: Int32Array; readonly texts: string[] } {
  const places = new Map<number, number>()
  const texts: string[] = []
  const [cell] = columnCells(column, noConcepts)
  const codes = column.days.map((day, row) => {
    if (day === NO_DAY) return -1
    const key = day * 8 + column.precision[row]!
    let place = places.get(key)
    if (place === undefined) {
      place = places.size
      places.set(key, place)
      texts.push(String(defined(cell)(row)))
    }
    return place
  })
  return { codes, texts }
}

function writeDictionary(database: Database, name: string, texts: readonly string[]): void {
  const table = quoted(name)
  database.run(`DROP TABLE IF EXISTS ${table}`)
  database.run(`CREATE TABLE ${table} (code INTEGER PRIMARY KEY, text TEXT)`)
  const statement = database.prepare(`INSERT INTO ${table} VALUES (?, ?)`)
  database.run('BEGIN')
  texts.forEach((text, code) => statement.run([code, text]))
  database.run('COMMIT')
  statement.free()
}

/** Writes the table of all concepts. */
export function fillConcepts(database: Database, concepts: NonNullable<TableParts['concepts']>): void {
  database.run(`CREATE TABLE ${CONCEPTS} (code INTEGER PRIMARY KEY, system TEXT, code_text TEXT, display TEXT)`)
  const statement = database.prepare(`INSERT INTO ${CONCEPTS} VALUES (?, ?, ?, ?)`)
  database.run('BEGIN')
  concepts.codes.forEach((code, id) => {
    statement.run([id, concepts.systems[id]! || null, code || null, concepts.displays[id]! || null])
  })
  database.run('COMMIT')
  statement.free()
}

/** Makes the view of the plain name, in which every text can be read. Columns that are not loaded are NULL. */
export function createView(database: Database, table: SqlCatalogTable, loaded: ReadonlySet<string>): void {
  const columns = table.columns.map(({ name, from, kind }, index) => {
    const value = loaded.has(from) ? readable(table, from, kind, index) : 'NULL'
    return `${value} AS ${quoted(name)}`
  })
  database.run(`DROP VIEW IF EXISTS ${quoted(table.name)}`)
  database.run(
    `CREATE VIEW ${quoted(table.name)} AS SELECT ${columns.join(', ')} FROM ${quoted(baseName(table.name))} AS base`
  )
}

function readable(table: SqlCatalogTable, from: string, kind: Column['kind'], row: number): string {
  const code = `base.${quoted(from)}`
  if (kind === 'dictionary' || kind === 'date')
    return `(SELECT text FROM ${quoted(dictionaryName(table.name, from))} WHERE code = ${code})`
  if (kind !== 'concept') return code
  const first = table.columns.findIndex((column) => column.from === from)
  const part = ['system', 'code_text', 'display'][row - first]!
  return `(SELECT ${part} FROM ${CONCEPTS} WHERE code = ${code})`
}
