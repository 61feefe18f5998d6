import { hostArgumentsMessages as m } from '#messages/host/arguments.ts'
import { AppError } from '#shared/app-error.ts'

/** What a value names that has roles or a passphrase of its own, so that rights are checked where it is. */
export type TouchedKind = 'data-folder' | 'data' | 'passphrase-file' | 'passphrase-descriptor'

/** How one value of a command line is read. */
export interface ValueKind<T> {
  /** How usage lines and help name the value, such as `FILE`. */
  readonly placeholder: string
  /** A text that can be read. */
  readonly example: string
  /** Every text that can be read, where they can be listed. */
  readonly words?: readonly string[]
  /** What a shell offers for it. */
  readonly completes?: 'file' | 'folder'
  readonly touches?: TouchedKind
  /** Texts that begin with a dash and are no options, as ids and keys may. */
  readonly dashed?: RegExp
  /**
   * @param label what errors call the value, such as `--timeout`
   * @throws AppError `invalid-input`
   */
  read(text: string, label: string): T
}

/** Any text. @param example a text of the kind that is meant */
export function textValue(placeholder: string, example: string): ValueKind<string> {
  return { placeholder, example, read: (text) => text }
}

/** Path of a file, as it was written. */
export function fileValue(placeholder = 'FILE'): ValueKind<string> {
  return { ...textValue(placeholder, 'some/file'), completes: 'file' }
}

/** Path of a folder, as it was written. */
export function folderValue(placeholder = 'FOLDER'): ValueKind<string> {
  return { ...textValue(placeholder, 'some/folder'), completes: 'folder' }
}

/** Path of a data folder of Populus, as it was written. */
export const dataFolderValue: ValueKind<string> = { ...folderValue(), touches: 'data-folder' }

/** Path of FHIR data or of saved snapshots, with or without the name of its source. */
export function populationValue(placeholder = 'PATH'): ValueKind<string> {
  return { ...fileValue(placeholder), touches: 'data' }
}

/** A whole number within bounds. */
export function integerValue(
  placeholder: string,
  { min, max }: { readonly min: number; readonly max: number }
): ValueKind<number> {
  return {
    placeholder,
    example: String(max),
    read(text, label) {
      const number = Number(text)
      if (/^\d{1,15}$/.test(text) && number >= min && number <= max) return number
      throw new AppError('invalid-input', m.takesAWholeNumberFromTo(label, min, max))
    }
  }
}

/** A number within bounds, which may have decimals. */
export function numberValue(
  placeholder: string,
  { min, max }: { readonly min: number; readonly max: number }
): ValueKind<number> {
  return {
    placeholder,
    example: String(max),
    read(text, label) {
      const number = Number(text)
      if (text.trim() !== '' && number >= min && number <= max) return number
      throw new AppError('invalid-input', m.takesANumberFromTo(label, min, max))
    }
  }
}

/** One of some words. */
export function wordValue<const T extends string>(
  words: readonly T[],
  placeholder: string = words.join('|')
): ValueKind<T> {
  return {
    placeholder,
    example: words[0]!,
    words,
    read(text, label) {
      const found = words.find((word) => word === text)
      if (found !== undefined) return found
      throw new AppError('invalid-input', m.takesOneOf(label, words.join(', ')))
    }
  }
}

const dayMs = 86_400_000

/** A day of the calendar, `YYYY-MM-DD`, as days since 1970-01-01. */
export const dayValue: ValueKind<number> = {
  placeholder: 'DATE',
  example: '2026-10-31',
  read(text, label) {
    const millis = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
    if (!Number.isNaN(millis) && new Date(millis).toISOString().startsWith(text)) return millis / dayMs
    throw new AppError('invalid-input', m.writeTheDateOf(label))
  }
}

const megabyte = 1024 * 1024

/** A size such as `4GB` or `1500MB`, in bytes. @param min bytes */
export function sizeValue(min: number): ValueKind<number> {
  return {
    placeholder: 'SIZE',
    example: '4GB',
    read(text, label) {
      const [, number, unit] = /^(\d+(?:\.\d+)?)\s*(MB|GB|M|G)$/i.exec(text) ?? []
      const bytes = Number(number) * megabyte * (unit?.toUpperCase().startsWith('G') === true ? 1024 : 1)
      if (number !== undefined && bytes >= min) return bytes
      throw new AppError('invalid-input', m.takesASizeOf(label, `${Math.ceil(min / megabyte)}MB`))
    }
  }
}

/** A text with a form of its own. @param read throws an AppError with its sentence for what it cannot read */
export function parsedValue<T>(
  placeholder: string,
  example: string,
  read: (text: string, label: string) => T
): ValueKind<T> {
  return { placeholder, example, read }
}

/** Names that are separated by commas, in order and without blanks around them. */
export function namesValue(placeholder: string, example: string): ValueKind<readonly string[]> {
  return parsedValue(placeholder, example, (text) =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '')
  )
}
