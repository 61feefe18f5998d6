import { defined } from '#shared/language/defined.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { eachClaimDiagnosis } from '../../population/claims/claim-diagnoses.ts'
import { claimTables } from '../../population/claims/claim-tables.ts'
import { claimRoles } from '../../population/registries/claim-evidence.ts'
import { ruleOutServices } from '../../population/claims/rule-out-claims.ts'
import { conditionStates, NEVER } from '../../population/registries/condition-state.ts'
import { recordedDays } from '../../population/registries/recorded-days.ts'
import { hospitalStays } from '../../population/stays/inpatient-stays.ts'
import { targetOf } from '../../store/model/column.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store } from '../../store/model/store.ts'

/** Where a diagnosis stands: on the chart, on the chart of an inpatient stay, on a claim for a stay, on one for a visit. */
export const diagnosisSources = ['chart', 'chart-stay', 'claim-stay', 'claim-visit'] as const

/** Every diagnosis that counts, person by person, one entry per record and code. */
export interface DiagnosisEvents {
  /** Entries of person p are `[offsets[p], offsets[p + 1])`. */
  readonly offsets: Int32Array
  readonly concept: Int32Array
  /** First day on which it counts: when it was recorded, or the day of service. `NO_DAY` for one without a date. */
  readonly from: Int32Array
  /** Last day on which it is in force; for claims the day of service. */
  readonly to: Int32Array
  /** Index into {@link diagnosisSources}. */
  readonly source: Uint8Array
  /** Row of the `condition` table, or of the claims. */
  readonly row: Int32Array
}

const known = new DerivedValues<Store, DiagnosisEvents>()

/**
 * The diagnoses of a store, read once: confirmed ones of the chart from the day on which they were recorded until they end,
 * and those of final claims that are for care, in any position. Diagnoses of claims for nothing but services that look for a
 * disease (laboratory, imaging …) are left out.
 */
export function diagnosisEvents(store: Store): DiagnosisEvents {
  return known.get(store, () => readEvents(store))
}

class EventList {
  readonly patient: number[] = []
  readonly concept: number[] = []
  readonly from: number[] = []
  readonly to: number[] = []
  readonly source: number[] = []
  readonly row: number[] = []

  add(patient: number, concept: number, from: number, to: number, source: number, row: number): void {
    this.patient.push(patient)
    this.concept.push(concept)
    this.from.push(from)
    this.to.push(to)
    this.source.push(source)
    this.row.push(row)
  }
}

function readEvents(store: Store): DiagnosisEvents {
  const list = new EventList()
  addChart(store, list)
  addClaims(store, list)
  return arrange(list, store.patients)
}

function addChart(store: Store, list: EventList): void {
  const table = store.tables.get('condition')
  const days = recordedDays(store)?.days
  if (table?.patient === undefined || days === undefined) return
  const { end, counts } = conditionStates(table)
  const main = table.column('code', 'concept').ids
  const codings = store.codings.get('condition')
  const isStay = stayEncounters(store)
  const encounter = table.column('encounter_id', 'reference')
  for (let row = 0; row < table.rows; row++) {
    const patient = table.patient[row]!
    if (patient < 0 || counts[row] === 0) continue
    const visit = targetOf(encounter, row)
    const source = visit >= 0 && isStay[visit] === 1 ? 1 : 0
    // One that is over without a date is known for the day on which it was recorded.
    const last = end[row] === NO_DAY ? days[row]! : end[row] === NEVER ? NEVER : Math.max(end[row]! - 1, days[row]!)
    if (codings === undefined) {
      if (main[row]! >= 0) list.add(patient, main[row]!, days[row]!, last, source, row)
      continue
    }
    for (let index = codings.offsets[row]!; index < codings.offsets[row + 1]!; index++)
      list.add(patient, codings.ids[index]!, days[row]!, last, source, row)
  }
}

/** 1 for encounters that are inpatient stays, or parts of one. */
function stayEncounters(store: Store): Uint8Array {
  const marks = new Uint8Array(store.tables.get('encounter')?.rows ?? 0)
  const stays = hospitalStays(store)
  if (stays?.table.name === 'encounter')
    stays.rows.forEach((row, stay) => {
      if (stays.kinds[stay] !== 'observation') marks[row] = 1
    })
  return marks
}

function addClaims(store: Store, list: EventList): void {
  const tables = claimTables(store)
  if (tables === undefined) return
  const [patient, day] = [defined(tables.claims.patient), defined(tables.claims.day)]
  const conditions = store.tables.get('condition')
  const roleOf = claimRoles(store, tables, { stays: ['inpatient'], excludeRuleOut: ruleOutServices })
  const roles = new Map<number, number>()
  const sourceOf = (claim: number): number => {
    let source = roles.get(claim)
    if (source === undefined) {
      const role = roleOf(claim)
      source = role === 'stay' ? 2 : role === 'visit' ? 3 : -1
      roles.set(claim, source)
    }
    return source
  }
  eachClaimDiagnosis(
    store,
    tables,
    conditions === undefined ? undefined : conditionStates(conditions).counts,
    () => true,
    (claim, concept) => {
      const source = sourceOf(claim)
      if (source < 0 || patient[claim]! < 0 || day[claim] === NO_DAY) return
      list.add(patient[claim]!, concept, day[claim]!, day[claim]!, source, claim)
    }
  )
}

/** Puts the entries in the order of people; those of one person stay in order. */
function arrange(list: EventList, patients: number): DiagnosisEvents {
  const size = list.patient.length
  const offsets = new Int32Array(patients + 1)
  for (const patient of list.patient) offsets[patient + 1]!++
  for (let patient = 0; patient < patients; patient++) offsets[patient + 1]! += offsets[patient]!
  const next = offsets.slice()
  const place = Int32Array.from(list.patient, (patient) => next[patient]!++)
  const arranged = (values: readonly number[]): Int32Array => {
    const out = new Int32Array(size)
    for (let index = 0; index < size; index++) out[place[index]!] = values[index]!
    return out
  }
  return {
    offsets,
    concept: arranged(list.concept),
    from: arranged(list.from),
    to: arranged(list.to),
    source: Uint8Array.from(arranged(list.source)),
    row: arranged(list.row)
  }
}
