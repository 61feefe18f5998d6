import { defined } from '#shared/language/defined.ts'
import { personFeatures } from '../features/person-features.ts'
import type { Registry } from '../../population/registries/registry-definition.ts'
import { riskOf, type RiskView } from '../../risk/view/risk-view.ts'
import type { RiskDefinitions } from '../../risk/model/load-risk.ts'
import { dischargeScoreRows, dischargeScoreTable } from '../risk/discharge-score.ts'
import { personHccRows, personHccTable } from '../risk/person-hcc.ts'
import { personIndexRows, personIndexTable } from '../risk/person-index.ts'
import type { Day } from '../../base/figures/filter.ts'
import type { MeasureRun } from '../../measures/run/measure-run.ts'
import { allPeople, type AllPeople } from '../../population/people/all-people.ts'
import { shardedPopulation, type PopulationView } from '../../population/selection/population.ts'
import { onlyShard, type PopulationShard } from '../../shards/shard.ts'
import { askEach } from '../../store/model/ask-each.ts'
import { joinColumns } from '../model/join-columns.ts'
import { joinConcepts, type ConceptLists, type JoinedConcepts } from '../model/join-concepts.ts'
import { orderTableRows, type TableOrder, type RowPlaces } from '../model/row-order.ts'
import { numbersOfRows, type ShardOfRows } from './rows-of-shard.ts'
import type { Column } from '../../store/model/column.ts'
import type { Store, Table } from '../../store/model/store.ts'
import type { ConceptTable } from '../../store/model/concept-table.ts'
import { claimKindColumn, hasClaimKind, readClaimKinds } from './claim-kind-column.ts'
import { codingTable } from './coding-rows.ts'
import { addNormalUnits, hasNormalUnits } from './normal-unit-columns.ts'
import type { UnitConverter } from '../../result-units/normal-units.ts'
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
  /** UCUM, by which results get columns in one unit; without it they have none. */
  readonly units?: UnitConverter
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

/** Tables of what is known of everybody by number, wherever their records are. */
const ofEverybody: Readonly<Record<string, (population: AllPeople, context: DerivedContext) => TableSource>> = {
  [measureResultTable.name]: (population, { measures = [] }) => measureResults(population, measures)
}

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
  [registryTable.name]: (_, { registries }) => registryRows(registries),
  [valueSetCodeTable.name]: ({ store }, { registries, valueSets = [] }) =>
    valueSetCodes(registries, valueSets, store.concepts)
}

/**
 * The tables of a population. Without a context there are no derived ones.
 * @param data a store that holds all people, or the shards of a population; rows are in an order that does not depend on them
 */
export function tableSources(data: Store | readonly PopulationShard[], context?: DerivedContext): TableSources {
  const shards = 'tables' in data ? [onlyShard(data)] : data
  const { store } = shards[0]!
  const views = context === undefined ? undefined : shardedPopulation(shards, context.registries)
  const ofShards = shards.map((shard, index) => shardTables(shard, views?.[index], context))
  const joined = joinConcepts(askEach(shards, conceptsIn))
  const concepts = shards[0]!.count === 1 ? store.concepts : joined.concepts
  const more = context?.more ?? []
  const names = [
    ...ofShards[0]!.names,
    ...(context === undefined ? [] : Object.keys(ofEverybody)),
    ...more.map(({ name }) => name)
  ].sort()
  const make = (name: string): TableSource | undefined => {
    if (views !== undefined && Object.hasOwn(ofEverybody, name))
      return ofEverybody[name]!(allPeople(views[0]!), defined(context))
    return more.find((each) => each.name === name) ?? joinTable(ofShards, shards[0]!.count, name, joined)
  }
  const made = new Map<string, TableSource | undefined>()
  return {
    names,
    concepts,
    get(name) {
      if (!made.has(name)) made.set(name, make(name))
      return made.get(name)
    }
  }
}

function conceptsIn({ store: { concepts } }: PopulationShard): ConceptLists {
  const { systems, codes, displays } = concepts
  return { systems, codes, displays }
}

/** The tables of one shard. */
interface ShardTables {
  readonly names: readonly string[]
  get(name: string): TableSource | undefined
}

function shardTables(
  shard: PopulationShard,
  view: PopulationView | undefined,
  context: DerivedContext | undefined
): ShardTables {
  const { store } = shard
  const rows: ShardOfRows = {
    store,
    ownsCommon: shard.ownsCommon,
    personNumber: (person) => shard.personNumber(person),
    resourceNumber: (type, row) => shard.resourceNumber(type, row)
  }
  const codings = Array.from(store.codings.keys(), (name) => `${name}_coding`)
  const names = [
    ...store.tables.keys(),
    ...codings,
    ...loadTables.map(({ name }) => name),
    ...(store.sources === undefined ? [] : [sourceTableName]),
    ...(view === undefined ? [] : Object.keys(derived))
  ]
  const make = (name: string): TableSource | undefined => {
    const table = store.tables.get(name)
    if (table !== undefined) return recordTable(rows, table, context?.units)
    if (view !== undefined && Object.hasOwn(derived, name)) return derived[name]!(view, defined(context))
    if (name === sourceTableName && store.sources !== undefined) return sourceRows(store, store.sources)
    const main = /^(.+)_coding$/.exec(name)?.[1]
    return main === undefined ? loadTable(rows, name) : codingTable(rows, main)
  }
  const made = new Map<string, TableSource | undefined>()
  return {
    names,
    get(name) {
      if (!made.has(name)) made.set(name, make(name))
      return made.get(name)
    }
  }
}

function recordTable(
  { store, personNumber }: ShardOfRows,
  table: Table,
  units: UnitConverter | undefined
): TableSource {
  const { name, description, rows, info, columns, patient } = table
  const more = new Map<DescribedColumn, () => Column>()
  if (hasClaimKind(name)) more.set(claimKindColumn, () => readClaimKinds(store, table))
  if (units !== undefined && hasNormalUnits(name)) addNormalUnits(more, store, table, units)
  if (store.sources !== undefined) more.set(sourceColumn, () => sourcesOfRows(store, table))
  const added = new Map(Array.from(more, ([column, read]) => [column.name, read]))
  return {
    name,
    group: 'Records',
    description,
    rows,
    columns: [...info, ...more.keys()],
    ...(patient === undefined
      ? {}
      : { order: () => ({ group: undefined, number: numbersOfRows(table, personNumber) }) }),
    read: (column) => added.get(column)?.() ?? defined(columns.get(column))
  }
}

/** A table of the population, of those of its shards. */
function joinTable(
  ofShards: readonly ShardTables[],
  count: number,
  name: string,
  concepts: JoinedConcepts
): TableSource | undefined {
  const first = ofShards[0]!.get(name)
  if (first?.order === undefined || count === 1) return first
  let known: RowPlaces | undefined
  const places = (): RowPlaces => (known ??= orderTableRows(askEach(ofShards, orderIn, name)))
  return {
    name,
    group: first.group,
    description: first.description,
    columns: first.columns,
    ...(first.isLazy === true ? { isLazy: true } : {}),
    get rows() {
      return places().row.length
    },
    read: (column) => joinColumns(askEach(ofShards, columnIn, name, column), places(), concepts)
  }
}

function orderIn(tables: ShardTables, name: string): TableOrder {
  return defined(defined(tables.get(name)).order)()
}

function columnIn(tables: ShardTables, name: string, column: string): Column {
  return defined(tables.get(name)).read(column)
}
