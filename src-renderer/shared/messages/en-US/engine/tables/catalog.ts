import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'

/** Texts of engine/tables/catalog. */
export const engineTablesCatalogMessages = catalog({
  tablesOfPopulusAsParquet: (source: Text) => `Tables of Populus as Parquet. ${source}`,
  runThisInTheFolderDuckDb: 'Run this in its folder: duckdb -init catalog.duckdb.sql',
  orNameTheFolderFirstDuckDb: "From elsewhere, name the folder first: SET file_search_path = '/path/of/the/folder';",
  giveTheAddressOfTheFolderSpark:
    'Give the address of the folder as Spark reaches it: spark-sql --hivevar folder=/path/of/the/folder -f catalog.spark.sql',
  yearOfTheClinicalDay:
    'Year of the clinical day of the row, by which the files are divided; null where the day is not known.'
})
