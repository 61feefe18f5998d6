import type { WorklistEntry } from '#shared/contract/worklist.ts'

/** What somebody can record about a gap. */
export type GapAction = 'assign' | 'follow-up' | 'note' | 'outreach' | 'close' | 'evidence' | 'reopen'

/** Records an entry about one gap or many. @param make the entry about the gap that the note it gets is about */
export type GapRecorder = (make: (about: Extract<WorklistEntry, { kind: 'note' }>) => WorklistEntry) => Promise<void>

/** Names of the actions, as on their buttons. */
export const gapActions: Readonly<Record<GapAction, string>> = {
  assign: 'Assign',
  'follow-up': 'Set follow-up date',
  note: 'Add a note',
  outreach: 'Record outreach',
  close: 'Set aside with reason',
  evidence: 'Add evidence',
  reopen: 'Open again'
}
