import type { SampleDay } from '../base/calendar.ts'
import type { SampleConcept } from '../codes/concept.ts'
import type { Diagnosis } from '../codes/conditions.ts'
import type { Booking, Life } from '../life/life.ts'
import type { Clinician } from '../reference/reference.ts'
import { encounterLine, type EncounterClassCode } from '../writers/encounter.ts'

/** Where care happens: the encounter's row and what later rows need from it. */
export interface Visit {
  readonly id: string
  readonly class: EncounterClassCode
  readonly type: SampleConcept
  readonly start: SampleDay
  readonly minute: number
  /** Last day; the start for all but stays. */
  readonly end: SampleDay
  readonly practitionerId: string
  readonly organizationId: string
  readonly locationId: string
  readonly reason: Diagnosis | undefined
  /** Id of the Condition that the visit is about, to be recorded with it. */
  readonly diagnosisId: string | undefined
  /** Code of the FHIR discharge-disposition code system. */
  readonly disposition: string | undefined
  /** Day on which its rows reach the source system. */
  readonly stored: SampleDay
}

/** What is asked of {@link makeVisit}. */
export interface VisitPlan {
  /** The booking that it comes from. */
  readonly booking?: Booking | undefined
  /** A Condition for what the visit is about is recorded with it. */
  readonly diagnosed?: true
  readonly class: EncounterClassCode
  readonly type: SampleConcept
  readonly reason?: Diagnosis | undefined
  /** Index into the facilities; the person's practice when absent. */
  readonly facility?: number
  readonly role?: Clinician['role']
  /** Last day of a stay. */
  readonly end?: SampleDay
  readonly disposition?: string
}

/** Days until a row of this practice reaches the source system. */
export function delay({ random, performance }: Life): number {
  return Math.floor(random.exponential(performance.lag))
}

/** Writes an encounter, unless the person is dead by then or it is not known yet, and returns it either way. */
export function makeVisit(life: Life, day: SampleDay, plan: VisitPlan): Visit {
  const { random, chart, reference, person } = life
  const minute = plan.class === 'EMER' || plan.class === 'IMP' ? random.whole(30, 1320) : 480 + random.whole(0, 35) * 15
  const place = plan.facility === undefined ? reference.practices[person.practice] : reference.facilities[plan.facility]
  const clinician =
    plan.role !== undefined
      ? reference.clinician(plan.role)
      : random.chance(0.8)
        ? person.clinician
        : random.pick(reference.practices[person.practice]?.clinicians ?? [person.clinician])
  const end = Math.min(plan.end ?? day, Math.max(day, chart.deathDay))
  const died = plan.end !== undefined && end === chart.deathDay
  const lag = delay(life)
  const length = plan.class === 'EMER' ? random.whole(60, 119) : 20
  const ongoing = end + lag > chart.asOf
  const visit: Visit = {
    id: plan.booking?.id ?? life.ids.next(),
    class: plan.class,
    type: plan.type,
    start: day,
    minute,
    end,
    practitionerId: clinician.id,
    organizationId: place?.organizationId ?? '',
    locationId: place?.locationId ?? '',
    reason: plan.reason,
    diagnosisId: plan.diagnosed === true ? life.ids.next() : undefined,
    disposition: died ? 'exp' : plan.disposition,
    stored: day + lag
  }
  if (chart.sees(day, visit.stored)) {
    chart.add('Encounter', () =>
      encounterLine(
        {
          id: visit.id,
          class: plan.class,
          type: plan.type,
          status: ongoing ? 'in-progress' : 'finished',
          start: day,
          startMinute: minute,
          end: ongoing ? Number.POSITIVE_INFINITY : end,
          endMinute: end > day ? 660 : Math.min(1435, minute + length),
          practitionerId: visit.practitionerId,
          organizationId: visit.organizationId,
          locationId: visit.locationId,
          reason: plan.reason,
          diagnosisId: visit.diagnosisId,
          appointmentId: plan.booking?.appointmentId,
          disposition: ongoing ? undefined : visit.disposition
        },
        chart.subject,
        ongoing ? visit.stored : end + lag
      )
    )
    life.tally.encounter(plan.class, visit.start, visit.end)
  }
  return visit
}

/** The next working day. */
export function workday(day: SampleDay): SampleDay {
  const weekday = (day + 4) % 7
  return weekday === 0 ? day + 1 : weekday === 6 ? day + 2 : day
}
