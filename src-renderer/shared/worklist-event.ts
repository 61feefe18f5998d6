import * as v from 'valibot'

/** A day of the calendar, `YYYY-MM-DD`. */
const IsoDay = v.pipe(v.string(), v.isoDate())
const Text = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(2000))

/** Why a gap is set aside; the event that says so is of kind `close`. Only a record, as evidence, changes a rate; none of these reasons does. */
export const closeReasons = [
  'done-elsewhere',
  'declined',
  'not-appropriate',
  'scheduled',
  'not-our-patient',
  'deceased',
  'unreachable',
  'other'
] as const

/** How somebody was reached, or not. */
export const outreachChannels = ['phone', 'letter', 'portal', 'text', 'visit', 'other'] as const
/** What came of an outreach. */
export const outreachOutcomes = ['reached', 'message-left', 'no-answer', 'wrong-contact', 'declined', 'booked'] as const

/** What all events have. An event is never changed; a later one revokes it. */
const base = {
  /** Made by whoever records the event; two events with one id are one event. */
  id: v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{8,64}$/)),
  /** Instant of recording, UTC. */
  at: v.pipe(v.string(), v.isoTimestamp()),
  /** Who recorded it. */
  by: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
  /** Id of the Patient resource, without `Patient/`. */
  patient: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  /** Canonical address of the measure without version, and id of its group. */
  measure: v.pipe(v.string(), v.minLength(1), v.maxLength(500)),
  group: v.pipe(v.string(), v.maxLength(200)),
  /** Period whose gap it is about, first and last day included. */
  period: v.object({ start: IsoDay, end: IsoDay })
}

const Assign = v.object({
  ...base,
  kind: v.literal('assign'),
  /** Nobody when absent. */
  to: v.optional(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200))),
  /** Day of the next step. An earlier day stays when absent. */
  followUp: v.optional(IsoDay)
})
/** Sets the day of the next step. */
const FollowUp = v.object({
  ...base,
  kind: v.literal('follow-up'),
  /** No day is set when absent. */
  on: v.optional(IsoDay),
  text: v.optional(Text)
})
const Note = v.object({ ...base, kind: v.literal('note'), text: Text })
const Outreach = v.object({
  ...base,
  kind: v.literal('outreach'),
  on: IsoDay,
  channel: v.picklist(outreachChannels),
  outcome: v.picklist(outreachOutcomes),
  /** Day of the next step; when absent, none is left: the outreach was the step that was due. */
  followUp: v.optional(IsoDay),
  text: v.optional(Text)
})
const Close = v.object({ ...base, kind: v.literal('close'), reason: v.picklist(closeReasons), text: v.optional(Text) })
const Reopen = v.object({ ...base, kind: v.literal('reopen'), text: v.optional(Text) })
/** Something that the source data do not have. It is kept apart from them and ends on a day. */
const Evidence = v.object({
  ...base,
  kind: v.literal('evidence'),
  /** What was done or found, e.g. "Retinal examination, no retinopathy". */
  what: Text,
  /** Day on which it was done. */
  on: IsoDay,
  /** Who says so: an outside practice, a letter, the patient. */
  source: Text,
  /** Last day on which it counts. */
  until: IsoDay
})
const Revoke = v.object({
  ...base,
  kind: v.literal('revoke'),
  /** Id of the event that no longer holds. */
  event: v.string(),
  text: v.optional(Text)
})

/** One thing that somebody did about one gap of one patient. The events are the only record; what holds is folded of them. */
export const WorklistEvent = v.variant('kind', [Assign, FollowUp, Note, Outreach, Close, Reopen, Evidence, Revoke])
export type WorklistEvent = v.InferOutput<typeof WorklistEvent>
