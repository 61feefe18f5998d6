import type { Day } from '../calendar.ts'
import type { Drug } from '../codes/drugs.ts'
import type { Life, Slot, Therapy } from '../life.ts'
import { billFill } from './claim.ts'
import type { Visit } from './visit.ts'

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
  const therapy: Therapy = {
    requestId: life.ids.next(),
    slot,
    drug,
    encounterId: visit.id,
    practitionerId: visit.practitionerId,
    authored: visit.start,
    stored: visit.stored,
    fills: 0,
    // Some prescriptions are never filled.
    nextFill: life.random.chance(0.96) ? visit.start + life.random.whole(0, 2) : Number.POSITIVE_INFINITY,
    ended: Number.POSITIVE_INFINITY,
    status: 'completed'
  }
  if (
    before !== undefined &&
    before.drug === drug &&
    before.nextFill > therapy.nextFill &&
    Number.isFinite(before.nextFill)
  )
    therapy.nextFill = before.nextFill
  life.therapies.set(slot, therapy)
  life.prescriptions.push(therapy)
}

/** Ends what is in a slot. */
export function stopTherapy(life: Life, slot: Slot, day: Day, status: Therapy['status']): void {
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
export function fillMonth(life: Life, until: Day): void {
  for (const therapy of life.therapies.values()) {
    if (therapy.ended !== Number.POSITIVE_INFINITY) continue
    while (therapy.nextFill < until) {
      const day = Math.max(therapy.nextFill, life.busyUntil)
      if (day >= until) {
        therapy.nextFill = day
        break
      }
      therapy.fills++
      billFill(life, therapy, day)
      const last = therapy.fills > therapy.drug.refills
      therapy.nextFill = last ? Number.POSITIVE_INFINITY : day + therapy.drug.days + lateness(life, therapy.drug)
      if (last && !isLongTerm(therapy.drug)) {
        therapy.ended = day + therapy.drug.days
        break
      }
    }
  }
}

/** Renews at a visit what is used up or nearly so. */
export function renew(life: Life, visit: Visit): void {
  for (const [slot, therapy] of [...life.therapies]) {
    if (therapy.ended !== Number.POSITIVE_INFINITY || !isLongTerm(therapy.drug)) continue
    if (therapy.fills >= therapy.drug.refills) prescribe(life, visit, slot, therapy.drug)
  }
}
