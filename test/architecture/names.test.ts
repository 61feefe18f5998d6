import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { readSource, sourceFiles } from './imports.ts'

/** An exported name, and the file that exports it. */
interface Export {
  readonly name: string
  readonly file: string
}

const declaration =
  /^export (?:declare )?(?:abstract )?(?:async )?(?:interface|type|const|let|class|enum|function\*?) +([A-Za-z_$][\w$]*)/gm

const files = sourceFiles('src-main', 'src-renderer').filter((file) => !file.includes('/scanner/kernel/'))
const exports = files
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file): Export[] => {
    const names = new Set([...readSource(file).matchAll(declaration)].map((match) => match[1]!))
    return [...names].map((name) => ({ name, file }))
  })

/** `keptRecords`, `KEPT_RECORDS` and `kept-records` are the words kept and records. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.toLowerCase())
}

/** Words that the glossary replaces, each with the word to use. */
const replaced: Readonly<Record<string, string>> = {
  kept: 'saved or cached',
  keeper: 'child',
  held: 'cached',
  whole: 'complete',
  least: 'minimum',
  longest: 'maximum',
  shortest: 'minimum',
  fewest: 'minimum',
  deepest: 'maximum',
  usual: 'default',
  words: 'label, text or description',
  said: 'reply',
  vault: 'storage',
  nudge: 'trigger',
  taker: 'matcher',
  paper: 'print',
  lacking: 'missing',
  untold: 'undecidable',
  surroundings: 'context',
  planted: 'seeded',
  twin: 'existing',
  stretches: 'ranges or segments',
  sandbox: 'sample'
}

/** Words of the same list that local names do without, too. */
const nowhere = ['keeper', 'nudge', 'planted', 'surroundings', 'taker', 'untold', 'vault']

/** Files and lines, from 1, that match a pattern. */
function linesWith(pattern: RegExp, of: readonly string[]): string[] {
  return of.flatMap((file) =>
    readSource(file)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}`] : []))
  )
}

/** What declares a name in a component: a variable, an item of `{#each}`, a parameter or a part of a pattern. */
function declarationInComponent(name: string): RegExp {
  return new RegExp(
    `(?:\\b(?:const|let|function)|#each .* as) ${name}\\b|\\((?:\\w+, )*${name}(?:, \\w+)*\\) =>|[({] ?\\w+: ${name} \\}`
  )
}

/** Lines, from 1, of a TypeScript source that declare a variable, parameter or function of a name. */
function declaredAs(name: string, source: string): number[] {
  // Parsing takes long; most files have the name in no place where a declaration can have one.
  if (!new RegExp(`(?:[({[,:]|\\b(?:const|let|function))\\s*(?:\\.{3})?${name}\\b(?!\\.)`).test(source)) return []
  const file = ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest, true)
  const found: number[] = []
  const visit = (node: ts.Node): void => {
    const isDeclaration =
      ts.isVariableDeclaration(node) ||
      ts.isBindingElement(node) ||
      ts.isParameter(node) ||
      ts.isFunctionDeclaration(node)
    // A member that is taken by its own name is named where it is declared.
    const isMember =
      ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent) && node.propertyName === undefined
    if (isDeclaration && !isMember && node.name !== undefined && ts.isIdentifier(node.name) && node.name.text === name)
      found.push(file.getLineAndCharacterOfPosition(node.name.getStart(file)).line + 1)
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

describe('names', () => {
  it('finds the exports', () => {
    expect(exports.length).toBeGreaterThan(2000)
  })

  it('no exported name occurs twice', () => {
    const byName = new Map<string, string[]>()
    for (const { name, file } of exports) byName.set(name, [...(byName.get(name) ?? []), file])
    expect([...byName].filter(([, where]) => where.length > 1)).toEqual([])
  })

  it.each(Object.entries(replaced))('no export and no file is named by the word %s: say %s', (word) => {
    const named = exports.filter(({ name }) => wordsOf(name).includes(word)).map(({ name, file }) => `${file}: ${name}`)
    const called = files.filter((file) => wordsOf(file.split('/').pop()!).includes(word))
    expect([...named, ...called]).toEqual([])
  })

  it.each(nowhere)('nothing that is declared is named by the word %s', (word) => {
    const named = files.flatMap((file) =>
      [...readSource(file).matchAll(/\b(?:const|let|function|readonly|interface|type|class) +#?(\w+)/g)].flatMap(
        ([, name]) => (wordsOf(name!).includes(word) ? [`${file}: ${name}`] : [])
      )
    )
    expect(named).toEqual([])
  })

  it('finds each kind of declaration', () => {
    for (const source of [
      'const own = rows.length',
      'let own: Row | undefined',
      'for (const own of rows) own.push(1)',
      'const { rows: own } = table',
      'const [first, own] = rows',
      'rows.map((own, index) => index)',
      'rows.map(own => 1)',
      'function add(own?: Row) {}',
      'function own() {}',
      'type Test = (own: Row) => boolean'
    ])
      expect([source, declaredAs('own', source)]).toEqual([source, [1]])
    for (const source of [
      'add({ own: rows })',
      'add(rows, own)',
      '// const own = 1',
      'const { own: rows, own } = table'
    ])
      expect([source, declaredAs('own', source)]).toEqual([source, []])
    for (const source of [
      'const own = $derived(rows)',
      '{#each rows as own (own.id)}',
      '(own, index) => 1',
      '({ rows: own }) => 1'
    ])
      expect([source, declarationInComponent('own').test(source)]).toEqual([source, true])
    expect(declarationInComponent('own').test('add({ own: rows }, own)')).toBe(false)
  })

  it.each([
    ['own', ['src-main', 'src-renderer', 'test']],
    ['one', ['src-main', 'src-renderer', 'test']],
    ['at', ['src-main', 'src-renderer', 'test']],
    ['most', ['src-main', 'src-renderer']],
    ['kept', ['src-main', 'src-renderer']],
    ['held', ['src-main', 'src-renderer']],
    ['whole', ['src-main', 'src-renderer']]
  ])('no variable, parameter or function is called %s: say what it is', (name, folders) => {
    const sources = sourceFiles(...folders).filter(
      (file) => !/\/(?:node_modules|scanner\/kernel)\//.test(file) && !(name === 'whole' && CACHE.test(file))
    )
    expect(sources.length).toBeGreaterThan(1000)
    const called = sources
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => declaredAs(name, readSource(file)).map((line) => `${file}:${line}`))
    const components = sources.filter((file) => file.endsWith('.svelte'))
    expect([...called, ...linesWith(declarationInComponent(name), components)]).toEqual([])
  })

  it('no component has the file name of another one, or the name of a type that the page exports', () => {
    const components = files.filter((file) => file.endsWith('.svelte'))
    const nameOf = (file: string): string => file.split('/').pop()!.slice(0, -'.svelte'.length)
    const byName = Map.groupBy(components, nameOf)
    expect([...byName].filter(([, where]) => where.length > 1)).toEqual([])
    // What services export never meets a component.
    const types = exports.filter(({ file }) => file.startsWith('src-renderer/'))
    expect(types.filter(({ name }) => byName.has(name))).toEqual([])
  })

  it('no name begins with most: say max', () => {
    const pattern = /(?:\b(?:const|let|function|readonly|get) +#?|^ +|[({,] ?)(most[A-Z]\w*)\??(?::| =|\()/g
    const found = (source: string): string[] => [...source.matchAll(pattern)].map(([, name]) => name!)
    expect(found('const mostRows = 3; add(mostOf); readonly mostPeople: number')).toEqual(['mostRows', 'mostPeople'])
    // Keys of catalogs are made of what they say.
    const named = files
      .filter((file) => !file.includes('/shared/messages/'))
      .flatMap((file) => found(readSource(file)).map((name) => `${file}: ${name}`))
    expect(named.filter((name) => !STORED_NAMES.some((each) => name.endsWith(` ${each}`)))).toEqual([])
  })

  it('no interface is named by its parts: say dependencies or options', () => {
    const wrong = exports.filter(({ name }) => /^[A-Z].*Parts$/.test(name) && !PARTS_OF_A_THING.includes(name))
    expect(wrong).toEqual([])
  })
})

/** Readers of the saved columns: `whole` is a file that is not read in pieces. */
const CACHE = /\/engine\/store\/cache\//

/** What these name has parts. */
const PARTS_OF_A_THING: readonly string[] = ['DateTimeParts', 'TableParts', 'ScatterParts']

/** Fields of connections and policies that lie on disks, so that they keep their names. */
const STORED_NAMES: readonly string[] = ['mostDownloads', 'mostFileRequests']
