import type { Drafts } from '../../state/drafts.svelte.ts'

/** A measure whose text was changed and not saved yet. */
export interface CqlDraft {
  /** Title of a new measure; undefined for a change of an installed one. */
  readonly title: string | undefined
  /** The installed measure that is changed, or whose pack lends libraries to a new one. */
  readonly base: string
  readonly text: string
  readonly version: string
}

const DRAFT = 'cql'
const FORMAT = 1

/** Whether two drafts are about the same measure. */
function isSame(one: Pick<CqlDraft, 'title' | 'base'>, other: Pick<CqlDraft, 'title' | 'base'>): boolean {
  return one.title === other.title && (one.title !== undefined || one.base === other.base)
}

/** Unsaved measures, the one changed last first. */
export function cqlDrafts(drafts: Drafts): readonly CqlDraft[] {
  return drafts.readValue<readonly CqlDraft[]>(DRAFT, FORMAT) ?? []
}

/** The unsaved text of a measure, if there is one. */
export function findCqlDraft(drafts: Drafts, wanted: Pick<CqlDraft, 'title' | 'base'>): CqlDraft | undefined {
  return cqlDrafts(drafts).find((draft) => isSame(draft, wanted))
}

export function writeCqlDraft(drafts: Drafts, draft: CqlDraft): void {
  drafts.writeValue(DRAFT, FORMAT, [draft, ...cqlDrafts(drafts).filter((each) => !isSame(each, draft))])
}

/** Forgets one, because it was saved or given up. */
export function removeCqlDraft(drafts: Drafts, gone: Pick<CqlDraft, 'title' | 'base'>): void {
  const left = cqlDrafts(drafts).filter((each) => !isSame(each, gone))
  if (left.length === 0) drafts.remove(DRAFT)
  else drafts.writeValue(DRAFT, FORMAT, left)
}
