import { cliDeclarationsMessages as m } from '#messages/cli/declarations.ts'
import { MIN_MEMORY } from '#engine/shards/load/load-size.ts'
import { DEFAULT_SMALL_CELLS, MAX_SMALL_CELLS } from '#shared/small-cell-rule.ts'
import { flagOption, valueOption } from '../../host/arguments/options.ts'
import { onePositional, type CommandPositional } from '../../host/arguments/positionals.ts'
import {
  dataFolderValue,
  dayValue,
  fileValue,
  sizeValue,
  textValue,
  integerValue,
  type ValueKind
} from '../../host/arguments/value-kinds.ts'

/** The result as one JSON object. */
export const jsonOption = flagOption(m.printOneJSONObjectInPlace)

/** Where a result is written. @param description what is written there */
export const outputOptions = (description: string) => ({
  out: valueOption(fileValue(), description),
  force: flagOption(m.replaceTheFileOfOut)
})

/** The options of every command that opens encrypted data. */
export const passphraseOptions = {
  'passphrase-file': valueOption({ ...fileValue(), touches: 'passphrase-file' }, m.fileThatOnlyThisAccountCan),
  'passphrase-fd': valueOption(
    { ...integerValue('N', { min: 0, max: 1_000_000 }), touches: 'passphrase-descriptor' },
    m.theSameFromAFile,
    { conflicts: ['passphrase-file'] }
  )
} as const

/** The data folder that a command works on. */
export const dataFolderOption = valueOption(dataFolderValue, m.dataFolderDefaultTheOneThatPopulus)

/** The option of commands that can read more data than fit into memory. */
export const memoryOptions = {
  memory: valueOption(sizeValue(MIN_MEMORY), m.memoryToUseSuchAs)
} as const

/** The options about small counts. */
export const smallCellOptions = {
  'small-cells': valueOption(
    integerValue('N', { min: 0, max: MAX_SMALL_CELLS }),
    m.suppressCountsOf1ToN(DEFAULT_SMALL_CELLS)
  ),
  reason: valueOption(textValue('TEXT', 'a table for the board'), m.whyWhereNIsBelow(DEFAULT_SMALL_CELLS))
} as const

/** What identifies people is masked without it. */
export const identifyingOption = flagOption(m.leaveWhatIdentifies)

/** The same of commands whose rows have no more of people than their ids. */
export const identifyingIdsOption = flagOption(m.leaveTheIdsOfPeople)

/** Why it is left in, of a command whose reasons are of nothing else. */
export const identifyingReasonOption = valueOption(textValue('TEXT', 'outreach'), m.whyNamesAreLeftIn)

/** Day that a population is looked at. */
export const asOfOption = valueOption(dayValue, m.lastDayThatCountsYYYY)

/** Seconds, for options that end a command. */
export const secondsValue: ValueKind<number> = integerValue('SECONDS', { min: 1, max: 999_999 })

/** Seconds that a command may take. */
export const timeoutOption = valueOption(secondsValue, m.secondsThatEverythingMayTake)

/** Processor cores that read or evaluate. */
export const coresValue: ValueKind<number> = integerValue('N', { min: 1, max: 99 })

/**
 * Name or id of a connection. Connections that were made by earlier versions may have an id that begins with a dash: 16
 * signs, more than any option in short form.
 */
export function connectionPositional(description: string): CommandPositional<string> {
  return onePositional({ ...textValue('CONNECTION', 'Hospital'), dashed: /^-[\w-]{15}$/ }, { description })
}
