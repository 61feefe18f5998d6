import { engineMessages as m } from '#messages/engine.ts'
import { NO_INTEGER, targetOf } from '../../store/model/column.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { claimOfRows, claimTables } from '../../population/claims/claim-tables.ts'
import { conditionConcepts, confirmedConditions } from '../../population/claims/condition-concepts.ts'
import { paidClaims } from '../../population/claims/paid-claims.ts'
import { serviceTypes } from '../../population/claims/service-types.ts'
import { principalDiagnoses } from '../../population/stays/encounter-diagnoses.ts'
import { icdCodes } from '../evidence/icd-codes.ts'

/** What a stay or visit was for, in codes without dots. */
export interface CareCodes {
  /** The principal diagnosis in ICD-10; undefined where nothing tells which it is. */
  readonly principal: string | undefined
  /** All diagnoses in ICD-10. */
  readonly diagnoses: readonly string[]
  readonly procedures: readonly string[]
}

/** The rule in words, for definitions. */
export const principalRule = m.thePrincipalDiagnosisIsInICD

interface Draft {
  rank: number
  principal: string | undefined
  readonly diagnoses: Set<string>
  readonly procedures: Set<string>
}

const known = new DerivedValues<Table, readonly (CareCodes | undefined)[]>()

/**
 * The codes of each row of encounters, or of claims.
 * @param table the one that stays and visits are read from
 */
export function careCodes(store: Store, table: Table): readonly (CareCodes | undefined)[] {
  return known.get(table, () => read(store, table))
}

function read(store: Store, table: Table): readonly (CareCodes | undefined)[] {
  const drafts: (Draft | undefined)[] = Array.from({ length: table.rows })
  const draft = (row: number): Draft =>
    (drafts[row] ??= {
      rank: Number.POSITIVE_INFINITY,
      principal: undefined,
      diagnoses: new Set<string>(),
      procedures: new Set<string>()
    })
  addClaims(store, placesOf(store, table), draft)
  if (table.name === 'encounter') addChart(store, table, draft)
  return drafts.map((each) =>
    each === undefined
      ? undefined
      : { principal: each.principal, diagnoses: [...each.diagnoses], procedures: [...each.procedures] }
  )
}

/** Row of the table that each claim is about, and which claim of a row tells the principal diagnosis first; -1 for none. */
function placesOf(store: Store, table: Table): { readonly row: Int32Array; readonly rank: Float64Array } | undefined {
  const tables = claimTables(store)
  if (tables === undefined) return undefined
  const { claims } = tables
  if (claims === table)
    return { row: Int32Array.from({ length: claims.rows }, (_, row) => row), rank: new Float64Array(claims.rows) }
  const paid = paidClaims(store)
  const encounter = claims.column('encounter_id', 'reference')
  const order = ['inpatient', 'emergency', 'outpatient']
  return {
    row: Int32Array.from(encounter.codes, (_, row) =>
      paid === undefined || paid.counts[row] === 1 ? targetOf(encounter, row) : -1
    ),
    rank: Float64Array.from(encounter.codes, (_, row) => {
      const place = order.indexOf(serviceTypes[paid?.services[row] ?? -1]?.value ?? '')
      return place < 0 ? order.length : place
    })
  }
}

function addClaims(store: Store, places: ReturnType<typeof placesOf>, draft: (row: number) => Draft): void {
  const tables = claimTables(store)
  if (tables === undefined || places === undefined) return
  const { diagnoses, key, claims } = tables
  const icd = icdCodes(store.concepts)
  const ofClaim = claimOfRows(diagnoses, key)
  const codes = diagnoses.column('code', 'concept').ids
  const condition = diagnoses.column('condition_id', 'reference')
  const ofCondition = icdOfCondition(store, icd)
  const sequence = diagnoses.column('sequence', 'integer').values
  const type = diagnoses.column('type_code', 'dictionary')
  for (let row = 0; row < diagnoses.rows; row++) {
    const claim = ofClaim[row]!
    const place = claim < 0 ? -1 : places.row[claim]!
    const code = codes[row]! >= 0 ? icd[codes[row]!] : ofCondition(targetOf(condition, row))
    if (place < 0 || code === undefined) continue
    const care = draft(place)
    care.diagnoses.add(code)
    const isPrincipal = type.values[type.codes[row]!] === 'principal'
    // Claims of a stay before those of single services; on a claim what is marked, else the lowest number.
    const number = sequence[row] === NO_INTEGER ? 999 : sequence[row]!
    const rank = places.rank[claim]! * 10_000 + (isPrincipal ? 0 : 1_000 + number)
    if (rank < care.rank) Object.assign(care, { rank, principal: code })
  }
  const parts = store.tables.get(`${claims.name}_procedure`)
  if (parts === undefined) return
  const owner = claimOfRows(parts, key)
  const procedures = parts.column('code', 'concept').ids
  for (let row = 0; row < parts.rows; row++) {
    const place = owner[row]! < 0 ? -1 : places.row[owner[row]!]!
    if (place >= 0 && procedures[row]! >= 0) draft(place).procedures.add(plain(store, procedures[row]!))
  }
}

/** What the chart says of encounters: diagnoses that they list, reasons, and diagnoses and procedures that name the encounter. */
function addChart(store: Store, table: Table, draft: (row: number) => Draft): void {
  const icd = icdCodes(store.concepts)
  const ofCondition = icdOfCondition(store, icd)
  const diagnose = (row: number, code: string | undefined): void => {
    if (code === undefined) return
    const care = draft(row)
    care.principal ??= code
    care.diagnoses.add(code)
  }
  principalDiagnoses(store, table).forEach((condition, row) => diagnose(row, ofCondition(condition)))
  table.column('reason', 'concept').ids.forEach((concept, row) => diagnose(row, icd[concept]))
  const named = (
    name: string,
    countsOf: (records: Table) => (row: number) => boolean,
    add: (care: Draft, concept: number) => void
  ): void => {
    const records = store.tables.get(name)
    if (records === undefined) return
    const counts = countsOf(records)
    const encounter = records.column('encounter_id', 'reference')
    const codes = records.column('code', 'concept').ids
    for (let row = 0; row < records.rows; row++) {
      const target = targetOf(encounter, row)
      if (target >= 0 && codes[row]! >= 0 && counts(row)) add(draft(target), codes[row]!)
    }
  }
  named('condition', isConfirmed, ({ diagnoses }, concept) => icd[concept] !== undefined && diagnoses.add(icd[concept]))
  named('procedure', isDone, ({ procedures }, concept) => procedures.add(plain(store, concept)))
}

/** Tells which diagnoses of the chart count: not those that were refuted or entered in error. */
function isConfirmed(conditions: Table): (row: number) => boolean {
  const counts = confirmedConditions(conditions)
  return (row) => counts[row] === 1
}

/** Tells which procedures of the chart were done. */
function isDone(procedures: Table): (row: number) => boolean {
  const { codes, values } = procedures.column('status', 'dictionary')
  return (row) => ['', 'completed', 'in-progress'].includes(values[codes[row]!] ?? '')
}

/** The first code of ICD-10 among the codings of a Condition by its row; undefined without, and where the Condition does not count. */
function icdOfCondition(store: Store, icd: readonly (string | undefined)[]): (row: number) => string | undefined {
  const concepts = conditionConcepts(store)
  const conditions = store.tables.get('condition')
  const counts = conditions === undefined ? undefined : isConfirmed(conditions)
  return (row) => {
    if (row < 0 || counts?.(row) !== true) return undefined
    const concept = concepts(row).find((each) => icd[each] !== undefined)
    return concept === undefined ? undefined : icd[concept]
  }
}

function plain({ concepts }: Store, concept: number): string {
  return concepts.codes[concept]!.replaceAll('.', '').toUpperCase()
}
