import { defined } from '#shared/language/defined.ts'
import type { ValueKind } from './value-kinds.ts'

/** How an option goes together with others. All are names without `--`. */
export interface OptionRules {
  /** Other names of the same option. */
  readonly aliases?: readonly string[]
  /** Options that cannot be given besides it. */
  readonly conflicts?: readonly string[]
  /** Options that have to be given with it. */
  readonly needs?: readonly string[]
}

/** An option of a command. `T` is what the command gets. */
export interface CommandOption<T> extends OptionRules {
  readonly occurrence: 'flag' | 'optional' | 'required' | 'repeated'
  /** How its value is read; undefined for a flag. */
  readonly kind: ValueKind<unknown> | undefined
  /** For the help of the command, from a catalog. */
  readonly description: string
  /** What holds without the option, as it would be written. */
  readonly defaultText?: string
  /**
   * @param texts its values in the order of the command line; for a flag, one text for each time it is given
   * @param label its name with `--`
   * @throws AppError `invalid-input`
   */
  take(texts: readonly string[], label: string): T
}

/** Given or not. */
export function flagOption(description: string, rules: OptionRules = {}): CommandOption<boolean> {
  return { ...rules, occurrence: 'flag', kind: undefined, description, take: (texts) => texts.length > 0 }
}

/** One value or none. The last one counts where several are given, as for every option with one value. */
export function valueOption<T>(
  kind: ValueKind<T>,
  description: string,
  rules: OptionRules = {}
): CommandOption<T | undefined> {
  return {
    ...rules,
    occurrence: 'optional',
    kind,
    description,
    take: (texts, label) => (texts.length === 0 ? undefined : kind.read(defined(texts.at(-1)), label))
  }
}

/** One value, without which the command cannot run. */
export function requiredOption<T>(kind: ValueKind<T>, description: string, rules: OptionRules = {}): CommandOption<T> {
  return {
    ...rules,
    occurrence: 'required',
    kind,
    description,
    // The reader refuses a command line without it.
    take: (texts, label) => kind.read(defined(texts.at(-1)), label)
  }
}

/** One value, or the default. @param defaultText as it would be written */
export function defaultedOption<T>(
  kind: ValueKind<T>,
  defaultText: string,
  description: string,
  rules: OptionRules = {}
): CommandOption<T> {
  return {
    ...rules,
    occurrence: 'optional',
    kind,
    description,
    defaultText,
    take: (texts, label) => kind.read(texts.at(-1) ?? defaultText, label)
  }
}

/** Any number of values, in the order of the command line. */
export function listOption<T>(
  kind: ValueKind<T>,
  description: string,
  rules: OptionRules = {}
): CommandOption<readonly T[]> {
  return {
    ...rules,
    occurrence: 'repeated',
    kind,
    description,
    take: (texts, label) => texts.map((text) => kind.read(text, label))
  }
}
