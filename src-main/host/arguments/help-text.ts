import { hostArgumentsMessages as m } from '#messages/host/arguments.ts'
import { defined } from '#shared/language/defined.ts'
import type { CommandDeclaration } from './declaration.ts'
import type { CommandOption } from './options.ts'

/** Columns that help is wrapped at. */
const columns = 118
/** Widest flag next to which its description begins; wider ones have a line of their own. */
const maxFlag = 22

/** `populus <name> --help` of a command. */
export function helpText(declaration: CommandDeclaration): string {
  const { about, notes } = declaration
  const parts = [
    usageOf(declaration),
    wrapped(about),
    ...tables(declaration),
    ...(notes === undefined ? [] : [wrapped(notes)])
  ]
  return `${parts.join('\n\n')}\n`
}

/** `populus <name> --help` of a command with several actions, each of which has a help of its own. */
export function groupHelpText(name: string, about: string, actions: readonly CommandDeclaration[]): string {
  const usages = actions.map(usageOf).join('\n')
  return `${usages}\n\n${wrapped(about)}\n\n${m.actionHelpExplainsEachAction(name)}\n`
}

/** The usage lines of a command, as many as it has forms. */
function usageOf(declaration: CommandDeclaration): string {
  const forms = declaration.forms ?? [formOf(declaration)]
  return forms.map((form) => wrapped(m.usageOf(declaration.name, form).trimEnd(), '         ')).join('\n')
}

function formOf({ positionals, options }: CommandDeclaration): string {
  const words = Object.values(positionals).map(({ kind: { placeholder }, min, max }) => {
    const word = max > 1 ? `${placeholder}…` : placeholder
    return min === 0 ? `[${word}]` : word
  })
  const entries = Object.entries(options)
  const required = entries.filter(([, { occurrence }]) => occurrence === 'required')
  const given = required.map(([name, { kind }]) => `--${name} ${defined(kind).placeholder}`)
  return [...words, ...given, ...(entries.length > required.length ? [m.options] : [])].join(' ')
}

function tables({ positionals, options }: CommandDeclaration): string[] {
  const words = Object.values(positionals).flatMap(({ kind, description }) =>
    description === undefined ? [] : [[kind.placeholder, description] as const]
  )
  const flags = Object.entries(options).map(([name, option]) => [flagOf(name, option), descriptionOf(option)] as const)
  const rows = [...words, ...flags]
  const width = Math.min(maxFlag, Math.max(0, ...rows.map(([flag]) => flag.length))) + 2
  return rows.length === 0 ? [] : [rows.map(([flag, text]) => tableRow(flag, text, width)).join('\n')]
}

function flagOf(name: string, { kind, occurrence }: CommandOption<unknown>): string {
  const more = occurrence === 'repeated' ? '…' : ''
  return kind === undefined ? `--${name}` : `--${name} ${kind.placeholder}${more}`
}

function descriptionOf({ description, defaultText, aliases = [] }: CommandOption<unknown>): string {
  const withDefault = defaultText === undefined ? description : m.textDefault(description, defaultText)
  return aliases.length === 0
    ? withDefault
    : m.textIsTheSame(withDefault, aliases.map((alias) => `--${alias}`).join(', '))
}

function tableRow(flag: string, text: string, width: number): string {
  const indent = ' '.repeat(width + 2)
  const lines = wrapped(text, '', columns - indent.length).split('\n')
  const head =
    flag.length > width - 2 ? [`  ${flag}`, `${indent}${lines[0]!}`] : [`  ${flag.padEnd(width)}${lines[0]!}`]
  return [...head, ...lines.slice(1).map((line) => `${indent}${line}`)].join('\n')
}

/** Each line of a text, broken at blanks. @param indent of what follows the first line */
function wrapped(text: string, indent?: string, width = columns): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line, indent ?? defined(/^ */.exec(line))[0], width))
    .join('\n')
}

function wrapLine(line: string, indent: string, width: number): string {
  const lines: string[] = []
  let rest = line
  while (rest.length > width) {
    const space = rest.lastIndexOf(' ', width)
    if (space <= indent.length) break
    lines.push(rest.slice(0, space))
    rest = `${indent}${rest.slice(space + 1)}`
  }
  return [...lines, rest].join('\n')
}
