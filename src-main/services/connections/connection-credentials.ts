import { servicesConnectionsMessages as m } from '#messages/services/connections.ts'
import { AppError } from '#shared/app-error.ts'
import type { ClientCredentials } from '../../auth/client-credentials.ts'
import type { GrantStore } from '../../auth/grant.ts'
import type { SigningKey } from '../../auth/signing-key.ts'
import type { ConnectionFile } from './connection-file.ts'
import { missingToSignIn } from './settings-check.ts'

/** What credentials are read from; each is read only where the way to sign in needs it. */
export interface CredentialSources {
  /** The signing one first. */
  keys(): Promise<readonly SigningKey[]>
  /** The client secret or token. */
  secret(): Promise<string | undefined>
  /** What a person granted. */
  readonly grants: GrantStore
}

/** How a connection signs in. @throws AppError `not-allowed`, `invalid-input` with what is missing */
export async function credentialsOf(file: ConnectionFile, sources: CredentialSources): Promise<ClientCredentials> {
  const { auth, clientId = '' } = file.settings
  const [problem] = missingToSignIn(file)
  if (problem !== undefined) throw new AppError('invalid-input', problem)
  if (auth === 'none') return { kind: 'none' }
  if (auth === 'private_key_jwt') {
    const [key] = await sources.keys()
    if (key === undefined) throw new AppError('invalid-input', m.thisConnectionHasNoKeyTo)
    return { kind: 'private_key_jwt', clientId, key }
  }
  if (auth === 'authorization_code') {
    const [key] = await sources.keys()
    return { kind: 'authorization_code', clientId, key, grants: sources.grants }
  }
  const secret = (await sources.secret()) ?? ''
  return auth === 'bearer' ? { kind: 'bearer', token: secret } : { kind: auth, clientId, secret }
}
