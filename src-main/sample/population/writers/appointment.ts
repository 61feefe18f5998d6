import { formatSampleDay, instantText, updatedText, type SampleDay } from '../base/calendar.ts'
import { codeOnly, hl7, reference } from './fragments.ts'

/** What an Appointment row says. */
export interface AppointmentRow {
  readonly id: string
  readonly status: 'booked' | 'fulfilled' | 'cancelled'
  readonly day: SampleDay
  readonly minute: number
  /** Day on which it was made. */
  readonly created: SampleDay
  readonly practitionerId: string
  readonly locationId: string
}

/** Appointment of twenty minutes in the own practice; US Core has no profile for it. */
export function appointmentLine(row: AppointmentRow, subject: string, stored: SampleDay): string {
  const participant = (actor: string): string => `{"actor":${actor},"status":"accepted"}`
  return (
    `{"resourceType":"Appointment","id":"${row.id}","meta":{"lastUpdated":"${updatedText(stored)}"},"status":"${row.status}"` +
    `,"appointmentType":${codeOnly(hl7('v2-0276'), 'FOLLOWUP')},"start":"${instantText(row.day, row.minute)}","end":"${instantText(row.day, row.minute + 20)}","minutesDuration":20` +
    `,"created":"${formatSampleDay(row.created)}","participant":[${participant(subject)},${participant(reference('Practitioner', row.practitionerId))},${participant(reference('Location', row.locationId))}]}`
  )
}
