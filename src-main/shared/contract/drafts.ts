import * as v from 'valibot'
import { method, Natural, None } from '../method.ts'

/** Longest text of one draft, in UTF-16 code units. Together with its name it fits into one call. */
export const maxDraftLength = 250_000

/** Which draft: a fixed word, or a word with the hash of what it belongs to. Never a name or an identifier of a person. */
const DraftName = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,99}$/))

/** Unfinished work of the page. It may name people, so it is on disk only sealed. */
const Draft = v.object({
  name: DraftName,
  text: v.pipe(v.string(), v.maxLength(maxDraftLength)),
  /** Milliseconds since 1970. */
  savedAt: Natural
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

/** Calls about unfinished work. They change and disclose no data of a source, so the audit log has nothing about them. */
export const draftMethods = {
  /** `open` is false while no key is open; the page then holds its drafts in memory. */
  'drafts.list': method(None, v.object({ open: v.boolean(), drafts: v.array(Draft) })),
  /** Replaces the draft of this name, unless the one on disk is another than the `replaces` that the page knows. */
  'drafts.save': method(v.object({ ...v.omit(Draft, ['savedAt']).entries, replaces: Known }), DraftSaved),
  /** Deletes the draft of this name, unless the one on disk is another than the page knows. */
  'drafts.remove': method(v.object({ name: DraftName, replaces: Known }), None)
} as const
