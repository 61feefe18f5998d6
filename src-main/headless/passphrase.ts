import { readFileSync } from 'node:fs'
import { AppError } from '#shared/app-error.ts'
import { errorCode } from '#shared/error-code.ts'

/**
 * The passphrase of a kept store.
 * @param fd file descriptor that yields it on its first line; without one the environment variable POPULUS_PASSPHRASE does
 * @throws AppError `invalid-input` when there is none
 */
export function readPassphrase(fd: number | undefined): string {
  const text = fd === undefined ? process.env['POPULUS_PASSPHRASE'] : firstLine(fd)
  if (text) return text
  throw new AppError(
    'invalid-input',
    'These data are encrypted. Give their passphrase in the environment variable POPULUS_PASSPHRASE, or with --passphrase-fd.',
    { reason: 'locked' }
  )
}

function firstLine(fd: number): string | undefined {
  try {
    return readFileSync(fd, 'utf8').split(/\r?\n/)[0]
  } catch (cause) {
    throw new AppError(
      'invalid-input',
      `The passphrase cannot be read from file descriptor ${fd} (${errorCode(cause) ?? 'unknown'}). Open it for the command, as in ${fd}<FILE.`,
      { cause, reason: 'locked' }
    )
  }
}

/** Reads the value of `--passphrase-fd`. @throws AppError `invalid-input` for anything but a file descriptor */
export function passphraseFdOf(value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  const fd = Number(value)
  if (value !== '' && Number.isSafeInteger(fd) && fd >= 0) return fd
  throw new AppError('invalid-input', '--passphrase-fd takes the number of an open file descriptor, such as 3.')
}
