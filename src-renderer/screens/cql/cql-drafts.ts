import { hashText } from '#engine/store/collect/content-hash.ts'
import type { Drafts } from '../../state/drafts/drafts.svelte.ts'

/** A measure whose text was changed and not saved yet. */
export interface CqlDraft {
  /** Title of a new measure; undefined for a change of an installed one. */
  readonly title: string | undefined
  /** The installed measure that is changed, or whose pack lends libraries to a new one. */
  readonly base: string
  readonly text: string
  readonly version: string
}

/** Which measure a draft is about. */
type Subject = Pick<CqlDraft, 'title' | 'base'>

const PREFIX = 'cql-'
const FORMAT = 1

/** Each measure has a draft of its own, so that two windows that write different measures do not get in each other's way. */
function cqlDraftName({ title, base }: Subject): string {
  const words = new Uint32Array(2)
  hashText(title === undefined ? `change ${base}` : `new ${title}`, words, 0)
  return PREFIX + Array.from(words, (word) => word.toString(16).padStart(8, '0')).join('')
}

/** Unsaved measures. */
export function cqlDrafts(drafts: Drafts): readonly CqlDraft[] {
  return drafts.names(PREFIX).flatMap((name) => drafts.readValue<CqlDraft>(name, FORMAT) ?? [])
}

/** The unsaved text of a measure, if there is one. */
export function findCqlDraft(drafts: Drafts, wanted: Subject): CqlDraft | undefined {
  return drafts.readValue<CqlDraft>(cqlDraftName(wanted), FORMAT)
}

/** Holds the unsaved text of a measure. */
export function writeCqlDraft(drafts: Drafts, draft: CqlDraft): void {
  drafts.writeValue(cqlDraftName(draft), FORMAT, draft)
}

/** Forgets one, because it was saved or given up. */
export function removeCqlDraft(drafts: Drafts, gone: Subject): void {
  drafts.remove(cqlDraftName(gone))
}
