import { screensGapMessages as m } from '#messages/screens/gap.ts'
import type { WorklistEntry } from '#shared/contract/worklist.ts'

/** What somebody can record about a gap. */
export type GapAction = 'assign' | 'follow-up' | 'note' | 'outreach' | 'close' | 'evidence' | 'reopen'

/** Records an entry about one gap or many. @param make the entry about the gap that the note it gets is about */
export type GapRecorder = (make: (about: Extract<WorklistEntry, { kind: 'note' }>) => WorklistEntry) => Promise<void>

/** Names of the actions, as on their buttons. */
export const gapActions: Readonly<Record<GapAction, string>> = {
  assign: m.assign,
  'follow-up': m.setFollowUpDate,
  note: m.addANote,
  outreach: m.recordOutreach,
  close: m.setAsideWithReason,
  evidence: m.addEvidence,
  reopen: m.openAgain
}
