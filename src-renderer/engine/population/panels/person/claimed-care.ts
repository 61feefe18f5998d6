import { activeLocale } from '#shared/messages/locale.ts'
import { defined } from '#shared/language/defined.ts'
import { claimFaults } from '../../claims/claim-faults.ts'
import { claimKinds, claimKindsOf } from '../../claims/claim-kind.ts'
import { claimOfRows, type ClaimRecords } from '../../claims/claim-tables.ts'
import { diagnosedPeople } from '../../claims/diagnosed-people.ts'
import { namedCode } from '../../registries/code-name.ts'
import { windowStart } from '../../registries/control-band.ts'
import type { Registry } from '../../registries/registry-definition.ts'
import { CLAIM_DIAGNOSIS_MONTHS } from '../../selection/claim-diagnosis-dimension.ts'
import { plainDisplay } from '../../selection/plain-display.ts'
import type { Store } from '../../../store/model/store.ts'
import type { CareItem } from '../results/patient-result.ts'

/** The last day of each label, latest first. */
function latestFirst(days: ReadonlyMap<string, number>): CareItem[] {
  return [...days]
    .map(([label, day]) => ({ label, day }))
    .sort((a, b) => b.day - a.day || a.label.localeCompare(b.label, activeLocale))
}

function keepLatest(days: Map<string, number>, label: string, day: number): void {
  days.set(label, Math.max(day, days.get(label) ?? day))
}

/** Diagnoses that claims of the 12 months up to a date give a person, each with its last day. */
export function claimedDiagnoses(
  store: Store,
  registries: readonly Registry[],
  patient: number,
  asOf: number
): CareItem[] {
  const people = diagnosedPeople(store)
  const { systems, codes, displays } = store.concepts
  const from = windowStart(asOf, CLAIM_DIAGNOSIS_MONTHS)
  const found = new Map<string, number>()
  people?.concept.forEach((id, index) => {
    const day = people.day[index]!
    if (people.patient[index] !== patient || day < from || day > asOf) return
    const label = plainDisplay(systems[id]!, displays[id]!) || namedCode(registries, systems[id]!, codes[id]!)
    keepLatest(found, label, day)
  })
  return latestFirst(found)
}

/** What pharmacy claims of the 12 months up to a date dispensed to a person, each with its last day. */
export function claimedDrugs(store: Store, records: ClaimRecords, patient: number, asOf: number): CareItem[] {
  const { claims, items, key } = records
  if (items?.patientOffsets === undefined) return []
  const pharmacy = claimKinds.indexOf('pharmacy')
  const kinds = claimKindsOf(store, records)
  const faultOf = claimFaults(store, records)
  const claim = claimOfRows(items, key)
  const concept = items.column('code', 'concept').ids
  const { systems, codes, displays } = store.concepts
  const from = windowStart(asOf, CLAIM_DIAGNOSIS_MONTHS)
  const found = new Map<string, number>()
  for (let row = items.patientOffsets[patient]!; row < items.patientOffsets[patient + 1]!; row++) {
    const of = claim[row]!
    const id = concept[row]!
    if (of < 0 || id < 0 || kinds[of] !== pharmacy || faultOf(of) !== undefined) continue
    const day = defined(claims.day)[of]!
    if (day < from || day > asOf) continue
    keepLatest(found, plainDisplay(systems[id]!, displays[id]!) || codes[id]!, day)
  }
  return latestFirst(found)
}
