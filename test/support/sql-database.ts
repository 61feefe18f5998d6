import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { openDatabase, type SqlDatabase } from '#engine/tables/sql/open-database.ts'
import type { DerivedContext } from '#engine/tables/sql/table-sources.ts'
import type { Store } from '#engine/store/model/store.ts'

/** The bytes of SQLite. */
export function sqlWasm(): Uint8Array {
  return readFileSync(createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm'))
}

/** SQL over a store, as the product opens it. */
export function sqlOver(store: Store, context?: DerivedContext): Promise<SqlDatabase> {
  return openDatabase(store, sqlWasm(), true, context)
}
