import { join } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import type { PersonSignIn } from '#shared/connections/connection.ts'
import type { Grant, GrantStore } from '../../auth/grant.ts'
import { withFileLock } from '../../storage/files/file-lock.ts'
import type { ConnectionFile } from './connection-file.ts'
import type { ConnectionSecrets } from './connection-secrets.ts'
import type { ConnectionChange, TrustedConnection } from './connection-store.ts'

/** What {@link storedGrants} stands on. */
export interface StoredGrantsDependencies {
  /** Folder of the connections. */
  readonly folder: string
  readonly trusted: (id: string) => Promise<TrustedConnection>
  readonly change: (
    id: string,
    make: (file: ConnectionFile, secrets: () => ConnectionSecrets) => Promise<ConnectionChange>
  ) => Promise<unknown>
}

/**
 * The grant of a connection, sealed with its other secrets. It counts only for the server and the client for which it was
 * granted, so that changed settings send it nowhere else.
 */
export function storedGrants(id: string, { folder, trusted, change }: StoredGrantsDependencies): GrantStore {
  const read = async (): Promise<Grant | undefined> => {
    const { file, secrets } = await trusted(id)
    const { grant } = secrets
    const isOurs = grant?.base === file.settings.base && grant.clientId === file.settings.clientId
    return isOurs ? grant : undefined
  }
  return {
    read,
    // Other changes of the connection need not wait for the server, so a renewal has a lock of its own.
    change: (make) =>
      withFileLock(join(folder, `${id}.sign-in.lock`), async () => {
        const before = await read()
        const grant = await make(before)
        if (grant === before && grant !== undefined) return grant
        await change(id, async (_, secrets) => {
          const { grant: _grant, ...others } = secrets()
          return {
            file: { signedIn: grant && factsOf(grant) },
            secrets: { ...others, ...(grant === undefined ? {} : { grant }) }
          }
        })
        return grant
      })
  }
}

/** A grant that is renewed without the person ends when the server says so, which nobody knows before. */
function factsOf({ signedInAt, issuedAt, lifeSeconds, refreshToken }: Grant): ConnectionFile['signedIn'] {
  const until = refreshToken === undefined && lifeSeconds !== undefined ? issuedAt + lifeSeconds * 1000 : undefined
  return { at: signedInAt, ...(until === undefined ? {} : { until }) }
}

/**
 * Who is signed in. The name is sealed, so it is not known while the stored data are locked.
 * @param now milliseconds since 1970
 */
export async function signedInPerson(
  { signedIn }: Pick<ConnectionFile, 'signedIn'>,
  unlocked: boolean,
  grants: Pick<GrantStore, 'read'>,
  now: number
): Promise<PersonSignIn> {
  if (signedIn === undefined || (signedIn.until ?? Infinity) <= now) return { state: 'signed-out' }
  if (!unlocked) return { state: 'signed-in', ...signedIn }
  const grant = await grants.read().catch((error: unknown) => {
    // Settings that were changed outside Populus, and damaged secrets, are reported where they are.
    if (error instanceof AppError) return undefined
    throw error
  })
  if (grant === undefined) return { state: 'signed-out' }
  return { state: 'signed-in', ...signedIn, ...(grant.name === undefined ? {} : { name: grant.name }) }
}
