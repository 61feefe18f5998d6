import { Random } from '../base/random.ts'
import { IdSource, referenceOwner } from '../base/uuid.ts'
import { facilities, hospitalStaff } from './hospitals.ts'
import { namePools, type NamePoolName } from './names.ts'
import { inventedNpi } from './npi.ts'
import { payers } from './payers.ts'
import { practices } from './practices.ts'

/** An invented clinician, with the ids of the resources about them. */
export interface Clinician {
  readonly id: string
  readonly roleId: string
  readonly npi: string
  readonly family: string
  readonly given: string
  readonly female: boolean
  /** Index into the practices, or -1 in a hospital. */
  readonly practice: number
  /** Index into the facilities for those who work in a hospital, else -1. */
  readonly facility: number
  readonly role: 'primary' | (typeof hospitalStaff)[number]
}

/** A place of care, with the ids of the resources about it. */
export interface SamplePlace {
  readonly organizationId: string
  readonly locationId: string
  readonly npi: string
}

/** Everything that belongs to nobody, with its ids. */
export interface Reference {
  readonly practices: readonly (SamplePlace & { readonly clinicians: readonly Clinician[] })[]
  readonly facilities: readonly SamplePlace[]
  readonly payers: readonly { readonly organizationId: string }[]
  readonly clinicians: readonly Clinician[]
  /** A clinician by id. */
  readonly byId: ReadonlyMap<string, Clinician>
  /** One clinician of a hospital by what he or she does. */
  clinician(role: Clinician['role']): Clinician
}

const poolNames = Object.keys(namePools) as NamePoolName[]

/** Draws ids, names and NPIs for practices, hospitals, payers and clinicians. Equal seeds give equal reference data. */
export function createReference(seed: number): Reference {
  const random = new Random(seed, referenceOwner)
  const ids = new IdSource(seed, referenceOwner)
  let serial = random.whole(10_000, 60_000) * 100
  const place = (): SamplePlace => ({ organizationId: ids.next(), locationId: ids.next(), npi: inventedNpi(serial++) })
  const clinician = (practice: number, facility: number, role: Clinician['role']): Clinician => {
    const pool = namePools[poolNames[random.weighted([60, 12, 13, 15])] ?? 'english']
    const female = random.chance(0.52)
    return {
      id: ids.next(),
      roleId: ids.next(),
      npi: inventedNpi(serial++),
      family: random.pick(pool.family),
      given: random.pick(female ? pool.female : pool.male),
      female,
      practice,
      facility,
      role
    }
  }
  const places = practices.map((practice, index) => ({
    ...place(),
    clinicians: Array.from({ length: practice.staff }, () => clinician(index, -1, 'primary'))
  }))
  const hospitals = facilities.map(place)
  const staff = hospitalStaff.map((role, index) => clinician(-1, index % 2, role))
  const clinicians = [...places.flatMap((each) => each.clinicians), ...staff]
  return {
    practices: places,
    facilities: hospitals,
    payers: payers.map(() => ({ organizationId: ids.next() })),
    clinicians,
    byId: new Map(clinicians.map((each) => [each.id, each])),
    clinician: (role) => staff.find((item) => item.role === role) as Clinician
  }
}
