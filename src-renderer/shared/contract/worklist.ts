import * as v from 'valibot'
import { method } from './method.ts'
import { Natural, None } from '../basic-schemas.ts'
import { WorklistEvent } from '../worklist-event.ts'
import { countKinds } from './common-records.ts'

/** Names the source that the patients' ids are of. It stays the same from one snapshot of a source to the next. */
export const PopulationKey = v.pipe(v.string(), v.minLength(1), v.maxLength(300))

/** Events in one call. */
export const maxEvents = 1_000

const [Assign, FollowUp, Note, Outreach, Close, Reopen, Evidence, Revoke] = WorklistEvent.options
/** The services say who recorded something and when. */
const stamped = ['id', 'at', 'by'] as const

/** An event that is to be recorded. */
export const WorklistEntry = v.variant('kind', [
  v.omit(Assign, stamped),
  v.omit(FollowUp, stamped),
  v.omit(Note, stamped),
  v.omit(Outreach, stamped),
  v.omit(Close, stamped),
  v.omit(Reopen, stamped),
  v.omit(Evidence, stamped),
  v.omit(Revoke, stamped)
])
export type WorklistEntry = v.InferOutput<typeof WorklistEntry>

/**
 * What there is of the worklist. `none`: nothing was ever recorded and there is no key yet. `locked`: the passphrase is
 * needed first. `open`: events can be read and recorded.
 */
export const WorklistPage = v.object({
  state: v.picklist(['none', 'locked', 'open']),
  /** Events of this population in all. */
  total: Natural,
  events: v.array(WorklistEvent),
  /** Whose worklist is carried on, by its key; undefined for its own. */
  carriedFrom: v.optional(PopulationKey),
  /** A crash or somebody else left something at the end of the file that does not count and stands aside. */
  setAside: v.boolean(),
  /** Records that were written are missing at the end: the file was cut or replaced by an older copy. */
  cut: v.optional(v.boolean())
})
export type WorklistPage = v.InferOutput<typeof WorklistPage>

/** A choice of rows under a name. The query is the page's own, as JSON: it may hold what somebody searched for. */
export const WorklistView = v.object({
  title: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60)),
  query: v.pipe(v.string(), v.maxLength(10_000))
})
export type WorklistView = v.InferOutput<typeof WorklistView>

/** Calls about the work on care gaps: assignments, notes, outreach, closures, supplemental evidence. */
export const worklistMethods = {
  /** Events of a population in the order of recording, from the given one on. */
  'worklist.read': method(v.object({ population: PopulationKey, from: Natural }), WorklistPage, 'people', {
    read: 'worklist.opened',
    facts: ({ from }, { state, events, total }) => {
      if (state !== 'open' || (from > 0 && events.length === 0)) return undefined
      return from === 0 ? { events: total } : { events: events.length, from }
    }
  }),
  /**
   * Records events, all of them or none, and gives them back as they were recorded. Makes the key where a keychain keeps
   * it; `not-allowed` while a passphrase is needed.
   */
  'worklist.add': method(
    v.object({
      population: PopulationKey,
      entries: v.pipe(v.array(WorklistEntry), v.minLength(1), v.maxLength(maxEvents))
    }),
    v.array(WorklistEvent),
    'work',
    {
      effect: 'worklist.changed',
      before: ({ entries }) => ({ events: entries.length }),
      after: ({ entries }) => ({ events: entries.length, ...countKinds(entries) })
    }
  ),
  /**
   * Takes over events that somebody else recorded, as they are; those whose ids are there already are left out.
   * @returns how many were new
   */
  'worklist.receive': method(
    v.object({
      population: PopulationKey,
      events: v.pipe(v.array(WorklistEvent), v.minLength(1), v.maxLength(maxEvents))
    }),
    v.object({ added: Natural }),
    'work',
    {
      effect: 'worklist.changed',
      before: ({ events }) => ({ received: events.length }),
      after: ({ events }, { added }) => ({ received: events.length, events: added })
    }
  ),
  /** Populations with a worklist, and how many events each has. */
  'worklist.populations': method(None, v.array(v.object({ population: PopulationKey, events: Natural })), 'people'),
  /** From now on a population has the worklist of another one: the same people under another name. */
  'worklist.carryOn': method(v.object({ population: PopulationKey, from: PopulationKey }), None, 'work', {
    effect: 'worklist.carried-on',
    before: () => ({})
  }),
  /** They may hold what somebody searched for. */
  'worklist.views': method(None, v.array(WorklistView), 'people', {
    read: 'data.read',
    facts: (_, views) => (views.length === 0 ? undefined : { what: 'worklist-views', views: views.length })
  }),
  'worklist.setViews': method(v.pipe(v.array(WorklistView), v.maxLength(100)), v.array(WorklistView), 'people', {
    effect: 'worklist.changed',
    before: (views) => ({ views: views.length })
  })
} as const
