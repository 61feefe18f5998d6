import { targetOf } from '../../store/model/column.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { forEachLineCode, serviceElements } from './line-codes.ts'

/** What the lines of each explanation of benefit say together, per row of the claims table. */
export interface ClaimLines {
  /** Number of lines, and of those that give a reason of denial. */
  readonly count: Int32Array
  readonly denied: Int32Array
  /** A number made of the codes, modifiers and quantities of the lines, equal for equal lines. */
  readonly signature: Float64Array
}

/** The lines of explanations of benefit, and their column with the claim of each. */
export const claimItems = { table: 'explanation_of_benefit_item', claim: 'explanation_of_benefit_id' } as const

const known = new DerivedValues<Store, ClaimLines>()

/** Puts the lines of claims together; once per store. */
export function claimLines(store: Store, claims: Table): ClaimLines {
  return known.get(store, () => readLines(store, claims))
}

function readLines(store: Store, claims: Table): ClaimLines {
  const sums = {
    count: new Int32Array(claims.rows),
    denied: new Int32Array(claims.rows),
    signature: new Float64Array(claims.rows)
  }
  const items = store.tables.get(claimItems.table)
  if (items === undefined) return sums
  const reference = items.column(claimItems.claim, 'reference')
  const reason = items.column('denial_reason', 'dictionary').codes
  const code = items.column('code', 'concept').ids
  const quantity = items.column('quantity', 'number').values
  for (let line = 0; line < items.rows; line++) {
    const claim = targetOf(reference, line)
    if (claim < 0) continue
    sums.count[claim]!++
    if (reason[line]! >= 0) sums.denied[claim]!++
    // Sums do not depend on the order of lines; prime factors keep codes and quantities apart.
    sums.signature[claim]! += (code[line]! + 2) * 7919 + (Number.isNaN(quantity[line]) ? 0 : quantity[line]! * 31)
  }
  // The same service twice with other modifiers is not a duplicate: its professional and its technical component.
  const records = { claims, key: claimItems.claim } as const
  forEachLineCode(store, records, serviceElements, (claim, _, concept) => {
    sums.signature[claim]! += (concept + 2) * 104_729
  })
  return sums
}
