import { enginePopulationClaimsMessages as m } from '#messages/engine/population/claims.ts'
import { encounterClassCodes } from './encounter-class.ts'
import { targetOf } from '../../store/model/column.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { claimOfRows, type ClaimRecords } from './claim-tables.ts'
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
export const claimKindRule = m.determinedByTheMedicareClaimType

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
export const lineKinds = [...claimKinds, 'emergency'] as const

type LineKind = (typeof lineKinds)[number]

/** In place of an index into {@link lineKinds}: nothing is told. */
const NO_KIND = lineKinds.length

function indexOfKind(kind: LineKind | undefined): number {
  return kind === undefined ? NO_KIND : lineKinds.indexOf(kind)
}

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
  /** Index into {@link lineKinds}: what the encounter or else the lines stand for, whatever the type of the claim; {@link NO_KIND} for none. */
  readonly settings: Uint8Array
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

/** Tells the kind of rows by a column of few texts: index into {@link lineKinds}, {@link NO_KIND} for none. */
function kindsByText(
  table: Table,
  name: string,
  kindOf: (text: string) => LineKind | undefined
): (row: number) => number {
  const column = table.columns.get(name)
  if (column?.kind !== 'dictionary') return () => NO_KIND
  const { codes } = column
  const kinds = Uint8Array.from(column.values, (text) => indexOfKind(kindOf(text)))
  return (row) => (codes[row]! < 0 ? NO_KIND : kinds[codes[row]!]!)
}

function classify(store: Store, { claims, items, key }: Omit<ClaimRecords, 'careTeams'>): ClaimSettings {
  const { concepts, profiles, resources } = store
  const medicare = kindsByText(claims, 'medicare_type', (code) => byMedicareType[code])
  const billed = kindsByText(claims, 'bill_type', (code) => {
    const bill = code.replace(/^0/, '')
    return byBillType.find(([pattern]) => pattern.test(bill))?.[1]
  })
  const subtyped = kindsByText(claims, 'subtype_code', (code) => bySubtype[code])
  const ofProfile = profiles.map((address) => byProfile.find(([pattern]) => pattern.test(address))?.[1])
  const isTold = ofProfile.some((kind) => kind !== undefined)
  const profile = isTold ? resources.get(claims.resourceType)?.profile : undefined
  const types = claims.column('type', 'concept').ids
  const ofType = Uint8Array.from(concepts.codes, (code) => indexOfKind(byClaimType[code]))
  const isInstitutional = Uint8Array.from(concepts.codes, (code) => (code === 'institutional' ? 1 : 0))
  // The code of HL7 may stand behind those of the payer.
  const claimType = claims.columns.get('claim_type')
  const typeOf = (row: number): string =>
    claimType?.kind === 'dictionary' ? (claimType.values[claimType.codes[row]!] ?? '') : ''
  const [emergencyKind, outpatient, unknown] = [
    indexOfKind('emergency'),
    indexOfKind('outpatient'),
    indexOfKind('unknown')
  ]
  const lines = readLines(store, { claims, items, key })
  const settings = encounterKinds(store, claims)
  const kinds = new Uint8Array(claims.rows)
  const { emergency } = lines
  for (let row = 0; row < claims.rows; row++) {
    if (settings[row] === NO_KIND) settings[row] = lines.kinds[row]!
    const setting = settings[row]!
    if (setting === emergencyKind) emergency[row] = 1
    let kind = medicare(row)
    if (kind === NO_KIND) kind = billed(row)
    if (kind === NO_KIND) kind = subtyped(row)
    if (kind === NO_KIND && profile !== undefined) kind = indexOfKind(ofProfile[profile[claims.resource[row]!] ?? -1])
    const type = types[row]!
    if (kind === NO_KIND && type >= 0) {
      kind = ofType[type]!
      if (kind === NO_KIND) kind = indexOfKind(byClaimType[typeOf(row)])
      if (kind === NO_KIND && (isInstitutional[type] === 1 || typeOf(row) === 'institutional'))
        kind = setting === NO_KIND || setting === emergencyKind ? outpatient : setting
    }
    kinds[row] = kind === NO_KIND ? unknown : kind
  }
  return { kinds, emergency, settings }
}

/** What the encounter that each claim names tells; {@link NO_KIND} where it names none that is known. */
function encounterKinds({ tables, concepts }: Store, claims: Table): Uint8Array {
  const kinds = new Uint8Array(claims.rows).fill(NO_KIND)
  const reference = claims.columns.get('encounter_id')
  const classes = tables.get('encounter')?.column('class', 'concept').ids
  if (reference?.kind !== 'reference' || classes === undefined) return kinds
  const ofClass = Uint8Array.from(encounterClassCodes(concepts), (code) =>
    code === undefined ? NO_KIND : indexOfKind(byEncounterClass[code] ?? 'outpatient')
  )
  for (let row = 0; row < kinds.length; row++) {
    const encounter = targetOf(reference, row)
    const id = encounter < 0 ? -1 : classes[encounter]!
    if (id >= 0) kinds[row] = ofClass[id]!
  }
  return kinds
}

interface ToldByLines {
  /** The strongest setting that a line of the claim tells: index into {@link lineKinds}, {@link NO_KIND} for none. */
  readonly kinds: Uint8Array
  /** 1 for claims with a line for the emergency department. */
  readonly emergency: Uint8Array
}

function readLines(store: Store, { claims, items, key }: Omit<ClaimRecords, 'careTeams'>): ToldByLines {
  const kinds = new Uint8Array(claims.rows).fill(NO_KIND)
  const emergency = new Uint8Array(claims.rows)
  if (items === undefined) return { kinds, emergency }
  const claim = claimOfRows(items, key)
  const ofPlace = (code: string): LineKind => byPlace[code] ?? 'outpatient'
  const ofRevenue = (code: string): LineKind | undefined => byRevenue.find(([pattern]) => pattern.test(code))?.[1]
  const placed = kindsByText(items, 'place_code', ofPlace)
  const charged = kindsByText(items, 'revenue_code', ofRevenue)
  const ranks = Uint8Array.from([...lineKinds, undefined], (kind) =>
    kind === undefined || !strongest.includes(kind) ? strongest.length : strongest.indexOf(kind)
  )
  const emergencyKind = indexOfKind('emergency')
  const tell = (of: number, kind: number): void => {
    if (kind === emergencyKind) emergency[of] = 1
    if (ranks[kind]! < ranks[kinds[of]!]!) kinds[of] = kind
  }
  for (let row = 0; row < items.rows; row++) {
    const of = claim[row]!
    if (of < 0) continue
    tell(of, placed(row))
    tell(of, charged(row))
  }
  forEachLineCode(store, { claims, key }, placeElements, (of, code) => tell(of, indexOfKind(byPlace[code])))
  forEachLineCode(store, { claims, key }, revenueElements, (of, code) => tell(of, indexOfKind(ofRevenue(code))))
  return { kinds, emergency }
}
