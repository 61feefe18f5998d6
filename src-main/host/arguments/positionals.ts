import type { ValueKind } from './value-kinds.ts'

/** A word, or several, that stand for themselves and follow no option. `T` is what the command gets. */
export interface CommandPositional<T> {
  readonly kind: ValueKind<unknown>
  /** Words that there have to be. */
  readonly min: 0 | 1
  readonly max: number
  /** For the help of the command, where the placeholder does not say it. */
  readonly description?: string
  /** @throws AppError `invalid-input` */
  take(texts: readonly string[]): T
}

/** What can be said of a positional word. */
export type PositionalHelp = Pick<CommandPositional<unknown>, 'description'>

/** Exactly one word. */
export function onePositional<T>(kind: ValueKind<T>, help: PositionalHelp = {}): CommandPositional<T> {
  // The reader refuses a command line without it.
  return { ...help, kind, min: 1, max: 1, take: (texts) => kind.read(texts[0]!, kind.placeholder) }
}

/** Any number of words. @param min how many there have to be */
export function manyPositionals<T>(
  kind: ValueKind<T>,
  min: 0 | 1 = 1,
  help: PositionalHelp = {}
): CommandPositional<readonly T[]> {
  return { ...help, kind, min, max: Infinity, take: (texts) => texts.map((text) => kind.read(text, kind.placeholder)) }
}
