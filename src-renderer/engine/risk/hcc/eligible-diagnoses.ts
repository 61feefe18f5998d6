import { engineRiskHccMessages as m } from '#messages/engine/risk/hcc.ts'
import { defined } from '#shared/language/defined.ts'
import { isProcedureSystem } from '../../base/codes/code-systems.ts'
import { dayFromCivil } from '../../base/fhir/calendar.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Day } from '../../base/figures/filter.ts'
import { claimKinds, claimKindsOf } from '../../population/claims/claim-kind.ts'
import { lastDays } from '../../population/claims/claim-days.ts'
import { claimOfRows, claimTables } from '../../population/claims/claim-tables.ts'
import { forEachLineCode, productElements } from '../../population/claims/line-codes.ts'
import { tookPlace } from '../../population/selection/visit-dimensions.ts'
import { targetOf } from '../../store/model/column.ts'
import type { Store } from '../../store/model/store.ts'
import { diagnosisEvents, diagnosisSources } from '../evidence/diagnosis-events.ts'
import { icdCodes } from '../evidence/icd-codes.ts'

/** Which diagnoses count for payment categories. */
export const diagnosisBases = ['claims', 'chart'] as const
/** One of {@link diagnosisBases}. */
export type DiagnosisBasis = (typeof diagnosisBases)[number]

/** A diagnosis of a service year that counts. */
export interface EligibleDiagnosis {
  /** ICD-10-CM, upper case without dots. */
  readonly code: string
  readonly concept: number
  /** Of the chart the day on which it was recorded, of a claim the last day of service. */
  readonly day: Day
  readonly table: 'claims' | 'condition'
  /** Row of that table. */
  readonly row: number
}

/** The rule in words, for definitions. */
export const eligibleRule: Readonly<Record<DiagnosisBasis, string>> = {
  claims: m.diagnosesOfFinalInpatientOutpatientAnd,
  chart: m.theseDataContainNoClaimsWith
}

/** The basis that a store's data allow. */
export function diagnosisBasis(store: Store): DiagnosisBasis {
  return claimTables(store) === undefined ? 'chart' : 'claims'
}

/** Tells the diagnoses of one person in a service year that count. */
export type EligibleReader = (patient: number, serviceYear: number, until: Day) => readonly EligibleDiagnosis[]

/** @param procedures eligible CPT and HCPCS codes; undefined where no list is imported */
export function eligibleReader(store: Store, procedures: ReadonlySet<string> | undefined): EligibleReader {
  const basis = diagnosisBasis(store)
  const { offsets, concept, from, source, row } = diagnosisEvents(store)
  const codes = icdCodes(store.concepts)
  const counts = basis === 'claims' ? eligibleClaims(store, procedures) : chartRows(store)
  const through = basis === 'claims' ? lastDays(defined(claimTables(store))) : undefined
  return (patient, serviceYear, until) => {
    const first = dayFromCivil(serviceYear, 1, 1)
    const last = Math.min(dayFromCivil(serviceYear, 12, 31), until)
    const found: EligibleDiagnosis[] = []
    for (let index = offsets[patient]!; index < offsets[patient + 1]!; index++) {
      const isClaim = diagnosisSources[source[index]!]!.startsWith('claim')
      const code = codes[concept[index]!]
      if (isClaim !== (basis === 'claims') || code === undefined || counts[row[index]!] !== 1) continue
      const day = Math.max(from[index]!, through?.[row[index]!] ?? NO_DAY)
      if (day === NO_DAY || day < first || day > last) continue
      found.push({ code, concept: concept[index]!, day, table: isClaim ? 'claims' : 'condition', row: row[index]! })
    }
    return found
  }
}

const kinds: ReadonlySet<string> = new Set(['inpatient', 'outpatient', 'professional'])

/** 1 for claims whose diagnoses count. */
function eligibleClaims(store: Store, procedures: ReadonlySet<string> | undefined): Uint8Array {
  const tables = defined(claimTables(store))
  const kindOf = claimKindsOf(store, tables)
  const counts = Uint8Array.from(kindOf, (kind) => (kinds.has(claimKinds[kind]!) ? 1 : 0))
  if (procedures === undefined) return counts
  const listed = new Uint8Array(counts.length)
  if (tables.items !== undefined) {
    const claim = claimOfRows(tables.items, tables.key)
    const procedure = tables.items.column('procedure_code', 'dictionary')
    const isListed = procedure.values.map((code) => procedures.has(code))
    for (let item = 0; item < tables.items.rows; item++)
      if (claim[item]! >= 0 && isListed[procedure.codes[item]!] === true) listed[claim[item]!] = 1
    forEachLineCode(store, tables, productElements, (of, code, concept) => {
      if (procedures.has(code) && isProcedureSystem(store.concepts.systems[concept]!)) listed[of] = 1
    })
  }
  return counts.map((counted, claim) =>
    counted === 1 && (claimKinds[kindOf[claim]!] === 'inpatient' || listed[claim] === 1) ? 1 : 0
  )
}

/** 1 for conditions that were recorded at an encounter that took place. */
function chartRows(store: Store): Uint8Array {
  const table = store.tables.get('condition')
  const encounters = store.tables.get('encounter')
  if (table === undefined || encounters === undefined) return new Uint8Array(table?.rows ?? 0)
  const encounter = table.column('encounter_id', 'reference')
  const happened = tookPlace(encounters)
  return Uint8Array.from(encounter.codes, (_, row) => {
    const target = targetOf(encounter, row)
    return target >= 0 && happened[target] === 1 ? 1 : 0
  })
}
