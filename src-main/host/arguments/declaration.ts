import type { CommandOption } from './options.ts'
import type { CommandPositional } from './positionals.ts'

/** Options by name, in the order of the help. */
export type DeclaredOptions = Readonly<Record<string, CommandOption<unknown>>>

/** Positional words by name, in the order of the command line. At most one of them may be several words. */
export type DeclaredPositionals = Readonly<Record<string, CommandPositional<unknown>>>

/** What a command takes. Its arguments, errors about them, help, reference page and completion come from this. */
export interface CommandDeclaration<
  O extends DeclaredOptions = DeclaredOptions,
  P extends DeclaredPositionals = DeclaredPositionals
> {
  /** As it is called, such as `populus load` or `populus model train`. */
  readonly name: string
  /** What it does, for its help. Lines are wrapped where they are shown. */
  readonly about: string
  /** What follows the name in usage lines, where it has several forms; made from the rest otherwise. */
  readonly forms?: readonly string[]
  readonly positionals: P
  readonly options: O
  /** What the help says after the options: exit codes, limits, examples. */
  readonly notes?: string
}

/** Declares what a command takes. */
export function declareCommand<const O extends DeclaredOptions, const P extends DeclaredPositionals>(
  declaration: CommandDeclaration<O, P>
): CommandDeclaration<O, P> {
  return declaration
}

/** What a command gets of the options that it declares. */
export type OptionValues<O extends DeclaredOptions> = {
  readonly [Name in keyof O]: O[Name] extends CommandOption<infer T> ? T : never
}

/** What a command gets of the positional words that it declares. */
export type PositionalValues<P extends DeclaredPositionals> = {
  readonly [Name in keyof P]: P[Name] extends CommandPositional<infer T> ? T : never
}

/** What a command gets. */
export interface CommandArguments<O extends DeclaredOptions, P extends DeclaredPositionals> {
  readonly values: OptionValues<O>
  readonly positionals: PositionalValues<P>
  readonly touched: TouchedPlaces
}

/** {@link CommandArguments} of a declaration. */
export type ArgumentsOf<D> = D extends CommandDeclaration<infer O, infer P> ? CommandArguments<O, P> : never

/** Options of a declaration as its command gets them. */
export type ValuesOf<D> = D extends CommandDeclaration<infer O, infer _P> ? OptionValues<O> : never

/** Where roles are asked for before a command runs. */
export interface TouchedPlaces {
  /** Data folder that is named, as it was written. */
  readonly dataFolder: string | undefined
  /** Paths of data, as they were written, with the names of their sources. */
  readonly data: readonly string[]
  /** Path of the file with the passphrase, as it was written. */
  readonly passphraseFile: string | undefined
  /** Number of the file descriptor that yields the passphrase, as it was written. */
  readonly passphraseDescriptor: string | undefined
}
