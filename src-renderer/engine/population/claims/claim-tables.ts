import { defined } from '#shared/language/defined.ts'
import { targetOf } from '../../store/model/column.ts'
import { rowsInPopulation } from '../../store/model/population-rows.ts'
import type { Store, Table } from '../../store/model/store.ts'

/** The claims that evidence is taken from, with their lines. */
export interface ClaimRecords {
  readonly claims: Table
  readonly items: Table | undefined
  readonly careTeams: Table | undefined
  /** The column of the parts that names the claim. */
  readonly key: 'explanation_of_benefit_id' | 'claim_id'
}

/** The same with their diagnoses. */
export interface ClaimTables extends ClaimRecords {
  readonly diagnoses: Table
}

/**
 * The adjudicated claims (ExplanationOfBenefit) of a store; where there are none, the claims as they were submitted (Claim).
 * Both together would count one service twice.
 * @returns undefined when there are neither
 */
export function claimRecords(store: Store): ClaimRecords | undefined {
  const { tables } = store
  const name = rowsInPopulation(store, 'explanation_of_benefit') > 0 ? 'explanation_of_benefit' : 'claim'
  const claims = tables.get(name)
  if (claims === undefined || !claims.isAboutPeople || !claims.hasDays || rowsInPopulation(store, name) === 0)
    return undefined
  const key = name === 'claim' ? 'claim_id' : 'explanation_of_benefit_id'
  return { claims, items: tables.get(`${name}_item`), careTeams: tables.get(`${name}_care_team`), key }
}

/** The claims of a store with their diagnoses. @returns undefined when no claim has one */
export function claimTables(store: Store): ClaimTables | undefined {
  const records = claimRecords(store)
  const diagnoses = records && store.tables.get(`${records.claims.name}_diagnosis`)
  if (diagnoses === undefined || rowsInPopulation(store, diagnoses.name) === 0) return undefined
  return { ...defined(records), diagnoses }
}

/** For each row of a part of claims the row of its claim, -1 without. */
export function claimOfRows(part: Table, key: ClaimRecords['key']): Int32Array {
  const reference = part.column(key, 'reference')
  const claims = new Int32Array(reference.codes.length)
  for (let row = 0; row < claims.length; row++) claims[row] = targetOf(reference, row)
  return claims
}
