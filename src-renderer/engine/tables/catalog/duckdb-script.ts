import { engineTablesCatalogMessages as m } from '#messages/engine/tables/catalog.ts'
import { commentLines, type CatalogTable } from './catalog-table.ts'
import { partitionColumn } from './lay-out-table.ts'

/**
 * A script that makes a view of each table in DuckDB, with comments on tables and columns. Paths are relative to the folder
 * of the script, which is the working directory of DuckDB or its `file_search_path`.
 * @param source where the data come from
 */
export function duckDbScript(tables: readonly CatalogTable[], source: string): string {
  const head = commentLines([
    m.tablesOfPopulusAsParquet(source),
    m.runThisInTheFolderDuckDb,
    m.orNameTheFolderFirstDuckDb
  ])
  return `${head}\n${tables.map(viewOf).join('\n')}`
}

function viewOf({ name, description, isPartitioned, columns }: CatalogTable): string {
  const files = isPartitioned
    ? `${text(`${name}/*/*.parquet`)}, hive_partitioning = true, hive_types = {${text(partitionColumn)}: INTEGER}`
    : text(`${name}/*.parquet`)
  const described = [
    ...columns,
    ...(isPartitioned ? [{ name: partitionColumn, description: m.yearOfTheClinicalDay }] : [])
  ]
  return [
    `CREATE OR REPLACE VIEW ${quoted(name)} AS SELECT * FROM read_parquet(${files});`,
    `COMMENT ON VIEW ${quoted(name)} IS ${text(description)};`,
    ...described.map(
      (column) => `COMMENT ON COLUMN ${quoted(name)}.${quoted(column.name)} IS ${text(column.description)};`
    ),
    ''
  ].join('\n')
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
