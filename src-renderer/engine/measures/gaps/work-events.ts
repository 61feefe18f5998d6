import type { WorklistEvent } from '#shared/worklist-event.ts'
import { addMonths } from '../../base/fhir/calendar.ts'
import { dayOfIso, isoOfDay } from '../rates/iso-day.ts'
import type { MeasurementPeriod } from '../definition/measurement-period.ts'

type EventOf<K extends WorklistEvent['kind']> = Extract<WorklistEvent, { kind: K }>

/** What holds of one gap by what people recorded. */
export interface GapWork {
  /** Who takes care of it. */
  readonly owner: string | undefined
  /** Day of the next step, `YYYY-MM-DD`. */
  readonly followUp: string | undefined
  /** Set while it is set aside, with the reason. */
  readonly close: EventOf<'close'> | undefined
  /** Evidence that counts on the day, each once. */
  readonly evidence: readonly EventOf<'evidence'>[]
  readonly outreach: readonly EventOf<'outreach'>[]
  readonly notes: readonly EventOf<'note'>[]
}

/** Why an event no longer holds. */
export type EventEnd = 'revoked' | 'expired' | 'other-period' | 'before-look-back'

/** Names the gap that an event is about: patient, measure and group, for all periods. */
function gapKey(about: Pick<WorklistEvent, 'patient' | 'measure' | 'group'>): string {
  return JSON.stringify([about.patient, about.measure, about.group])
}

/** Later events stand above earlier ones, whatever order they came in; of the same instant, the id decides. */
function inOrder(events: Iterable<WorklistEvent>): readonly WorklistEvent[] {
  const once = new Map<string, WorklistEvent>()
  for (const event of events) {
    const known = once.get(event.id)
    // Two events with one id are one event: the earlier one, by its content where the instants are equal too.
    if (known === undefined || before(event, known) < 0) once.set(event.id, event)
  }
  return [...once.values()].sort(before)
}

function before(left: WorklistEvent, right: WorklistEvent): number {
  const a = Date.parse(left.at)
  const b = Date.parse(right.at)
  if (a !== b) return a - b
  if (left.id !== right.id) return left.id < right.id ? -1 : 1
  const texts = [JSON.stringify(left), JSON.stringify(right)]
  return texts[0] === texts[1] ? 0 : texts[0]! < texts[1]! ? -1 : 1
}

/**
 * Events that are revoked. A revocation can be revoked, which lets the event hold again; one that is about an event of
 * another gap, or that is not later than what it revokes, has no effect.
 */
function revokedOf(ordered: readonly WorklistEvent[]): ReadonlySet<string> {
  const byId = new Map(ordered.map((event) => [event.id, event]))
  const revoked = new Set<string>()
  // From the last one back: a revocation counts unless a later one takes it away.
  for (const event of ordered.toReversed()) {
    if (event.kind !== 'revoke' || revoked.has(event.id)) continue
    const target = byId.get(event.event)
    if (target !== undefined && gapKey(target) === gapKey(event) && before(target, event) < 0) revoked.add(target.id)
  }
  return revoked
}

/** Why an event does not hold for a period on a day (`YYYY-MM-DD`); undefined when it holds. */
function endOf(
  event: WorklistEvent,
  revoked: ReadonlySet<string>,
  period: MeasurementPeriod,
  today: string,
  earliest: string
): EventEnd | undefined {
  if (revoked.has(event.id)) return 'revoked'
  if (event.kind === 'evidence') {
    if (event.on < earliest) return 'before-look-back'
    return event.until < today ? 'expired' : undefined
  }
  const here = event.period.start === period.start && event.period.end === period.end
  return event.kind === 'close' || event.kind === 'reopen' ? (here ? undefined : 'other-period') : undefined
}

/**
 * Folds the events of one gap. Order of arrival and repetition change nothing. A closing by hand holds for its period
 * until it is revoked or the gap is opened again; an owner, notes and outreach hold over periods; evidence holds from the
 * day on which it was done until its own last day, whatever the period, unless it was done before the look-back of the measure. The follow-up day is the one set last; outreach
 * completes it and may set the next.
 * @param today `YYYY-MM-DD`
 * @param earliest first day of which evidence counts for the measure, see {@link earliestEvidence}
 */
export function foldGap(
  events: Iterable<WorklistEvent>,
  period: MeasurementPeriod,
  today: string,
  earliest = ''
): GapWork {
  const ordered = inOrder(events)
  const revoked = revokedOf(ordered)
  let owner: string | undefined
  let followUp: string | undefined
  let close: EventOf<'close'> | undefined
  const evidence: EventOf<'evidence'>[] = []
  const outreach: EventOf<'outreach'>[] = []
  const notes: EventOf<'note'>[] = []
  for (const event of ordered) {
    if (endOf(event, revoked, period, today, earliest) !== undefined) continue
    if (event.kind === 'assign') {
      owner = event.to
      followUp = event.followUp ?? followUp
    } else if (event.kind === 'follow-up') followUp = event.on
    else if (event.kind === 'close') close = event
    else if (event.kind === 'reopen') close = undefined
    else if (event.kind === 'evidence' && event.on <= today && event.on <= period.end) evidence.push(event)
    else if (event.kind === 'outreach') {
      outreach.push(event)
      followUp = event.followUp
    } else if (event.kind === 'note') notes.push(event)
  }
  return { owner, followUp, close, evidence, outreach, notes }
}

/** The events of one gap, newest first, with what became of each. */
export function gapHistory(
  events: Iterable<WorklistEvent>,
  period: MeasurementPeriod,
  today: string,
  earliest = ''
): readonly { readonly event: WorklistEvent; readonly holds: boolean; readonly ended: EventEnd | undefined }[] {
  const ordered = inOrder(events)
  const revoked = revokedOf(ordered)
  return ordered.toReversed().map((event) => {
    const ended = endOf(event, revoked, period, today, earliest)
    return { event, holds: ended === undefined, ended }
  })
}

/** First day of which evidence counts for a period; '' where a measure takes any. */
export function earliestEvidence({ start }: MeasurementPeriod, lookBackMonths: number | undefined): string {
  return lookBackMonths === undefined ? '' : isoOfDay(addMonths(dayOfIso(start), -lookBackMonths))
}

/** Everybody who was ever assigned a gap, the latest first. */
export function everAssigned(events: readonly WorklistEvent[]): readonly string[] {
  const names = events.flatMap((event) => (event.kind === 'assign' && event.to !== undefined ? [event.to] : []))
  return [...new Set(names.reverse())]
}
