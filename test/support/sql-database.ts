import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { openDatabase, type SqlDatabase } from '#engine/sql/open-database.ts'
import type { Store } from '#engine/store/store.ts'

/** SQL over a store, as the product opens it. */
export function sqlOver(store: Store): Promise<SqlDatabase> {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm'))
  return openDatabase(store, wasm)
}
