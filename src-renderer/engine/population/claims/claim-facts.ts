import { defined } from '#shared/language/defined.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Codes } from '../../base/kernels/codes.ts'
import { idAt } from '../../store/model/id-column.ts'
import { keyId } from '../../store/model/reference-keys.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { claimLines } from './claim-lines.ts'
import { claimProviders } from './claim-providers.ts'

/** What the rule of final action asks of a row. */
export interface ClaimFacts {
  readonly paid: Float64Array
  readonly submitted: Float64Array
  readonly payers: Codes
  /** First day of service, and the last as written. */
  readonly day: Int32Array
  readonly end: Int32Array
  /** Day of the decision, and a number that is greater for later decisions. */
  readonly decidedOn: Int32Array
  readonly decided: Float64Array
  /** Code of the claim's number and of the Claim that was processed, -1 without. */
  readonly number: Int32Array
  readonly claim: Int32Array
  readonly coverage: Int32Array
  readonly provider: Int32Array
  readonly kind: Int32Array
  /** Equal for claims with equal lines. */
  readonly lines: Float64Array
  /** Whether the type of bill voids an earlier claim. */
  isVoid(row: number): boolean
  /** Whether `row` says that it replaces `other`, or that `other` replaces it. */
  replaces(row: number, other: number): boolean
  isReplacedBy(row: number, other: number): boolean
  namesPrior(row: number): boolean
  namesNext(row: number): boolean
  isDenied(row: number): boolean
}

/** @param paid amount paid per row, NaN where it is not known */
export function claimFacts(store: Store, table: Table, payers: Codes, paid: Float64Array): ClaimFacts {
  const text = (name: string): ((row: number) => string) => {
    const { codes, values } = table.column(name, 'dictionary')
    return (row) => (codes[row]! < 0 ? '' : values[codes[row]!]!)
  }
  const key = (name: string): ((row: number) => string) => {
    const { codes, keys } = table.column(name, 'reference')
    return (row) => (codes[row]! < 0 ? '' : keyId(keys, codes[row]!))
  }
  const number = text('identifier')
  const claim = key('claim_id')
  const ids = table.column('id', 'id')
  const prior = { key: key('prior_id'), number: text('prior_identifier') }
  const next = { key: key('replaced_by_id'), number: text('replaced_by_identifier') }
  const names = (link: typeof prior, row: number): boolean => link.key(row) !== '' || link.number(row) !== ''
  const leads = (link: typeof prior, row: number, other: number): boolean => {
    const [wanted, wantedNumber] = [link.key(row), link.number(row)]
    if (wantedNumber !== '' && wantedNumber === number(other)) return true
    return wanted !== '' && (wanted === claim(other) || wanted === idAt(ids, other))
  }
  const bill = table.column('bill_type', 'dictionary')
  const voids = Uint8Array.from(bill.values, (type) => (/^\d{2,3}8$/.test(type) ? 1 : 0))
  const [outcome, reason] = [text('outcome'), text('denial_reason')]
  const lines = claimLines(store, table)
  const created = table.column('created', 'dateTime').days
  const decidedOn = table.column('payment_date', 'date').days.map((day, row) => (day === NO_DAY ? created[row]! : day))
  const decided = new Float64Array(table.rows)
  for (let row = 0; row < decided.length; row++) decided[row] = decidedOn[row]! * table.rows + row
  return {
    paid,
    submitted: table.column('total_submitted', 'number').values,
    payers,
    day: defined(table.day),
    end: table.column('billable_end', 'dateTime').days,
    decidedOn,
    decided,
    number: table.column('identifier', 'dictionary').codes,
    claim: table.column('claim_id', 'reference').codes,
    coverage: table.column('coverage_id', 'reference').codes,
    provider: claimProviders(store, table).codes,
    kind: table.column('type', 'concept').ids,
    lines: lines.signature,
    isVoid: (row) => bill.codes[row]! >= 0 && voids[bill.codes[row]!] === 1,
    namesPrior: (row) => names(prior, row),
    namesNext: (row) => names(next, row),
    replaces: (row, other) => leads(prior, row, other),
    isReplacedBy: (row, other) => leads(next, row, other),
    isDenied: (row) => {
      if (outcome(row) === 'error') return true
      if (paid[row]! > 0) return false
      const count = lines.count[row]!
      return reason(row) !== '' || (count > 0 && lines.denied[row] === count)
    }
  }
}
