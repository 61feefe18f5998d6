import type { SampleDay } from '../base/calendar.ts'
import type { Drug } from '../codes/drugs.ts'
import type { Life, Slot, Therapy } from '../life/life.ts'
import { billFill } from './claim.ts'
import { delay, type Visit } from './visit.ts'

/** Days from one fill's end to the next fill; more for people who take less of it. */
function lateness({ random, body }: Life, drug: Drug): number {
  return Math.floor(drug.days * Math.max(0, 1 / body.adherence - 1) * random.between(0.4, 1.6))
}

/** Who prescribes when; a visit is one. */
export type Order = Pick<Visit, 'practitionerId' | 'start' | 'stored'> & { readonly id: string | undefined }

/** Prescribes a product; what was in its slot before ends. */
export function prescribe(life: Life, visit: Order, slot: Slot, drug: Drug): void {
  const before = life.therapies.get(slot)
  if (before !== undefined && before.ended === Number.POSITIVE_INFINITY) {
    before.ended = visit.start
    before.status = before.drug === drug ? 'completed' : 'stopped'
  }
  const again = before?.drug === drug
  const first = visit.start + life.random.whole(0, 2)
  // Some new prescriptions are never filled.
  const filled = again || life.random.chance(0.96)
  const therapy: Therapy = {
    requestId: life.ids.next(),
    slot,
    drug,
    encounterId: visit.id,
    practitionerId: visit.practitionerId,
    authored: visit.start,
    stored: visit.stored,
    fills: 0,
    suppliedUntil: again ? before.suppliedUntil : visit.start,
    nextFill: again
      ? Math.max(first, before.suppliedUntil + lateness(life, drug))
      : filled
        ? first
        : Number.POSITIVE_INFINITY,
    ended: Number.POSITIVE_INFINITY,
    status: 'completed'
  }
  life.therapies.set(slot, therapy)
  life.prescriptions.push(therapy)
}

/** Ends what is in a slot. */
export function stopTherapy(life: Life, slot: Slot, day: SampleDay, status: Therapy['status']): void {
  const therapy = life.therapies.get(slot)
  if (therapy === undefined || therapy.ended !== Number.POSITIVE_INFINITY) return
  therapy.ended = day
  therapy.status = status
}

/** Has the slot something that goes on? */
export function takes(life: Life, slot: Slot): boolean {
  const therapy = life.therapies.get(slot)
  return therapy !== undefined && therapy.ended === Number.POSITIVE_INFINITY
}

/** Renewed as long as the illness lasts. */
const isLongTerm = (drug: Drug): boolean => drug.refills > 2

/** Fills of one month: prescriptions that run out are filled again while refills are left. */
export function fillMonth(life: Life, until: SampleDay): void {
  for (const therapy of life.therapies.values()) {
    while (therapy.ended === Number.POSITIVE_INFINITY && therapy.nextFill < until) {
      const day = Math.max(therapy.nextFill, life.busyUntil)
      therapy.nextFill = day
      if (day < until) fill(life, therapy, day, until)
    }
  }
}

function fill(life: Life, therapy: Therapy, day: SampleDay, monthEnd: SampleDay): void {
  const { drug } = therapy
  therapy.fills++
  billFill(life, therapy, day)
  therapy.suppliedUntil = day + drug.days
  if (therapy.fills <= drug.refills) {
    therapy.nextFill = therapy.suppliedUntil + lateness(life, drug)
    return
  }
  therapy.nextFill = Number.POSITIVE_INFINITY
  // Not in this month: what was arranged for it has been done already.
  if (isLongTerm(drug))
    life.agenda.push({
      day: Math.max(therapy.suppliedUntil - 7, monthEnd),
      act: (patient, visitDay) => renewByPhone(patient, visitDay, therapy)
    })
  else therapy.ended = therapy.suppliedUntil
}

/** A prescription that is used up may be renewed without a visit. */
function renewByPhone(life: Life, day: SampleDay, therapy: Therapy): void {
  if (
    life.therapies.get(therapy.slot) !== therapy ||
    therapy.ended !== Number.POSITIVE_INFINITY ||
    !life.random.chance(0.65)
  )
    return
  const order = { id: undefined, practitionerId: life.person.clinician.id, start: day, stored: day + delay(life) }
  prescribe(life, order, therapy.slot, therapy.drug)
}

/** Renews at a visit what is used up or nearly so. */
export function renew(life: Life, visit: Visit): void {
  for (const [slot, therapy] of [...life.therapies]) {
    if (therapy.ended !== Number.POSITIVE_INFINITY || !isLongTerm(therapy.drug)) continue
    if (therapy.fills >= therapy.drug.refills) prescribe(life, visit, slot, therapy.drug)
  }
}
