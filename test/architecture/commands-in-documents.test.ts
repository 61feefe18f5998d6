import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commandEntries } from '../../src-main/cli/command-line.ts'
import type { CliCommand } from '../../src-main/cli/terminal/command.ts'

const root = resolve(import.meta.dirname, '../..')
const readText = (path: string): string => readFileSync(resolve(root, path), 'utf8')

// The page of commands is made from the commands, and another test compares it; entries of the changelog stay as they were.
const documents = globSync(
  ['*.md', '.github/*.md', 'docs/**/*.md', '{src-main,src-renderer,resources}/**/README.md', 'test/*/README.md'],
  { cwd: root, exclude: (path) => /CHANGELOG|reference.commands/.test(path) }
)
const catalogs = globSync('src-renderer/shared/messages/en-US/**/*.ts', { cwd: root })

/** Options of other programs that documents name by themselves. */
const otherOptions = new Set(
  ['headless', 'version', 'help', 'inspect', 'remote-debugging-port', 'ignore-scripts'].concat(
    ['keep-data', 'delete-data', 'delete-app-data', 'deploy-mode', 'conf', 'master'],
    ['only', 'slice', 'sample', 'seed', 'tests', 'verbose', 'every', 'population', 'cat-', 'chart-']
  )
)

/** The names of all options of a command, with those of its actions and other names of theirs. */
function optionNames({ declarations }: CliCommand): string[] {
  return declarations.flatMap(({ options }) =>
    Object.entries(options).flatMap(([name, { aliases = [] }]) => [name, ...aliases])
  )
}

/** Words of a line as a shell reads them, up to what ends its first command. */
function shellWords(line: string): string[] {
  const words: string[] = []
  for (const [, double, single, plain] of line.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|(\S+)/g)) {
    if (plain !== undefined && /^(?:#|&&|\|\|?|>>?|2>&1|;)/.test(plain)) break
    words.push(double ?? single ?? plain!)
  }
  return words
}

/** What follows `populus` in the lines of code blocks. */
function callsIn(text: string): string[] {
  const lines = [...text.matchAll(/^```[a-z]*\n([\s\S]*?)^```/gm)].flatMap(([, block]) =>
    block!.replaceAll(/\\\n\s*/g, '').split('\n')
  )
  return lines.flatMap((line) => {
    const call = /(?:^|&& |exec )(?:npm run (?:--silent )?populus -- |populus )(.*)$/.exec(line)
    return call === null ? [] : [call[1]!]
  })
}

const commandNames = commandEntries.map(({ name }) => name)
const mention = new RegExp(
  `^(?:npm run (?:--silent )?populus -- (.+)|populus (.+)|((?:${commandNames.join('|')}) --.+)|(--.+))$`
)

/** Code spans that name a command, options of a command, or an option alone; whatever else is in the span counts with it. */
const mentionsIn = (text: string): string[] =>
  [...text.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`\n]+)`/g)].flatMap(([, span]) => {
    const found = mention.exec(span!)
    return found === null ? [] : [found.slice(1).find((words) => words !== undefined)!]
  })

/** Why a line is no command; undefined where the command would take it. */
async function wrongCall(line: string): Promise<string | undefined> {
  const [name = '', ...args] = shellWords(line)
  if (otherOptions.has(name.slice(2)) || name.startsWith('<')) return undefined
  const entry = commandEntries.find((each) => each.name === name)
  if (entry === undefined) return `there is no command ${name}`
  const command = await entry.load()
  try {
    if (!args.includes('--help')) command.read(args)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** What a code span names that is not there. */
async function wrongMention(span: string): Promise<string | undefined> {
  const [name = '', ...rest] = shellWords(span)
  const options = [...span.matchAll(/(?<![\w-])--([a-z][\w-]*)/g)].map(([, option]) => option!)
  if (name.startsWith('--')) {
    const known = new Set((await Promise.all(commandEntries.map(async ({ load }) => optionNames(await load())))).flat())
    const unknown = options.filter((option) => !known.has(option) && !otherOptions.has(option))
    return unknown.length === 0 ? undefined : `no command has --${unknown.join(', --')}`
  }
  if (/^[A-Z<…]/.test(name)) return undefined
  const entry = commandEntries.find((each) => each.name === name)
  if (entry === undefined) return `there is no command ${name}`
  const command = await entry.load()
  const actions = command.declarations.map((each) => each.name.split(' ')[2])
  const action = rest[0] ?? ''
  const hasActions = actions.every((each) => each !== undefined)
  if (hasActions && /^[a-z]/.test(action) && !actions.includes(action)) return `there is no ${name} ${action}`
  const known = optionNames(command)
  const unknown = options.filter((option) => !known.includes(option) && !otherOptions.has(option))
  return unknown.length === 0 ? undefined : `${name} has no --${unknown.join(', --')}`
}

/** Each fault with its file. */
async function faultsOf(text: string): Promise<string[]> {
  const calls = await Promise.all(callsIn(text).map(async (line) => [line, await wrongCall(line)] as const))
  const mentions = await Promise.all(mentionsIn(text).map(async (span) => [span, await wrongMention(span)] as const))
  return [...calls, ...mentions].flatMap(([words, fault]) => (fault === undefined ? [] : [`${words}: ${fault}`]))
}

describe('commands in documents', () => {
  it('are found, and wrong ones with them', async () => {
    expect(documents.length).toBeGreaterThan(80)
    expect(documents.flatMap((file) => callsIn(readText(file))).length).toBeGreaterThan(40)
    const block = [
      '```',
      'populus load data --jsno',
      'populus sql data \\',
      '  "select 1" --max-rows x',
      'populus lod x',
      '```'
    ]
    const text = `${block.join('\n')}\nSee \`populus audit --verfy\`, \`sql --coeds\`, \`pack mend\` of \`populus pack mend\`, \`--memry\`.`
    expect(await faultsOf(text)).toHaveLength(7)
    expect(await faultsOf('`populus audit --verify`, `measure --trace`, `populus pack make`, `--memory`')).toEqual([])
  })

  it.each(documents)('%s names commands and options that there are', async (file) => {
    expect(await faultsOf(readText(file))).toEqual([])
  })

  it('are all in docs/command-line.md, each with an example', () => {
    const shown = new Set(callsIn(readText('docs/command-line.md')).map((line) => shellWords(line)[0]))
    expect(commandNames.filter((name) => !shown.has(name))).toEqual([])
  })

  it('are those that there are in messages, too', async () => {
    const names = catalogs.flatMap((file) =>
      [...readText(file).matchAll(/"populus ([a-z][a-z-]*)/g)].map(([, name]) => name!)
    )
    expect(names.length).toBeGreaterThan(10)
    expect(names.filter((name) => !commandNames.some((each) => each === name))).toEqual([])
  })
})

it('messages that docs/operate.md explains are those of the program', () => {
  const table = readText('docs/operate.md').split('| message begins with')[1]!
  const beginnings = [...table.matchAll(/^\| ([A-Z][^|]+?) +\|/gm)].map(([, beginning]) => beginning!)
  expect(beginnings.length).toBeGreaterThan(10)
  // Numbers and names of options are put into texts.
  const texts = [...catalogs, 'build/populus.mjs'].map(readText).join('\n')
  const withoutNumbers = (text: string): string => text.replaceAll(/\$\{[^}]*\}|--[a-z-]+|\d[\d,]*/g, '0')
  const known = withoutNumbers(texts)
  expect(beginnings.filter((beginning) => !known.includes(withoutNumbers(beginning)))).toEqual([])
})
