import { cliCommandsMessages as m } from '#messages/cli/commands.ts'
import { parseArgs } from 'node:util'
import { exportFormats, writeFile, type ExportFormat } from '#engine/tables/interchange/write-file.ts'
import { loadRegistries } from '#engine/population/registries/load-registries.ts'
import { effectiveRegistries } from '#engine/population/registries/effective-registries.ts'
import { loadRisk } from '#engine/risk/model/load-risk.ts'
import { scorePopulation } from '#engine/models/scoring/score-population.ts'
import { allPeople } from '#engine/population/people/all-people.ts'
import { shardedPopulation } from '#engine/population/selection/population.ts'
import { modelRisks } from '#engine/tables/risk/model-risks.ts'
import { openDatabase } from '#engine/tables/sql/open-database.ts'
import { suppressAnswer, type SuppressedAnswer } from '#engine/tables/sql/suppress-answer.ts'
import { suppressedTable } from '#engine/tables/sql/suppressed-table.ts'
import { ucumUnits } from '#engine/cql/elm/units/ucum.ts'
import { AppError } from '#shared/app-error.ts'
import { readAsOf } from '../terminal/as-of.ts'
import type { CliCommand, CommandIo } from '../terminal/command.ts'
import { passphraseOptions, passphraseSourceOf } from '../terminal/passphrase.ts'
import { requireApprovedFiles } from '../data/approved-definitions.ts'
import { lastDayOf } from '../data/last-day.ts'
import { closeAfter, openPopulation } from '../data/open-population.ts'
import { smallCellHelp, smallCellOptions, smallCellsOf } from '../terminal/small-cells.ts'
import { memoryHelp, memoryOptions } from '../shards/memory-budget.ts'
import { timeoutOf } from '../terminal/supervised-command.ts'
import { terminalText } from '../terminal/terminal-text.ts'
import { modelFrom } from './model-data.ts'
import { openOutput } from './output-file.ts'
import { readSqlWasm } from '../data/read-sql-wasm.ts'
import { readAddedCodes } from '../measure/read-content.ts'
import { readRegistries } from '../../services/population/read-registries.ts'
import { readRisk } from '../data/read-risk.ts'

const help = `Usage: populus sql <path…> "<select>" [--json] [--format FORMAT --out FILE] [--param VALUE]… [--passphrase-file FILE]

Reads FHIR data and runs one SELECT over the tables that "populus tables" lists (SQLite's SQL, read only).
A folder of saved snapshots, or one of them, is opened instead of read.

  --json         print one object { "columns": […], "rows": [[…]] } in place of text
  --format FORMAT  csv, xlsx, arrow or parquet; needs --out
  --out FILE     write the answer to this file in place of standard output; --force replaces a file that is there
  --max-rows N   rows of the answer at most (default 1000000); more end with code 1 and a sentence
  --timeout S    seconds that the statement may take (default 600)
  --as-of DATE   date of the tables registry_member, person_feature, person_index and person_hcc, YYYY-MM-DD; by default
                 the last day with data
  --codes FILE   add the codes of a table (CSV or XLSX), a ValueSet or a crosswalk to the lists of registries; may be given
                 several times
  --list LIST    the list for codes that name none: the title or address of a registry or value set; may be given several times
${memoryHelp}
${smallCellHelp}
  --model FILE   a model of "populus model train", whose predictions on the as-of date are the table model_risk; may be given
                 several times
  --param VALUE  value for the next "?" in the statement; may be given several times
  --passphrase-file FILE
                 file that only this account can read, with the passphrase of encrypted data in its first line
  --passphrase-fd N
                 the same from a file descriptor; without either, POPULUS_PASSPHRASE holds it

Example: populus sql exports/2026-10 "select gender, count(*) from patient group by 1"
`

/** `populus sql`: one statement over the canonical tables. */
export const sqlCommand: CliCommand = {
  name: 'sql',
  help,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        format: { type: 'string' },
        out: { type: 'string' },
        force: { type: 'boolean', default: false },
        'max-rows': { type: 'string', default: '1000000' },
        timeout: { type: 'string', default: '600' },
        'as-of': { type: 'string' },
        codes: { type: 'string', multiple: true, default: [] },
        list: { type: 'string', multiple: true, default: [] },
        param: { type: 'string', multiple: true, default: [] },
        model: { type: 'string', multiple: true, default: [] },
        ...memoryOptions,
        ...smallCellOptions,
        ...passphraseOptions
      }
    })
    const statement = positionals.at(-1)
    const paths = positionals.slice(0, -1)
    if (statement === undefined || paths.length === 0)
      throw new AppError('invalid-input', m.nameAtLeastOneFileOrFolderAnd)
    const format = readFormat(values.format, values.out)
    const asked = readAsOf(values['as-of'])
    const most = rowsOf(values['max-rows'])
    const timeout = timeoutOf(values.timeout)!
    if (values.out !== undefined) await requireApprovedFiles(undefined, passphraseSourceOf(values), io)
    const smallCells = smallCellsOf(values, values.out !== undefined, io.policies)
    const added = await readAddedCodes({ codes: values.codes, lists: values.list }, io)
    const models = await Promise.all(values.model.map((model) => modelFrom({ model })))
    const output = values.out === undefined ? undefined : await openOutput(values.out, values.force, io)
    const opened = await openPopulation(paths, io, {
      passphrase: passphraseSourceOf(values),
      memory: { asked: values.memory }
    })
    const { shards, incomplete, handOut } = opened
    const { snapshot } = shards[0]!.store
    const wasm = await readSqlWasm()
    const registries = effectiveRegistries(loadRegistries(await readRegistries(io.resources)), added)
    const risk = loadRisk(await readRisk(io.resources))
    const asOf = asked ?? lastDayOf(shards)
    const people = allPeople(shardedPopulation(shards, registries)[0]!)
    const predictions = models.map(({ document, hash }) => ({
      title: document.title,
      outcome: document.outcome.id,
      hash,
      score: () => scorePopulation(people, risk, document, asOf)
    }))
    const more = [modelRisks(people, predictions)]
    const database = await openDatabase(shards, wasm, { registries, asOf, units: ucumUnits, risk, more })
    io.limit?.(timeout, m.theStatement)
    const facts = { what: 'sql-result', format: format ?? 'text', masked: false, ...smallCells.facts }
    const work = handOut(
      { action: format === undefined ? 'data.read' : 'data.exported', facts },
      async () => {
        const { cut, ...whole } = database.query(statement, values.param, most)
        const answer = suppressAnswer(statement, whole, smallCells.limit)
        if (format !== undefined && output !== undefined) {
          const source = ['Populus', snapshot.label, incomplete].filter((part) => part !== undefined).join(', ')
          const table = suppressedTable(answer, { name: 'Result', description: statement, source }, format)
          await output.write(await writeFile(table, format))
          io.err(m.rowsRowsWritten(answer.rows.length))
        } else print(answer, { json: values.json, incomplete }, io)
        if (answer.note !== undefined) io.err(`${answer.note}.\n`)
        return { ...answer, cut }
      },
      ({ rows, columns }) => ({ ...facts, rows: rows.length, columns: columns.length })
    ).finally(() => database.close())
    const { cut } = await closeAfter(opened, work)
    if (!cut) return 0
    io.err(m.theAnswerHasMoreThanRows(most.toLocaleString('en-US')))
    return 1
  }
}

function print(
  { columns, rows }: SuppressedAnswer,
  { json, incomplete }: { readonly json: boolean; readonly incomplete: string | undefined },
  io: CommandIo
): void {
  if (json) {
    io.out(`${JSON.stringify({ columns, rows, ...(incomplete === undefined ? {} : { incomplete }) })}\n`)
    return
  }
  const lines = [columns, ...rows].map((row) => row.map((cell) => (cell === null ? '' : terminalText(String(cell)))))
  const widths = columns.map((_, index) => lines.reduce((width, line) => Math.max(width, line[index]!.length), 0))
  for (const line of lines) {
    const cells = line.map((cell, index) => cell.padEnd(widths[index]!))
    io.out(`${cells.join('  ').trimEnd()}\n`)
  }
}

function rowsOf(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new AppError('invalid-input', m.maxRowsTakesAWholeNumber)
}

function readFormat(format: string | undefined, out: string | undefined): ExportFormat | undefined {
  if (format === undefined && out === undefined) return undefined
  if (format === undefined || out === undefined) throw new AppError('invalid-input', m.giveFormatAndOutTogetherSuch)
  if (Object.hasOwn(exportFormats, format)) return format as ExportFormat
  throw new AppError('invalid-input', m.thereIsNoFormatTheFormats(format, Object.keys(exportFormats).join(', ')))
}
