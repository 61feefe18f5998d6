import { enginePopulationClaimsMessages as m } from '#messages/engine/population/claims.ts'
import { claimKindsOf, claimKinds } from './claim-kind.ts'
import { claimOfRows, type ClaimRecords } from './claim-tables.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store } from '../../store/model/store.ts'

/**
 * Services that are given to find out whether a disease is there, or on the word of somebody else. A diagnosis that stands on
 * nothing but these may be the one that was to be ruled out.
 */
export const ruleOutServices = ['laboratory', 'imaging', 'ambulance', 'equipment', 'home-oxygen'] as const

export type RuleOutService = (typeof ruleOutServices)[number]

/** How each service is told, in words. Ranges of sections of codes only; no code of a licensed list is named. */
export const ruleOutText: Readonly<Record<RuleOutService, string>> = {
  laboratory: m.laboratoryPlaceOfService81Type,
  imaging: m.imagingRevenueCenters032x034x035x,
  ambulance: m.ambulancePlacesOfService41And,
  equipment: m.medicalEquipmentAndSuppliesMedicareClaim,
  'home-oxygen': m.homeOxygenRevenueCenter060xHCPCS
}

const byPlace: Readonly<Record<string, RuleOutService>> = { '41': 'ambulance', '42': 'ambulance', '81': 'laboratory' }

const byRevenue: readonly (readonly [RegExp, RuleOutService])[] = [
  [/^0?3[01]\d$/, 'laboratory'],
  [/^0?(3[245]|40|61)\d$/, 'imaging'],
  [/^0?54\d$/, 'ambulance'],
  [/^0?(274|29\d)$/, 'equipment'],
  [/^0?60\d$/, 'home-oxygen']
]

/** The line of an institutional claim that only adds the others up. */
const totalLine = /^0?001$/

/** Radiation oncology lies within the radiology section and is treatment. */
const treatment = { from: 77261, to: 77799 } as const

/** The service that a CPT or HCPCS code stands for, by its section; undefined for visits and treatment. */
function serviceOfCode(code: string): RuleOutService | undefined {
  if (/^\d{4}U$/.test(code)) return 'laboratory'
  const digits = /^\d{5}$/.test(code) ? Number(code) : undefined
  if (digits !== undefined) {
    if (digits >= 80000 && digits <= 89999) return 'laboratory'
    const isImaging = digits >= 70000 && digits <= 78999 && !(digits >= treatment.from && digits <= treatment.to)
    return isImaging ? 'imaging' : undefined
  }
  const [, letter = '', written = ''] = /^([A-Z])(\d{4})$/.exec(code) ?? []
  const number = Number(written)
  switch (letter) {
    case 'A':
      if (number >= 21 && number <= 999) return 'ambulance'
      return number >= 9500 && number <= 9700 ? 'imaging' : 'equipment'
    case 'P':
    case 'U':
      return 'laboratory'
    case 'R':
      return 'imaging'
    case 'E':
      if (number >= 424 && number <= 447) return 'home-oxygen'
      return [1390, 1391, 1392, 1405, 1406].includes(number) ? 'home-oxygen' : 'equipment'
    case 'B':
    case 'K':
    case 'L':
      return 'equipment'
    default:
      return undefined
  }
}

/** The bit of a service that is no reason to doubt the diagnosis. */
const CARE = 1 << ruleOutServices.length

/** Whether a claim is for more than rule-out services; one without lines is taken to be. */
export function isForCare(services: number): boolean {
  return services === 0 || (services & CARE) !== 0
}

const cached = new DerivedValues<object, Uint8Array>()

/**
 * The services of each claim as bits: bit `i` for the i-th of {@link ruleOutServices}, {@link CARE} for any other. 0 for a
 * claim without lines, which says nothing about its services. Worked out once per table.
 */
export function claimServices(store: Store, tables: ClaimRecords): Uint8Array {
  return cached.get(tables.claims, () => readServices(store, tables))
}

function bit(service: RuleOutService | undefined): number {
  return service === undefined ? CARE : 1 << ruleOutServices.indexOf(service)
}

function readServices(store: Store, tables: ClaimRecords): Uint8Array {
  const { claims, items, key } = tables
  const services = new Uint8Array(claims.rows)
  if (items !== undefined) {
    const claim = claimOfRows(items, key)
    const place = items.column('place_code', 'dictionary')
    const revenue = items.column('revenue_code', 'dictionary')
    const procedure = items.column('procedure_code', 'dictionary')
    const ofPlace = place.values.map((code) => byPlace[code])
    const ofRevenue = revenue.values.map((code) =>
      totalLine.test(code) ? 0 : bit(byRevenue.find(([pattern]) => pattern.test(code))?.[1])
    )
    const ofProcedure = procedure.values.map((code) => bit(serviceOfCode(code)))
    for (let row = 0; row < items.rows; row++) {
      if (claim[row]! < 0) continue
      const where = place.codes[row]! < 0 ? undefined : ofPlace[place.codes[row]!]
      let bits = CARE
      if (where !== undefined) bits = bit(where)
      else if (procedure.codes[row]! >= 0) bits = ofProcedure[procedure.codes[row]!]!
      else if (revenue.codes[row]! >= 0) bits = ofRevenue[revenue.codes[row]!]!
      services[claim[row]!]! |= bits
    }
  }
  addHeaders(store, tables, services)
  return services
}

/** What the header of a claim says about all of it: equipment suppliers, and laboratories of hospitals. */
function addHeaders(store: Store, tables: ClaimRecords, services: Uint8Array): void {
  const equipment = claimKinds.indexOf('equipment')
  const kinds = claimKindsOf(store, tables)
  const bill = tables.claims.columns.get('bill_type')
  const isLaboratory = bill?.kind === 'dictionary' ? bill.values.map((code) => /^0?14/.test(code)) : []
  for (let row = 0; row < services.length; row++) {
    if (kinds[row] === equipment) services[row] = bit('equipment')
    else if (bill?.kind === 'dictionary' && isLaboratory[bill.codes[row]!] === true) services[row] = bit('laboratory')
  }
}
