import { cliTablesMessages as m } from '#messages/cli/tables.ts'
import { resultUnits } from '#engine/cql/elm/units/result-units.ts'
import { loadRegistries } from '#engine/population/registries/load-registries.ts'
import { loadRisk } from '#engine/risk/model/load-risk.ts'
import { planTables } from '#engine/store/model/plan.ts'
import { catalogTableOf, type CatalogTable } from '#engine/tables/catalog/catalog-table.ts'
import { duckDbScript } from '#engine/tables/catalog/duckdb-script.ts'
import { layOutTable } from '#engine/tables/catalog/lay-out-table.ts'
import { sparkScript } from '#engine/tables/catalog/spark-script.ts'
import { tableSources } from '#engine/tables/sql/table-sources.ts'
import { defined } from '#shared/language/defined.ts'
import { readRegistries } from '../../services/population/read-registries.ts'
import { readViewFiles } from '../../services/population/read-views.ts'
import { givenDefinitions, requireApprovedFiles, tableDefinitions } from '../data/approved-definitions.ts'
import { chooseIdentifying, handOutNames } from '../data/identifying-choice.ts'
import { lastDayOf } from '../data/last-day.ts'
import { closeAfter, openPopulation } from '../data/open-population.ts'
import { readRisk } from '../data/read-risk.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { passphraseSourceOf } from '../terminal/passphrase.ts'
import { share, statusLine } from '../terminal/status-line.ts'
import { untilSignal } from '../terminal/until-signal.ts'
import { exportTablesDeclaration } from './declaration.ts'
import { openOutputFolder } from '../commands/output-folder.ts'

/** Rows of a file at most: some tens of megabytes, which engines read in one piece. */
const FILE_ROWS = 1 << 20

/** What was written of a table. */
interface WrittenTable {
  readonly name: string
  readonly rows: number
  readonly columns: number
  readonly files: number
}

/** `populus export-tables`: every table as Parquet, for other engines. */
export const exportTablesCommand = defineCommand(
  exportTablesDeclaration,
  async ({ values, positionals: { paths }, touched }, io) => {
    const passphrase = passphraseSourceOf(values)
    const identifying = await chooseIdentifying('export-tables', values, true, touched, io)
    const { revealed } = identifying
    const registryFiles = await readRegistries(io.resources)
    const riskFiles = await readRisk(io.resources)
    const definitions = [
      ...(await tableDefinitions(io.resources)),
      ...givenDefinitions('registry', registryFiles),
      ...givenDefinitions('risk-tables', riskFiles)
    ]
    await requireApprovedFiles(definitions, passphrase, io)
    const folder = await openOutputFolder(values.out, io)
    const opened = await openPopulation(paths, io, {
      passphrase,
      memory: { asked: values.memory },
      mustRecord: revealed
    })
    const { shards, incomplete } = opened
    const handOut = handOutNames(opened, identifying)
    const asOf = values['as-of'] ?? lastDayOf(shards)
    const { label } = shards[0]!.store.snapshot
    const day = new Date(asOf * 86_400_000).toISOString().slice(0, 10)
    const source = [m.ofPopulusOnDay(label, day), incomplete].filter((part) => part !== undefined).join('. ')
    const plan = planTables(await readViewFiles(io.resources))
    const times = new Map(plan.tables.map((table) => [table.name, table.times]))
    const facts = { what: 'tables', format: 'parquet', ...identifying.facts }

    /** Lays out one table after another, so that no more than one is held in its new order. */
    const writeTables = async (signal: AbortSignal): Promise<WrittenTable[]> => {
      const sources = tableSources(shards, {
        registries: loadRegistries(registryFiles),
        asOf,
        units: resultUnits,
        risk: loadRisk(riskFiles)
      })
      const { concepts } = sources
      const status = statusLine(io)
      return folder.fill(async (write) => {
        const written: WrittenTable[] = []
        const catalog: CatalogTable[] = []
        for (const [index, name] of sources.names.entries()) {
          status.show(() => m.writingTheTables(share(index, sources.names.length)))
          const layout = layOutTable(defined(sources.get(name)), {
            concepts,
            source,
            revealed,
            times: times.get(name) ?? [],
            fileRows: FILE_ROWS
          })
          for (const { path, parts } of layout.files) {
            signal.throwIfAborted()
            await write(path, parts())
          }
          const { rows, columns } = layout.table
          written.push({ name, rows, columns: columns.length, files: layout.files.length })
          catalog.push(catalogTableOf(layout))
        }
        await write('catalog.duckdb.sql', [duckDbScript(catalog, source)])
        await write('catalog.spark.sql', [sparkScript(catalog, source)])
        status.clear()
        return written
      })
    }
    const work = handOut(
      { action: 'data.exported', facts },
      // A terminal that is gone does not wait for a table in the clear: its draft goes at once.
      () => untilSignal(m.theExportWasCanceled, writeTables, ['SIGINT', 'SIGTERM']),
      (written) => ({
        ...facts,
        rows: rowsIn(written),
        columns: written.reduce((sum, { columns }) => sum + columns, 0)
      })
    )
    const written = await closeAfter(opened, work)
    if (values.json)
      io.out(`${JSON.stringify({ tables: written, ...(incomplete === undefined ? {} : { incomplete }) })}\n`)
    else {
      const files = written.reduce((sum, table) => sum + table.files, 0)
      io.out(m.writtenTablesInFiles(written.length, rowsIn(written), files))
    }
    return 0
  }
)

function rowsIn(tables: readonly WrittenTable[]): number {
  return tables.reduce((sum, { rows }) => sum + rows, 0)
}
