import type { ReferenceColumn } from '../../store/model/column.ts'
import type { Store, Table } from '../../store/model/store.ts'

/** The claims that evidence is taken from, with the tables of their parts. */
export interface ClaimTables {
  readonly claims: Table
  readonly diagnoses: Table
  readonly items: Table | undefined
  /** The column of the parts that names the claim. */
  readonly key: 'explanation_of_benefit_id' | 'claim_id'
}

/**
 * The adjudicated claims (ExplanationOfBenefit) of a store; where there are none, the claims as they were submitted (Claim).
 * Both together would count one service twice.
 * @returns undefined when no claim has a diagnosis
 */
export function claimTables({ tables }: Store): ClaimTables | undefined {
  const name = (tables.get('explanation_of_benefit')?.rows ?? 0) > 0 ? 'explanation_of_benefit' : 'claim'
  const claims = tables.get(name)
  const diagnoses = tables.get(`${name}_diagnosis`)
  if (claims?.patient === undefined || claims.day === undefined || diagnoses === undefined || diagnoses.rows === 0) {
    return undefined
  }
  const key = name === 'claim' ? 'claim_id' : 'explanation_of_benefit_id'
  return { claims, diagnoses, items: tables.get(`${name}_item`), key }
}

/** The row that the reference of a row leads to, -1 when it leads nowhere. */
export function targetOf({ codes, targets }: ReferenceColumn, row: number): number {
  const code = codes[row]!
  return code < 0 ? -1 : targets[code]!
}

/** For each row of a part of claims the row of its claim, -1 without. */
export function claimOfRows(part: Table, key: ClaimTables['key']): Int32Array {
  const reference = part.column(key, 'reference')
  return Int32Array.from(reference.codes, (_, row) => targetOf(reference, row))
}
