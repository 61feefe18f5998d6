import { enginePopulationClaimsMessages as m } from '#messages/engine/population/claims.ts'
import { defined } from '#shared/language/defined.ts'
import { targetOf } from '../../store/model/column.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { claimItems } from './claim-lines.ts'

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
  const total = (name: string) => (): Float64Array => claims.column(name, 'number').values
  const sumOf = (names: readonly string[]) => (): Float64Array => {
    const [first, ...others] = names.map((name) => total(name)())
    return others.reduce((sums, each) => sums.map((sum, row) => sumOfKnown(sum, each[row]!)), defined(first))
  }
  const ofLines = (): Float64Array => amountsOfLines(store, claims, basis)
  switch (basis) {
    case 'paid':
      return firstKnown([
        total('payment_amount'),
        total('total_benefit'),
        sumOf(['total_paid_to_provider', 'total_paid_to_patient']),
        ofLines
      ])
    case 'allowed':
      return firstKnown([total('total_eligible'), ofLines])
    case 'member':
      return firstKnown([
        total('total_member_liability'),
        sumOf(['total_copay', 'total_coinsurance', 'total_deductible']),
        ofLines,
        total('total_paid_by_patient')
      ])
  }
}

/** Per row the first amount that is given. What comes later is read only where some are missing. */
function firstKnown([first, ...others]: readonly (() => Float64Array)[]): Float64Array {
  const amounts = defined(first)().slice()
  for (const other of others) {
    if (!amounts.some((amount) => Number.isNaN(amount))) break
    const next = other()
    for (let row = 0; row < amounts.length; row++) if (Number.isNaN(amounts[row])) amounts[row] = next[row]!
  }
  return amounts
}

const amountsByLines = new DerivedValues<Store, Float64Array>()

/** Sums of the amounts that the lines of each claim give, per row of the claims table; NaN where no line gives one. Added up once per store. */
function amountsOfLines(store: Store, claims: Table, basis: CostBasis): Float64Array {
  return amountsByLines.get(store, () => addAmounts(store, claims, basis), basis)
}

function addAmounts(store: Store, claims: Table, basis: CostBasis): Float64Array {
  const sums = new Float64Array(claims.rows).fill(Number.NaN)
  const items = store.tables.get(claimItems.table)
  if (items === undefined) return sums
  const reference = items.column(claimItems.claim, 'reference')
  const amountOf = amountOfLine(items, basis)
  for (let line = 0; line < items.rows; line++) {
    const claim = targetOf(reference, line)
    if (claim >= 0) sums[claim] = sumOfKnown(sums[claim]!, amountOf(line))
  }
  return sums
}

/** Tells the amount of a line; NaN where it gives none. */
function amountOfLine(items: Table, basis: CostBasis): (line: number) => number {
  const number = (name: string): Float64Array => items.column(name, 'number').values
  if (basis === 'paid') {
    const [paid, benefit, toPatient] = [number('paid'), number('benefit'), number('paid_to_patient')]
    // Without a benefit, the amount paid is that to the provider alone.
    return (line) => (Number.isNaN(benefit[line]) ? sumOfKnown(paid[line]!, toPatient[line]!) : paid[line]!)
  }
  if (basis === 'allowed') {
    const allowed = number('allowed')
    return (line) => allowed[line]!
  }
  const [liability, atPointOfService] = [number('member_liability'), number('paid_by_patient')]
  const [copay, coinsurance, deductible] = [number('copay'), number('coinsurance'), number('deductible')]
  return (line) => {
    if (!Number.isNaN(liability[line])) return liability[line]!
    const shares = sumOfKnown(sumOfKnown(copay[line]!, coinsurance[line]!), deductible[line]!)
    return Number.isNaN(shares) ? atPointOfService[line]! : shares
  }
}

/** The sum of two amounts, of which either may be unknown (NaN): NaN where both are. */
function sumOfKnown(left: number, right: number): number {
  if (Number.isNaN(left)) return right
  return Number.isNaN(right) ? left : left + right
}
