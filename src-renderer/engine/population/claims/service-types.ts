import { enginePopulationClaimsMessages as m } from '#messages/engine/population/claims.ts'
import { defined } from '#shared/language/defined.ts'
import { inSentence } from '#shared/messages/letter-case.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { claimKindRule, claimKinds, claimSettings, lineKinds, type PayerClaimKind } from './claim-kind.ts'

/** What a claim is for, by where and by whom the care was given; in the order in which they are shown. */
export const serviceTypes = [
  { value: 'inpatient', label: m.inpatientHospital },
  { value: 'outpatient', label: m.outpatientHospital },
  { value: 'emergency', label: m.emergency },
  { value: 'professional', label: m.professional },
  { value: 'post-acute', label: m.postAcute },
  { value: 'pharmacy', label: m.pharmacy },
  { value: 'dental-vision', label: m.dentalAndVision },
  { value: 'other', label: m.other }
] as const

export type ServiceType = (typeof serviceTypes)[number]['value']

/** Medical or pharmacy claims: they come in at different speeds. */
export type ClaimPart = 'medical' | 'pharmacy'

/** Index of care by pharmacies in {@link serviceTypes}. */
export const pharmacyService = serviceTypes.findIndex(({ value }) => value === 'pharmacy')

/** The rule in words, for definitions. */
export const serviceTypeRule = m.theTypeOfServiceIsThe(inSentence(claimKindRule))

/** The type of service of each kind of claim, but for emergency care and claims of unknown kind. */
const byKind: Readonly<Record<PayerClaimKind, ServiceType>> = {
  inpatient: 'inpatient',
  'skilled-nursing': 'post-acute',
  'home-health': 'post-acute',
  hospice: 'post-acute',
  outpatient: 'outpatient',
  professional: 'professional',
  equipment: 'professional',
  pharmacy: 'pharmacy',
  oral: 'dental-vision',
  vision: 'dental-vision',
  unknown: 'other'
}

/** @returns index into {@link serviceTypes} per row of the explanations of benefit */
export function serviceTypesOf(store: Store, claims: Table): Uint8Array {
  const items = store.tables.get('explanation_of_benefit_item')
  const { kinds, emergency, settings } = claimSettings(store, { claims, items, key: 'explanation_of_benefit_id' })
  const placeOf = new Map<string, number>(serviceTypes.map(({ value }, place) => [value, place]))
  const inEmergency = defined(placeOf.get('emergency'))
  const places = Uint8Array.from([...lineKinds, 'unknown' as const], (kind) =>
    kind === 'emergency' ? inEmergency : defined(placeOf.get(byKind[kind]))
  )
  const [unknown, outpatient] = [claimKinds.indexOf('unknown'), claimKinds.indexOf('outpatient')]
  return kinds.map((kind, row) => {
    const told = kind === unknown ? settings[row]! : kind
    return told === outpatient && emergency[row] === 1 ? inEmergency : places[told]!
  })
}
