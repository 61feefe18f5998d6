import { hostArgumentsMessages as m } from '#messages/host/arguments.ts'
import { parseArgs } from 'node:util'
import { AppError } from '#shared/app-error.ts'
import { nearestName } from '#engine/base/kernels/nearest-name.ts'
import { defined } from '#shared/language/defined.ts'
import type {
  CommandArguments,
  CommandDeclaration,
  DeclaredOptions,
  DeclaredPositionals,
  OptionValues,
  PositionalValues,
  TouchedPlaces
} from './declaration.ts'
import type { TouchedKind, ValueKind } from './value-kinds.ts'

/**
 * Reads the words after the name of a command.
 * @throws AppError `invalid-input` for what the command does not declare, and for what is missing or cannot be read; the
 * sentence names the option and points to the help
 */
export function readArguments<O extends DeclaredOptions, P extends DeclaredPositionals>(
  declaration: CommandDeclaration<O, P>,
  args: readonly string[]
): CommandArguments<O, P> {
  const { texts, words } = splitArguments(declaration, args)
  const given = assignWords(declaration, words)
  checkTogether(declaration, texts)
  const touched: Record<TouchedKind, string[]> = {
    'data-folder': [],
    data: [],
    'passphrase-file': [],
    'passphrase-descriptor': []
  }
  const touch = (kind: ValueKind<unknown> | undefined, values: readonly string[]): void => {
    if (kind?.touches !== undefined) touched[kind.touches].push(...values)
  }
  const values = Object.entries(declaration.options).map(([name, option]) => {
    const optionTexts = texts.get(name) ?? []
    touch(option.kind, optionTexts)
    return [name, option.take(optionTexts, `--${name}`)] as const
  })
  const positionals = Object.entries(declaration.positionals).map(([name, positional], index) => {
    touch(positional.kind, given[index]!)
    return [name, positional.take(given[index]!)] as const
  })
  return {
    // What `take` of each entry returns is what the types of the entries say.
    values: Object.fromEntries(values) as OptionValues<O>,
    positionals: Object.fromEntries(positionals) as PositionalValues<P>,
    touched: placesOf(touched)
  }
}

function placesOf(touched: Readonly<Record<TouchedKind, readonly string[]>>): TouchedPlaces {
  return {
    dataFolder: touched['data-folder'].at(-1),
    data: touched.data,
    passphraseFile: touched['passphrase-file'].at(-1),
    passphraseDescriptor: touched['passphrase-descriptor'].at(-1)
  }
}

/** Place of the first word that is neither an option of one of some commands nor the value of one; -1 without any. */
export function firstWordAt(declarations: readonly CommandDeclaration[], args: readonly string[]): number {
  const options = Object.fromEntries(declarations.flatMap((each) => Object.entries(parseOptions(each))))
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true })
  return tokens.find(({ kind }) => kind === 'positional')?.index ?? -1
}

/** What `parseArgs` has to know: which options take a value. */
function parseOptions({ options }: CommandDeclaration): Record<string, { type: 'string' | 'boolean' }> {
  return Object.fromEntries(
    Object.entries(options).flatMap(([name, { kind, aliases = [] }]) =>
      [name, ...aliases].map((each) => [each, { type: kind === undefined ? 'boolean' : 'string' }] as const)
    )
  )
}

/** The texts of each option, and the words that follow none. */
function splitArguments(
  declaration: CommandDeclaration,
  args: readonly string[]
): { readonly texts: ReadonlyMap<string, readonly string[]>; readonly words: readonly string[] } {
  const { options } = declaration
  const names = new Map(
    Object.entries(options).flatMap(([name, { aliases = [] }]) => [name, ...aliases].map((each) => [each, name]))
  )
  const { tokens } = parseArgs({
    args: withDashedLast(declaration, args),
    options: parseOptions(declaration),
    strict: false,
    allowPositionals: true,
    tokens: true
  })
  const texts = new Map<string, string[]>()
  const words: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value)
    if (token.kind !== 'option') continue
    const name = names.get(token.name)
    if (name === undefined) throw unknownOption(declaration, token.rawName, [...names.keys()])
    const { kind } = options[name]!
    const isFlag = kind === undefined
    const { value, inlineValue } = token
    if (isFlag && value !== undefined) throw usageError(declaration, m.takesNoValue(token.rawName))
    if (!isFlag && value === undefined) throw usageError(declaration, m.needsAValue(token.rawName))
    const isOption =
      value !== undefined && value.length > 1 && value.startsWith('-') && kind?.dashed?.test(value) !== true
    if (isOption && !inlineValue) throw usageError(declaration, m.isFollowedByAnOption(token.rawName, value))
    texts.set(name, [...(texts.get(name) ?? []), value ?? ''])
  }
  return { texts, words }
}

/** The words that a positional takes although they begin with a dash behind `--`, where they are read as no options. */
function withDashedLast(declaration: CommandDeclaration, args: readonly string[]): string[] {
  const patterns = Object.values(declaration.positionals).flatMap(({ kind: { dashed = [] } }) => dashed)
  if (args.includes('--')) return [...args]
  const known = parseOptions(declaration)
  const isDashed = (word: string): boolean =>
    patterns.some((pattern) => pattern.test(word)) && !Object.hasOwn(known, word.slice(2))
  const last = args.filter(isDashed)
  return last.length === 0 ? [...args] : [...args.filter((word) => !isDashed(word)), '--', ...last]
}

/** The words of each positional, in order. The one that takes several gets what the others leave. */
function assignWords(declaration: CommandDeclaration, words: readonly string[]): readonly (readonly string[])[] {
  const positionals = Object.values(declaration.positionals)
  const missing = positionals.filter(({ min }) => min === 1).length - words.length
  if (missing > 0) throw usageError(declaration, m.lacks(declaration.name, nameOf(positionals[words.length]!.kind)))
  let spare = -missing
  let index = 0
  const assigned = positionals.map(({ min, max }) => {
    const more = Math.min(spare, max - min)
    spare -= more
    index += min + more
    return words.slice(index - min - more, index)
  })
  if (spare > 0) throw usageError(declaration, m.doesNotTake(declaration.name, words[index]!))
  return assigned
}

function nameOf({ placeholder }: ValueKind<unknown>): string {
  return placeholder
}

/** @throws AppError `invalid-input` for options that are missing or cannot be given together */
function checkTogether(declaration: CommandDeclaration, texts: ReadonlyMap<string, unknown>): void {
  const entries = Object.entries(declaration.options)
  const missing = entries.filter(([name, { occurrence }]) => occurrence === 'required' && !texts.has(name))
  if (missing.length > 0)
    throw usageError(
      declaration,
      m.needs(declaration.name, missing.map(([name, { kind }]) => `--${name} ${defined(kind).placeholder}`).join(', '))
    )
  for (const [name, { conflicts = [], needs = [] }] of entries) {
    if (!texts.has(name)) continue
    const other = conflicts.find((each) => texts.has(each))
    if (other !== undefined) throw usageError(declaration, m.cannotBeGivenWith(`--${name}`, `--${other}`))
    const needed = needs.find((each) => !texts.has(each))
    if (needed !== undefined) throw usageError(declaration, m.goesWith(`--${name}`, `--${needed}`))
  }
}

function unknownOption(declaration: CommandDeclaration, raw: string, known: readonly string[]): AppError {
  const nearest = nearestName(raw.replace(/^-+/, ''), known)
  return usageError(
    declaration,
    nearest === undefined
      ? m.hasNoOption(declaration.name, raw)
      : m.hasNoOptionDidYouMean(declaration.name, raw, `--${nearest}`)
  )
}

/** There is no command of a name; the sentence tells which one may be meant. @param commands all that there are */
export function unknownCommand(name: string, commands: readonly { readonly name: string }[]): AppError {
  const nearest = nearestName(
    name,
    commands.map((command) => command.name)
  )
  return new AppError(
    'invalid-input',
    nearest === undefined ? m.thereIsNoCommand(name) : m.thereIsNoCommandDidYouMean(name, nearest)
  )
}

/** A sentence about wrong words with the pointer to the help. */
export function usageError({ name }: Pick<CommandDeclaration, 'name'>, message: string): AppError {
  return new AppError('invalid-input', m.populusHelpTellsMore(message, name))
}
