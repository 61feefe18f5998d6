import type { SampleConcept } from '../codes/concept.ts'
import type { Diagnosis } from '../codes/conditions.ts'
import type { Life, Therapy } from '../life/life.ts'
import { isLostInFeedGap, seededSignals } from '../base/seeded-signals.ts'
import { payers } from '../reference/payers.ts'
import type { SampleDay } from '../base/calendar.ts'
import { explanationOfBenefitLine, type ClaimItem, type ClaimKind } from '../writers/explanation-of-benefit.ts'
import { reference } from '../writers/fragments.ts'
import { fillQuantity } from '../writers/medication-request.ts'
import { coverageAt } from './coverage.ts'
import type { Visit } from './visit.ts'

/** A service on a claim and its price in the generator's fee schedule, in US cents. */
export interface Charge {
  readonly service: SampleConcept
  readonly price: number
  readonly revenue?: string
  readonly quantity?: number
}

const ownShare = { medicare: 0.1, commercial: 0.17, medicaid: 0 } as const
/** The county pharmacy in the facilities. */
const pharmacy = 2

interface Bill {
  readonly kind: ClaimKind
  readonly start: SampleDay
  readonly end: SampleDay
  readonly provider: string
  readonly diagnoses: readonly string[]
  readonly charges: readonly Charge[]
  readonly place?: string
  readonly visitId?: string
  readonly therapy?: Therapy
  /** Day on which the visit or prescription that it names reaches the source system. */
  readonly namedFrom: number
}

function send(life: Life, bill: Bill): void {
  const { random, chart, tally } = life
  const stint = coverageAt(life, bill.start)
  const id = life.ids.next()
  // A claim arrives no earlier than what it names.
  const decided = Math.max(
    bill.namedFrom,
    bill.end + 1 + Math.floor(random.exponential(bill.kind === 'pharmacy' ? 2 : 10))
  )
  const noise = Math.exp(random.normal(0, bill.kind === 'pharmacy' ? 0.06 : 0.2))
  if (stint === undefined || bill.start > chart.deathDay || bill.start > chart.asOf) return
  if (bill.kind === 'pharmacy' && bill.start < seededSignals.pharmacyFeedFrom) return
  const { plan } = stint
  if (isLostInFeedGap(plan.payer, bill.start)) {
    tally.claimLost(bill.start, decided <= chart.asOf)
    return
  }
  if (decided > chart.asOf) {
    tally.claimLate(bill.start)
    return
  }
  const price = bill.kind === 'pharmacy' ? noise : noise * plan.price
  const items: ClaimItem[] = bill.charges.map((charge) => {
    const allowed = Math.max(1, Math.round(charge.price * price))
    const base = { service: charge.service.json, quantity: charge.quantity ?? 1, allowed }
    return charge.revenue === undefined ? base : { ...base, revenue: charge.revenue }
  })
  const allowed = items.reduce((sum, item) => sum + item.allowed, 0)
  const paid = Math.round(allowed * (1 - ownShare[plan.line]))
  const row = {
    id,
    kind: bill.kind,
    start: bill.start,
    end: bill.end,
    decided,
    payerId: life.reference.payers[plan.payer]?.organizationId ?? '',
    payerName: payers[plan.payer] ?? '',
    provider: bill.provider,
    coverageId: stint.id,
    diagnoses: bill.diagnoses,
    items,
    submitted: Math.round(allowed * (bill.kind === 'pharmacy' ? 1.25 : 1.9)),
    paid,
    ...(bill.place === undefined ? {} : { place: bill.place }),
    ...(bill.visitId === undefined ? {} : { encounterId: bill.visitId }),
    ...(bill.therapy === undefined
      ? {}
      : { prescriptionId: bill.therapy.requestId, daysSupply: bill.therapy.drug.days })
  }
  chart.add('ExplanationOfBenefit', explanationOfBenefitLine(row, chart.subject))
  tally.claim(bill.kind, bill.start, paid)
}

/** Bills what was done in a visit; nothing happens when the person has no plan on that day. */
export function billVisit(life: Life, visit: Visit, charges: readonly Charge[], diagnoses: readonly Diagnosis[]): void {
  const hospital = visit.class === 'IMP' || visit.class === 'EMER'
  const place = visit.class === 'IMP' ? '21' : visit.class === 'EMER' ? '23' : visit.class === 'VR' ? '02' : '11'
  send(life, {
    kind: hospital ? 'institutional' : 'professional',
    start: visit.start,
    end: visit.end,
    provider: hospital
      ? reference('Organization', visit.organizationId)
      : reference('Practitioner', visit.practitionerId),
    diagnoses: diagnoses.map((item) => item.claimJson),
    charges,
    place,
    visitId: visit.id,
    namedFrom: visit.stored
  })
}

/** Bills one fill of a prescription. */
export function billFill(life: Life, therapy: Therapy, day: SampleDay): void {
  const { drug } = therapy
  send(life, {
    kind: 'pharmacy',
    start: day,
    end: day,
    provider: reference('Organization', life.reference.facilities[pharmacy]?.organizationId ?? ''),
    diagnoses: [],
    charges: [{ service: drug.concept, price: drug.dayPrice * drug.days + 250, quantity: fillQuantity(drug) }],
    therapy,
    namedFrom: therapy.stored
  })
}
