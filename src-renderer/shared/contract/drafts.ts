import * as v from 'valibot'
import { method } from './method.ts'
import { Natural, None } from '../basic-schemas.ts'
import type { AuditFacts } from './audit-facts.ts'

/** Longest text of one draft, in UTF-16 code units. Together with its name it fits into one call. */
export const maxDraftLength = 250_000

/** Which draft: a fixed word, or a word with the hash of what it belongs to. Never a name or an identifier of a person. */
const namePattern = /^[a-z][a-z0-9-]{0,99}$/
const DraftName = v.pipe(v.string(), v.regex(namePattern))

/** What the name of a draft begins with when it is part of a saved cohort; then the source and the id of the cohort follow. */
const savedCohortName = /^cohort-([a-z0-9]+)-([a-z0-9]+)-\d+$/

/** @returns the id of the cohort that a draft is a part of, in the spelling of draft names; undefined for other drafts */
export function savedCohortId(draftName: string): string | undefined {
  return savedCohortName.exec(draftName)?.[2]
}

/** What the name of a draft begins with when it is part of a board; then the id of the board follows. */
const boardName = /^board-([a-z0-9]+)-\d+$/

/** @returns the id of the board that a draft is a part of; undefined for other drafts */
export function boardIdOf(draftName: string): string | undefined {
  return boardName.exec(draftName)?.[1]
}

/** Every draft that is no part of a board: those have calls of their own, with their own right and their own records. */
const OwnName = v.pipe(
  v.string(),
  v.regex(namePattern),
  v.check((name) => boardIdOf(name) === undefined)
)

const BoardName = v.pipe(v.string(), v.maxLength(100), v.regex(boardName))

/** Most bytes of the file of a board. */
export const maxBoardBytes = 2 * 1024 * 1024

/** A board that the organization presets: it can be looked at and copied, and not changed. */
const PresetBoard = v.object({
  id: v.pipe(v.string(), v.regex(/^preset[0-9a-f]{24}$/)),
  /** Its JSON. */
  text: v.pipe(v.string(), v.maxLength(maxBoardBytes))
})
export type PresetBoard = v.InferOutput<typeof PresetBoard>

/** Of drafts, only the parts of saved cohorts are recorded when they change. */
function ofCohort({ name }: { readonly name: string }): AuditFacts | undefined {
  const cohort = savedCohortId(name)
  return cohort === undefined ? undefined : { cohort }
}

function isOfCohort(raw: unknown): boolean {
  const { name } = (raw ?? {}) as { readonly name?: unknown }
  return typeof name === 'string' && savedCohortId(name) !== undefined
}

function ofBoard({ name }: { readonly name: string }): AuditFacts {
  return { board: boardIdOf(name) ?? '' }
}

/** Unfinished work of the page. It may name people, so it is on disk only sealed. */
const Draft = v.object({
  name: DraftName,
  text: v.pipe(v.string(), v.maxLength(maxDraftLength)),
  /** Milliseconds since 1970. */
  savedAt: Natural,
  /** Account that saved it; absent in drafts of version 0.1. */
  by: v.optional(v.pipe(v.string(), v.maxLength(500)))
})
export type Draft = v.InferOutput<typeof Draft>

/** Which version a page knows, by when it was saved; undefined when it knows of none. */
const Known = v.optional(Natural)

/** What became of a draft that was to be saved: on disk, refused because no key is open, or refused for a version of another window. */
const DraftSaved = v.variant('outcome', [
  v.object({ outcome: v.literal('saved'), savedAt: Natural }),
  v.object({ outcome: v.literal('locked') }),
  v.object({ outcome: v.literal('conflict'), other: Draft })
])
export type DraftSaved = v.InferOutput<typeof DraftSaved>

/**
 * Calls about unfinished work and saved cohorts. The audit log has what is read, since it may name people, and every change
 * of a saved cohort; it has nothing about saving unfinished work, which happens while somebody types. All of it is about figures, so
 * whoever sees none has no use for it.
 */
export const draftMethods = {
  /** `open` is false while no key is open; the page then holds its drafts in memory. */
  'drafts.list': method(None, v.object({ open: v.boolean(), drafts: v.array(Draft) }), 'figures', {
    read: 'data.read',
    facts: (_, { drafts }) => (drafts.length === 0 ? undefined : { what: 'drafts', drafts: drafts.length })
  }),
  /** Replaces the draft of this name, unless the one on disk is another than the `replaces` that the page knows. */
  'drafts.save': method(
    v.object({ ...v.omit(Draft, ['savedAt', 'by']).entries, name: OwnName, replaces: Known }),
    DraftSaved,
    'figures',
    {
      effect: 'cohort.saved',
      before: ofCohort,
      after: ({ name }, { outcome }) => {
        const facts = ofCohort({ name })
        return facts === undefined ? undefined : { ...facts, saved: outcome === 'saved' }
      },
      recordsFailure: isOfCohort
    }
  ),
  /** Deletes the draft of this name, unless the one on disk is another than the page knows. */
  'drafts.remove': method(v.object({ name: OwnName, replaces: Known }), None, 'figures', {
    effect: 'cohort.deleted',
    before: ofCohort,
    recordsFailure: isOfCohort
  }),
  /** The boards of the policy Boards. */
  'boards.presets': method(None, v.array(PresetBoard), 'figures'),
  /** As `drafts.save`, for a part of a board: the audit log has every change. */
  'boards.save': method(
    v.object({ ...v.omit(Draft, ['savedAt', 'by']).entries, name: BoardName, replaces: Known }),
    DraftSaved,
    'figures',
    {
      effect: 'board.saved',
      before: ofBoard,
      after: ({ name }, { outcome }) => ({ ...ofBoard({ name }), saved: outcome === 'saved' })
    }
  ),
  'boards.remove': method(v.object({ name: BoardName, replaces: Known }), None, 'figures', {
    effect: 'board.deleted',
    before: ofBoard
  })
} as const
