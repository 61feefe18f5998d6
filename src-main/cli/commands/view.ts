import { cliCommandsMessages as m } from '#messages/cli/commands.ts'
import { readFile } from 'node:fs/promises'
import { csvParts } from '#engine/tables/interchange/csv-parts.ts'
import { exportTableOf, type ExportTable } from '#engine/tables/interchange/export-table.ts'
import { writeFile, type ExportFormat } from '#engine/tables/interchange/write-file.ts'
import { readViewTable } from '#engine/tables/saved-views/view-table.ts'
import { checkDefinition } from '#engine/views/check-definition.ts'
import type { ViewDefinition } from '#engine/views/view-definition.ts'
import { AppError } from '#shared/app-error.ts'
import { defined } from '#shared/language/defined.ts'
import type { ValuesOf } from '../../host/arguments/declaration.ts'
import { viewDeclaration } from '../declarations/view.ts'
import type { CommandIo } from '../terminal/command.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { contentDigest } from '../../services/definitions/content-digest.ts'
import { chooseIdentifying, handOutNames } from '../data/identifying-choice.ts'
import { requireApprovedFiles } from '../data/approved-definitions.ts'
import { openPopulation } from '../data/open-population.ts'
import { passphraseSourceOf } from '../terminal/passphrase.ts'
import { readViewFiles } from '../../services/population/read-views.ts'
import { openOutput, type OutputFile } from './output-file.ts'

type Format = ValuesOf<typeof viewDeclaration>['format']

/** `populus view`: the rows of one ViewDefinition. */
export const viewCommand = defineCommand(
  viewDeclaration,
  async ({ values, positionals: { view: wanted }, touched }, io) => {
    if (values.data.length === 0) throw new AppError('invalid-input', m.nameTheDataOfTheViewWith)
    const { format, timeout } = values
    if (format !== 'csv' && format !== 'json' && values.out === undefined)
      throw new AppError('invalid-input', m.theFormatNeedsAFileGive(format))
    const identifying = await chooseIdentifying('view', values, values.out !== undefined, touched, io)
    const written = await readDefinition(wanted)
    if (written !== undefined && values.out !== undefined) {
      const title = written.title ?? written.name ?? wanted
      await requireApprovedFiles(
        [{ kind: 'view', title, hash: contentDigest(written) }],
        passphraseSourceOf(values),
        io
      )
    }
    const output =
      values.out === undefined ? undefined : await openOutput(values.out, values.force, io, { holdsHealthData: true })
    const options = {
      passphrase: passphraseSourceOf(values),
      keepFiles: true,
      memory: { asked: values.memory },
      mustRecord: identifying.revealed
    }
    const opened = await openPopulation(values.data, io, options)
    const { shards, files, incomplete } = opened
    const handOut = handOutNames(opened, identifying)
    const { store } = shards[0]!
    const definition = written ?? (await shippedView(wanted, io, store.report.release === 'R5' ? 'r5' : 'r4'))
    io.limit?.(timeout, m.theView)
    try {
      const facts = { what: 'view-result', format, ...identifying.facts }
      const { source, findings, resources } = await handOut(
        { action: values.out === undefined ? 'data.read' : 'data.exported', facts },
        async () => {
          const result = await readViewTable(definition, store, (file) => defined(files).open(file))
          const origin = ['Populus', store.snapshot.label, incomplete].filter((part) => part !== undefined).join(', ')
          const table = exportTableOf(result.source, store.concepts, origin, identifying.revealed)
          await write(table, format, output, io)
          return { ...result, columns: table.columns.length }
        },
        ({ source: { rows }, columns }) => ({ ...facts, rows, columns })
      )
      io.err(m.rowsFromResources(source.rows, resources))
      for (const { kind, place, count } of findings) io.err(m.kindAtPlaceCount(kind, place, count))
      return findings.length > 0 ? 1 : 0
    } finally {
      await files?.close()
      await opened.close()
    }
  }
)

/** @returns undefined when it is the name of a view and no file */
async function readDefinition(wanted: string): Promise<ViewDefinition | undefined> {
  if (/^\w+$/.test(wanted)) return undefined
  let text: string
  try {
    text = await readFile(wanted, 'utf8')
  } catch (cause) {
    throw new AppError('not-found', m.theViewDefinitionCannotBeRead, { cause })
  }
  let definition: unknown
  try {
    definition = JSON.parse(text)
  } catch (cause) {
    throw new AppError('invalid-input', m.theViewDefinitionIsNotValid, { cause })
  }
  // Told before the data are read.
  checkDefinition(definition)
  return definition as ViewDefinition
}

async function shippedView(name: string, io: CommandIo, release: 'r4' | 'r5'): Promise<ViewDefinition> {
  const views = await readViewFiles(io.resources)
  const all = [...views[release], ...views.r4]
  const found = all.find((view) => view.name === name)
  if (found !== undefined) return found
  const names = [...new Set(all.map((view) => view.name ?? ''))].sort().join(', ')
  throw new AppError('not-found', m.thereIsNoViewNameA(name, names))
}

async function write(table: ExportTable, format: Format, output: OutputFile | undefined, io: CommandIo): Promise<void> {
  if (output !== undefined) {
    const parts = format === 'json' ? [...jsonParts(table)] : await writeFile(table, format satisfies ExportFormat)
    await output.write(parts)
    return
  }
  const cells = table.columns.map(({ cell }) => cell)
  const parts = format === 'json' ? jsonParts(table) : csvParts({ ...table, cells })
  for (const part of parts) io.out(typeof part === 'string' ? part : new TextDecoder().decode(part))
}

const ROWS_PER_PART = 10_000

/** Rows as one JSON array of objects; missing values are left out. */
function* jsonParts({ rows, columns }: ExportTable): Generator<string, void> {
  let text = '['
  for (let row = 0; row < rows; row++) {
    const values = columns.flatMap(({ name, column, cell }) => {
      const value = cell(row)
      return value === null ? [] : [[name, column.kind === 'boolean' ? value === 1 : value] as const]
    })
    const object = Object.fromEntries(values)
    text += `${row === 0 ? '' : ','}\n${JSON.stringify(object)}`
    if (row % ROWS_PER_PART !== ROWS_PER_PART - 1) continue
    yield text
    text = ''
  }
  yield `${text}\n]\n`
}
