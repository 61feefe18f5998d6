import { canonicalSystem, isDrugSystem, isProcedureSystem, isVaccineSystem } from '../../base/codes/code-systems.ts'
import { emptyBitset, ordinalsOf, setBit, type Bitset } from '../../base/kernels/bitset.ts'
import { diagnosedPeople } from '../../population/claims/diagnosed-people.ts'
import { claimTables } from '../../population/claims/claim-tables.ts'
import { paidClaims, type PaidClaims } from '../../population/claims/paid-claims.ts'
import { pharmacyService, serviceTypes } from '../../population/claims/service-types.ts'
import { targetOf } from '../../store/model/column.ts'
import { countInPopulation } from '../../store/model/population-rows.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store, Table } from '../../store/model/store.ts'
import type { ConceptTable } from '../../store/model/concept-table.ts'
import type { EventDomain } from '../definition/criteria.ts'
import { addOwners, rowsByNumber, wantedPlaces, type RowTest } from './concept-rows.ts'
import type { EventRows } from './event-series.ts'

const diagnosisTable = 'explanation_of_benefit_diagnosis'
const procedureTable = 'explanation_of_benefit_procedure'
const lineTables = ['explanation_of_benefit_item', 'explanation_of_benefit_item_code', procedureTable] as const

/** What lines and procedures of claims tell of. */
export type LineDomain = Extract<EventDomain, 'procedure' | 'drug' | 'immunization'>

/** Code systems of procedures that payers do not name as CPT or HCPCS: of hospitals, and of dentists. */
const otherProcedureSystems: ReadonlySet<string> = new Set([
  'http://www.cms.gov/Medicare/Coding/ICD10',
  'http://www.ada.org/cdt'
])

/** Which codes of a line are of a kind of event, where none is asked for by name: those of its code systems. */
const isOfDomain: Readonly<Record<LineDomain, (system: string) => boolean>> = {
  drug: isDrugSystem,
  immunization: isVaccineSystem,
  procedure: (system) => isProcedureSystem(system) || otherProcedureSystems.has(canonicalSystem(system))
}

/** Claims that count and tell of a kind of event, by any of its codes. */
const claimsOfDomain = new DerivedValues<Table, Bitset>()

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

/**
 * Codes of lines and procedures on final claims.
 * @param wanted undefined for any of the kind: a procedure, or a line with a code of its code systems; pharmacy claims are of drugs
 * @returns undefined where the data hold no claims
 */
export function claimLineEvents(
  store: Store,
  domain: LineDomain,
  wanted: Uint8Array | undefined
): EventRows | undefined {
  const claims = paidClaims(store)
  if (claims === undefined) return undefined
  const { patient, days, table } = claims
  const has =
    wanted === undefined
      ? claimsOfDomain.get(table, () => anyOfDomain(store, domain, claims), domain)
      : claimsWith(store, claims, lineTables, wanted)
  return { name: table.name, places: ordinalsOf(has), patient, day: days }
}

function anyOfDomain(store: Store, domain: LineDomain, claims: PaidClaims): Bitset {
  const { table, services } = claims
  const has = claimsWith(store, claims, lineTables, conceptsOf(store.concepts, isOfDomain[domain]))
  const counts = isOfPerson(claims)
  if (domain === 'drug')
    for (let claim = 0; claim < table.rows; claim++)
      if (services[claim] === pharmacyService && counts(claim)) setBit(has, claim)
  const procedures = store.tables.get(procedureTable)
  if (domain === 'procedure' && procedures !== undefined) {
    const { ids } = procedures.column('code', 'concept')
    const claimOf = claimOfRow(procedures, claims)
    for (let row = 0; row < procedures.rows; row++) {
      const claim = ids[row]! < 0 ? -1 : claimOf(row)
      if (claim >= 0) setBit(has, claim)
    }
  }
  return has
}

/** 1 per concept of some code systems. */
function conceptsOf({ size, systems }: ConceptTable, isAsked: (system: string) => boolean): Uint8Array {
  const asked = new Map(Array.from(new Set(systems), (system) => [system, isAsked(system)] as const))
  return Uint8Array.from({ length: size }, (_, concept) => (asked.get(systems[concept]!) === true ? 1 : 0))
}

/** Final claims of some services with some codes. @returns undefined where the data hold no claims */
export function claimEvents(
  store: Store,
  services: readonly string[],
  wanted: Uint8Array | undefined
): EventRows | undefined {
  const claims = paidClaims(store)
  if (claims === undefined) return undefined
  const { patient, days, table, services: serviceOf } = claims
  const isCounted = isOfPerson(claims)
  const isAsked = Uint8Array.from(serviceTypes, ({ value }) =>
    services.length === 0 || services.includes(value) ? 1 : 0
  )
  const places =
    wanted === undefined
      ? rowsByNumber(table, 'services', serviceOf, isAsked, isCounted)
      : ordinalsOf(claimsWith(store, claims, [diagnosisTable, ...lineTables], wanted)).filter(
          (claim) => isAsked[serviceOf[claim]!] === 1
        )
  return { name: table.name, places, patient, day: days }
}

function isOfPerson({ counts, patient }: PaidClaims): RowTest {
  return (claim) => counts[claim] === 1 && patient[claim]! >= 0
}

/** The claim that counts to which a row of a part belongs, -1 for none. */
function claimOfRow(part: Table, claims: PaidClaims): (row: number) => number {
  const reference = part.column('explanation_of_benefit_id', 'reference')
  const counts = isOfPerson(claims)
  return (row) => {
    const claim = targetOf(reference, row)
    return claim >= 0 && counts(claim) ? claim : -1
  }
}

/** Claims that count and have a wanted code in one of some parts. */
function claimsWith(store: Store, claims: PaidClaims, parts: readonly string[], wanted: Uint8Array): Bitset {
  const has = emptyBitset(claims.table.rows)
  for (const name of parts) {
    const part = store.tables.get(name)
    if (part !== undefined) addOwners(part, claimOfRow(part, claims), wanted, has)
  }
  return has
}
