import { storageKeysMessages as m } from '#messages/storage/keys.ts'
import { AppError } from '#shared/app-error.ts'

/** What was encrypted under a key that is lost, by the beginning of the key's purpose, and what to do about it. */
const advice: readonly (readonly [prefix: string, sentence: string])[] = [
  ['worklist/', m.theKeyOfTheWorklistIs],
  ['connection/', m.theKeysAndSecretsOfThis],
  ['export/', m.theKeyOfThisExportIs],
  ['audit', m.theKeyOfTheAuditLog],
  ['settings', m.theKeyOfTheSealedSettings]
]
const snapshotAdvice = m.theKeyOfThisSnapshotIs

/** The error for a key that no root key of the keyring opens; it names what is lost. @param purpose of the key */
export function lostKey(purpose: string): AppError {
  const [, sentence] = advice.find(([prefix]) => purpose.startsWith(prefix)) ?? ['', snapshotAdvice]
  return new AppError('unreadable-file', sentence)
}
