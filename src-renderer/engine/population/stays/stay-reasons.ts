import { defined } from '#shared/language/defined.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { conditionConcepts, confirmedConditions } from '../claims/condition-concepts.ts'
import { paidClaims } from '../claims/paid-claims.ts'
import { serviceTypes } from '../claims/service-types.ts'
import { targetOf } from '../../store/model/column.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { principalDiagnoses } from './encounter-diagnoses.ts'
import type { HospitalStays } from './hospital-stays.ts'
import { isDiagnosisCode, stayCode, stayCodes } from './planned-codes.ts'

/** Hospital admission, elective (SNOMED CT). */
const elective = '8715000'
const inpatient = serviceTypes.findIndex(({ value }) => value === 'inpatient')

/** What a stay was for. */
export interface StayReasons {
  /** 1 for stays that were planned. */
  readonly planned: Uint8Array
  /** 1 for stays for a pregnancy, a birth or a condition of the newborn. */
  readonly perinatal: Uint8Array
  /** 1 for stays that the hospital-wide measure does not follow: psychiatry, rehabilitation, medical treatment of cancer. */
  readonly notIndex: Uint8Array
}

/** Tells of each stay whether it was planned and whether it was for a pregnancy or a birth, by `plannedRule`. */
export function stayReasons(store: Store, stays: HospitalStays): StayReasons {
  const { table } = stays
  const bits = stayCodes(store.concepts)
  const found = new Uint8Array(stays.rows.length)
  const index = stayIndex(stays)
  const mark = (stay: number, concept: number): void => {
    if (stay >= 0 && concept >= 0) found[stay]! |= bits[concept]!
  }
  const ofCondition = conditionConcepts(store)
  const conditions = store.tables.get('condition')
  const isConfirmed = conditions === undefined ? undefined : confirmedConditions(conditions)
  /** Marks a diagnosis by its code, or by the codes of a Condition. @returns whether one of them is of ICD-10-CM */
  const diagnose = (stay: number, concept: number, condition = -1): boolean => {
    const codes = concept >= 0 || isConfirmed?.[condition] !== 1 ? [concept] : [...ofCondition(condition)]
    for (const code of codes) mark(stay, code)
    return codes.some((code) => isDiagnosisCode(store.concepts, code))
  }
  const hasPrincipal = markClaims(store, stays, index, { mark, diagnose })
  const isChart = table.name === 'encounter'
  if (isChart) {
    const reason = table.column('reason', 'concept').ids
    const listed = principalDiagnoses(store, table)
    stays.rows.forEach((row, stay) => {
      if (hasPrincipal[stay] === 0 && !diagnose(stay, -1, listed[row])) mark(stay, reason[row]!)
    })
  }
  const procedures = store.tables.get('procedure')
  if (procedures?.day !== undefined && procedures.patient !== undefined) {
    const code = procedures.column('code', 'concept').ids
    const status = procedures.column('status', 'dictionary')
    const done = status.values.map((value) => value === 'completed' || value === 'in-progress')
    for (let row = 0; row < procedures.rows; row++)
      if (code[row]! >= 0 && bits[code[row]!] !== 0 && done[status.codes[row]!] === true)
        mark(index.at(procedures.patient[row]!, procedures.day[row]!), code[row]!)
  }
  const type = isChart ? table.column('type', 'concept').ids : undefined
  return {
    planned: Uint8Array.from(found, (mask, stay) => {
      const id = type?.[stays.rows[stay]!] ?? -1
      if (id >= 0 && store.concepts.codes[id] === elective) return 1
      if ((mask & (stayCode.alwaysPlannedDiagnosis | stayCode.alwaysPlannedProcedure)) !== 0) return 1
      return (mask & stayCode.potentiallyPlannedProcedure) !== 0 && (mask & stayCode.acuteDiagnosis) === 0 ? 1 : 0
    }),
    perinatal: found.map((mask) => ((mask & stayCode.perinatal) === 0 ? 0 : 1)),
    notIndex: found.map((mask) => {
      if ((mask & stayCode.otherCare) !== 0) return 1
      return (mask & stayCode.cancer) !== 0 && (mask & stayCode.surgery) === 0 ? 1 : 0
    })
  }
}

interface StayIndex {
  readonly stays: number
  /** The stay that an encounter is, -1 for none. */
  of(encounter: number): number
  /** The stay of a person on a day, -1 for none. */
  at(patient: number, day: number): number
}

function stayIndex({ table, rows, first, last }: HospitalStays): StayIndex {
  const byRow = new Map<number, number>()
  const byPerson = new Map<number, number[]>()
  rows.forEach((row, stay) => {
    byRow.set(row, stay)
    const person = defined(table.patient)[row]!
    const personStays = byPerson.get(person) ?? []
    personStays.push(stay)
    byPerson.set(person, personStays)
  })
  return {
    stays: rows.length,
    of: (encounter) => byRow.get(encounter) ?? -1,
    at: (patient, day) =>
      byPerson
        .get(patient)
        ?.find((stay) => day >= first[stay]! && day <= (last[stay] === NO_DAY ? first[stay]! : last[stay]!)) ?? -1
  }
}

/** Takes what a stay was for. */
interface StayMarker {
  readonly mark: (stay: number, concept: number) => void
  readonly diagnose: (stay: number, concept: number, condition: number) => boolean
}

/**
 * Marks principal diagnoses and procedures of inpatient claims.
 * @returns 1 for stays with a principal diagnosis in ICD-10-CM, of its own or of a Condition that it refers to
 */
function markClaims(store: Store, stays: HospitalStays, index: StayIndex, { mark, diagnose }: StayMarker): Uint8Array {
  const hasPrincipal = new Uint8Array(index.stays)
  const stayOf = index.stays === 0 ? undefined : (stays.stayOfClaim ?? staysOfClaims(store, index))
  if (stayOf === undefined) return hasPrincipal
  const records = stays.stayOfClaim === undefined ? 'explanation_of_benefit' : stays.table.name
  const lines = (name: string, visit: (stay: number, row: number, lines: Table) => void): void => {
    const part = store.tables.get(name)
    if (part === undefined) return
    const owner = part.column(`${records}_id`, 'reference')
    for (let row = 0; row < part.rows; row++) {
      const claim = targetOf(owner, row)
      if (claim >= 0 && stayOf[claim]! >= 0) visit(stayOf[claim]!, row, part)
    }
  }
  lines(`${records}_diagnosis`, (stay, row, part) => {
    const type = part.column('type_code', 'dictionary')
    const kind = type.codes[row]! < 0 ? '' : type.values[type.codes[row]!]!
    // Without a type the first diagnosis is the principal one.
    if (kind !== 'principal' && !(kind === '' && part.column('sequence', 'integer').values[row] === 1)) return
    const condition = targetOf(part.column('condition_id', 'reference'), row)
    if (diagnose(stay, part.column('code', 'concept').ids[row]!, condition)) hasPrincipal[stay] = 1
  })
  for (const part of ['procedure', 'item', 'item_code'])
    lines(`${records}_${part}`, (stay, row, rows) => mark(stay, rows.column('code', 'concept').ids[row]!))
  return hasPrincipal
}

/** The stay in the chart that each inpatient claim in force is for, -1 for none. */
function staysOfClaims(store: Store, index: StayIndex): Int32Array | undefined {
  const claims = paidClaims(store)
  if (claims === undefined) return undefined
  const { counts, services, table, days, patient } = claims
  const encounter = table.column('encounter_id', 'reference')
  const stays = new Int32Array(table.rows).fill(-1)
  for (let row = 0; row < stays.length; row++) {
    if (counts[row] === 0 || services[row] !== inpatient) continue
    const named = targetOf(encounter, row)
    stays[row] = named >= 0 ? index.of(named) : index.at(patient[row]!, days[row]!)
  }
  return stays
}
