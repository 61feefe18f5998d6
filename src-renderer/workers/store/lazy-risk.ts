import type { Context, Filter } from '#engine/base/figures/filter.ts'
import type { Registry } from '#engine/population/registries/registry-definition.ts'
import type { RiskDefinitions } from '#engine/risk/model/load-risk.ts'
import type { RiskPanelName, RiskPanelParams, RiskPanelResult } from '#engine/risk/panels/risk-results.ts'
import type { AppliedTables } from '#engine/risk/tables/risk-imports.ts'
import type { RiskTable } from '#engine/risk/tables/read-risk-table.ts'
import { isRiskDimension } from '#engine/risk/view/risk-names.ts'
import { addAreas, type AreaTable } from '#engine/population/selection/area-dimensions.ts'
import { shardedPopulation } from '#engine/population/selection/population.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'
import type { Store } from '#engine/store/model/store.ts'
import type { RiskTableFile, RiskTablesInUse } from './protocol/risk-protocol.ts'

/** The risk of a population, whose code and definitions are loaded when somebody first asks. */
export interface LazyRisk {
  definitions(): Promise<RiskDefinitions>
  panel<N extends RiskPanelName>(
    shards: readonly PopulationShard[],
    registries: readonly Registry[],
    name: N,
    context: Context,
    params: RiskPanelParams<N>
  ): Promise<RiskPanelResult<N>>
  /** Makes the dimensions of risk known to a population before filters name them. */
  prepare(
    shards: readonly PopulationShard[],
    registries: readonly Registry[],
    filters: readonly Filter[]
  ): Promise<void>
  /**
   * Uses tables in the place of those before, also for data that are loaded later.
   * @param shards of the data that are loaded; none where there are no data
   * @throws AppError `invalid-input` for a table that cannot be used; those before stay in use then
   */
  setTables(shards: readonly PopulationShard[], files: readonly RiskTableFile[]): Promise<RiskTablesInUse>
  /** Lets people be told apart by the areas that were imported; nothing is loaded for it. */
  placePeople(shards: readonly PopulationShard[], registries: readonly Registry[]): void
}

/** Creates what the store worker asks; nothing is loaded yet. */
export function createLazyRisk(): LazyRisk {
  let loading: Promise<typeof import('./risk-code.ts')> | undefined
  const code = (): Promise<typeof import('./risk-code.ts')> => (loading ??= import('./risk-code.ts'))
  let tables: readonly RiskTable[] = []
  let applied = new WeakMap<Store, AppliedTables>()
  let areas: AreaTable | undefined

  const open = async (shards: readonly PopulationShard[], registries: readonly Registry[]) => {
    const { store } = shards[0]!
    const { definitions, openRisk, applyTables } = await code()
    const use = applied.get(store) ?? applyTables(shards, definitions, tables)
    applied.set(store, use)
    return openRisk(shardedPopulation(shards, registries)[0]!, use.definitions, use.imports)
  }
  const placePeople: LazyRisk['placePeople'] = (shards, registries) => {
    if (areas === undefined) return
    for (const view of shardedPopulation(shards, registries)) addAreas(view, areas)
  }
  return {
    placePeople,
    definitions: async () => (await code()).definitions,
    async panel(shards, registries, name, context, params) {
      const { runRiskPanel } = await code()
      return runRiskPanel(await open(shards, registries), name, context, params)
    },
    async prepare(shards, registries, filters) {
      placePeople(shards, registries)
      if (filters.some(({ dimension }) => isRiskDimension(dimension))) await open(shards, registries)
    },
    async setTables(shards, files) {
      const { definitions, applyTables, isRiskDefinition, readRiskTable, rowsOfTable, sha256 } = await code()
      const read = await Promise.all(
        files.map(async ({ name, text }) => ({ name, hash: await sha256(text), table: readRiskTable(name, text) }))
      )
      const use = applyTables(
        shards,
        definitions,
        read.map(({ table }) => table)
      )
      tables = read.map(({ table }) => table)
      areas = use.definitions.imported?.areas
      applied = new WeakMap(shards.slice(0, 1).map(({ store }) => [store, use]))
      return {
        tables: read.map(({ name, hash, table }) => ({
          name,
          hash,
          kind: table.kind,
          rows: rowsOfTable(table),
          isDefinition: isRiskDefinition(table.kind)
        })),
        unknownMembers: use.unknownMembers
      }
    }
  }
}
