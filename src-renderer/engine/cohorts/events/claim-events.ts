import { emptyBitset, ordinalsOf, setBit } from '../../base/kernels/bitset.ts'
import { diagnosedPeople } from '../../population/claims/diagnosed-people.ts'
import { claimTables } from '../../population/claims/claim-tables.ts'
import { paidClaims, type PaidClaims } from '../../population/claims/paid-claims.ts'
import { serviceTypes } from '../../population/claims/service-types.ts'
import { countInPopulation } from '../../store/model/population-rows.ts'
import type { Store } from '../../store/model/store.ts'
import { wantedPlaces, wantedRows } from './concept-rows.ts'
import { EventRows } from './event-series.ts'

const diagnosisTable = 'explanation_of_benefit_diagnosis'
const lineTables = [
  'explanation_of_benefit_item',
  'explanation_of_benefit_item_code',
  'explanation_of_benefit_procedure'
] as const

function diagnosesIn(store: Store): number {
  return diagnosedPeople(store)?.concept.length ?? 0
}

/** Diagnoses on claims. @param wanted undefined for any @returns undefined where the data hold no claims */
export function claimDiagnosisEvents(store: Store, wanted: Uint8Array | undefined): EventRows | undefined {
  const people = diagnosedPeople(store)
  const tables = claimTables(store)
  if (
    people === undefined ||
    tables === undefined ||
    countInPopulation(store, 'diagnoses on claims', diagnosesIn) === 0
  )
    return undefined
  const { patient, day, claim } = people
  const places = wantedPlaces(people, wanted)
  const found = new EventRows(tables.claims.name, places.length)
  for (const at of places) found.add(patient[at]!, day[at]!, claim[at]!)
  return found
}

/** Codes of lines and procedures on final claims. @returns undefined where the data hold no claims */
export function claimLineEvents(store: Store, wanted: Uint8Array | undefined): EventRows | undefined {
  const claims = paidClaims(store)
  if (claims === undefined) return undefined
  const rows = claimsWith(store, claims, lineTables, wanted)
  const found = new EventRows(claims.table.name, rows.length)
  for (const claim of rows) addClaim(found, claims, claim)
  return found
}

/** Final claims of some services with some codes. @returns undefined where the data hold no claims */
export function claimEvents(
  store: Store,
  services: readonly string[],
  wanted: Uint8Array | undefined
): EventRows | undefined {
  const claims = paidClaims(store)
  if (claims === undefined) return undefined
  const serviceOf = services.length === 0 ? undefined : claims.services
  const isAsked = Uint8Array.from(serviceTypes, ({ value }) => (services.includes(value) ? 1 : 0))
  const rows =
    wanted === undefined
      ? wantedRows(store, claims.table, undefined)
      : claimsWith(store, claims, [diagnosisTable, ...lineTables], wanted)
  const found = new EventRows(claims.table.name, rows.length)
  for (const claim of rows)
    if (serviceOf === undefined || isAsked[serviceOf[claim]!] === 1) addClaim(found, claims, claim)
  return found
}

function addClaim(found: EventRows, { counts, patient, days }: PaidClaims, claim: number): void {
  if (counts[claim] === 1 && patient[claim]! >= 0) found.add(patient[claim]!, days[claim]!, claim)
}

/** Rows of claims that have a wanted code in one of some parts, ascending. */
function claimsWith(
  store: Store,
  { table }: PaidClaims,
  parts: readonly string[],
  wanted: Uint8Array | undefined
): Int32Array {
  const has = emptyBitset(table.rows)
  for (const name of parts) {
    const part = store.tables.get(name)
    if (part === undefined) continue
    const ids = part.column('code', 'concept').ids
    const { codes, targets } = part.column('explanation_of_benefit_id', 'reference')
    for (const row of wantedRows(store, part, wanted, ['code'])) {
      if (ids[row]! < 0) continue
      const claim = codes[row]! < 0 ? -1 : targets[codes[row]!]!
      if (claim >= 0) setBit(has, claim)
    }
  }
  return ordinalsOf(has)
}
