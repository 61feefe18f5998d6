import { enginePopulationStaysMessages as m } from '#messages/engine/population/stays.ts'
import { defined } from '#shared/language/defined.ts'
import { claimFaults } from '../claims/claim-faults.ts'
import { carinProfile, claimKinds, claimKindsOf, roomAndBoard } from '../claims/claim-kind.ts'
import { lastDays } from '../claims/claim-days.ts'
import { claimOfRows, claimRecords, type ClaimRecords } from '../claims/claim-tables.ts'
import { forEachLineCode, placeElements, productElements, revenueElements } from '../claims/line-codes.ts'
import type { Store, Table } from '../../store/model/store.ts'
import type { HospitalStays, StayKind } from './hospital-stays.ts'

/** The rule in words, for definitions. */
export const claimStayRule = m.theDataContainNoEncountersSoStays

/** Why claims may not tell stays. */
export const noStayEvidence = m.noClaimHasATypeOf

/** Where the rule comes from, for definitions. */
export const claimUseSources = [
  {
    title: m.identifyingHospitalStaysEmergencyRoomVisits,
    publisher: m.researchDataAssistanceCenterResDACFor,
    url: 'https://resdac.org'
  },
  {
    title: m.claimsDataModelEncounterGroupingOf,
    publisher: m.tuvaProject,
    url: 'https://thetuvaproject.com'
  }
]

const rehabilitation = /^0?(024|1[1-5]8)$/
const observation = /^0?762$/

interface Stay {
  readonly row: number
  readonly first: number
  last: number
  readonly kind: StayKind
  disposition: string
}

/**
 * The stays in hospital that claims tell of.
 * @returns undefined when there are no claims, or none that could tell, see {@link noStayEvidence}
 */
export function claimStays(store: Store): HospitalStays | undefined {
  const records = claimRecords(store)
  if (records === undefined || !tellStays(store, records)) return undefined
  const { claims } = records
  const kinds = stayKinds(store, records)
  const last = lastDays(records)
  const status = claims.columns.get('discharge_status')
  const dispositionOf = (row: number): string =>
    status?.kind === 'dictionary' && status.codes[row]! >= 0 ? status.values[status.codes[row]!]! : ''
  const stayOfClaim = new Int32Array(claims.rows).fill(-1)
  const found: Stay[] = []
  let person = -1
  let open: { readonly kind: StayKind; readonly place: number }[] = []
  const [personOf, dayOf] = [defined(claims.patient), defined(claims.day)]
  for (let row = 0; row < claims.rows; row++) {
    const kind = kinds[row]
    if (kind === undefined || personOf[row]! < 0) continue
    if (personOf[row] !== person) {
      person = personOf[row]!
      open = []
    }
    const first = dayOf[row]!
    const before = open.find((each) => each.kind === kind)
    const stay = before && found[before.place]!
    if (stay !== undefined && first <= Math.max(stay.first, stay.last) + 1) {
      stayOfClaim[row] = defined(before).place
      // The claim that ends last tells how the stay ended.
      if (last[row]! >= stay.last) stay.disposition = dispositionOf(row)
      stay.last = Math.max(stay.last, last[row]!)
      continue
    }
    const place = found.push({ row, first, last: last[row]!, kind, disposition: dispositionOf(row) }) - 1
    stayOfClaim[row] = place
    open = [...open.filter((each) => each.kind !== kind), { kind, place }]
  }
  return {
    table: claims,
    rows: Int32Array.from(found, ({ row }) => row),
    first: Int32Array.from(found, ({ first }) => first),
    last: Int32Array.from(found, (stay) => stay.last),
    kinds: found.map(({ kind }) => kind),
    dispositions: found.map(({ disposition }) => disposition),
    stayOfClaim
  }
}

/** The kind of stay that each claim is for; undefined for claims that count for none. */
function stayKinds(store: Store, records: ClaimRecords): readonly (StayKind | undefined)[] {
  const { claims } = records
  const kinds = claimKindsOf(store, records)
  const faultOf = claimFaults(store, records)
  const [inpatient, outpatient] = [claimKinds.indexOf('inpatient'), claimKinds.indexOf('outpatient')]
  const isTold = staysTold(store, records)
  const isRehabilitation = claimsWithLine(
    store,
    records,
    (line) => rehabilitation.test(line.revenue) || line.place === '61'
  )
  const isObservation = claimsWithLine(
    store,
    records,
    (line) => observation.test(line.revenue) || line.procedure === 'G0378'
  )
  return Array.from({ length: claims.rows }, (_, row) => {
    if (kinds[row] === inpatient && isTold(row) && faultOf(row) === undefined)
      return isRehabilitation[row] === 1 ? 'not-acute' : 'acute'
    return kinds[row] === outpatient && isObservation[row] === 1 && faultOf(row) === undefined
      ? 'observation'
      : undefined
  })
}

/** The columns of a claim that tell an inpatient hospital claim by themselves. */
const headers = ['medicare_type', 'bill_type', 'subtype_code'] as const

/** Whether more than the place of service of its lines tells that a claim is inpatient. */
function staysTold(store: Store, records: ClaimRecords): (row: number) => boolean {
  const { claims } = records
  const written = headers.map((name) => claims.columns.get(name))
  const profile = store.resources.get(claims.resourceType)?.profile
  const isCarin = store.profiles.map((address) => carinProfile.test(address))
  const hasRoom = claimsWithLine(store, records, (line) => roomAndBoard.test(line.revenue))
  return (row) =>
    hasRoom[row] === 1 ||
    written.some((column) => column?.kind === 'dictionary' && column.codes[row]! >= 0) ||
    isCarin[profile?.[claims.resource[row]!] ?? -1] === true
}

/** Whether the claims of a store could tell a stay at all. */
function tellStays(store: Store, records: ClaimRecords): boolean {
  const { claims, items } = records
  const isWritten = (table: Table | undefined, name: string): boolean => {
    const column = table?.columns.get(name)
    // Texts that no row of the population has are not in a dictionary.
    return column?.kind === 'dictionary' && column.values.length > 0
  }
  if (headers.some((name) => isWritten(claims, name)) || isWritten(items, 'revenue_code')) return true
  return store.profiles.some((address) => carinProfile.test(address))
}

/** 1 for claims of which at least one line passes a test of its codes. */
function claimsWithLine(
  store: Store,
  { claims, items, key }: ClaimRecords,
  test: (line: { readonly revenue: string; readonly place: string; readonly procedure: string }) => boolean
): Uint8Array {
  const marks = new Uint8Array(claims.rows)
  if (items === undefined) return marks
  const claim = claimOfRows(items, key)
  const text = (name: string): ((row: number) => string) => {
    const { codes, values } = items.column(name, 'dictionary')
    return (row) => (codes[row]! < 0 ? '' : values[codes[row]!]!)
  }
  const [revenue, place, procedure] = [text('revenue_code'), text('place_code'), text('procedure_code')]
  for (let row = 0; row < items.rows; row++) {
    if (claim[row]! >= 0 && test({ revenue: revenue(row), place: place(row), procedure: procedure(row) }))
      marks[claim[row]!] = 1
  }
  const none = { revenue: '', place: '', procedure: '' }
  for (const [elements, name] of [
    [revenueElements, 'revenue'],
    [placeElements, 'place'],
    [productElements, 'procedure']
  ] as const)
    forEachLineCode(store, { claims, key }, elements, (of, code) => {
      if (test({ ...none, [name]: code })) marks[of] = 1
    })
  return marks
}
