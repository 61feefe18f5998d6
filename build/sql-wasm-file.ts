import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Plugin } from 'vite'

/** Puts SQLite's WebAssembly beside the built command, because packages of the program carry no node_modules. */
export function sqlWasmFile(): Plugin {
  return {
    name: 'sql-wasm-file',
    generateBundle() {
      const source = readFileSync(createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm'))
      this.emitFile({ type: 'asset', fileName: 'sql-wasm.wasm', source })
    }
  }
}
