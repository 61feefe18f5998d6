import { targetOf } from '../../store/model/column.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { forEachLineCode, serviceElements } from './line-codes.ts'

/** What the lines of each explanation of benefit add up to, per row of the claims table. */
export interface ClaimLines {
  /** Number of lines, and of those that give a reason of denial. */
  readonly count: Int32Array
  readonly denied: Int32Array
  /** Sums of the amounts that lines give; NaN where no line gives one. */
  readonly paid: Float64Array
  readonly allowed: Float64Array
  readonly memberShare: Float64Array
  /** A number made of the codes, modifiers and quantities of the lines, equal for equal lines. */
  readonly signature: Float64Array
}

const known = new DerivedValues<Store, ClaimLines>()

/** Adds up the lines of claims; once per store. */
export function claimLines(store: Store, claims: Table): ClaimLines {
  return known.get(store, () => addLines(store, claims))
}

function addLines(store: Store, claims: Table): ClaimLines {
  const empty = (): Float64Array => new Float64Array(claims.rows).fill(Number.NaN)
  const sums = {
    count: new Int32Array(claims.rows),
    denied: new Int32Array(claims.rows),
    paid: empty(),
    allowed: empty(),
    memberShare: empty(),
    signature: new Float64Array(claims.rows)
  }
  const items = store.tables.get('explanation_of_benefit_item')
  if (items === undefined) return sums
  const reference = items.column('explanation_of_benefit_id', 'reference')
  const reason = items.column('denial_reason', 'dictionary').codes
  const number = (name: string): Float64Array => items.column(name, 'number').values
  const [paid, allowed, liability] = [number('paid'), number('allowed'), number('member_liability')]
  const shares = [number('copay'), number('coinsurance'), number('deductible')]
  const [benefit, toPatient] = [number('benefit'), number('paid_to_patient')]
  const atPointOfService = number('paid_by_patient')
  const code = items.column('code', 'concept').ids
  const quantity = number('quantity')
  for (let line = 0; line < items.rows; line++) {
    const claim = targetOf(reference, line)
    if (claim < 0) continue
    sums.count[claim]!++
    if (reason[line]! >= 0) sums.denied[claim]!++
    add(sums.paid, claim, paid[line]!)
    // Without a benefit, the amount paid is that to the provider alone.
    if (Number.isNaN(benefit[line])) add(sums.paid, claim, toPatient[line]!)
    add(sums.allowed, claim, allowed[line]!)
    if (Number.isNaN(liability[line])) for (const share of shares) add(sums.memberShare, claim, share[line]!)
    else add(sums.memberShare, claim, liability[line]!)
    if (Number.isNaN(liability[line]) && shares.every((share) => Number.isNaN(share[line])))
      add(sums.memberShare, claim, atPointOfService[line]!)
    // Sums do not depend on the order of lines; prime factors keep codes and quantities apart.
    sums.signature[claim]! += (code[line]! + 2) * 7919 + (Number.isNaN(quantity[line]) ? 0 : quantity[line]! * 31)
  }
  // The same service twice with other modifiers is not a duplicate: its professional and its technical component.
  const records = { claims, key: 'explanation_of_benefit_id' } as const
  forEachLineCode(store, records, serviceElements, (claim, _, concept) => {
    sums.signature[claim]! += (concept + 2) * 104_729
  })
  return sums
}

function add(sums: Float64Array, index: number, amount: number): void {
  if (Number.isNaN(amount)) return
  sums[index] = Number.isNaN(sums[index]) ? amount : sums[index]! + amount
}
