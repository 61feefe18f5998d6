import { defined } from '#shared/language/defined.ts'
import { eachClaimDiagnosis } from './claim-diagnoses.ts'
import { claimFaults } from './claim-faults.ts'
import { claimTables, type ClaimTables } from './claim-tables.ts'
import { confirmedConditions } from './condition-concepts.ts'
import { claimServices, isForCare } from './rule-out-claims.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store } from '../../store/model/store.ts'

/** Diagnoses on claims that count and are for care, one entry per claim and code; by a Condition that they refer to, if it is confirmed. */
export interface DiagnosedPeople {
  /** Row of the claim. */
  readonly claim: Int32Array
  readonly patient: Int32Array
  readonly day: Int32Array
  readonly concept: Int32Array
}

const cached = new DerivedValues<Store, DiagnosedPeople>()

/** Who was given which diagnosis on claims, and when; worked out once per store. @returns undefined without such claims */
export function diagnosedPeople(store: Store): DiagnosedPeople | undefined {
  const tables = claimTables(store)
  if (tables === undefined) return undefined
  return cached.get(store, () => readPeople(store, tables))
}

function readPeople(store: Store, tables: ClaimTables): DiagnosedPeople {
  const { patient, day } = tables.claims
  const faultOf = claimFaults(store, tables)
  const services = claimServices(store, tables)
  const conditions = store.tables.get('condition')
  const counts = conditions === undefined ? undefined : confirmedConditions(conditions)
  let claims = new Int32Array(tables.diagnoses.rows)
  let concepts = new Int32Array(tables.diagnoses.rows)
  let count = 0
  eachClaimDiagnosis(
    store,
    tables,
    counts,
    () => true,
    (claim, concept) => {
      if (defined(patient)[claim]! < 0 || faultOf(claim) !== undefined || !isForCare(services[claim]!)) return
      if (count === claims.length) [claims, concepts] = [twiceAsLong(claims), twiceAsLong(concepts)]
      claims[count] = claim
      concepts[count++] = concept
    }
  )
  const claim = claims.slice(0, count)
  return {
    claim,
    patient: claim.map((row) => defined(patient)[row]!),
    day: claim.map((row) => defined(day)[row]!),
    concept: concepts.slice(0, count)
  }
}

/** A diagnosis has several codes where it refers to a Condition that has. */
function twiceAsLong(list: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(2 * Math.max(1, list.length))
  longer.set(list)
  return longer
}
