import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { coveragePlans } from './coverage-plans.ts'
import type { ColumnTest } from '../../base/figures/filter.ts'
import { notInForce, payerRows, rowsInForce } from './payer-rows.ts'
import { serviceTypesOf } from './service-types.ts'

/** Explanations of benefit that are no claims for care that was given (FHIR claim-use). */
const notForCare = ['preauthorization', 'predetermination'] as const

/** What the rows of claims that count have in common. */
export const claimsThatCount: readonly ColumnTest[] = [
  { column: 'status', in: notInForce, exclude: true },
  { column: 'use', in: notForCare, exclude: true }
]

/** The explanations of benefit of a store, with what figures of cost ask of each row. */
export interface PaidClaims {
  readonly table: Table
  readonly days: Int32Array
  readonly patient: Int32Array
  /** 1 for rows that pass {@link claimsThatCount}. */
  readonly counts: Uint8Array
  /** Amount paid; 0 where none is written. */
  readonly paid: Float64Array
  /** Index into `serviceTypes`. */
  readonly services: Uint8Array
  /** Index into the names of `payerRows`, -1 when unknown. */
  readonly payers: Int32Array
  /** Index into the names of `coveragePlans`, -1 when unknown. */
  readonly plans: Int32Array
}

const known = new WeakMap<Store, PaidClaims>()

/** The claims of a store; looked at once. @returns undefined when there are none */
export function paidClaims(store: Store): PaidClaims | undefined {
  const table = store.tables.get('explanation_of_benefit')
  if (table?.day === undefined || table.patient === undefined || table.rows === 0) return undefined
  const found = known.get(store) ?? readClaims(store, table)
  known.set(store, found)
  return found
}

function readClaims(store: Store, table: Table): PaidClaims {
  const use = table.column('use', 'dictionary')
  const forCare = use.values.map((value) => !(notForCare as readonly string[]).includes(value))
  // Read when first asked for: the cost as one figure needs neither.
  let services: Uint8Array | undefined
  let plans: Int32Array | undefined
  return {
    table,
    days: table.day!,
    patient: table.patient!,
    counts: rowsInForce(table).map((good, row) => (good === 1 && forCare[use.codes[row]!] !== false ? 1 : 0)),
    paid: table.column('payment_amount', 'number').values.map((amount) => (Number.isNaN(amount) ? 0 : amount)),
    payers: payerRows(store).claims!,
    get services() {
      return (services ??= serviceTypesOf(store, table))
    },
    get plans() {
      return (plans ??= plansOf(store, table))
    }
  }
}

/** The plan of the coverage that a claim refers to. */
function plansOf(store: Store, table: Table): Int32Array {
  const { codes, targets } = table.column('coverage_id', 'reference')
  const plans = coveragePlans(store)
  return codes.map((code) => {
    const coverage = code < 0 ? -1 : targets[code]!
    return coverage < 0 ? -1 : plans.rows[coverage]!
  })
}

/** The day on which a claim became known: that of its payment, else the one on which it was made out; NO_DAY without. */
export function knownDays({ table }: PaidClaims): Int32Array {
  const payment = table.column('payment_date', 'date').days
  const created = table.column('created', 'dateTime').days
  return payment.map((day, row) => (day === NO_DAY ? created[row]! : day))
}
