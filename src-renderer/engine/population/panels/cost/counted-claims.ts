import { defined } from '#shared/language/defined.ts'
import { addMonths, dayFromCivil } from '../../../base/fhir/calendar.ts'
import { NO_DAY } from '../../../base/fhir/missing.ts'
import { dayBins } from '../../../base/kernels/day-bins.ts'
import { toMoneyUnits } from '../../../base/kernels/money.ts'
import { memberRows } from '../../claims/member-rows.ts'
import { knownDays } from '../../claims/paid-claims.ts'
import { payerRows } from '../../claims/payer-rows.ts'
import { coveragePlans } from '../../claims/coverage-plans.ts'
import type { ClaimsView } from './claims-view.ts'
import { partOf } from './lag-triangles.ts'

/** Numbers below a limit, in the narrowest kind of array. */
export type SmallNumbers = Uint8Array | Uint16Array | Int32Array

/** Final claims for care in months of membership: those of person p are at `[offsets[p], offsets[p + 1])`. */
export interface CountedClaims {
  readonly offsets: Int32Array
  /** Month of service of each claim: its place among the months of the view. */
  readonly months: Uint8Array
  /** Units of money on the basis; NaN where the amount is not known. */
  readonly units: Float64Array
  /** Index into the names of `payerRows`; their number when unknown. */
  readonly payers: SmallNumbers
  /** 1 for pharmacy, plus 2 for what became known after the valuation of the lag triangles. */
  readonly marks: Uint8Array
}

/** The mark of claims of pharmacies, and that of those which became known after the valuation. */
export const [PHARMACY, LATE] = [1, 2]

/** More about the same claims. */
export interface CountedDetails {
  /** Index into `serviceTypes`. */
  readonly services: Uint8Array
  /** Index into the names of `coveragePlans`; their number when unknown. */
  readonly plans: SmallNumbers
  /** 1 where the person was then a member of the payer of the claim, plus 2 where also of its plan. */
  readonly own: Uint8Array
}

/** The marks of claims that are of the person's own payer and plan at the time. */
export const [OWN_PAYER, OWN_PLAN] = [1, 2]

/** The claims of a shard that figures of cost count, in the months of the view; prepared once for each basis and these months. */
export function countedClaims(claimsOf: ClaimsView): CountedClaims {
  const { view, basis } = claimsOf
  return view.population.prepared(`counted-claims:${basis}`, keyOf(claimsOf), () => readClaims(claimsOf))
}

/** More about {@link countedClaims}, in the same order. */
export function countedDetails(claimsOf: ClaimsView): CountedDetails {
  return claimsOf.view.population.prepared('counted-claims-details', keyOf(claimsOf), () => readDetails(claimsOf))
}

function keyOf({ months }: ClaimsView): string {
  return `${months[0]?.start ?? 0}-${months.at(-1)?.end ?? 0}`
}

/** The rows of these claims, person by person, and the month of each. */
function countedRows({ view, claims, months }: ClaimsView): {
  readonly offsets: Int32Array
  readonly rows: Int32Array
  readonly places: Uint8Array
} {
  const { store } = view
  const { table, days, counts } = claims
  const isMember = memberRows(store, table)
  const { binOf, starts } = dayBins(months)
  const ofPeople = defined(table.patientOffsets)
  const offsets = new Int32Array(store.patients + 1)
  const rows = new Int32Array(ofPeople[store.patients]!)
  const places = new Uint8Array(rows.length)
  let count = 0
  for (let person = 0; person < store.patients; person++) {
    for (let row = ofPeople[person]!; row < ofPeople[person + 1]!; row++) {
      const day = days[row]!
      if (counts[row] === 0 || isMember[row] !== 1 || day === NO_DAY) continue
      const place = day - starts[0]!
      if (place < 0 || place >= binOf.length) continue
      rows[count] = row
      places[count++] = binOf[place]!
    }
    offsets[person + 1] = count
  }
  return { offsets, rows: rows.subarray(0, count), places: places.slice(0, count) }
}

/** Room for numbers below a limit, in the narrowest kind of array. */
export function smallNumbers(length: number, limit: number): SmallNumbers {
  return limit <= 256 ? new Uint8Array(length) : limit <= 65_536 ? new Uint16Array(length) : new Int32Array(length)
}

function readClaims(claimsOf: ClaimsView): CountedClaims {
  const { view, claims, amounts, triangles } = claimsOf
  const { offsets, rows, places } = countedRows(claimsOf)
  const unknown = payerRows(view.store).names.length
  const payers = smallNumbers(rows.length, unknown + 1)
  const units = new Float64Array(rows.length)
  const marks = new Uint8Array(rows.length)
  const parts = partOf(claims)
  const known = knownDays(claims)
  const valuation = dayFromCivil(Math.floor(triangles.valuation / 12), (triangles.valuation % 12) + 1, 1)
  const after = addMonths(valuation, 1)
  rows.forEach((row, at) => {
    units[at] = toMoneyUnits(amounts[row]!)
    payers[at] = claims.payers[row]! < 0 ? unknown : claims.payers[row]!
    marks[at] = (parts[row] === 1 ? PHARMACY : 0) + (known[row]! >= after ? LATE : 0)
  })
  return { offsets, months: places, units, payers, marks }
}

function readDetails(claimsOf: ClaimsView): CountedDetails {
  const { view, claims } = claimsOf
  const { rows } = countedRows(claimsOf)
  const unknown = coveragePlans(view.store).names.length
  const plans = smallNumbers(rows.length, unknown + 1)
  const services = new Uint8Array(rows.length)
  const own = new Uint8Array(rows.length)
  const { services: serviceOf, plans: planOf } = claims
  rows.forEach((row, at) => {
    services[at] = serviceOf[row]!
    plans[at] = planOf[row]! < 0 ? unknown : planOf[row]!
    own[at] = (claimsOf.isOwnMember(row, 'payer') ? OWN_PAYER : 0) + (claimsOf.isOwnMember(row, 'plan') ? OWN_PLAN : 0)
  })
  return { services, plans, own }
}
