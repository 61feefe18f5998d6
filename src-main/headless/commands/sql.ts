import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { parseArgs } from 'node:util'
import { openDatabase } from '#engine/sql/open-database.ts'
import { AppError } from '#shared/app-error.ts'
import type { Command } from '../command.ts'
import { openPopulation } from '../open-population.ts'

const help = `Usage: populus sql <path…> "<select>" [--json] [--param VALUE]…

Reads FHIR data and runs one SELECT over the tables that "populus tables" lists (SQLite's SQL, read only).

  --json         print one object { "columns": […], "rows": [[…]] } in place of text
  --param VALUE  value for the next "?" in the statement; may be given several times

Example: populus sql exports/2026-10 "select gender, count(*) from patient group by 1"
`

/** `populus sql`: one statement over the canonical tables. */
export const sqlCommand: Command = {
  name: 'sql',
  summary: 'Run a SELECT over the tables',
  help,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false }, param: { type: 'string', multiple: true, default: [] } }
    })
    const statement = positionals.at(-1)
    const paths = positionals.slice(0, -1)
    if (statement === undefined || paths.length === 0)
      throw new AppError('invalid-input', 'Name at least one file or folder, and then the statement in quotes.')
    const { store } = await openPopulation(paths, io)
    const wasm = await readFile(createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm'))
    const database = await openDatabase(store, wasm)
    const { columns, rows } = database.query(statement, values.param)
    database.close()
    if (values.json) io.out(`${JSON.stringify({ columns, rows })}\n`)
    else {
      const lines = [columns, ...rows].map((row) => row.map((cell) => (cell === null ? '' : String(cell))))
      const widths = columns.map((_, at) => Math.max(...lines.map((line) => line[at]!.length)))
      for (const line of lines)
        io.out(
          `${line
            .map((cell, at) => cell.padEnd(widths[at]!))
            .join('  ')
            .trimEnd()}\n`
        )
    }
    return 0
  }
}
