import { createKeyring, type Keyring } from '../../src-main/storage/keys/keyring.ts'
import type { PassphraseWork } from '../../src-main/storage/keys/passphrase-key.ts'

/** A passphrase that costs a millisecond and not a second, for tests that are about something else. */
export const quickWork: PassphraseWork = { N: 2 ** 10, r: 8, p: 1 }

/** A keyring under such a passphrase. */
export function quickKeyring(path: string): Keyring {
  return createKeyring(path, undefined, quickWork)
}
