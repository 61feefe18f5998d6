import { enginePopulationStaysMessages as m } from '#messages/engine/population/stays.ts'
import { defined } from '#shared/language/defined.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { lastDays } from '../claims/claim-days.ts'
import { claimFaults } from '../claims/claim-faults.ts'
import { claimKinds, claimSettings } from '../claims/claim-kind.ts'
import { claimRecords } from '../claims/claim-tables.ts'
import { claimServices, isForCare } from '../claims/rule-out-claims.ts'
import { countInPopulation } from '../../store/model/population-rows.ts'
import type { Store } from '../../store/model/store.ts'

/** The rule in words, for definitions. */
export const claimEmergencyRule = m.theDataContainNoEncountersSo

/** Why claims may not tell emergency visits. */
export const noEmergencyEvidence = m.noClaimHasARevenueCenter

/** A claim that goes on for longer is one that bills many visits together; only its first day is taken as the visit. */
const LONGEST_VISIT = 3

/** A visit of an emergency department, by the row that stands for it. */
export interface EmergencyVisit {
  readonly row: number
  readonly last: number
  /** The record itself is that of the stay. */
  readonly admitted: boolean
}

/** Claims of an emergency department. */
function emergencyClaims(store: Store): number {
  const records = claimRecords(store)
  return records === undefined ? 0 : claimSettings(store, records).emergency.filter((mark) => mark === 1).length
}

/**
 * The emergency visits that claims tell of, in the order of the rows of their first claims.
 * @returns undefined when there are no claims, or none that could tell, see {@link noEmergencyEvidence}
 */
export function claimEmergencies(store: Store): readonly EmergencyVisit[] | undefined {
  const records = claimRecords(store)
  if (records === undefined) return undefined
  const { claims, items } = records
  const { kinds, emergency } = claimSettings(store, records)
  // Texts that no row of the population has are not in a dictionary.
  const hasRevenue = (items?.column('revenue_code', 'dictionary').values.length ?? 0) > 0
  if (!hasRevenue && countInPopulation(store, 'emergency claims', emergencyClaims) === 0) return undefined
  const services = claimServices(store, records)
  const faultOf = claimFaults(store, records)
  const ends = lastDays(records)
  const inpatient = claimKinds.indexOf('inpatient')
  const hospital = [inpatient, claimKinds.indexOf('outpatient')]
  const others = [claimKinds.indexOf('professional'), claimKinds.indexOf('unknown')]
  const [personOf, dayOf] = [defined(claims.patient), defined(claims.day)]
  const counts = (row: number): boolean => {
    if (emergency[row] === 0 || personOf[row]! < 0 || faultOf(row) !== undefined) return false
    return hospital.includes(kinds[row]!) || (others.includes(kinds[row]!) && isForCare(services[row]!))
  }
  const visits: { row: number; last: number; admitted: boolean }[] = []
  for (let row = 0; row < claims.rows; row++) {
    if (!counts(row)) continue
    const first = dayOf[row]!
    const admitted = kinds[row] === inpatient
    const end = ends[row]!
    const last = admitted || end === NO_DAY || end < first || end - first > LONGEST_VISIT ? first : end
    const before = visits.at(-1)
    if (before !== undefined && personOf[before.row] === personOf[row] && first <= before.last) {
      before.last = Math.max(before.last, last)
      before.admitted ||= admitted
    } else visits.push({ row, last, admitted })
  }
  return visits
}
