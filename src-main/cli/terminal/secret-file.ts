import { cliTerminalMessages as m } from '#messages/cli/terminal.ts'
import { constants } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import { errorCode } from '#shared/error-code.ts'

/** A secret is a line; anything longer is another file by mistake. */
const maxBytes = 16_384

/** Permission bits that let others than the account itself do something. */
const othersBits = 0o077
/** In the folder of systemd the group may read, which holds the service alone. */
const everybodyBits = 0o007

/** Which file holds a secret. */
export interface SecretFile {
  readonly path: string
  /** What names it, for messages: an option, or the folder of systemd. */
  readonly namedBy: string
  /** The service manager made it and guards it. */
  readonly managed: boolean
}

/**
 * The secret in the first line of a file. Where files have modes it is read only when nobody else can read it.
 * @throws AppError `invalid-input` when it cannot be read or is empty, `not-allowed` when others can read it
 */
export async function readSecretFile({ path, namedBy, managed }: SecretFile): Promise<string> {
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch((cause: unknown) => {
    const code = errorCode(cause) ?? 'unknown'
    throw new AppError('invalid-input', m.theFileThatNamesCannotBe(namedBy, code), { cause, reason: 'locked' })
  })
  try {
    const about = await handle.stat()
    if (!about.isFile() || about.size > maxBytes)
      throw new AppError('invalid-input', m.whatNamesIsNotAFile(namedBy), {
        reason: 'locked'
      })
    const forbidden = managed ? everybodyBits : othersBits
    if (process.platform !== 'win32' && (about.mode & forbidden) !== 0)
      throw new AppError('not-allowed', m.othersOnThisComputerCanRead(namedBy), { reason: 'locked' })
    const secret = (await handle.readFile('utf8')).replace(/^\uFEFF/, '').split(/\r?\n/)[0] ?? ''
    if (secret !== '') return secret
    throw new AppError('invalid-input', m.theFirstLineOfTheFile(namedBy), {
      reason: 'locked'
    })
  } finally {
    await handle.close()
  }
}

/** Whether others on this computer can read a file; false where files have no modes. */
export async function othersCanRead(path: string): Promise<boolean> {
  if (process.platform === 'win32') return false
  const { mode } = await stat(path)
  return (mode & othersBits) !== 0
}

/**
 * The secret that systemd hands to a service (LoadCredential=, LoadCredentialEncrypted=).
 * @param name of the credential
 * @returns `undefined` when this process has no such credential
 * @throws AppError as {@link readSecretFile}
 */
export async function readServiceCredential(name: string): Promise<string | undefined> {
  const folder = process.env['CREDENTIALS_DIRECTORY']
  if (!folder) return undefined
  const path = join(folder, name)
  const exists = await open(path).then(
    async (handle) => handle.close().then(() => true),
    (error: unknown) => errorCode(error) !== 'ENOENT'
  )
  return exists ? readSecretFile({ path, namedBy: m.theCredentialName(name), managed: true }) : undefined
}
