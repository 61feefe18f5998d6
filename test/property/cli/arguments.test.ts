import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import { shortestArguments, textsOfOption } from '../../support/command-arguments.ts'
import { fc } from '../../support/property.ts'
import type { CommandDeclaration } from '../../../src-main/host/arguments/declaration.ts'
import { helpText } from '../../../src-main/host/arguments/help-text.ts'
import { readArguments } from '../../../src-main/host/arguments/read-arguments.ts'
import { dayValue, integerValue, numberValue, sizeValue } from '../../../src-main/host/arguments/value-kinds.ts'
import { loopbackDeclaration } from '../../../src-main/host/process/arguments.ts'
import { packVerifyDeclaration } from '../../../src-main/cli/declarations/pack.ts'
import { commandEntries } from '../../../src-main/cli/command-line.ts'

const commands = await Promise.all(commandEntries.map((entry) => entry.load()))
const declarations = [...commands.flatMap((command) => command.declarations), loopbackDeclaration as CommandDeclaration]
const byName = declarations.map((declaration) => [declaration.name, declaration] as const)

/** Some of the options of a command that can be given together, each with its texts, and the words next to them. */
function commandLines({ options, positionals }: CommandDeclaration) {
  const entries = Object.entries(options)
  const words = Object.values(positionals).flatMap(({ kind, min, max }) =>
    min === 0 ? [] : Array.from({ length: Math.min(max, 2) }, () => kind.example)
  )
  return fc
    .record({
      chosen: fc.subarray(entries.map(([name]) => name)),
      seed: fc.infiniteStream(fc.nat(1000)),
      isInline: fc.boolean(),
      wordsFirst: fc.boolean()
    })
    .map(({ chosen, seed, isInline, wordsFirst }) => {
      const names = new Set([
        ...entries.filter(([, { occurrence }]) => occurrence === 'required').map(([name]) => name),
        ...chosen
      ])
      for (const [name, { conflicts = [], needs = [] }] of entries) {
        if (!names.has(name)) continue
        for (const needed of needs) names.add(needed)
        for (const other of conflicts) names.delete(other)
      }
      // What was deleted last may be needed by one that stays.
      for (const [name, { needs = [] }] of entries)
        if (needs.some((needed) => !names.has(needed)) && options[name]!.occurrence !== 'required') names.delete(name)
      const given = new Map<string, string[]>()
      const args: string[] = []
      for (const name of names) {
        const option = options[name]!
        const texts = textsOfOption(option)
        const times = option.occurrence === 'repeated' ? 1 + (seed.next().value! % 3) : 1
        const alias = [name, ...(option.aliases ?? [])]
        for (let time = 0; time < times; time++) {
          const text = texts[seed.next().value! % texts.length]!
          const spelled = `--${alias[seed.next().value! % alias.length]!}`
          if (option.kind === undefined) args.push(spelled)
          else args.push(...(isInline ? [`${spelled}=${text}`] : [spelled, text]))
          given.set(name, [...(given.get(name) ?? []), text])
        }
      }
      return { args: wordsFirst ? [...words, ...args] : [...args, ...words], given, words }
    })
}

function problemOf(declaration: CommandDeclaration, args: readonly string[]): AppError {
  try {
    readArguments(declaration, args)
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error(`${declaration.name} took ${args.join(' ')}`)
}

describe.each(byName)('%s', (_, declaration) => {
  const options = Object.entries(declaration.options)

  it('gets every option that it declares as it was given, and the default of the others', () => {
    fc.assert(
      fc.property(commandLines(declaration), ({ args, given, words }) => {
        const { values, positionals } = readArguments(declaration, args)
        for (const [name, option] of options) {
          const texts = given.get(name) ?? []
          expect(values[name], `--${name}`).toEqual(
            option.kind === undefined
              ? texts.length > 0
              : option.occurrence === 'repeated'
                ? texts.map((text) => option.kind!.read(text, ''))
                : texts.length > 0
                  ? option.kind.read(texts.at(-1)!, '')
                  : option.defaultText === undefined
                    ? undefined
                    : option.kind.read(option.defaultText, '')
          )
        }
        expect(Object.values(positionals).flat(1)).toHaveLength(
          words.length + Object.values(declaration.positionals).filter(({ min, max }) => min === 0 && max === 1).length
        )
      })
    )
  })

  it('refuses an option that it does not declare, and names the one that was meant', () => {
    const known = new Set(options.flatMap(([name, { aliases = [] }]) => [name, ...aliases]))
    if (known.size === 0) return
    fc.assert(
      fc.property(fc.constantFrom(...known), fc.nat(), (name, index) => {
        const place = index % name.length
        const wrong = name.slice(0, place) + name.slice(place + 1)
        const isId = Object.values(declaration.positionals).some(({ kind }) => kind.dashed?.test(`--${wrong}`))
        if (known.has(wrong) || wrong.length < 3 || isId) return
        const { code, message } = problemOf(declaration, [...shortestArguments(declaration), `--${wrong}`])
        expect(code).toBe('invalid-input')
        expect(message).toContain(`has no option --${wrong}. Did you mean --`)
        expect(message).toContain(`"${declaration.name} --help"`)
      })
    )
  })

  it('refuses an option without its value, a flag with one, and words that it does not take', () => {
    const base = shortestArguments(declaration)
    for (const [name, { kind }] of options) {
      if (kind === undefined) expect(problemOf(declaration, [...base, `--${name}=x`]).message).toContain('no value')
      else {
        expect(problemOf(declaration, [...base, `--${name}`]).message).toContain(`--${name} needs a value`)
        expect(problemOf(declaration, [...base, `--${name}`, '--next']).message).toContain('looks like an option')
      }
    }
    const takesMany = Object.values(declaration.positionals).some(({ max }) => max > 1)
    if (!takesMany)
      expect(problemOf(declaration, [...base, 'one', 'more']).message).toMatch(/does not take “(one|more)”/)
  })

  it('refuses a command line without what it needs, with options that exclude each other, and without their partners', () => {
    const base = shortestArguments(declaration)
    for (const [name, option] of options) {
      const position = base.indexOf(`--${name}`)
      if (option.occurrence === 'required')
        expect(problemOf(declaration, base.toSpliced(position, 2)).message).toContain(`needs --${name}`)
      const give = (each: string): string[] => {
        const { kind } = declaration.options[each]!
        return kind === undefined ? [`--${each}`] : [`--${each}`, textsOfOption(declaration.options[each]!)[0]!]
      }
      for (const other of option.conflicts ?? [])
        expect(problemOf(declaration, [...base, ...give(name), ...give(other)]).message).toContain('together')
      for (const needed of option.needs ?? [])
        if (declaration.options[needed]!.occurrence !== 'required')
          expect(problemOf(declaration, [...base, ...give(name)]).message).toContain(`goes with --${needed}`)
    }
    if (base.length > 0 && !base[0]!.startsWith('--'))
      expect(
        problemOf(declaration, base.slice(base.findIndex((word) => word.startsWith('--')) >>> 0)).message
      ).toContain('needs ')
  })

  it('has a help that describes every option and no other', () => {
    const help = helpText(declaration)
    for (const [name, { kind, description }] of options) {
      expect(help).toMatch(new RegExp(`^  --${name}${kind === undefined ? '' : ' .+'}(?: {2,}|$)`, 'm'))
      expect(description).not.toBe('')
    }
    for (const line of help.split('\n')) expect(line.length, line).toBeLessThanOrEqual(160)
    const everywhere = new Set(declarations.flatMap((each) => Object.keys(each.options)))
    const mentioned = [...help.matchAll(/(?<![\w-])--([a-z][a-z-]*)/g)].map(([, name]) => name!)
    expect(mentioned.filter((name) => !everywhere.has(name) && name !== 'help' && name !== 'threads')).toEqual([])
    const formOptions = [...(declaration.forms ?? []).join(' ').matchAll(/--([a-z][a-z-]*)/g)].map(([, name]) => name!)
    expect(formOptions.filter((name) => !Object.hasOwn(declaration.options, name))).toEqual([])
  })
})

it('takes the public key of a publisher that begins with a dash, as one in 64 does, and no misspelled option', () => {
  const key = `-${'A'.repeat(42)}`
  expect(readArguments(packVerifyDeclaration, ['some/file', '--trusted', key, '--json']).values).toMatchObject({
    trusted: [key],
    json: true
  })
  expect(() => readArguments(packVerifyDeclaration, ['some/file', '--trusted', '--jsno'])).toThrow(
    'write --trusted=--jsno'
  )
})

describe('values', () => {
  const read = (kind: { read(text: string, label: string): unknown }, text: string): unknown => kind.read(text, '--x')

  it('of whole numbers are those within the bounds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 200 }), (min, number) => {
        const kind = integerValue('N', { min, max: 100 })
        if (number >= min && number <= 100) expect(read(kind, String(number))).toBe(number)
        else expect(() => read(kind, String(number))).toThrow(`--x takes a whole number from ${min} to 100.`)
      })
    )
    for (const text of ['', ' ', '1.5', '1e1', '0x1', '-1', '+1', 'NaN', '٣'])
      expect(() => read(integerValue('N', { min: 0, max: 9 }), text)).toThrow('--x takes')
  })

  it('of numbers may have decimals, and are nothing else', () => {
    const kind = numberValue('N', { min: 0, max: 9 })
    expect(read(kind, '1.5')).toBe(1.5)
    for (const text of ['', ' ', '10', '-1', 'NaN', 'Infinity', 'one']) expect(() => read(kind, text)).toThrow('--x')
  })

  it('of days are days of the calendar', () => {
    fc.assert(
      fc.property(fc.integer({ min: -700_000, max: 2_000_000 }), (day) => {
        const text = new Date(day * 86_400_000).toISOString()
        if (text.length === 24) expect(read(dayValue, text.slice(0, 10))).toBe(day)
      })
    )
    for (const text of ['2026-02-30', '2026-13-01', '2026-1-1', '20260101', 'April', '2026-01-01T00:00:00Z'])
      expect(() => read(dayValue, text)).toThrow('Write the date of --x as YYYY-MM-DD.')
  })

  it('of sizes have a unit', () => {
    const kind = sizeValue(256 * 1024 ** 2)
    expect([read(kind, '4GB'), read(kind, '1.5 g'), read(kind, '256MB')]).toEqual([
      4 * 1024 ** 3,
      1.5 * 1024 ** 3,
      256 * 1024 ** 2
    ])
    for (const text of ['4', '255MB', 'GB', '4TB', '-4GB']) expect(() => read(kind, text)).toThrow('256MB or more')
  })
})
