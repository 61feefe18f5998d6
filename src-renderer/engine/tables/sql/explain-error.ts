import { engineTablesSqlMessages as m } from '#messages/engine/tables/sql.ts'
import { asSentence } from '#shared/as-sentence.ts'
import { nearestName } from '#engine/base/kernels/nearest-name.ts'
import type { SqlCatalogTable } from './sql-catalog.ts'

/**
 * A sentence for what SQLite said about a statement, with what the user may have meant.
 * @param words SQLite's message
 * @param used the tables that the statement mentions
 */
export function explainSqlError(
  words: string,
  catalog: readonly SqlCatalogTable[],
  used: readonly SqlCatalogTable[]
): string {
  const [, table] = /^no such table: (.+)$/.exec(words) ?? []
  if (table !== undefined) {
    const names = catalog.map(({ name }) => name)
    return m.thereIsNoTableTheTables(table, meant(table, names), names.join(', '))
  }
  const [, column] = /^no such column: (.+)$/.exec(words) ?? []
  if (column !== undefined) {
    const plain = column.slice(column.lastIndexOf('.') + 1)
    const columns = used.flatMap((item) => item.columns.map(({ name }) => name))
    const list = used.map((item) => m.nameHasColumns(item.name, item.columns.map(({ name }) => name).join(', ')))
    return m.thereIsNoColumn(column, meant(plain, columns), list.join('; '))
  }
  const [, place] = /^near "(.*)": syntax error$/.exec(words) ?? []
  if (place !== undefined) return m.theStatementCannotBeUnderstoodNear(place)
  if (words === 'incomplete input') return m.theStatementEndsTooEarlyCheck
  const [, ambiguous] = /^ambiguous column name: (.+)$/.exec(words) ?? []
  if (ambiguous !== undefined) return m.severalTablesHaveAColumnWrite(ambiguous)
  if (/readonly|query_only|may not write|cannot modify/i.test(words))
    return 'Only SELECT statements can be run here. The data cannot be changed.'
  return asSentence(m.sQLiteCouldNotRunTheStatement(words))
}

function meant(name: string, among: readonly string[]): string {
  const nearest = nearestName(name, among)
  return nearest === undefined ? '' : m.didYouMean(nearest)
}
