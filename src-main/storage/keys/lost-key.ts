import { AppError } from '#shared/app-error.ts'

/** What was encrypted under a key that is lost, by the beginning of the key's purpose, and what to do about it. */
const advice: readonly (readonly [prefix: string, sentence: string])[] = [
  [
    'worklist/',
    'The key of the worklist is gone or damaged, so its notes and states cannot be read. Put the worklist folder back from a backup. The snapshots are not affected.'
  ],
  [
    'connection/',
    'The keys and secrets of this connection are gone or damaged. Make or import a key again, and register its public half. The downloaded data are not affected.'
  ],
  [
    'export/',
    'The key of this export is gone or damaged, so its log cannot be read. Start the export again. Finished snapshots are not affected.'
  ],
  ['audit', 'The key of the audit log is gone or damaged. Put audit.key back from a backup to check the log.'],
  ['settings', 'The key of the sealed settings is gone or damaged. Set them again.']
]
const snapshotAdvice =
  'The key of this snapshot is gone or damaged, so its data cannot be read by anybody. Delete the snapshot, and load its data again.'

/** The error for a key that no root key of the keyring opens; it names what is lost. @param purpose of the key */
export function lostKey(purpose: string): AppError {
  const [, sentence] = advice.find(([prefix]) => purpose.startsWith(prefix)) ?? ['', snapshotAdvice]
  return new AppError('unreadable-file', sentence)
}
