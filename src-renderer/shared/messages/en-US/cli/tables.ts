import { activeLocale } from '../../locale.ts'
import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'
import { plural } from '../../plural.ts'

/** Texts of cli/tables. */
export const cliTablesMessages = catalog({
  writeAllTablesAsParquet: 'Write all tables as Parquet, with scripts for DuckDB and Spark',
  writesEveryTableAsParquet:
    'Reads FHIR data and writes the tables that "populus tables" lists into a new folder as Parquet, for other engines: a folder for each table, in which tables with a clinical day have a folder for each year, and large tables several files. catalog.duckdb.sql makes views of them in DuckDB, catalog.spark.sql tables in Spark SQL, both with the meaning of every table and column. A folder of saved snapshots, or one of them, is opened instead of read.',
  newFolderForTheTables: 'new or empty folder for the tables. It will hold health data that are not encrypted',
  dateOfTheDerivedTables:
    'date of the derived tables, such as registry_member, YYYY-MM-DD (default: the last day with data)',
  printTheTablesAsOneObject: 'print tables, rows and files as one object',
  whatTheTablesLeaveOut:
    'Results of measures and predictions of models are not computed: measure_result has no rows, and model_risk is left out. Ids of records stay as they are; "populus deidentify" replaces them.\n\nThe folder appears when everything is written, or not at all.\n\nExit codes: 0 done, 1 done from incomplete data, 2 not done, 130 canceled.\n\nExample: populus export-tables exports/2026-10 --out warehouse/2026-10',
  writingTheTables: (share: Text) => `Writing the tables: ${share}`,
  writtenTablesInFiles: (tables: number, rows: number, files: number) =>
    `${tables} ${plural(tables, 'table', 'tables')} with ${rows.toLocaleString(activeLocale)} ${plural(rows, 'row', 'rows')} written in ${files.toLocaleString(activeLocale)} ${plural(files, 'file', 'files')}, with catalog.duckdb.sql and catalog.spark.sql.\n`,
  theExportWasCanceled: 'The export was canceled. Nothing was left in the folder.',
  ofPopulusOnDay: (label: Text, day: Text) => `${label}, as of ${day}`
})
