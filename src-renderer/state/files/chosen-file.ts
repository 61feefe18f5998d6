import { stateMessages as m } from '#messages/state.ts'
import { AppError } from '#shared/app-error.ts'

/** What is read of a file that was chosen. */
export interface FileLimit {
  /** Bytes of the largest file that is read. */
  readonly maxBytes: number
  /** What to do with a larger one, as a sentence; to check that it is the right file where it is missing. */
  readonly advice?: string
}

/** The limit for definitions and tables that people write: a larger file was chosen by mistake. */
export const definitionLimit: FileLimit = { maxBytes: 10_000_000 }

/** Only what this needs of a file that was chosen. */
export type ChosenFile = Pick<File, 'name' | 'size' | 'arrayBuffer'>

/**
 * Reads a file that was chosen. It may be gone by then, and says so only when it is read.
 * @throws AppError `invalid-input` for one over the limit, of which nothing is read; `unreadable-file`
 */
export async function readFileBytes(file: ChosenFile, limit: FileLimit): Promise<Uint8Array<ArrayBuffer>> {
  const { maxBytes, advice = m.checkThatItIsTheRightFile } = limit
  if (file.size > maxBytes) throw new AppError('invalid-input', m.isLargerThan(file.name, sizeText(maxBytes), advice))
  try {
    return new Uint8Array(await file.arrayBuffer())
  } catch (cause) {
    throw unreadableFile(file.name, cause)
  }
}

/** The text of a file that was chosen, of UTF-8, without a byte order mark. @throws AppError as {@link readFileBytes} */
export async function readFileText(file: ChosenFile, limit: FileLimit): Promise<string> {
  return new TextDecoder().decode(await readFileBytes(file, limit))
}

/**
 * Looks whether a file that was chosen is still as it was, before it is sent: a request that fails does not tell why.
 * @throws AppError `unreadable-file`
 */
export async function requireReadable(name: string, file: Blob): Promise<void> {
  try {
    await file.slice(0, 1).arrayBuffer()
  } catch (cause) {
    throw unreadableFile(name, cause)
  }
}

/** The error for a file that was chosen or dropped and that the browser does not read. */
export function unreadableFile(name: string, cause: unknown): AppError {
  return new AppError('unreadable-file', m.couldNotBeReadChooseItAgain(name), { cause })
}

/** Limits are round numbers of megabytes or kilobytes. */
function sizeText(bytes: number): string {
  return bytes >= 1_000_000 ? `${bytes / 1_000_000} MB` : `${bytes / 1000} kB`
}
