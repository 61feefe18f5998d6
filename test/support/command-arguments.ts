import type { CommandDeclaration } from '../../src-main/host/arguments/declaration.ts'
import type { CommandOption } from '../../src-main/host/arguments/options.ts'

/** Values that an option can be given, as texts. */
export function textsOfOption({ kind }: CommandOption<unknown>): readonly string[] {
  return kind === undefined ? [''] : (kind.words ?? [kind.example])
}

/** The words of a command line, after the name of the command, that has only what the command cannot do without. */
export function shortestArguments({ options, positionals }: CommandDeclaration): string[] {
  return [
    ...Object.values(positionals).flatMap(({ kind, min }) => (min === 0 ? [] : [kind.example])),
    ...Object.entries(options).flatMap(([name, option]) =>
      option.occurrence === 'required' ? [`--${name}`, textsOfOption(option)[0]!] : []
    )
  ]
}
