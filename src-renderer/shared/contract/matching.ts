import * as v from 'valibot'
import { method } from './method.ts'
import { Id, None } from '../basic-schemas.ts'

/** Id of a Patient resource with its source. */
const RecordId = v.pipe(v.string(), v.minLength(1), v.maxLength(200))

/** What a user decides about two records: they are of one person, they are of two, or an earlier decision no longer holds. */
export const MatchChoice = v.variant('kind', [
  v.object({ kind: v.picklist(['same', 'apart']), left: RecordId, right: RecordId }),
  v.object({ kind: v.literal('undo'), of: Id })
])
export type MatchChoice = v.InferOutput<typeof MatchChoice>

/** A choice as it stands in the journal, with who made it and when. Nothing in the journal is ever changed or taken away. */
export const MatchEntry = v.intersect([v.object({ id: Id, at: v.string(), by: v.string() }), MatchChoice])
export type MatchEntry = v.InferOutput<typeof MatchEntry>

/** A decision that holds. */
export interface MatchDecisionEntry {
  readonly id: string
  readonly left: string
  readonly right: string
  readonly same: boolean
}

/** The decisions that hold: of several about one pair the last that was not undone. */
export function decisionsIn(entries: readonly MatchEntry[]): readonly MatchDecisionEntry[] {
  const undone = new Set(entries.flatMap((entry) => (entry.kind === 'undo' ? [entry.of] : [])))
  const inForce = new Map<string, MatchDecisionEntry>()
  for (const entry of entries) {
    if (entry.kind === 'undo' || undone.has(entry.id)) continue
    const { id, left, right, kind } = entry
    const key = [left, right].sort().join('\n')
    inForce.delete(key)
    inForce.set(key, { id, left, right, same: kind === 'same' })
  }
  return [...inForce.values()]
}

/** What users decided about which records are of one person. */
export const MatchJournal = v.object({
  /** `locked`: there are decisions, and the key is needed to read them. `damaged`: they were changed outside Populus. */
  state: v.picklist(['none', 'open', 'locked', 'damaged']),
  /** Oldest first. */
  entries: v.array(MatchEntry)
})
export type MatchJournal = v.InferOutput<typeof MatchJournal>

/** Calls about which records are of one person. */
export const matchingMethods = {
  'matching.journal': method(None, MatchJournal, 'figures', {
    read: 'data.read',
    facts: (_, { entries }) =>
      entries.length === 0 ? undefined : { what: 'match-decisions', decisions: entries.length }
  }),
  /** Adds to the journal. `not-allowed` while the keyring is not open, `not-found` for the undoing of what is not there. */
  'matching.decide': method(MatchChoice, MatchEntry, 'work', {
    effect: 'people.match-decided',
    before: ({ kind }) => ({ kind }),
    after: ({ kind }, { id }) => ({ kind, decision: id })
  })
} as const
