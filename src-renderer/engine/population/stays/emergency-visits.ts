import { enginePopulationStaysMessages as m } from '#messages/engine/population/stays.ts'
import { defined } from '#shared/language/defined.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { encounterClassCodes } from '../claims/encounter-class.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { claimEmergencies, type EmergencyVisit } from './claim-emergencies.ts'
import type { HospitalStays } from './hospital-stays.ts'
import { hospitalStays, inpatientStays } from './inpatient-stays.ts'
import { tookPlace } from '../selection/visit-dimensions.ts'

/** How an emergency visit ended; index into this list. */
export const emergencyOutcomes = ['released', 'admitted'] as const

/** The emergency visits that took place. */
export interface EmergencyVisits {
  /** Encounters, or claims in data without encounters. */
  readonly table: Table
  /** Row of the table that stands for each visit, ascending. */
  readonly rows: Int32Array
  /** Last day of each visit. */
  readonly last: Int32Array
  /** Index into {@link emergencyOutcomes} of each of these rows. */
  readonly outcome: Uint8Array
}

/** The rule in words, for definitions. */
export const emergencyRule = m.aVisitEndedInAStay

const known = new DerivedValues<HospitalStays, EmergencyVisits | undefined>()

/** The emergency visits of a store; looked for once. @returns undefined when neither encounters nor claims tell them */
export function emergencyVisits(store: Store): EmergencyVisits | undefined {
  const stays = hospitalStays(store)
  if (stays === undefined) return undefined
  return known.get(stays, () => findVisits(store, stays))
}

function findVisits(store: Store, stays: HospitalStays): EmergencyVisits | undefined {
  const { table } = stays
  const visits = table.name === 'encounter' ? emergencyEncounters(store, table) : claimEmergencies(store)
  if (visits === undefined) return undefined
  const admissions = new Map<number, number[]>()
  const inpatient = defined(inpatientStays(store))
  inpatient.rows.forEach((row, index) => {
    const person = defined(table.patient)[row]!
    if (person < 0) return
    const days = admissions.get(person) ?? []
    days.push(inpatient.first[index]!)
    admissions.set(person, days)
  })
  return {
    table,
    rows: Int32Array.from(visits, ({ row }) => row),
    last: Int32Array.from(visits, ({ last }) => last),
    outcome: Uint8Array.from(visits, ({ row, last, admitted }) => {
      const days = admissions.get(defined(table.patient)[row]!) ?? []
      return admitted || days.some((day) => day >= defined(table.day)[row]! && day <= last + 1) ? 1 : 0
    })
  }
}

function emergencyEncounters({ concepts }: Store, table: Table): EmergencyVisit[] {
  const codes = encounterClassCodes(concepts)
  const classes = table.column('class', 'concept').ids
  const happened = tookPlace(table)
  const end = table.column('period_end', 'dateTime').days
  const visits: EmergencyVisit[] = []
  for (let row = 0; row < table.rows; row++) {
    if (happened[row] === 0 || classes[row]! < 0 || codes[classes[row]!] !== 'EMER') continue
    const first = defined(table.day)[row]!
    visits.push({ row, last: end[row] === NO_DAY ? first : Math.max(first, end[row]!), admitted: false })
  }
  return visits
}
