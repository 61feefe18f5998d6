import { defined } from '#shared/language/defined.ts'
import { onlyShard, type PopulationShard } from '../../shards/shard.ts'
import type { Store } from '../../store/model/store.ts'
import { sqlCatalog } from './sql-catalog.ts'
import type { ColumnKind } from '../../store/model/column.ts'
import { startSqlEngine, type SqlAnswer, type SqlParameters } from './sql-engine.ts'
import { tableParts } from '../model/table-parts.ts'
import { tableSources, type DerivedContext } from './table-sources.ts'

/** SQL over a store. Tables are filled when a statement first names them. Nothing can be changed. */
export interface SqlDatabase {
  /**
   * Runs one SELECT (or WITH, VALUES, EXPLAIN).
   * @param limit rows to read; `cut` tells that there were more
   * @throws SqlError with a sentence that says what is wrong with the statement, and where
   */
  query(statement: string, parameters?: SqlParameters, limit?: number): SqlAnswer & { readonly cut?: true }
  /** What the columns of its answer are, as `SqlEngine.kindsOf` tells. */
  kindsOf(statement: string): readonly (ColumnKind | undefined)[]
  close(): void
}

/**
 * Opens an empty SQLite database over a population.
 * @param wasm the bytes of sql.js's `sql-wasm.wasm`
 * @param revealed whether identifying values may be shown; otherwise they are masked
 * @param context for derived tables, which are absent without it
 */
export async function openDatabase(
  data: Store | readonly PopulationShard[],
  wasm: Uint8Array,
  revealed: boolean,
  context?: DerivedContext
): Promise<SqlDatabase> {
  const sources = tableSources(data, context)
  const { store } = 'tables' in data ? onlyShard(data) : data[0]!
  const today = Math.floor(store.snapshot.loadedAt / 86_400_000)
  const engine = await startSqlEngine(sqlCatalog(sources), wasm, context?.asOf ?? today)
  return {
    query(statement, parameters = [], limit = Number.POSITIVE_INFINITY) {
      for (const need of engine.needs(statement))
        engine.fill(tableParts(defined(sources.get(need.table)), sources.concepts, need, revealed))
      const { columns, rows, cut } = engine.run(statement, parameters, limit)
      return { columns, rows, ...(cut ? { cut } : {}) }
    },
    kindsOf(statement) {
      return engine.kindsOf(statement)
    },
    close() {
      engine.close()
    }
  }
}
