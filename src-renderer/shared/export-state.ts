/** The states of an export, in the order in which they follow each other. */
export const exportStates = [
  'queued',
  'authorising',
  'kicking-off',
  'polling',
  'manifest',
  'downloading',
  'verifying',
  'committing',
  'committed',
  'partial',
  'failed',
  'cancelled'
] as const
export type ExportState = (typeof exportStates)[number]

const next: Readonly<Record<ExportState, readonly ExportState[]>> = {
  queued: ['authorising', 'failed', 'cancelled'],
  // A crawl has no kick-off; an export that goes on may be anywhere already.
  authorising: ['kicking-off', 'polling', 'downloading', 'verifying', 'committing', 'failed', 'cancelled'],
  'kicking-off': ['polling', 'failed', 'cancelled'],
  polling: ['manifest', 'failed', 'cancelled'],
  manifest: ['downloading', 'failed', 'cancelled'],
  // Links that expired are looked up again.
  downloading: ['verifying', 'polling', 'failed', 'cancelled'],
  verifying: ['committing', 'failed', 'cancelled'],
  committing: ['committed', 'partial', 'failed'],
  committed: [],
  partial: [],
  // Started again, or given up.
  failed: ['authorising', 'cancelled'],
  cancelled: []
}

/** Whether one state may follow another. After a crash every unfinished state starts over with signing in. */
export function mayFollow(from: ExportState, to: ExportState): boolean {
  return next[from].includes(to) || (to === 'authorising' && !isFinal(from))
}

/** No way leads on from here. */
export function isFinal(state: ExportState): boolean {
  return next[state].length === 0
}
