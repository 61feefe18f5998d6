import { defined } from '#shared/language/defined.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { emptyCodes, type Codes } from '../../base/kernels/codes.ts'
import type { ColumnTest } from '../../base/figures/filter.ts'
import { targetOf } from '../../store/model/column.ts'
import { rowsInPopulation } from '../../store/model/population-rows.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { actionCode } from './claim-actions.ts'
import { createdTells } from './created-days.ts'
import { claimAmounts, type CostBasis } from './claim-amounts.ts'
import { addedAmounts } from './claim-currency.ts'
import { coveragePlans } from './coverage-plans.ts'
import { finalActions } from './final-action.ts'
import { payerRows } from './payer-rows.ts'
import { serviceTypesOf } from './service-types.ts'

/** What the rows of claims that count have in common. */
export const claimsThatCount: readonly ColumnTest[] = [{ column: '@action', in: ['final'] }]

/** The explanations of benefit of a store, with what figures of cost ask of each row. Loops over rows take the arrays first. */
export interface PaidClaims {
  readonly table: Table
  /** Day of service: the first one that the claim or a line gives, else the day on which it was made. */
  readonly days: Int32Array
  readonly patient: Int32Array
  /** Index into `claimActions`. */
  readonly actions: Uint8Array
  /** 1 for rows that pass {@link claimsThatCount}. */
  readonly counts: Uint8Array
  /** US dollars; NaN where neither the claim nor its lines tell, and for claims in another currency. */
  amounts(basis: CostBasis): Float64Array
  /** Index into `serviceTypes`. */
  readonly services: Uint8Array
  /** Whether `created` tells when each claim was made out, see `createdTells`. */
  readonly hasCreatedDays: boolean
  /** Index into the names of `payerRows`, -1 when unknown. */
  readonly payers: Codes
  /** Index into the names of `coveragePlans`, -1 when unknown. */
  readonly plans: Codes
}

const known = new DerivedValues<Store, PaidClaims>()
const knownAmounts = new DerivedValues<Store, Float64Array>()
const knownServices = new DerivedValues<Store, Uint8Array>()
const knownPlans = new DerivedValues<Store, Codes>()

/** The table of the claims of a store; undefined when there are none. */
function claimsTable(store: Store): Table | undefined {
  const table = store.tables.get('explanation_of_benefit')
  return table?.hasDays === true && table.isAboutPeople && rowsInPopulation(store, table.name) > 0 ? table : undefined
}

/** Whether a store has claims, without reading them. */
export function hasPaidClaims(store: Store): boolean {
  return claimsTable(store) !== undefined
}

/** The claims of a store; looked at once. @returns undefined when there are none */
export function paidClaims(store: Store): PaidClaims | undefined {
  const table = claimsTable(store)
  return table && known.get(store, () => readClaims(store, table))
}

function readClaims(store: Store, table: Table): PaidClaims {
  const payers = (): Codes => defined(payerRows(store).claims)
  const amounts = (basis: CostBasis): Float64Array =>
    knownAmounts.get(store, () => addedAmounts(table, claimAmounts(store, table, basis)), basis)
  // Versions of a claim are told apart in whatever currency they are.
  const actions = finalActions(store, table, payers(), claimAmounts(store, table, 'paid'))
  return {
    table,
    // Columns and what stands by itself are not held a second time.
    get days() {
      return defined(table.day)
    },
    get patient() {
      return defined(table.patient)
    },
    get payers() {
      return payers()
    },
    actions,
    counts: actions.map((action) => (action === actionCode.final ? 1 : 0)),
    amounts,
    get hasCreatedDays() {
      return createdTells(store)
    },
    // Read when first asked for: the cost as one figure needs neither.
    get services() {
      return knownServices.get(store, () => serviceTypesOf(store, table))
    },
    get plans() {
      return knownPlans.get(store, () => plansOf(store, table))
    }
  }
}

/** The plan of the coverage that a claim refers to. */
function plansOf(store: Store, table: Table): Codes {
  const reference = table.column('coverage_id', 'reference')
  const { names, rows } = coveragePlans(store)
  const plans = emptyCodes(table.rows, names.length)
  for (let row = 0; row < plans.length; row++) {
    const coverage = targetOf(reference, row)
    if (coverage >= 0) plans[row] = rows[coverage]!
  }
  return plans
}

/**
 * Tells the day on which each claim became known: that of its payment, else the one on which it was made out, unless that is the day of the
 * export; NO_DAY without.
 */
export function knownDay({ table, hasCreatedDays }: PaidClaims): (row: number) => number {
  const payment = table.column('payment_date', 'date').days
  const created = table.column('created', 'dateTime').days
  return (row) => (payment[row] !== NO_DAY ? payment[row]! : hasCreatedDays ? created[row]! : NO_DAY)
}
