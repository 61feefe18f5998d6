import { visitTypes } from '../codes/services.ts'
import type { Booking, Life } from '../life/life.ts'
import { mix } from '../base/random.ts'
import { appointmentLine } from '../writers/appointment.ts'
import { encounterLine } from '../writers/encounter.ts'
import type { Visit } from './visit.ts'

/** How many of a hundred routine visits are arranged at the one before. */
const arranged = 70
/** Days ahead for which times are given. */
const ahead = 270
const never = Number.POSITIVE_INFINITY

/** Arranges the next routine visit, or not. It takes no draw, so that everything else stays as it is. */
export function bookNextVisit({ ids, nextVisit, person }: Life, visit: Visit): Booking | undefined {
  const lot = mix(person.birth ^ mix(nextVisit))
  const id = ids.next()
  const appointmentId = ids.next()
  if (lot % 100 >= arranged || nextVisit - visit.start > ahead) return undefined
  return { id, appointmentId, day: nextVisit, minute: 480 + (mix(lot) % 36) * 15, stored: visit.stored }
}

/** Writes the appointment of a booking that has become a visit. */
export function writeFulfilledAppointment({ booking, chart, person, reference }: Life, visit: Visit): void {
  if (booking === undefined || !chart.sees(visit.start, visit.stored)) return
  const place = reference.practices[person.practice]
  const row = {
    id: booking.appointmentId,
    status: 'fulfilled' as const,
    day: visit.start,
    minute: visit.minute,
    created: booking.stored,
    practitionerId: person.clinician.id,
    locationId: place?.locationId ?? ''
  }
  chart.add('Appointment', () => appointmentLine(row, chart.subject, visit.stored))
}

/**
 * Writes a booking that has not become a visit, as an appointment and as the planned encounter that scheduling systems
 * make of it; both cancelled when the person has died.
 */
export function writeBooking({ booking, chart, person, reference }: Life): void {
  if (booking === undefined || !chart.sees(booking.stored, booking.stored)) return
  const practice = reference.practices[person.practice]
  const died = chart.deathDay + 3 <= chart.asOf
  const stored = died ? chart.deathDay + 3 : booking.stored
  const row = {
    id: booking.appointmentId,
    status: died ? ('cancelled' as const) : ('booked' as const),
    day: booking.day,
    minute: booking.minute,
    created: booking.stored,
    practitionerId: person.clinician.id,
    locationId: practice?.locationId ?? ''
  }
  chart.add('Appointment', () => appointmentLine(row, chart.subject, stored))
  chart.add('Encounter', () =>
    encounterLine(
      {
        id: booking.id,
        class: 'AMB',
        type: visitTypes.followUp,
        status: died ? 'cancelled' : 'planned',
        start: booking.day,
        startMinute: booking.minute,
        end: never,
        endMinute: 0,
        practitionerId: person.clinician.id,
        organizationId: practice?.organizationId ?? '',
        locationId: practice?.locationId ?? '',
        reason: undefined,
        diagnosisId: undefined,
        appointmentId: booking.appointmentId,
        disposition: undefined
      },
      chart.subject,
      stored
    )
  )
}
