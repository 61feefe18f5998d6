import { enginePopulationClaimsMessages as m } from '#messages/engine/population/claims.ts'
import { defined } from '#shared/language/defined.ts'
import { inSentence } from '#shared/messages/letter-case.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { claimKindRule, claimKinds, claimSettings, type PayerClaimKind } from './claim-kind.ts'

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
  const placeFor = (setting: PayerClaimKind | undefined): number => defined(placeOf.get(byKind[setting ?? 'unknown']))
  const places = claimKinds.map(placeFor)
  const [unknown, outpatient] = [claimKinds.indexOf('unknown'), claimKinds.indexOf('outpatient')]
  const inEmergency = defined(placeOf.get('emergency'))
  return kinds.map((kind, row) => {
    if (kind !== unknown) return kind === outpatient && emergency[row] === 1 ? inEmergency : places[kind]!
    const setting = settings[row]
    if (setting === 'emergency' || (setting === 'outpatient' && emergency[row] === 1)) return inEmergency
    return placeFor(setting)
  })
}
