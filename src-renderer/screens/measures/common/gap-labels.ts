import type { GapStatus } from '#engine/measures/results/gap-status.ts'
import type { WorklistEvent } from '#shared/worklist-event.ts'
import type { StatusKind } from '../../../ui/primitives/status-kind.ts'

/** The word and the sign of each status of a gap, in the order of work. */
export const gapStatusLabels: Readonly<Record<GapStatus, { readonly label: string; readonly kind: StatusKind }>> = {
  open: { label: 'Open', kind: 'open' },
  'due-soon': { label: 'Due soon', kind: 'due' },
  'no-data': { label: 'No data', kind: 'nodata' },
  closed: { label: 'Closed', kind: 'closed' },
  'set-aside': { label: 'Set aside', kind: 'aside' },
  excluded: { label: 'Excluded', kind: 'excluded' },
  'not-applicable': { label: 'Not applicable', kind: 'excluded' }
}

type Close = Extract<WorklistEvent, { kind: 'close' }>
type Outreach = Extract<WorklistEvent, { kind: 'outreach' }>

/** Reasons for setting a gap aside. */
export const closeLabels: Readonly<Record<Close['reason'], string>> = {
  'done-elsewhere': 'Done elsewhere, no record yet',
  declined: 'The person declined',
  'not-appropriate': 'Not appropriate for this person',
  scheduled: 'Scheduled',
  'not-our-patient': 'Not our patient',
  deceased: 'Died',
  unreachable: 'Cannot be reached',
  other: 'Other, with a note'
}

/** How somebody was approached. */
export const channelLabels: Readonly<Record<Outreach['channel'], string>> = {
  phone: 'Phone',
  letter: 'Letter',
  portal: 'Portal message',
  text: 'Text message',
  visit: 'At a visit',
  other: 'Other'
}

/** What came of it. */
export const outcomeLabels: Readonly<Record<Outreach['outcome'], string>> = {
  reached: 'Reached',
  'message-left': 'Message left',
  'no-answer': 'No answer',
  'wrong-contact': 'Wrong contact',
  declined: 'Declined',
  booked: 'Booked'
}

/** An event in a few words, without its free text. @param day formats an ISO day */
export function describeEvent(event: WorklistEvent, day: (iso: string) => string): string {
  const next = (followUp: string | undefined): string =>
    followUp === undefined ? '' : `; follow up on ${day(followUp)}`
  switch (event.kind) {
    case 'assign':
      return `${event.to === undefined ? 'Assigned to nobody' : `Assigned to ${event.to}`}${next(event.followUp)}`
    case 'follow-up':
      return event.on === undefined ? 'Follow-up date removed' : `Follow up on ${day(event.on)}`
    case 'note':
      return 'Note'
    case 'outreach':
      return `${channelLabels[event.channel]}, ${day(event.on)}: ${outcomeLabels[event.outcome].toLowerCase()}${next(event.followUp)}`
    case 'close':
      return `Set aside: ${closeLabels[event.reason].toLowerCase()}`
    case 'reopen':
      return 'Opened again'
    case 'evidence':
      return `Evidence: ${event.what}, ${day(event.on)}, from ${event.source}; counts until ${day(event.until)}`
    case 'revoke':
      return 'Took back an entry'
  }
}
