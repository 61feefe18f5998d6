import { servicesRolesMessages as m } from '#messages/services/roles.ts'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import * as v from 'valibot'
import { AppError } from '#shared/app-error.ts'
import { RoleRows, type RoleRow } from '#shared/roles/role.ts'
import { writeFileAtomically } from '../../storage/files/atomic-file.ts'
import type { Keyring } from '../../storage/keys/keyring.ts'
import { openText, sealText } from '../../storage/keys/sealed-text.ts'
import { diskFiles } from '../../storage/sealed/store-files.ts'

const purpose = 'roles'

/** What the audit log records of them. */
export const roleRecords = { action: 'roles.assigned', count: 'rows' } as const

/** What is on the disk about the roles that an admin of this installation assigned. */
export type StoredRoles =
  | { readonly state: 'absent' | 'locked' | 'damaged' }
  | { readonly state: 'open'; readonly rows: readonly RoleRow[] }

/** The sealed file with the roles that an admin assigned. */
export interface RoleFile {
  read(): Promise<StoredRoles>
  /** Puts rows in the place of those before; without any, the file goes. @throws AppError `not-allowed` while no key is open */
  write(rows: readonly RoleRow[]): Promise<void>
}

/** @param data absolute path of the data folder */
export function roleFile(data: string, keyring: Keyring): RoleFile {
  const path = join(data, 'roles.sealed')

  function opened(sealed: Buffer): StoredRoles {
    try {
      const text = openText(sealed, purpose, keyring)
      const rows = text === undefined ? undefined : v.safeParse(RoleRows, JSON.parse(text))
      return rows?.success === true ? { state: 'open', rows: rows.output } : { state: 'damaged' }
    } catch (error) {
      if (error instanceof AppError && error.reason === 'locked') return { state: 'locked' }
      if (error instanceof AppError || error instanceof RangeError) return { state: 'damaged' }
      throw error
    }
  }

  return {
    async read() {
      let sealed: Buffer | undefined
      try {
        sealed = await diskFiles.read(path)
      } catch {
        // A folder in its place, or a file that may not be read: it is there, and says nothing.
        return { state: 'damaged' }
      }
      if (sealed === undefined) return { state: 'absent' }
      return (await keyring.state()).state === 'open' ? opened(sealed) : { state: 'locked' }
    },
    async write(rows) {
      if ((await keyring.state()).state !== 'open')
        throw new AppError('not-allowed', m.rolesAreSealedSaveDataOr, {
          reason: 'locked'
        })
      if (rows.length === 0) await diskFiles.destroy(path)
      else await writeFileAtomically(path, sealText(JSON.stringify(rows), purpose, keyring))
    }
  }
}

/** Names rows in the audit log, so that other rows in their place are noticed. */
export function rolesDigest(rows: readonly RoleRow[]): string {
  return createHash('sha256').update(JSON.stringify(rows)).digest('hex')
}
