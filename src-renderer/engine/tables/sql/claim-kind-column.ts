import { engineTablesSqlMessages as m } from '#messages/engine/tables/sql.ts'
import { claimKindRule, claimKinds, claimKindsOf } from '../../population/claims/claim-kind.ts'
import type { DictionaryColumn } from '../../store/model/column.ts'
import type { Store, Table } from '../../store/model/store.ts'
import type { DescribedColumn } from '../model/sql-columns.ts'

/** The column that SQL adds to claims. */
export const claimKindColumn: DescribedColumn = {
  name: 'kind',
  kind: 'dictionary',
  description: m.kindOfClaim(claimKinds.join(', '), claimKindRule)
}

/** Tables that have it. */
const tablesOfClaims: Readonly<Record<string, 'explanation_of_benefit_id' | 'claim_id'>> = {
  explanation_of_benefit: 'explanation_of_benefit_id',
  claim: 'claim_id'
}

/** Whether a table is one of claims. */
export function hasClaimKind(table: string): boolean {
  return Object.hasOwn(tablesOfClaims, table)
}

/** The kind of each claim of such a table. */
export function readClaimKinds(store: Store, claims: Table): DictionaryColumn {
  const key = tablesOfClaims[claims.name]!
  const kinds = claimKindsOf(store, { claims, items: store.tables.get(`${claims.name}_item`), key })
  return { kind: 'dictionary', codes: Int32Array.from(kinds), values: [...claimKinds] }
}
