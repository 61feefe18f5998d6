import { defined } from '#shared/language/defined.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { lastDays } from '../claims/claim-days.ts'
import { claimFaults } from '../claims/claim-faults.ts'
import { claimKinds, claimSettings } from '../claims/claim-kind.ts'
import { claimRecords } from '../claims/claim-tables.ts'
import { encounterClassCodes } from '../claims/encounter-class.ts'
import type { Store } from '../../store/model/store.ts'

/** Classes of HL7's ActEncounterCode that are stays or emergency visits. */
const acuteClasses: ReadonlySet<string | undefined> = new Set(['IMP', 'ACUTE', 'NONAC', 'EMER'])
/** Statuses of encounters that did not take place. */
const notVisits: ReadonlySet<string> = new Set(['planned', 'cancelled', 'noshow', 'entered-in-error', 'discontinued'])

/**
 * Tells whether a person was in a hospital or an emergency department on a day, by encounters and by claims: what is
 * measured there says little about everyday control.
 */
export function acuteDays(store: Store): (patient: number, day: number) => boolean {
  const spans = new Map<number, { readonly first: number; readonly last: number }[]>()
  const add = (patient: number, first: number, last: number): void => {
    if (patient < 0 || first === NO_DAY) return
    const stays = spans.get(patient) ?? []
    stays.push({ first, last: Math.max(first, last) })
    spans.set(patient, stays)
  }
  addEncounters(store, add)
  addClaims(store, add)
  return (patient, day) => spans.get(patient)?.some(({ first, last }) => day >= first && day <= last) === true
}

type Add = (patient: number, first: number, last: number) => void

function addEncounters({ tables, concepts }: Store, add: Add): void {
  const table = tables.get('encounter')
  if (table === undefined) return
  const { day, patient } = table
  if (day === undefined || patient === undefined) return
  const codes = encounterClassCodes(concepts)
  const status = table.column('status', 'dictionary')
  const classes = table.column('class', 'concept').ids
  const end = table.column('period_end', 'dateTime').days
  for (let row = 0; row < table.rows; row++) {
    if (classes[row]! < 0 || !acuteClasses.has(codes[classes[row]!])) continue
    if (status.codes[row]! >= 0 && notVisits.has(status.values[status.codes[row]!]!)) continue
    add(patient[row]!, day[row]!, end[row]!)
  }
}

function addClaims(store: Store, add: Add): void {
  const records = claimRecords(store)
  if (records === undefined) return
  const { kinds, emergency } = claimSettings(store, records)
  const [patient, day] = [defined(records.claims.patient), defined(records.claims.day)]
  const inpatient = claimKinds.indexOf('inpatient')
  const faultOf = claimFaults(store, records)
  const last = lastDays(records)
  for (let row = 0; row < records.claims.rows; row++) {
    const isStay = kinds[row] === inpatient
    if ((!isStay && emergency[row] === 0) || faultOf(row) !== undefined) continue
    add(patient[row]!, day[row]!, isStay ? last[row]! : day[row]!)
  }
}
