import { workersStoreMessages as m } from '#messages/workers/store.ts'
import type { Day } from '#engine/base/figures/filter.ts'
import type { MeasureRun } from '#engine/measures/run/measure-run.ts'
import type { Registry } from '#engine/population/registries/registry-definition.ts'
import type { RiskDefinitions } from '#engine/risk/model/load-risk.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'
import { exportTableOf } from '#engine/tables/interchange/export-table.ts'
import { viewPack } from '#engine/tables/interchange/view-pack.ts'
import { exportFormats, writeFile } from '#engine/tables/interchange/write-file.ts'
import { tableParts } from '#engine/tables/model/table-parts.ts'
import type { TableSource } from '#engine/tables/model/table-source.ts'
import { sqlCatalog } from '#engine/tables/sql/sql-catalog.ts'
import { tableSources, type TableSources } from '#engine/tables/sql/table-sources.ts'
import type { NamedValueSet } from '#engine/tables/sql/terminology-tables.ts'
import { AppError } from '#shared/app-error.ts'
import { canonicalViews } from '../base/resources.ts'
import type { TableApi } from './protocol/table-protocol.ts'
import type { SavedViewTables } from './saved-views.ts'

/** What tables need of the store worker. */
export interface StoreTablesDependencies {
  /** @throws AppError when nothing is loaded */
  readonly shards: () => readonly PopulationShard[]
  readonly registries: () => readonly Registry[]
  readonly risk: () => Promise<RiskDefinitions>
  readonly measures: () => { readonly measures: readonly MeasureRun[]; readonly valueSets: readonly NamedValueSet[] }
  /** Tables that come from elsewhere, on a date. */
  readonly more: (asOf: Day) => Promise<readonly TableSource[]>
  readonly savedViews: SavedViewTables
}

/** Answers the calls about tables. The table of units is fetched when tables are first asked for. */
export function createStoreTables(dependencies: StoreTablesDependencies): TableApi {
  const { shards, registries, risk, measures, more, savedViews } = dependencies

  /** The tables of the population on a date. */
  async function tablesOn(asOf: Day): Promise<TableSources> {
    const definitions = await risk()
    return tableSources(shards(), {
      registries: registries(),
      asOf,
      risk: definitions,
      units: (await import('#engine/cql/elm/units/result-units.ts')).resultUnits,
      more: await more(asOf),
      ...measures()
    })
  }

  /** A table, or a view of the user's own, by its name. @throws AppError `not-found` */
  async function tableCalled(name: string, asOf: Day): Promise<TableSource> {
    const table = (await tablesOn(asOf)).get(name) ?? (await savedViews.table(name))
    if (table === undefined) throw new AppError('not-found', m.thereIsNoTable(name))
    return table
  }

  return {
    async tables(asOf) {
      return [...sqlCatalog(await tablesOn(asOf)), ...savedViews.catalog()]
    },

    async tableParts(need, { asOf, revealed }) {
      return tableParts(await tableCalled(need.table, asOf), (await tablesOn(asOf)).concepts, need, revealed)
    },

    async exportTable(name, format, source, { asOf, revealed }) {
      const table = await tableCalled(name, asOf)
      const { concepts } = await tablesOn(asOf)
      const parts = await writeFile(exportTableOf(table, concepts, source, revealed), format)
      return new Blob(parts, { type: exportFormats[format] })
    },

    async exportViews() {
      return new Blob([await viewPack(canonicalViews, savedViews.definitions())], { type: 'application/zip' })
    }
  }
}
