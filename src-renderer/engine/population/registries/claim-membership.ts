import { partitionPoint } from '../../base/kernels/lower-bound.ts'
import { defined } from '#shared/language/defined.ts'
import { eachClaimDiagnosis } from '../claims/claim-diagnoses.ts'
import { claimKinds, claimKindsOf, type PayerClaimKind } from '../claims/claim-kind.ts'
import { claimTables, type ClaimTables } from '../claims/claim-tables.ts'
import type { Store } from '../../store/model/store.ts'
import { claimRoles, claimSpans, type ClaimRole } from './claim-evidence.ts'
import { conditionStates, NEVER } from './condition-state.ts'
import type { ClaimsRule, Registry } from './registry-definition.ts'

/** Who meets the claims rule of a registry, and when. */
export interface ClaimMembership {
  /** Day of service of the claim that first completes the rule, per patient; `NEVER` without. */
  readonly entry: Int32Array
  /** Where that claim stands in the resource index of its type, -1 without. */
  readonly evidence: Int32Array
  /** Stretches of days on which the rule is met, in the order of patients. */
  readonly spans: readonly { readonly patient: number; readonly start: number; readonly end: number }[]
  /** Rows of the claims with a code of the registry, in the order of patients and days. */
  readonly rows: Int32Array
  /** Gets ready to tell what the claims of one person are to the rule, in the order of their days. */
  readonly explain: () => (patient: number) => readonly ExplainedClaim[]
}

/** A claim with a code of a registry. */
export interface ExplainedClaim {
  /** Row of the claims. */
  readonly row: number
  readonly resourceType: string
  /** Place in the resource index. */
  readonly resource: number
  readonly day: number
  readonly kind: PayerClaimKind
  readonly role: ClaimRole
  /** It is one of those that first completed the rule. */
  readonly decides: boolean
}

/**
 * Membership by claims, per registry; undefined for registries without a rule, and where no claim has a code of theirs.
 * @param wanted registries that ask for each concept, by concept
 */
export function claimMemberships(
  store: Store,
  registries: readonly Registry[],
  wanted: readonly (readonly number[] | undefined)[]
): readonly (ClaimMembership | undefined)[] {
  const tables = claimTables(store)
  if (tables === undefined) return registries.map(() => undefined)
  const rows = registries.map((): number[] => [])
  const conditions = store.tables.get('condition')
  const counts = conditions === undefined ? undefined : conditionStates(conditions).counts
  eachClaimDiagnosis(
    store,
    tables,
    counts,
    (concept) => wanted[concept] !== undefined,
    (claim, concept) => {
      for (const registry of wanted[concept] ?? [])
        if (defined(tables.claims.patient)[claim]! >= 0) rows[registry]!.push(claim)
    }
  )
  return registries.map(({ claims: rule }, index) => {
    // Claims stand in the order of patients and days.
    const sorted = Int32Array.from(rows[index]!).sort()
    const found = sorted.filter((row, index) => index === 0 || row !== sorted[index - 1])
    return rule === undefined || found.length === 0 ? undefined : membershipByClaims(store, tables, rule, found)
  })
}

function membershipByClaims(store: Store, tables: ClaimTables, rule: ClaimsRule, rows: Int32Array): ClaimMembership {
  const { claims } = tables
  const days = defined(claims.day)
  const roleOf = claimRoles(store, tables, rule)
  const entry = new Int32Array(store.patients).fill(NEVER)
  const evidence = new Int32Array(store.patients).fill(-1)
  const spans: { patient: number; start: number; end: number }[] = []
  for (const [patient, patientRows] of byPatient(rows, defined(claims.patient))) {
    const found = claimSpans(rule, days, patientRows, roleOf)
    const [first] = found
    if (first === undefined) continue
    entry[patient] = first.start
    evidence[patient] = claims.resource[defined(first.claims.at(-1))]!
    for (const { start, end } of found) spans.push({ patient, start, end })
  }
  return {
    entry,
    evidence,
    spans,
    rows,
    explain: () => claimExplainer(store, tables, rule, rows)
  }
}

/** @param rows claims with a code of the registry */
function claimExplainer(
  store: Store,
  tables: ClaimTables,
  rule: ClaimsRule,
  rows: Int32Array
): (patient: number) => readonly ExplainedClaim[] {
  const { claims } = tables
  const days = defined(claims.day)
  const roleOf = claimRoles(store, tables, rule)
  const kinds = claimKindsOf(store, tables)
  return (patient) => {
    const patientRows = rowsOf(patient, rows, defined(claims.patient))
    const deciding = claimSpans(rule, days, patientRows, roleOf)[0]?.claims ?? []
    return patientRows.map((row) => ({
      row,
      resourceType: claims.resourceType,
      resource: claims.resource[row]!,
      day: days[row]!,
      kind: claimKinds[kinds[row]!]!,
      role: roleOf(row),
      decides: deciding.includes(row)
    }))
  }
}

/** The rows of one patient among rows in the order of patients. */
function rowsOf(wanted: number, rows: Int32Array, patient: Int32Array): readonly number[] {
  const first = partitionPoint(rows.length, (place) => patient[rows[place]!]! >= wanted)
  let end = first
  while (end < rows.length && patient[rows[end]!] === wanted) end++
  return [...rows.subarray(first, end)]
}

/** The rows of each patient, in order. */
function* byPatient(rows: Int32Array, patient: Int32Array): Generator<readonly [number, number[]]> {
  let patientRows: number[] = []
  for (const row of rows) {
    if (patientRows.length > 0 && patient[patientRows[0]!] !== patient[row]) {
      yield [patient[patientRows[0]!]!, patientRows]
      patientRows = []
    }
    patientRows.push(row)
  }
  if (patientRows.length > 0) yield [patient[patientRows[0]!]!, patientRows]
}
