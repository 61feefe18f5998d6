import type { Store, Table } from '../../store/model/store.ts'

/** What a claim is for, by where and by whom the care was given; in the order in which they are shown. */
export const serviceTypes = [
  { value: 'inpatient', label: 'Inpatient hospital' },
  { value: 'outpatient', label: 'Outpatient hospital' },
  { value: 'emergency', label: 'Emergency' },
  { value: 'professional', label: 'Professional' },
  { value: 'post-acute', label: 'Post-acute' },
  { value: 'pharmacy', label: 'Pharmacy' },
  { value: 'dental-vision', label: 'Dental and vision' },
  { value: 'other', label: 'Other' }
] as const

export type ServiceType = (typeof serviceTypes)[number]['value']

/** The rule in words, for definitions. */
export const serviceTypeRule =
  'Pharmacy, dental, vision and professional claims are told by the type of the claim. An institutional claim is that of ' +
  'the class of the encounter that it names; without one, of its place of service or revenue centre: room and board make ' +
  'it inpatient, the emergency room makes it emergency, skilled nursing, rehabilitation, home health and hospice make it ' +
  'post-acute, anything else is outpatient.'

/** Types of claims of HL7's code system claim-type. */
const byClaimType: Readonly<Record<string, ServiceType>> = {
  pharmacy: 'pharmacy',
  professional: 'professional',
  oral: 'dental-vision',
  vision: 'dental-vision'
}

/** Claim types of the Medicare National Claims History (NCH_CLM_TYPE_CD). */
const byNationalType: Readonly<Record<string, ServiceType>> = {
  '10': 'post-acute',
  '20': 'post-acute',
  '30': 'post-acute',
  '40': 'outpatient',
  '50': 'post-acute',
  '60': 'inpatient',
  '61': 'inpatient',
  '62': 'inpatient',
  '63': 'inpatient',
  '64': 'inpatient',
  '71': 'professional',
  '72': 'professional',
  '81': 'professional',
  '82': 'professional'
}

/** Classes of encounters of HL7's ActEncounterCode; every other class is outpatient. */
const byEncounterClass: Readonly<Record<string, ServiceType>> = {
  IMP: 'inpatient',
  ACUTE: 'inpatient',
  NONAC: 'inpatient',
  EMER: 'emergency',
  HH: 'post-acute'
}

/** Places of service of the Centers for Medicare & Medicaid Services. */
const byPlace: Readonly<Record<string, ServiceType>> = {
  '12': 'post-acute',
  '21': 'inpatient',
  '23': 'emergency',
  '31': 'post-acute',
  '32': 'post-acute',
  '34': 'post-acute',
  '51': 'inpatient',
  '61': 'post-acute'
}

/** Revenue centers of room and board, and of intensive care. */
export const roomAndBoard = /^0?(1[0-9]|20|21)\d$/

/** Revenue centers, by their first digits. */
const byRevenue: readonly (readonly [RegExp, ServiceType])[] = [
  [roomAndBoard, 'inpatient'],
  [/^0?(45|98)\d$/, 'emergency'],
  [/^0?(5[5-9]|60|65|66)\d$/, 'post-acute']
]

/** Of several lines the first of these decides. */
const strongest: readonly ServiceType[] = ['inpatient', 'post-acute', 'emergency', 'outpatient']

const codes = new Map<ServiceType, number>(serviceTypes.map(({ value }, code) => [value, code]))

/** @returns index into {@link serviceTypes} per row of the explanations of benefit */
export function serviceTypesOf(store: Store, claims: Table): Uint8Array {
  const lines = institutionalLines(store, claims)
  const encounters = encounterTypes(store, claims)
  const kind = claims.column('type', 'concept').ids
  const { concepts } = store
  return Uint8Array.from(kind, (id, row) => {
    const code = id < 0 ? '' : concepts.codes[id]!
    const isNational = id >= 0 && concepts.systems[id]!.endsWith('/nch_clm_type_cd')
    const known = isNational ? byNationalType[code] : byClaimType[code]
    if (known !== undefined) return codes.get(known)!
    const place = lines[row]!
    if (code !== 'institutional') return place < 0 ? codes.get('other')! : place
    return encounters[row]! >= 0 ? encounters[row]! : place >= 0 ? place : codes.get('outpatient')!
  })
}

/** The type that the encounter of each claim stands for, -1 where it names none that is known. */
function encounterTypes({ tables, concepts }: Store, claims: Table): Int8Array {
  const types = new Int8Array(claims.rows).fill(-1)
  const encounters = tables.get('encounter')
  if (encounters === undefined) return types
  const reference = claims.column('encounter_id', 'reference')
  const classes = encounters.column('class', 'concept').ids
  for (let row = 0; row < claims.rows; row++) {
    const code = reference.codes[row]!
    const target = code < 0 ? -1 : reference.targets[code]!
    const id = target < 0 ? -1 : classes[target]!
    if (id >= 0) types[row] = codes.get(byEncounterClass[concepts.codes[id]!] ?? 'outpatient')!
  }
  return types
}

/** The type that places and revenue centres of the lines of each claim stand for, -1 where they say nothing. */
function institutionalLines({ tables }: Store, claims: Table): Int8Array {
  const types = new Int8Array(claims.rows).fill(-1)
  const items = tables.get('explanation_of_benefit_item')
  if (items === undefined) return types
  const claim = items.column('explanation_of_benefit_id', 'reference')
  const place = items.column('place_code', 'dictionary')
  const revenue = items.column('revenue_code', 'dictionary')
  const rank = (type: ServiceType | undefined): number => (type === undefined ? 127 : strongest.indexOf(type))
  const placeRanks = place.values.map((code) => rank(byPlace[code] ?? 'outpatient'))
  const revenueRanks = revenue.values.map((code) => rank(byRevenue.find(([pattern]) => pattern.test(code))?.[1]))
  const best = new Uint8Array(claims.rows).fill(127)
  for (let row = 0; row < items.rows; row++) {
    const code = claim.codes[row]!
    const target = code < 0 ? -1 : claim.targets[code]!
    if (target < 0) continue
    const places = place.codes[row]! < 0 ? 127 : placeRanks[place.codes[row]!]!
    const centres = revenue.codes[row]! < 0 ? 127 : revenueRanks[revenue.codes[row]!]!
    best[target] = Math.min(best[target]!, places, centres)
  }
  for (let row = 0; row < claims.rows; row++)
    if (best[row]! < strongest.length) types[row] = codes.get(strongest[best[row]!]!)!
  return types
}
