import { personFeatures } from '../features/person-features.ts'
import type { Registry } from '../../population/registries/registry-definition.ts'
import { riskOf, type RiskView } from '../../risk/view/risk-view.ts'
import type { RiskDefinitions } from '../../risk/model/load-risk.ts'
import { dischargeScoreRows, dischargeScoreTable } from '../risk/discharge-score.ts'
import { personHccRows, personHccTable } from '../risk/person-hcc.ts'
import { personIndexRows, personIndexTable } from '../risk/person-index.ts'
import type { Day } from '../../base/figures/filter.ts'
import type { MeasureRun } from '../../measures/run/measure-run.ts'
import { populationOf, type PopulationView } from '../../population/selection/population.ts'
import type { Column } from '../../store/model/column.ts'
import type { ConceptTable, Store } from '../../store/model/store.ts'
import { claimKindColumn, hasClaimKind, readClaimKinds } from './claim-kind-column.ts'
import { codingTable } from './coding-rows.ts'
import { sourceColumn, sourceRows, sourcesOfRows, sourceTableName } from './source-column.ts'
import type { DescribedColumn } from '../model/sql-columns.ts'
import { loadTable, loadTables } from './load-rows.ts'
import { measureResults, measureResultTable } from './measure-results.ts'
import { registryClaims, registryClaimTable } from './registry-claims.ts'
import { registryMembers, registryMemberTable } from './registry-members.ts'
import type { TableSource } from '../model/table-source.ts'
import {
  registryRows,
  registryTable,
  valueSetCodes,
  valueSetCodeTable,
  type NamedValueSet
} from './terminology-tables.ts'

/** What derived tables depend on: the registries and the clinical date. */
export interface DerivedContext {
  /** From `loadRegistries`; pass the same array each time. */
  readonly registries: readonly Registry[]
  readonly asOf: Day
  /** Definitions of risk; without them the tables of scores are empty. */
  readonly risk?: RiskDefinitions
  /** Results of measures over this store. */
  readonly measures?: readonly MeasureRun[]
  /** Tables from elsewhere, under names of their own. */
  readonly more?: readonly TableSource[]
  /** Value sets of the installed measures. */
  readonly valueSets?: readonly NamedValueSet[]
}

/** Every table that can be asked. */
export interface TableSources {
  /** In the order of the names. */
  readonly names: readonly string[]
  readonly concepts: ConceptTable
  get(name: string): TableSource | undefined
}

type Derive = (population: PopulationView, context: DerivedContext) => TableSource

const noDefinitions: RiskDefinitions = { indices: [], models: [], suspects: [] }

function riskIn(population: PopulationView, { risk = noDefinitions }: DerivedContext): RiskView {
  return riskOf(population, risk)
}

/** Tables that depend on more than the records. */
const derived: Readonly<Record<string, Derive>> = {
  [registryMemberTable.name]: (population, { asOf }) => registryMembers(population, asOf),
  [registryClaimTable.name]: (population, { asOf }) => registryClaims(population, asOf),
  person_feature: (population, { asOf, measures = [] }) => personFeatures(population, asOf, measures),
  [personIndexTable.name]: (population, context) => personIndexRows(riskIn(population, context), context.asOf),
  [personHccTable.name]: (population, context) => personHccRows(riskIn(population, context), context.asOf),
  [dischargeScoreTable.name]: (population, context) => dischargeScoreRows(riskIn(population, context)),
  [measureResultTable.name]: (population, { measures = [] }) => measureResults(population, measures),
  [registryTable.name]: (_, { registries }) => registryRows(registries),
  [valueSetCodeTable.name]: ({ store }, { registries, valueSets = [] }) =>
    valueSetCodes(registries, valueSets, store.concepts)
}

/** The tables of a store. Without a context there are no derived ones. */
export function tableSources(store: Store, context?: DerivedContext): TableSources {
  const codings = Array.from(store.codings.keys(), (name) => `${name}_coding`)
  const more = context?.more ?? []
  const names = [
    ...store.tables.keys(),
    ...codings,
    ...loadTables.map(({ name }) => name),
    ...(store.sources === undefined ? [] : [sourceTableName]),
    ...(context === undefined ? [] : Object.keys(derived)),
    ...more.map(({ name }) => name)
  ].sort()
  const made = new Map<string, TableSource | undefined>()
  const make = (name: string): TableSource | undefined => {
    const table = store.tables.get(name)
    if (table !== undefined) {
      const { description, rows, info, columns } = table
      const more = new Map<DescribedColumn, () => Column>()
      if (hasClaimKind(name)) more.set(claimKindColumn, () => readClaimKinds(store, table))
      if (store.sources !== undefined) more.set(sourceColumn, () => sourcesOfRows(store, table))
      const added = new Map(Array.from(more, ([column, read]) => [column.name, read]))
      const read = (column: string): Column => added.get(column)?.() ?? columns.get(column)!
      return { name, group: 'Records', description, rows, columns: [...info, ...more.keys()], read }
    }
    if (context !== undefined && Object.hasOwn(derived, name))
      return derived[name]!(populationOf(store, context.registries), context)
    if (name === sourceTableName && store.sources !== undefined) return sourceRows(store, store.sources)
    const other = more.find((each) => each.name === name)
    if (other !== undefined) return other
    const main = /^(.+)_coding$/.exec(name)?.[1]
    return main === undefined ? loadTable(store, name) : codingTable(store, main)
  }
  return {
    names,
    concepts: store.concepts,
    get(name) {
      if (!made.has(name)) made.set(name, make(name))
      return made.get(name)
    }
  }
}
