import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { findInstallation } from '../../host/process/installation.ts'

/** SQLite's WebAssembly: of the built program, which has no packages next to it, or of the package. */
export function readSqlWasm(): Promise<Uint8Array> {
  const built = join(findInstallation(import.meta.dirname).page, '..', 'main', 'sql-wasm.wasm')
  return readFile(existsSync(built) ? built : createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm'))
}
