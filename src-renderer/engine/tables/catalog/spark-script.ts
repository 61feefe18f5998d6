import { engineTablesCatalogMessages as m } from '#messages/engine/tables/catalog.ts'
import type { ColumnKind } from '../../store/model/column.ts'
import { commentLines, type CatalogTable } from './catalog-table.ts'
import { partitionColumn } from './lay-out-table.ts'

/** Types of Spark SQL for the types that the files have. */
const types: Readonly<Record<ColumnKind, string>> = {
  dictionary: 'STRING',
  concept: 'STRING',
  reference: 'STRING',
  id: 'STRING',
  date: 'DATE',
  dateTime: 'TIMESTAMP',
  number: 'DOUBLE',
  integer: 'INT',
  boolean: 'BOOLEAN'
}

/**
 * A script that makes a database `populus` in Spark SQL, with an external table over the files of each table; it ends where
 * a table of the name is there already, which may hold something else. The variable
 * `folder` is the address of the folder, as Spark reaches it.
 * @param source where the data come from
 */
export function sparkScript(tables: readonly CatalogTable[], source: string): string {
  const head = commentLines([m.tablesOfPopulusAsParquet(source), m.giveTheAddressOfTheFolderSpark])
  const database = `CREATE DATABASE IF NOT EXISTS populus COMMENT ${text(m.tablesOfPopulusAsParquet(source))};\n`
  return `${head}\n${database}\n${tables.map(tableOf).join('\n')}`
}

function tableOf({ name, description, isPartitioned, columns }: CatalogTable): string {
  const tableName = `populus.${quoted(name)}`
  const described = columns.map(
    (column) => `  ${quoted(column.name)} ${types[column.kind]} COMMENT ${text(column.description)}`
  )
  const partition = `  ${quoted(partitionColumn)} INT COMMENT ${text(m.yearOfTheClinicalDay)}`
  return [
    `CREATE TABLE ${tableName} (`,
    [...described, ...(isPartitioned ? [partition] : [])].join(',\n'),
    ') USING parquet',
    ...(isPartitioned ? [`PARTITIONED BY (${quoted(partitionColumn)})`] : []),
    `COMMENT ${text(description)}`,
    `LOCATION '\${folder}/${name}';`,
    ...(isPartitioned ? [`MSCK REPAIR TABLE ${tableName};`] : []),
    ''
  ].join('\n')
}

/** A literal; a `$` is written by its code, as Spark puts variables into texts. */
function text(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('$', '\\u0024').replaceAll('\n', '\\n')}'`
}

function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``
}
