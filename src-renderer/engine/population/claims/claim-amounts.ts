import { enginePopulationClaimsMessages as m } from '#messages/engine/population/claims.ts'
import { defined } from '#shared/language/defined.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { claimLines } from './claim-lines.ts'

/** Which amount of a claim is added up. */
export type CostBasis = 'paid' | 'allowed' | 'member'

/** The bases with their words and rules. */
export const costBases: readonly {
  readonly value: CostBasis
  readonly label: string
  /** Before "per member per month". */
  readonly title: string
  readonly rule: string
}[] = [
  {
    value: 'paid',
    label: m.paid,
    title: m.paid,
    rule: m.paidTheAmountOfThePayment
  },
  {
    value: 'allowed',
    label: m.allowed,
    title: m.allowed,
    rule: m.allowedTheTotalOfTheCategory
  },
  {
    value: 'member',
    label: m.memberShare,
    title: m.memberShare,
    rule: m.memberShareTheTotalOfThe
  }
]

/** Amounts of claims, each in the currency of the claim; NaN where neither the claim nor its lines tell. */
export function claimAmounts(store: Store, claims: Table, basis: CostBasis): Float64Array {
  const total = (name: string): Float64Array => claims.column(name, 'number').values
  const lines = claimLines(store, claims)
  switch (basis) {
    case 'paid':
      return firstKnown([
        total('payment_amount'),
        total('total_benefit'),
        sumOfKnown([total('total_paid_to_provider'), total('total_paid_to_patient')]),
        lines.paid
      ])
    case 'allowed':
      return firstKnown([total('total_eligible'), lines.allowed])
    case 'member':
      return firstKnown([
        total('total_member_liability'),
        sumOfKnown([total('total_copay'), total('total_coinsurance'), total('total_deductible')]),
        lines.memberShare,
        total('total_paid_by_patient')
      ])
  }
}

/** Per row the first amount that is given. */
function firstKnown([first, ...others]: readonly Float64Array[]): Float64Array {
  return defined(first).map((amount, row) => {
    if (!Number.isNaN(amount)) return amount
    return others.find((each) => !Number.isNaN(each[row]))?.[row] ?? Number.NaN
  })
}

/** Per row the sum of the amounts that are given; NaN where none is. */
function sumOfKnown(parts: readonly Float64Array[]): Float64Array {
  return parts[0]!.map((_, row) => {
    const given = parts.flatMap((each) => (Number.isNaN(each[row]) ? [] : [each[row]!]))
    return given.length === 0 ? Number.NaN : given.reduce((sum, each) => sum + each, 0)
  })
}
