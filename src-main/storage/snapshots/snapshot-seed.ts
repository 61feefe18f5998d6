import { randomBytes } from 'node:crypto'
import type { Keyring } from '../keys/keyring.ts'
import { purposes } from './snapshot-layout.ts'

/** Name and wrapped key of a snapshot whose files are sealed before the snapshot is there. */
export interface SnapshotSeed {
  readonly id: string
  /** For the disk. Destroy it when the snapshot is there, so that deleting the snapshot destroys the only copy. */
  readonly wrapped: Buffer
}

/** @throws AppError `not-allowed` while the keyring is not open */
export function makeSeed(keyring: Keyring): { readonly seed: SnapshotSeed; readonly key: Buffer } {
  const id = randomBytes(16).toString('hex')
  const { key, wrapped } = keyring.makeKey(purposes.key(id))
  return { seed: { id, wrapped }, key }
}

/**
 * The key of a seed. Zero it after use.
 * @throws AppError `not-allowed` while the keyring is not open, `unreadable-file`
 */
export function openSeed(keyring: Keyring, { id, wrapped }: SnapshotSeed): Buffer {
  return keyring.openKey(wrapped, purposes.key(id))
}
