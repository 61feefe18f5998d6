import type { Diagnosis } from '../codes/conditions.ts'
import type { Life, Therapy } from '../life/life.ts'
import type { SampleDay } from '../base/calendar.ts'
import { fillQuantity } from '../writers/medication-request.ts'
import { adjudicate, type Bill, type Charge } from './adjudication.ts'
import type { Visit } from './visit.ts'

/** The county pharmacy in the facilities. */
const pharmacy = 2

/** Prices of physicians' work in a hospital: for the stay as such and for each day of it. */
const physicianPerStay = 62_000
const physicianPerDay = 17_000
const physicianInEmergency = 24_000

const places = { IMP: '21', EMER: '23', VR: '02', AMB: '11', HH: '12' } as const

function billOf(visit: Visit, diagnoses: readonly Diagnosis[], charges: readonly Charge[]): Omit<Bill, 'kind'> {
  return {
    start: visit.start,
    end: visit.end,
    practitionerId: visit.practitionerId,
    organizationId: visit.organizationId,
    diagnoses,
    charges,
    place: places[visit.class],
    visitId: visit.id,
    disposition: visit.disposition,
    namedFrom: visit.stored
  }
}

/** Bills what was done in a visit; nothing happens when the person has no plan on that day. */
export function billVisit(life: Life, visit: Visit, charges: readonly Charge[], diagnoses: readonly Diagnosis[]): void {
  const bill = billOf(visit, diagnoses, charges)
  if (visit.class !== 'IMP' && visit.class !== 'EMER') {
    const practice = life.reference.practices[life.person.practice]?.organizationId
    adjudicate(life, { ...bill, kind: 'professional', primaryCare: visit.organizationId === practice })
    return
  }
  const stay = visit.class === 'IMP'
  adjudicate(life, { ...bill, kind: 'institutional', setting: stay ? 'inpatient' : 'outpatient' })
  const days = Math.max(1, visit.end - visit.start)
  const price = stay ? physicianPerStay + physicianPerDay * days : physicianInEmergency
  adjudicate(life, { ...bill, kind: 'professional', charges: [{ service: visit.type, price }] })
}

/** Bills a service of an outpatient department. */
export function billOutpatient(
  life: Life,
  visit: Visit,
  charges: readonly Charge[],
  diagnoses: readonly Diagnosis[]
): void {
  adjudicate(life, { ...billOf(visit, diagnoses, charges), place: '22', kind: 'institutional', setting: 'outpatient' })
}

/** Bills a vaccine that was given apart from a visit: by the own practice, or by a pharmacy as medical care. */
export function billVaccine(life: Life, day: SampleDay, charge: Charge, diagnoses: readonly Diagnosis[]): void {
  const bill: Bill = {
    kind: 'professional',
    start: day,
    end: day,
    practitionerId: life.person.clinician.id,
    organizationId: life.reference.practices[life.person.practice]?.organizationId ?? '',
    diagnoses,
    charges: [charge],
    place: places.AMB,
    namedFrom: day
  }
  adjudicate(life, bill, life.aside)
}

/** Bills one fill of a prescription. */
export function billFill(life: Life, therapy: Therapy, day: SampleDay): void {
  const { drug } = therapy
  adjudicate(life, {
    kind: 'pharmacy',
    start: day,
    end: day,
    practitionerId: therapy.practitionerId,
    organizationId: life.reference.facilities[pharmacy]?.organizationId ?? '',
    diagnoses: [],
    charges: [{ service: drug.concept, price: drug.dayPrice * drug.days + 250, quantity: fillQuantity(drug) }],
    therapy,
    namedFrom: therapy.stored
  })
}
