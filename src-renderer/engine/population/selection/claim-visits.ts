import { enginePopulationSelectionMessages as m } from '#messages/engine/population/selection.ts'
import { claimFaults } from '../claims/claim-faults.ts'
import { claimKinds, claimKindsOf, type PayerClaimKind } from '../claims/claim-kind.ts'
import { claimProviders } from '../claims/claim-providers.ts'
import { claimOfRows, claimRecords, type ClaimRecords } from '../claims/claim-tables.ts'
import { claimServices, isForCare } from '../claims/rule-out-claims.ts'
import { rowsInPopulation } from '../../store/model/population-rows.ts'
import { numberKeys } from '../../store/model/reference-keys.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store, Table } from '../../store/model/store.ts'

/** Visits as claims tell them. */
export interface ClaimVisits {
  readonly table: Table
  /** 1 for claims that stand for a visit. */
  readonly counts: Uint8Array
  /**
   * Who gave the care, per claim: the member of the care team whose role is nearest to it, else the provider of the claim.
   * @param codeOf small number of a reference key, -1 for those that do not matter
   * @returns -1 for nobody
   */
  providers(codeOf: (key: string) => number): Int32Array
}

/** The rule in words. */
export const claimVisitRule = m.theDataContainNoEncountersProfessional

const visitKinds: ReadonlySet<PayerClaimKind> = new Set(['professional', 'outpatient', 'unknown'])

/** Roles (CARIN Blue Button, HL7 claim care team), the one nearest to the care first. */
const firstRoles: readonly string[] = ['rendering', 'performing', 'attending', 'primary', 'operating']
/** Roles of people who did not give the care. */
const notCare: ReadonlySet<string> = new Set(['referring', 'prescribing', 'site', 'purchased', 'ordering'])

const cached = new DerivedValues<Store, ClaimVisits | undefined>()

/** The visits that claims tell of in data without any encounter; worked out once. @returns undefined for other data */
export function claimVisits(store: Store): ClaimVisits | undefined {
  if (rowsInPopulation(store, 'encounter') > 0) return undefined
  return cached.get(store, () => {
    const records = claimRecords(store)
    return records && readVisits(store, records)
  })
}

function readVisits(store: Store, records: ClaimRecords): ClaimVisits {
  const { claims } = records
  const kinds = claimKindsOf(store, records)
  const services = claimServices(store, records)
  const faultOf = claimFaults(store, records)
  return {
    table: claims,
    counts: Uint8Array.from({ length: claims.rows }, (_, row) =>
      visitKinds.has(claimKinds[kinds[row]!]!) && isForCare(services[row]!) && faultOf(row) === undefined ? 1 : 0
    ),
    providers: (codeOf) => providersOfClaims(store, records, codeOf)
  }
}

function providersOfClaims(
  store: Store,
  { claims, careTeams, key }: ClaimRecords,
  codeOf: (key: string) => number
): Int32Array {
  const header = claimProviders(store, claims)
  const ofHeader = header.keys.map(codeOf)
  const found = header.codes.map((code) => (code < 0 ? -1 : ofHeader[code]!))
  if (careTeams === undefined || careTeams.rows === 0) return found
  const claim = claimOfRows(careTeams, key)
  const member = careTeams.column('provider_id', 'reference')
  const ofMember = numberKeys(member, codeOf)
  const role = careTeams.column('role_code', 'dictionary')
  const ranks = role.values.map(rankOfRole)
  const best = new Uint8Array(claims.rows).fill(255)
  for (let row = 0; row < careTeams.rows; row++) {
    const provider = member.codes[row]! < 0 ? -1 : ofMember[member.codes[row]!]!
    const rank = role.codes[row]! < 0 ? firstRoles.length : ranks[role.codes[row]!]!
    if (claim[row]! < 0 || provider < 0 || rank >= best[claim[row]!]!) continue
    best[claim[row]!] = rank
    found[claim[row]!] = provider
  }
  return found
}

/** 255 for roles that never count. */
function rankOfRole(role: string): number {
  if (notCare.has(role)) return 255
  const place = firstRoles.indexOf(role)
  return place < 0 ? firstRoles.length : place
}
