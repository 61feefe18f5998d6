import { storageKeysMessages as m } from '#messages/storage/keys.ts'
import { AppError } from '#shared/app-error.ts'
import { passphraseProblem } from '#shared/passphrase-rule.ts'
import type { SecretsPort } from '../../ports/host.ts'
import { keyringFile } from './keyring-file.ts'
import type { PassphraseWork } from './passphrase-key.ts'
import { createRootProtection } from './root-protection.ts'

/** What {@link portableKeyring} needs; `path` is the keyring's file. */
export interface PortableKeyringOptions {
  readonly path: string
  readonly secrets: SecretsPort | undefined
  /** Protects the copy; where a passphrase protects the keyring, it has to be that one. */
  readonly passphrase: string
  /** Work of the copy's passphrase, where it is not that of the product. */
  readonly work?: PassphraseWork | undefined
}

/**
 * A copy of a keyring that opens on any computer with a passphrase, also when a keychain protects the keyring itself.
 * @returns the text of its file
 * @throws AppError `not-found` without a keyring, `not-allowed` for a wrong passphrase or a keychain that does not answer,
 * `invalid-input` for a weak passphrase
 */
export async function portableKeyring({ path, secrets, passphrase, work }: PortableKeyringOptions): Promise<string> {
  const known = keyringFile(path).read()
  if (known === undefined) throw new AppError('not-found', m.nothingIsStoredOnThisComputer)
  const problem = known.by === 'keychain' ? passphraseProblem(passphrase) : undefined
  if (problem !== undefined) throw new AppError('invalid-input', problem)
  const protection = createRootProtection(secrets, work)
  const key = await protection.prove(known, passphrase)
  try {
    return `${JSON.stringify(await protection.protect(known, key, passphrase))}\n`
  } finally {
    key.fill(0)
  }
}
