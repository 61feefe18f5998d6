import { commonMessages as common } from '#messages/common.ts'
import { inSentence } from '#shared/messages/letter-case.ts'
import { screensMeasuresCommonMessages as m } from '#messages/screens/measures/common.ts'
import type { GapStatus } from '#engine/measures/results/gap-status.ts'
import type { WorklistEvent } from '#shared/worklist-event.ts'
import type { StatusKind } from '../../../ui/primitives/status-kind.ts'

/** The word and the sign of each status of a gap, in the order of work. */
export const gapStatusLabels: Readonly<Record<GapStatus, { readonly label: string; readonly kind: StatusKind }>> = {
  open: { label: common.open, kind: 'open' },
  'due-soon': { label: common.dueSoon, kind: 'due' },
  'no-data': { label: m.noData, kind: 'nodata' },
  closed: { label: m.closed, kind: 'closed' },
  'set-aside': { label: common.setAside, kind: 'aside' },
  excluded: { label: m.excluded, kind: 'excluded' },
  'not-applicable': { label: m.notApplicable, kind: 'excluded' }
}

type Close = Extract<WorklistEvent, { kind: 'close' }>
type Outreach = Extract<WorklistEvent, { kind: 'outreach' }>

/** Reasons for setting a gap aside. */
export const closeLabels: Readonly<Record<Close['reason'], string>> = {
  'done-elsewhere': m.doneElsewhereNoRecordYet,
  declined: m.thePersonDeclined,
  'not-appropriate': m.notAppropriateForThisPerson,
  scheduled: m.scheduled,
  'not-our-patient': m.notOurPatient,
  deceased: m.died,
  unreachable: m.cannotBeReached,
  other: m.otherWithANote
}

/** How somebody was approached. */
export const channelLabels: Readonly<Record<Outreach['channel'], string>> = {
  phone: m.phone,
  letter: m.letter,
  portal: m.portalMessage,
  text: m.textMessage,
  visit: m.atAVisit,
  other: m.otherCapitalized
}

/** What came of it. */
export const outcomeLabels: Readonly<Record<Outreach['outcome'], string>> = {
  reached: m.reached,
  'message-left': m.messageLeft,
  'no-answer': m.noAnswer,
  'wrong-contact': m.wrongContact,
  declined: m.declined,
  booked: m.booked
}

/** An event in a few words, without its free text. @param day formats an ISO day */
export function describeEvent(event: WorklistEvent, day: (iso: string) => string): string {
  const next = (followUp: string | undefined): string => (followUp === undefined ? '' : m.followUpOn(day(followUp)))
  switch (event.kind) {
    case 'assign':
      return `${event.to === undefined ? m.assignedToNobody : m.assignedToTo(event.to)}${next(event.followUp)}`
    case 'follow-up':
      return event.on === undefined ? m.followUpDateRemoved : m.followUpOnOfOn(day(event.on))
    case 'note':
      return common.note
    case 'outreach':
      return `${channelLabels[event.channel]}, ${day(event.on)}: ${inSentence(outcomeLabels[event.outcome])}${next(event.followUp)}`
    case 'close':
      return m.setAsideCloseLabels(inSentence(closeLabels[event.reason]))
    case 'reopen':
      return m.openedAgain
    case 'evidence':
      return m.evidenceFromCountsUntil(event.what, day(event.on), event.source, day(event.until))
    case 'revoke':
      return m.tookBackAnEntry
  }
}
