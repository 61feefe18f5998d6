import type { SampleConcept } from '../codes/concept.ts'
import type { SampleDay } from '../base/calendar.ts'
import { isLostInFeedGap } from '../base/seeded-signals.ts'
import type { Diagnosis } from '../codes/conditions.ts'
import { denialReasons } from '../codes/denials.ts'
import type { Life, Stint, Therapy } from '../life/life.ts'
import { payers } from '../reference/payers.ts'
import { claimLine } from '../writers/claim-line.ts'
import type { ClaimItem, ClaimKind, ClaimRow } from '../writers/claim-row.ts'
import { coverageAt } from './coverage.ts'
import { drawStory } from './claim-story.ts'

/** A service on a claim and its price in the generator's fee schedule, in US cents. */
export interface Charge {
  readonly service: SampleConcept
  readonly price: number
  readonly revenue?: string
  readonly quantity?: number
}

/** What a provider sends to the payer. */
export interface Bill {
  readonly kind: ClaimKind
  readonly setting?: 'inpatient' | 'outpatient'
  /** A visit to the person's own practice, which some plans pay for by the head. */
  readonly primaryCare?: boolean
  readonly start: SampleDay
  readonly end: SampleDay
  readonly practitionerId: string
  readonly organizationId: string
  readonly diagnoses: readonly Diagnosis[]
  readonly charges: readonly Charge[]
  readonly place?: string
  readonly visitId?: string
  /** Code of the FHIR discharge-disposition code system. */
  readonly disposition?: string | undefined
  readonly therapy?: Therapy
  /** Day on which the visit or prescription that it names reaches the source system. */
  readonly namedFrom: number
}

const memberShare = { medicare: 0.1, commercial: 0.17, medicaid: 0 } as const
/** Charges of providers relative to what plans allow. */
const markup = { professional: 1.9, institutional: 2.4, pharmacy: 1.25 } as const

/** The payer whose replaced claims stay active; only the replacement names them. */
const lenientPayer = 2

interface Amounts {
  readonly items: readonly ClaimItem[]
  readonly submitted: number
  readonly allowed: number
  readonly paid: number
  readonly member: number
}

function priced(bill: Bill, stint: Stint, factor: number, pays: 'plan' | 'capitation' | 'nobody'): Amounts {
  const share = memberShare[stint.plan.line]
  const items = bill.charges.map((charge): ClaimItem => {
    const full = Math.max(1, Math.round(charge.price * factor))
    const allowed = pays === 'nobody' ? 0 : full
    const member = pays === 'plan' ? allowed - Math.round(allowed * (1 - share)) : 0
    const amounts = { submitted: Math.round(full * markup[bill.kind]), allowed, member }
    const paid = pays === 'plan' ? allowed - member : 0
    const item = { service: charge.service, quantity: charge.quantity ?? 1, ...amounts, paid }
    return charge.revenue === undefined ? item : { ...item, revenue: charge.revenue }
  })
  const sum = (read: (item: ClaimItem) => number): number => items.reduce((total, item) => total + read(item), 0)
  return {
    items,
    submitted: sum((item) => item.submitted),
    allowed: sum((item) => item.allowed),
    paid: sum((item) => item.paid),
    member: sum((item) => item.member)
  }
}

/** Everything of a row that does not depend on the payer's decision. */
function baseRow(life: Life, bill: Bill, stint: Stint): Omit<ClaimRow, keyof Amounts | keyof Decision | 'id'> {
  const { plan } = stint
  return {
    kind: bill.kind,
    setting: bill.setting,
    start: bill.start,
    end: bill.end,
    payerId: life.reference.payers[plan.payer]?.organizationId ?? '',
    payerName: payers[plan.payer] ?? '',
    practitionerId: bill.practitionerId,
    clinician: life.reference.byId.get(bill.practitionerId),
    disposition: bill.disposition,
    organizationId: bill.organizationId,
    coverageId: stint.id,
    diagnoses: bill.diagnoses,
    place: bill.place,
    encounterId: bill.visitId,
    prescriptionId: bill.therapy?.requestId,
    drug: bill.therapy?.drug
  }
}

/** Numbers of claims are made for those that are written. */
interface Decision extends Pick<ClaimRow, 'status' | 'decided' | 'stored' | 'denial' | 'capitated'> {
  readonly number: () => string
  readonly priorNumber: (() => string) | undefined
  readonly nextNumber: (() => string) | undefined
}

const numbersOf = ({
  number,
  priorNumber,
  nextNumber
}: Decision): Pick<ClaimRow, 'number' | 'priorNumber' | 'nextNumber'> => ({
  number: number(),
  priorNumber: priorNumber?.(),
  nextNumber: nextNumber?.()
})

/** How many days the payer takes. */
function waitOf({ random }: Pick<Life, 'random'>, kind: ClaimKind): number {
  return 1 + Math.floor(random.exponential(kind === 'pharmacy' ? 2 : 10))
}

/**
 * The payer decides on a bill: pays, denies, pays after a second attempt, takes back, corrects, or counts it as paid by
 * capitation. Every row of the story is written as far as it is known on the as-of day.
 * @param draws where randomness and ids come from
 */
export function adjudicate(life: Life, bill: Bill, draws: Pick<Life, 'random' | 'ids'> = life): void {
  const { chart, tally } = life
  const { random, ids } = draws
  const stint = coverageAt(life, bill.start)
  const [firstId, secondId] = [ids.skip(), ids.skip()]
  // A claim arrives no earlier than what it names.
  const decided = Math.max(bill.namedFrom, bill.end + waitOf(draws, bill.kind))
  const noise = Math.exp(random.normal(0, bill.kind === 'pharmacy' ? 0.06 : 0.2))
  const story = drawStory(random, bill, stint?.plan)
  const later = decided + story.wait
  if (stint === undefined || bill.start > chart.deathDay || bill.start > chart.asOf) return
  if (bill.kind === 'pharmacy' && bill.start < life.signals.pharmacyFeedFrom) return
  const { plan } = stint
  if (isLostInFeedGap(life.signals, plan.payer, bill.start)) {
    tally.claimLost(bill.start, decided <= chart.asOf)
    return
  }
  if (decided > chart.asOf) {
    tally.claimLate(bill.start)
    return
  }
  const factor = bill.kind === 'pharmacy' ? noise : noise * plan.price
  const write = (id: number, decision: Decision, amounts: Amounts, counts: boolean): void => {
    chart.add('ExplanationOfBenefit', () =>
      claimLine(
        { ...baseRow(life, bill, stint), ...decision, ...numbersOf(decision), ...amounts, id: ids.at(id) },
        chart
      )
    )
    tally.claim(bill.kind, plan.line, bill.start, counts ? amounts : undefined)
  }
  const changed = later <= chart.asOf
  const first = (): string => {
    const id = ids.at(firstId)
    return `C${id.slice(0, 8)}${id.slice(-10)}`.toUpperCase()
  }
  const second = (): string => `C${ids.at(secondId).slice(-12)}`.toUpperCase()
  const plainly: Decision = {
    number: first,
    priorNumber: undefined,
    nextNumber: undefined,
    status: 'active',
    decided,
    stored: decided,
    denial: undefined,
    capitated: false
  }
  tally.fate(story.kind, changed)
  const amounts = priced(bill, stint, factor, 'plan')
  const none = (): Amounts => priced(bill, stint, factor, 'nobody')
  const again: Decision = { ...plainly, number: second, decided: later, stored: later }
  switch (story.kind) {
    case 'paid':
      write(firstId, plainly, amounts, true)
      break
    case 'capitated':
      write(firstId, { ...plainly, capitated: true }, priced(bill, stint, factor, 'capitation'), true)
      break
    case 'denied':
      write(firstId, { ...plainly, denial: story.reason }, none(), true)
      break
    case 'reversed':
      write(firstId, changed ? { ...plainly, status: 'cancelled', stored: later } : plainly, amounts, !changed)
      break
    case 'resubmitted':
      write(firstId, { ...plainly, denial: story.reason }, none(), !changed)
      if (changed) write(secondId, { ...again, priorNumber: first }, amounts, true)
      break
    case 'adjusted': {
      const replaced: Decision = { ...plainly, status: 'cancelled', nextNumber: second, stored: later }
      write(firstId, changed && plan.payer !== lenientPayer ? replaced : plainly, amounts, !changed)
      const corrected = priced(bill, stint, factor * story.correction, 'plan')
      if (changed) write(secondId, { ...again, priorNumber: first }, corrected, true)
      break
    }
    case 'duplicate':
      write(firstId, plainly, amounts, true)
      if (changed) write(secondId, { ...again, denial: denialReasons.duplicate }, none(), true)
      break
    case 'resent':
      write(firstId, plainly, amounts, true)
      if (changed) write(secondId, { ...plainly, stored: later }, amounts, false)
  }
}
