import { enginePopulationClaimsMessages as m } from '#messages/engine/population/claims.ts'
import type { DictionaryColumn } from '../../store/model/column.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { claimOfRows, targetOf, type ClaimRecords } from './claim-tables.ts'
import { forEachLineCode, placeElements, revenueElements } from './line-codes.ts'

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
export const claimKindRule = m.toldByTheMedicareClaimType

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

/** Profiles of CARIN Blue Button that tell where care was given. */
export const carinProfile = /(In|Out)patient-Institutional/i

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

/** Classes of encounters of HL7's ActEncounterCode; every other class is outpatient. */
const byEncounterClass: Readonly<Record<string, LineKind>> = {
  IMP: 'inpatient',
  ACUTE: 'inpatient',
  NONAC: 'inpatient',
  EMER: 'emergency',
  HH: 'home-health'
}

/** What a line may tell of its claim: a kind, or that it is for the emergency department. */
type LineKind = PayerClaimKind | 'emergency'

/** Of several lines the first of these decides. */
const strongest: readonly LineKind[] = [
  'inpatient',
  'skilled-nursing',
  'hospice',
  'home-health',
  'emergency',
  'outpatient'
]

/** Places of service of the Centers for Medicare & Medicaid Services; every other place is outpatient. */
const byPlace: Readonly<Record<string, LineKind>> = {
  '12': 'home-health',
  '21': 'inpatient',
  '23': 'emergency',
  '31': 'skilled-nursing',
  '32': 'skilled-nursing',
  '34': 'hospice',
  '51': 'inpatient',
  '61': 'inpatient'
}

/** Revenue centers of room and board, and of intensive care. */
export const roomAndBoard = /^0?(1[0-9]|20|21)\d$/

/** Revenue centers of the emergency department: the facility, and the physicians that it bills for. */
const emergencyRevenue = /^0?(45\d|981)$/

/** Revenue centers, by their first digits. */
const byRevenue: readonly (readonly [RegExp, LineKind])[] = [
  [roomAndBoard, 'inpatient'],
  [emergencyRevenue, 'emergency'],
  [/^0?(5[5-9]|60)\d$/, 'home-health'],
  [/^0?6[56]\d$/, 'hospice']
]

/** What is told of claims, each list with one entry per row. */
export interface ClaimSettings {
  /** Index into {@link claimKinds}. */
  readonly kinds: Uint8Array
  /** 1 for claims for care in an emergency department. */
  readonly emergency: Uint8Array
  /** The setting that the encounter or else the lines stand for, whatever the type of the claim; undefined for none. */
  readonly settings: readonly (LineKind | undefined)[]
}

const cached = new DerivedValues<Table, ClaimSettings>()

/** Tells claims apart, once per table. */
export function claimSettings(store: Store, tables: Omit<ClaimRecords, 'careTeams'>): ClaimSettings {
  return cached.get(tables.claims, () => classify(store, tables))
}

/** @returns index into {@link claimKinds} per claim */
export function claimKindsOf(store: Store, tables: Omit<ClaimRecords, 'careTeams'>): Uint8Array {
  return claimSettings(store, tables).kinds
}

function classify(store: Store, { claims, items, key }: Omit<ClaimRecords, 'careTeams'>): ClaimSettings {
  const { concepts, profiles, resources } = store
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
  const lines = readLines(store, { claims, items, key })
  const settings = encounterKinds(store, claims).map((kind, row) => kind ?? lines.kinds[row])
  const kinds = Uint8Array.from(type, (id, row) => {
    const code = id < 0 ? '' : concepts.codes[id]!
    const bill = billType(row).replace(/^0/, '')
    const setting = settings[row] === 'emergency' ? 'outpatient' : settings[row]
    const kind =
      byMedicareType[medicareType(row)] ??
      byBillType.find(([pattern]) => pattern.test(bill))?.[1] ??
      bySubtype[subtype(row)] ??
      ofProfile[profile?.[claims.resource[row]!] ?? -1] ??
      byClaimType[code] ??
      (code === 'institutional' ? (setting ?? 'outpatient') : 'unknown')
    return claimKinds.indexOf(kind)
  })
  const emergency = lines.emergency.map((mark, row) => (settings[row] === 'emergency' ? 1 : mark))
  return { kinds, emergency, settings }
}

/** What the encounter that each claim names tells; undefined where it names none that is known. */
function encounterKinds({ tables, concepts }: Store, claims: Table): readonly (LineKind | undefined)[] {
  const reference = claims.columns.get('encounter_id')
  const classes = tables.get('encounter')?.column('class', 'concept').ids
  return Array.from({ length: claims.rows }, (_, row) => {
    const encounter = reference?.kind === 'reference' ? targetOf(reference, row) : -1
    const id = encounter < 0 ? -1 : (classes?.[encounter] ?? -1)
    return id < 0 ? undefined : (byEncounterClass[concepts.codes[id]!] ?? 'outpatient')
  })
}

interface ToldByLines {
  /** The strongest setting that a line of the claim tells. */
  readonly kinds: readonly (LineKind | undefined)[]
  /** 1 for claims with a line for the emergency department. */
  readonly emergency: Uint8Array
}

function readLines(store: Store, { claims, items, key }: Omit<ClaimRecords, 'careTeams'>): ToldByLines {
  const kinds = new Array<LineKind | undefined>(claims.rows).fill(undefined)
  const emergency = new Uint8Array(claims.rows)
  if (items === undefined) return { kinds, emergency }
  const claim = claimOfRows(items, key)
  const place = items.column('place_code', 'dictionary')
  const revenue = items.column('revenue_code', 'dictionary')
  const ofPlace = place.values.map((code): LineKind => byPlace[code] ?? 'outpatient')
  const ofRevenue = revenue.values.map((code) => byRevenue.find(([pattern]) => pattern.test(code))?.[1])
  const valueAt = <T>({ codes }: DictionaryColumn, values: readonly T[], row: number): T | undefined =>
    codes[row]! < 0 ? undefined : values[codes[row]!]
  const rank = (kind: LineKind | undefined): number => (kind === undefined ? strongest.length : strongest.indexOf(kind))
  const tell = (of: number, kind: LineKind | undefined): void => {
    if (kind === 'emergency') emergency[of] = 1
    if (rank(kind) < rank(kinds[of])) kinds[of] = kind
  }
  for (let row = 0; row < items.rows; row++) {
    const of = claim[row]!
    if (of < 0) continue
    tell(of, valueAt(place, ofPlace, row))
    tell(of, valueAt(revenue, ofRevenue, row))
  }
  forEachLineCode(store, { claims, key }, placeElements, (of, code) => tell(of, byPlace[code]))
  forEachLineCode(store, { claims, key }, revenueElements, (of, code) =>
    tell(of, byRevenue.find(([pattern]) => pattern.test(code))?.[1])
  )
  return { kinds, emergency }
}
