import { servicesConnectionsMessages as m } from '#messages/services/connections.ts'
import * as v from 'valibot'
import { AppError } from '#shared/app-error.ts'
import type { Keyring } from '../../storage/keys/keyring.ts'
import { Grant } from '../../auth/grant.ts'
import { openText, sealText } from '../../storage/keys/sealed-text.ts'

/** What is sealed of one connection: private keys as JWK text, a client secret or token, a person's grant, and a copy of its settings. */
export const ConnectionSecrets = v.object({
  keys: v.array(v.object({ kid: v.string(), jwk: v.string() })),
  secret: v.optional(v.string()),
  /** What a person granted by signing in. */
  grant: v.optional(Grant),
  /**
   * What the settings were when Populus or the user last set them, as `settingsContent` writes them; two while they are
   * being replaced. Absent in files of earlier versions.
   */
  settings: v.optional(v.array(v.string()))
})
export type ConnectionSecrets = v.InferOutput<typeof ConnectionSecrets>

/** The secrets of a connection that has none yet. */
export const noSecrets: ConnectionSecrets = { keys: [] }

const purposeOf = (id: string): string => `connection/${id}`

/**
 * Seals the secrets of a connection.
 * @throws AppError `not-allowed` while the keyring is not open
 */
export function sealSecrets(secrets: ConnectionSecrets, id: string, keyring: Keyring): Buffer {
  return sealText(JSON.stringify(secrets), purposeOf(id), keyring)
}

/** @throws AppError `not-allowed` while the keyring is not open, `unreadable-file` when the bytes are not what was sealed */
export function openSecrets(sealed: Buffer, id: string, keyring: Keyring): ConnectionSecrets {
  const text = openText(sealed, purposeOf(id), keyring)
  try {
    return v.parse(ConnectionSecrets, JSON.parse(text ?? ''))
  } catch (cause) {
    throw new AppError('unreadable-file', m.theKeysOfThisConnectionAre, { cause })
  }
}
