import { emptyBitset, ordinalsOf, setBit, type Bitset } from '../../base/kernels/bitset.ts'
import { diagnosedPeople } from '../../population/claims/diagnosed-people.ts'
import { claimTables } from '../../population/claims/claim-tables.ts'
import { paidClaims, type PaidClaims } from '../../population/claims/paid-claims.ts'
import { serviceTypes } from '../../population/claims/service-types.ts'
import { countInPopulation } from '../../store/model/population-rows.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { rowsByNumber, wantedPlaces, wantedRows, type RowTest } from './concept-rows.ts'
import type { EventRows } from './event-series.ts'

const diagnosisTable = 'explanation_of_benefit_diagnosis'
const lineTables = [
  'explanation_of_benefit_item',
  'explanation_of_benefit_item_code',
  'explanation_of_benefit_procedure'
] as const

/** Claims that count and have a code on a line or a procedure. */
const codedClaims = new DerivedValues<Table, Bitset>()

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
  return { name: tables.claims.name, places: wantedPlaces(people, wanted), patient, day, row: claim }
}

/** Codes of lines and procedures on final claims. @returns undefined where the data hold no claims */
export function claimLineEvents(store: Store, wanted: Uint8Array | undefined): EventRows | undefined {
  const claims = paidClaims(store)
  if (claims === undefined) return undefined
  const { patient, days, table } = claims
  const counts = isOfPerson(claims)
  const places =
    wanted === undefined
      ? ordinalsOf(codedClaims.get(table, () => claimsWith(store, table, lineTables, wanted, counts)))
      : ordinalsOf(claimsWith(store, table, lineTables, wanted, counts))
  return { name: table.name, places, patient, day: days }
}

/** Final claims of some services with some codes. @returns undefined where the data hold no claims */
export function claimEvents(
  store: Store,
  services: readonly string[],
  wanted: Uint8Array | undefined
): EventRows | undefined {
  const claims = paidClaims(store)
  if (claims === undefined) return undefined
  const { patient, days, table } = claims
  const isCounted = isOfPerson(claims)
  const isAsked = Uint8Array.from(serviceTypes, ({ value }) =>
    services.length === 0 || services.includes(value) ? 1 : 0
  )
  const places =
    wanted === undefined
      ? rowsByNumber(table, 'services', claims.services, isAsked, isCounted)
      : ordinalsOf(
          claimsWith(
            store,
            table,
            [diagnosisTable, ...lineTables],
            wanted,
            (claim) => isAsked[claims.services[claim]!] === 1 && isCounted(claim)
          )
        )
  return { name: table.name, places, patient, day: days }
}

function isOfPerson({ counts, patient }: PaidClaims): RowTest {
  return (claim) => counts[claim] === 1 && patient[claim]! >= 0
}

/** Rows of claims that count and have a wanted code in one of some parts. */
function claimsWith(
  store: Store,
  claims: Table,
  parts: readonly string[],
  wanted: Uint8Array | undefined,
  counts: RowTest
): Bitset {
  const has = emptyBitset(claims.rows)
  for (const name of parts) {
    const part = store.tables.get(name)
    if (part === undefined) continue
    const ids = part.column('code', 'concept').ids
    const { codes, targets } = part.column('explanation_of_benefit_id', 'reference')
    for (const row of wantedRows(store, part, wanted, { places: ['code'] })) {
      if (ids[row]! < 0) continue
      const claim = codes[row]! < 0 ? -1 : targets[codes[row]!]!
      if (claim >= 0 && counts(claim)) setBit(has, claim)
    }
  }
  return has
}
