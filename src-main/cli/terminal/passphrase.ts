import { cliTerminalMessages as m } from '#messages/cli/terminal.ts'
import { commonMessages as common } from '#messages/common.ts'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import { errorCode } from '#shared/error-code.ts'
import { readSecretFile, readServiceCredential } from './secret-file.ts'

/** Name of the credential of a systemd service that holds the passphrase. */
const credentialName = 'populus-passphrase'

/** What was given for `passphraseOptions`. */
interface PassphraseValues {
  readonly 'passphrase-fd'?: number | undefined
  readonly 'passphrase-file'?: string | undefined
}

/** Where a command reads the passphrase; without either, from the environment or the credentials of its service. */
export interface PassphraseSource {
  /** Open file descriptor that yields it on its first line. */
  readonly fd?: number | undefined
  /** Absolute path of a file that holds it in its first line. */
  readonly file?: string | undefined
}

/**
 * The passphrase of stored data.
 * @throws AppError `invalid-input` when there is none, `not-allowed` when others can read its file
 */
export async function readPassphrase(source: PassphraseSource): Promise<string> {
  const text = await findPassphrase(source)
  if (text) return text
  throw new AppError('invalid-input', m.theseDataAreEncryptedGiveTheir, { reason: 'locked' })
}

/** The passphrase where one is given; as {@link readPassphrase} otherwise. @throws AppError when it cannot be read */
export async function findPassphrase({ fd, file }: PassphraseSource): Promise<string | undefined> {
  if (fd !== undefined) return firstLine(fd)
  if (file !== undefined) return readSecretFile({ path: file, namedBy: '--passphrase-file', managed: false })
  return process.env['POPULUS_PASSPHRASE'] || readServiceCredential(credentialName)
}

/** First lines of file descriptors, which can be read only once. */
const lines = new Map<number, string | undefined>()

function firstLine(fd: number): string | undefined {
  try {
    if (!lines.has(fd)) lines.set(fd, readFileSync(fd, 'utf8').split(/\r?\n/)[0])
    return lines.get(fd)
  } catch (cause) {
    throw new AppError('invalid-input', m.thePassphraseCannotBeReadFrom(fd, errorCode(cause) ?? common.unknown), {
      cause,
      reason: 'locked'
    })
  }
}

/** Where the options of a command say that the passphrase is. */
export function passphraseSourceOf({
  'passphrase-fd': fd,
  'passphrase-file': file
}: PassphraseValues): PassphraseSource {
  return { fd, file: file === undefined ? undefined : resolve(file) }
}
