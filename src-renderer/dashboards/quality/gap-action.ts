/** What somebody can record about a gap. */
export type GapAction = 'assign' | 'note' | 'outreach' | 'close' | 'evidence' | 'reopen'

/** Names of the actions, as on their buttons. */
export const gapActions: Readonly<Record<GapAction, string>> = {
  assign: 'Assign',
  note: 'Add a note',
  outreach: 'Record outreach',
  close: 'Set aside with reason',
  evidence: 'Add evidence',
  reopen: 'Open again'
}
