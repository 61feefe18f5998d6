import { personFeatureTable } from '../features/person-features.ts'
import type { Registry } from '../../population/registries/registry-definition.ts'
import type { TablePlan } from '../../store/model/plan.ts'
import { claimKindColumn, hasClaimKind } from './claim-kind-column.ts'
import { codingColumns, codingDescription } from './coding-rows.ts'
import { loadTables } from './load-rows.ts'
import { hasNormalUnits, normalUnitColumns } from './normal-unit-columns.ts'
import { measureResultTable } from './measure-results.ts'
import { registryClaimTable } from './registry-claims.ts'
import { registryMemberTable } from './registry-members.ts'
import { dischargeScoreTable } from '../risk/discharge-score.ts'
import { modelRisksTable } from '../risk/model-risks.ts'
import { personHccTable } from '../risk/person-hcc.ts'
import { personIndexTable } from '../risk/person-index.ts'
import { sqlColumns, type SqlColumn } from '../model/sql-columns.ts'
import { registryTable, valueSetCodeTable } from './terminology-tables.ts'

/** A table that SQL can ask. */
export interface SqlTable {
  readonly name: string
  readonly description: string
  readonly columns: readonly SqlColumn[]
}

/**
 * Every SQL table in order of name: canonical tables, all codings of those that have them, and the accounts of the load.
 * @param registries with them, also the tables that are derived from the records
 */
export function describeTables(plan: TablePlan, registries?: readonly Registry[]): SqlTable[] {
  const canonical = plan.tables.map(({ name, description, columns }) => ({
    name,
    description,
    columns: [
      ...columns,
      ...(hasClaimKind(name) ? [claimKindColumn] : []),
      ...(registries !== undefined && hasNormalUnits(name) ? normalUnitColumns : [])
    ].flatMap(sqlColumns)
  }))
  const codings = plan.codings.map((table) => ({
    name: `${table}_coding`,
    description: codingDescription(table),
    columns: codingColumns(table)
  }))
  const more =
    registries === undefined
      ? []
      : [
          registryMemberTable,
          registryClaimTable,
          personFeatureTable(registries, []),
          measureResultTable,
          personIndexTable,
          personHccTable,
          dischargeScoreTable,
          modelRisksTable,
          registryTable,
          valueSetCodeTable
        ]
  const derived = more.map(({ name, description, columns }) => ({
    name,
    description,
    columns: columns.flatMap(sqlColumns)
  }))
  return [...canonical, ...codings, ...loadTables, ...derived].sort((a, b) => (a.name < b.name ? -1 : 1))
}
