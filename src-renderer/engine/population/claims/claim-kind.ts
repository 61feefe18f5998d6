import type { DictionaryColumn } from '../../store/model/column.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { claimOfRows, type ClaimRecords } from './claim-tables.ts'
import { roomAndBoard } from './service-types.ts'

/** What a claim is for, as payers tell claims apart; `oral` and `vision` as in CARIN. */
export const claimKinds = [
  'inpatient',
  'skilled-nursing',
  'home-health',
  'hospice',
  'outpatient',
  'professional',
  'equipment',
  'pharmacy',
  'oral',
  'vision',
  'unknown'
] as const

export type PayerClaimKind = (typeof claimKinds)[number]

/** The rule in words. */
export const claimKindRule =
  'Told by the Medicare claim type where one is written, else by the type of bill, the subtype or profile of CARIN Blue ' +
  'Button, then the type of the claim. An institutional claim that none of them tells is inpatient when a line is for room ' +
  'and board or has a hospital, psychiatric or rehabilitation stay as its place of service (21, 51, 61), skilled nursing ' +
  'when its place is 31 or 32, and outpatient otherwise.'

/** Claim types of the Medicare National Claims History (NCH_CLM_TYPE_CD). */
const byMedicareType: Readonly<Record<string, PayerClaimKind>> = {
  '10': 'home-health',
  '20': 'skilled-nursing',
  '30': 'skilled-nursing',
  '40': 'outpatient',
  '50': 'hospice',
  '60': 'inpatient',
  '61': 'inpatient',
  '62': 'inpatient',
  '63': 'inpatient',
  '64': 'inpatient',
  '71': 'professional',
  '72': 'professional',
  '81': 'equipment',
  '82': 'equipment'
}

/** Type of bill (NUBC), by facility and kind of care: the first digits without a leading zero. */
const byBillType: readonly (readonly [RegExp, PayerClaimKind])[] = [
  [/^(11|41|51)/, 'inpatient'],
  [/^(18|21|28|6[5-8])/, 'skilled-nursing'],
  [/^3/, 'home-health'],
  [/^8[12]/, 'hospice'],
  [/^\d\d/, 'outpatient']
]

/** CARIN Blue Button: subtypes of institutional claims. */
const bySubtype: Readonly<Record<string, PayerClaimKind>> = { inpatient: 'inpatient', outpatient: 'outpatient' }

/** Profiles of CARIN Blue Button, by the end of their address. */
const byProfile: readonly (readonly [RegExp, PayerClaimKind])[] = [
  [/Inpatient-Institutional/i, 'inpatient'],
  [/Outpatient-Institutional/i, 'outpatient'],
  [/Professional-NonClinician/i, 'professional'],
  [/ExplanationOfBenefit-Pharmacy/i, 'pharmacy'],
  [/ExplanationOfBenefit-Oral/i, 'oral']
]

/** HL7's code system claim-type. */
const byClaimType: Readonly<Record<string, PayerClaimKind>> = {
  professional: 'professional',
  pharmacy: 'pharmacy',
  oral: 'oral',
  vision: 'vision'
}

/** Places of service of an institutional claim. */
const byPlace: Readonly<Record<string, PayerClaimKind>> = {
  '21': 'inpatient',
  '31': 'skilled-nursing',
  '32': 'skilled-nursing',
  '51': 'inpatient',
  '61': 'inpatient'
}

const cached = new WeakMap<Table, Uint8Array>()

/** @returns index into {@link claimKinds} per claim, worked out once per table */
export function claimKindsOf(store: Store, tables: Omit<ClaimRecords, 'careTeams'>): Uint8Array {
  const found = cached.get(tables.claims) ?? classify(store, tables)
  cached.set(tables.claims, found)
  return found
}

function classify(
  { concepts, profiles, resources }: Store,
  { claims, items, key }: Omit<ClaimRecords, 'careTeams'>
): Uint8Array {
  const text = (name: string): ((row: number) => string) => {
    const column = claims.columns.get(name)
    if (column?.kind !== 'dictionary') return () => ''
    return (row) => (column.codes[row]! < 0 ? '' : column.values[column.codes[row]!]!)
  }
  const [medicareType, billType, subtype] = [text('medicare_type'), text('bill_type'), text('subtype_code')]
  const type = claims.column('type', 'concept').ids
  const ofProfile = profiles.map((address) => byProfile.find(([pattern]) => pattern.test(address))?.[1])
  const isTold = ofProfile.some((kind) => kind !== undefined)
  const profile = isTold ? resources.get(claims.resourceType)?.profile : undefined
  const lines = lineKinds(claims, items, key)
  return Uint8Array.from(type, (id, row) => {
    const code = id < 0 ? '' : concepts.codes[id]!
    const bill = billType(row).replace(/^0/, '')
    const kind =
      byMedicareType[medicareType(row)] ??
      byBillType.find(([pattern]) => pattern.test(bill))?.[1] ??
      bySubtype[subtype(row)] ??
      ofProfile[profile?.[claims.resource[row]!] ?? -1] ??
      byClaimType[code] ??
      (code === 'institutional' ? (lines[row] ?? 'outpatient') : 'unknown')
    return claimKinds.indexOf(kind)
  })
}

/** What the lines of each claim tell, the most serious first; undefined where they tell nothing. */
function lineKinds(
  claims: Table,
  items: Table | undefined,
  key: ClaimRecords['key']
): readonly (PayerClaimKind | undefined)[] {
  const kinds = new Array<PayerClaimKind | undefined>(claims.rows)
  if (items === undefined) return kinds
  const claim = claimOfRows(items, key)
  const place = items.column('place_code', 'dictionary')
  const revenue = items.column('revenue_code', 'dictionary')
  const ofPlace = place.values.map((code) => byPlace[code])
  const ofRevenue = revenue.values.map((code) => (roomAndBoard.test(code) ? ('inpatient' as const) : undefined))
  const valueAt = <T>({ codes }: DictionaryColumn, values: readonly T[], row: number): T | undefined =>
    codes[row]! < 0 ? undefined : values[codes[row]!]
  for (let row = 0; row < items.rows; row++) {
    if (claim[row]! < 0) continue
    const kind = valueAt(place, ofPlace, row) ?? valueAt(revenue, ofRevenue, row)
    if (kind !== undefined && kinds[claim[row]!] !== 'inpatient') kinds[claim[row]!] = kind
  }
  return kinds
}
