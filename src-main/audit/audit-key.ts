import { readFile } from 'node:fs/promises'
import { AppError } from '#shared/app-error.ts'
import { errorCode } from '#shared/error-code.ts'
import { writeFileAtomically } from '../storage/atomic-file.ts'
import type { Keyring } from '../storage/keyring.ts'

/** The key of the audit log: while it is there, every record gets a code that nobody without it can make. */
export interface AuditKey {
  /** `undefined` while the keyring is not open. */
  current(): Promise<Buffer | undefined>
}

const purpose = 'audit'

/**
 * Makes the key when the keyring is first open, and unwraps it later.
 * @param path absolute path of the wrapped key, in a folder that exists
 */
export function createAuditKey(path: string, keyring: Keyring): AuditKey {
  let key: Buffer | undefined

  async function open(): Promise<Buffer | undefined> {
    if ((await keyring.state()).state !== 'open') return undefined
    const wrapped = await readFile(path).catch((error: unknown) => {
      if (errorCode(error) === 'ENOENT') return undefined
      throw error
    })
    if (wrapped !== undefined) return keyring.openKey(wrapped, purpose)
    const made = keyring.makeKey(purpose)
    await writeFileAtomically(path, made.wrapped)
    return made.key
  }

  return {
    async current() {
      try {
        key ??= await open()
      } catch (error) {
        // A key of another keyring: records go on without codes, which the check says.
        if (!(error instanceof AppError)) throw error
      }
      return key
    }
  }
}
