import { createRequire } from 'node:module'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { skipped } from './skipped.ts'

/** What is used of DuckDB. */
export interface DuckDb {
  /** Rows of a statement, values as JSON has them (days and times as text, 64-bit numbers as text). */
  rows(statement: string): Promise<unknown[][]>
  run(statement: string): Promise<void>
  close(): void
}

interface NodeApi {
  readonly DuckDBInstance: {
    create(
      path: string,
      options: Record<string, string>
    ): Promise<{
      connect(): Promise<{
        runAndReadAll(statement: string): Promise<{ getRowsJson(): unknown[][] }>
        run(statement: string): Promise<unknown>
        closeSync(): void
      }>
      closeSync(): void
    }>
  }
}

/** Opens an empty DuckDB; undefined, with a word about it, where `test/peers` is not installed. */
export async function openDuckDb(threads = 1): Promise<DuckDb | undefined> {
  const peers = join(import.meta.dirname, '../peers/package.json')
  if (!existsSync(join(import.meta.dirname, '../peers/node_modules/@duckdb/node-api'))) {
    skipped('DuckDB is not installed; run "npm ci" in test/peers.')
    return undefined
  }
  const { DuckDBInstance } = createRequire(peers)('@duckdb/node-api') as NodeApi
  const instance = await DuckDBInstance.create(':memory:', { threads: String(threads) })
  const connection = await instance.connect()
  return {
    rows: async (statement) => (await connection.runAndReadAll(statement)).getRowsJson(),
    async run(statement) {
      await connection.run(statement)
    },
    close() {
      connection.closeSync()
      instance.closeSync()
    }
  }
}
