import { storeOf, tableOf } from '../build/create-store.ts'
import { NONE, type Column } from '../model/column.ts'
import type { Store } from '../model/store.ts'
import { usedCodes } from '../../base/kernels/used-codes.ts'

/** A shard whose dictionaries have the texts of its own rows alone, where those of the population also have texts of people who are left out. */
export function withOwnTexts(store: Store): Store {
  const tables = Array.from(store.tables, ([name, table]) => {
    const columns = Array.from(table.columns, ([column, values]) => [column, ownTexts(values)] as const)
    return [name, tableOf({ ...table, columns: new Map(columns) })] as const
  })
  return storeOf({ ...store, tables: new Map(tables) })
}

function ownTexts(column: Column): Column {
  if (column.kind !== 'dictionary') return column
  const { kept, place } = usedCodes([column.codes], column.values.length)
  return {
    kind: 'dictionary',
    codes: column.codes.map((code) => (code < 0 ? NONE : place[code]!)),
    values: kept.map((code) => column.values[code]!)
  }
}
