import { cliDataMessages as m } from '#messages/cli/data.ts'
import type { LoadReport, RejectReason } from '#engine/store/model/store.ts'
import { AppError } from '#shared/app-error.ts'
import { completenessSentence } from '#shared/completeness.ts'
import { isTableName, type SkippedFile } from '#shared/source-name.ts'
import type { CommandIo } from '../terminal/command.ts'
import { terminalText } from '../terminal/terminal-text.ts'
import type { OpenedSaved } from './open-saved.ts'

/** What the data of a command lack. */
export interface LackOfData {
  /** Counts without a name, since it goes into files that leave; `undefined` while nothing is missing. */
  readonly sentence: string | undefined
  /** Names of the files that something is missing of. */
  readonly names: readonly string[]
  /** Nothing can be read of any file. */
  readonly isEverything: boolean
}

/** Each of them is one finding where the text of a file ends before the file does. */
const endings: readonly RejectReason[] = ['truncated-file', 'unreadable-file', 'unpacks-too-far', 'damaged-part']

/** Names that are told; a folder may have thousands of damaged files. */
const MAX_NAMES = 10

/**
 * Finds out what data lack: what a server did not send, files that were not read, and what could not be read of the others. Values
 * that could not be read are no part of it, because their records are there.
 * @param files of the report of the load, with its rejects; those of a saved snapshot are in its columns
 * @param saved the snapshots that the data are from
 */
export function lackOf(
  { files, rejects, rejectCounts }: Pick<LoadReport, 'files' | 'rejects' | 'rejectCounts'>,
  skipped: readonly SkippedFile[],
  saved: readonly Pick<OpenedSaved, 'completeness'>[]
): LackOfData {
  const rejected = files.reduce((sum, file) => sum + file.rejected, 0)
  const places = endings.reduce((sum, reason) => sum + (rejectCounts[reason] ?? 0), 0)
  const listed = new Set(rejects.flatMap(({ file, reason }) => (endings.includes(reason) ? [file] : [])))
  // Rejects of a cluster are counted alone; there is at least one file then.
  const damaged = places > 0 ? Math.max(1, listed.size) : 0
  const withRejects = new Set(files.flatMap((file) => (file.rejected > 0 ? [file.name] : [])))
  // A saved snapshot has a note of a file that was cut, which its columns may know as well.
  const unread = skipped.filter(({ name, mayHoldData }) => mayHoldData === true && !withRejects.has(name))
  const sentences = [
    ...saved.flatMap(({ completeness }) => completenessSentence(completeness) ?? []),
    ...(rejected > places ? [m.linesOfTheDataLeftOut(rejected - places)] : []),
    ...(damaged > 0 ? [m.filesOfTheDataDamaged(damaged)] : []),
    ...(unread.length > 0 ? [m.filesOfTheDataNotRead(unread.length)] : [])
  ]
  const told = sentences.length === 0 ? undefined : sentences.join(' ')
  const isEverything = files.every(({ stored }) => stored === 0)
  return {
    sentence: isEverything ? nothingToRead(files.length, [told, tablesText(files, skipped)]) : told,
    names: [...withRejects, ...unread.map(({ name }) => name)],
    isEverything
  }
}

/** What Populus itself wrote as tables, such as a data set without identifiers, is what somebody may want to open again. */
function tablesText(...named: readonly (readonly { readonly name: string }[])[]): string | undefined {
  return named.flat().some(({ name }) => isTableName(name)) ? m.tablesAreNotOpenedAgain : undefined
}

function nothingToRead(files: number, told: readonly (string | undefined)[]): string {
  const why = told.flatMap((sentence) => (sentence === undefined ? [] : ` ${sentence}`)).join('')
  return files === 0 ? m.thereAreNoDataToRead(why) : m.nothingOfTheDataCanBeRead(files, why)
}

/**
 * Tells on standard error what the data of a command lack, and the command that it ends with 1.
 * @param listsFiles the command names the files itself, and goes on with nothing
 * @throws AppError `unreadable-file` where nothing can be read
 */
export function tellLack({ sentence, names, isEverything }: LackOfData, listsFiles: boolean, io: CommandIo): void {
  if (sentence === undefined) return
  io.lacking?.()
  const told = listsFiles || names.length === 0 ? sentence : `${sentence} ${whichFiles(names)}`
  if (isEverything && !listsFiles) throw new AppError('unreadable-file', told)
  io.err(`${told}\n`)
}

function whichFiles(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMES)
  return m.seeFilesAndMore(terminalText(shown.join(', ')), names.length - shown.length)
}
