import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const readText = (file: string): string => readFileSync(join(root, file), 'utf8')
const readmes = [
  'README.md',
  'CONTRIBUTING.md',
  ...globSync(['{src-*,resources}/**/README.md', 'docs/**/*.md', 'test/*/README.md', '.github/*.md'], { cwd: root })
].map((path) => path.replaceAll('\\', '/'))

/** Files and folders that a text names: links within the project, and names in code spans that look like a path of it. */
function namedPaths(text: string): readonly string[] {
  const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)[^)]*\)/g)].map(([, path]) => path!)
  const spans = [...text.matchAll(/`((?:[\w.-]+\/)*[\w.-]+\.(?:ts|svelte|mjs|css|cql|py|sh|yml))`/g)].map(
    ([, path]) => path!
  )
  const folders = [...text.matchAll(/`((?:src-main|src-renderer|test|resources|build)(?:\/[\w.-]+)*)`/g)].map(
    ([, path]) => path!
  )
  // Folders within a folder, such as cli/measure; a path of something else begins with a word of `elsewhere`.
  const within = [...text.matchAll(/`([a-z][\w-]*(?:\/[a-z][\w-]*)+)`/g)].flatMap(([, path]) =>
    elsewhere.has(path!.split('/')[0]!) ? [] : [path!]
  )
  return [...links, ...spans, ...folders, ...within]
}

/** First words of paths that are not of this project: what Populus writes, tags of views, scopes. */
const elsewhere = new Set(['dist', 'logs', 'populus', 'published', 'results'])

const filesOf = (patterns: string[]): readonly string[] =>
  globSync(patterns, { cwd: root, exclude: ['**/node_modules'] }).map((path) => `/${path.replaceAll('\\', '/')}`)

/** All sources, from the root. */
const sources = filesOf(['src-*/**/*.{ts,svelte}', 'test/**/*.ts', 'build/**/*.mjs'])
/** What a document may name besides: files of other kinds, and folders. */
const others = filesOf(['src-*/**', 'build/**', 'test/**/*.{css,cql,py,sh}', 'resources/**/*.{cql,py}', '.ci/*'])

/** A path may be named from the folder of the text or from the root; the end of a path is enough for a source. */
function exists(path: string, folder: string): boolean {
  if ([folder, root].some((place) => existsSync(join(place, path)))) return true
  const end = `/${path.replace(/^(?:\.\.?\/)+/, '')}`
  return [...sources, ...others].some((source) => source.endsWith(end))
}

/** The anchor of a heading as GitHub makes it. */
function anchorOf(heading: string): string {
  const text = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/[`*]/g, '')
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-')
}

const anchorsOf = (text: string): readonly string[] =>
  [...text.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading!))

/** Links of a document to a heading, of its own or of another one, that is not there. */
function lostAnchors(file: string, text: string): readonly string[] {
  const links = [...text.matchAll(/\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)/g)]
  return links.flatMap(([, path, anchor]) => {
    const target = path === '' ? text : readText(join(dirname(file), path!))
    return anchorsOf(target).includes(anchor!) ? [] : [`${path}#${anchor}`]
  })
}

const { scripts } = JSON.parse(readText('package.json')) as { readonly scripts: Readonly<Record<string, string>> }

/** Scripts of npm that a text names and that there are not. */
const lostScripts = (text: string): readonly string[] =>
  [...text.matchAll(/\bnpm run (?:--silent |-s )?([a-z][\w:-]*)/g)].flatMap(([, name]) =>
    Object.hasOwn(scripts, name!) ? [] : [name!]
  )

/** Words of all sources and of files that come with them. */
const words = new Set(
  [
    ...sources,
    ...filesOf([
      '*.{ts,js,json}',
      'build/**/*.{ts,json,yml}',
      'resources/{cluster,views,measures/core/*}/**/*.{py,json,cql}',
      'test/**/*.{json,xml,py,sh}'
    ])
  ]
    .filter((file) => !file.includes('readmes.test.ts'))
    .flatMap((file) => readText(file).match(/[A-Za-z_]\w*/g) ?? [])
)

/** Identifiers in code spans, such as `runExport`, that no source has. */
const lostIdentifiers = (text: string): readonly string[] =>
  [...text.matchAll(/`#?([a-z]+[A-Z]\w*|[A-Z][a-z]+[A-Z]\w*)(?:\(\))?`/g)].flatMap(([, name]) =>
    words.has(name!) ? [] : [name!]
  )

/** Environment variables of ours that the code, its tests and its scripts ask for. */
const variables = new Set(
  [...sources, ...globSync(['build/**/*.ts', 'test/**/*.sh', '.ci/*'], { cwd: root, exclude: ['**/node_modules'] })]
    .filter((file) => !file.includes('readmes.test.ts'))
    .flatMap((file) => readText(file).match(/\bPOPULUS_[A-Z_]+/g) ?? [])
)

/** Environment variables that a text names and that nothing asks for. */
const lostVariables = (text: string): readonly string[] =>
  (text.match(/\bPOPULUS_[A-Z_]+/g) ?? []).filter((name) => !variables.has(name))

/** Names that a text says a file has, as in `Chunk` in `model/chunk.ts`, and that are not in it. */
const lostNames = (text: string): readonly string[] =>
  [...text.matchAll(/`(\w+)`(?: \([^)]*\))? in `([\w./-]+\.(?:ts|svelte))`/g)].flatMap(([, name, path]) => {
    const files = sources.filter((source) => source.endsWith(`/${path}`))
    return files.some((file) => new RegExp(`\\b${name}\\b`).test(readText(file))) ? [] : [`${name} in ${path}`]
  })

/** READMEs of folders to which none of the changes of docs/add-something.md leads. */
const nothingToAdd: readonly string[] = [
  'src-main/sample/population/README.md',
  'src-main/storage/README.md',
  'src-renderer/engine/README.md',
  'src-renderer/engine/forecast/README.md',
  'src-renderer/engine/models/README.md'
]

describe('documents', () => {
  it('finds what is not there', () => {
    const text = '# A *heading*, `code`: [and](x.md) a link\n\n[a](#a-heading-code-and-a-link) [b](#a-heading)'
    expect(lostAnchors('README.md', text)).toEqual(['#a-heading'])
    expect(lostAnchors('README.md', '[a](docs/operate.md#monitoring) [b](docs/operate.md#monitor)')).toEqual([
      'docs/operate.md#monitor'
    ])
    expect(lostScripts('`npm run -s docs:reference`, `npm run docs:references`')).toEqual(['docs:references'])
    expect(
      lostNames('`GATE` in `test/architecture/imports.ts`, `sourceFiles` (a) in `architecture/imports.ts`')
    ).toEqual(['GATE in test/architecture/imports.ts'])
    expect(lostIdentifiers('`runExport`, `runExports` and `MeasureChunk`')).toEqual(['runExports'])
    expect(
      namedPaths('`ui/region`, `ui/regions`, `logs/x`, `styles/tokens.css`').filter((path) => !exists(path, root))
    ).toEqual(['ui/regions'])
    expect(lostVariables('POPULUS_DATA and POPULUS_DATUM')).toEqual(['POPULUS_DATUM'])
  })

  it.each(readmes)('%s names only headings, names, scripts and environment variables that are there', (file) => {
    const text = readText(file)
    // Official cases are named there, which are not in this repository.
    const identifiers = file === 'test/conformance/README.md' ? [] : lostIdentifiers(text)
    expect([
      ...lostAnchors(file, text),
      ...lostNames(text),
      ...identifiers,
      ...lostScripts(text),
      ...lostVariables(text)
    ]).toEqual([])
  })

  it('the changelog leads only to what is there', () => {
    const links = [...readText('CHANGELOG.md').matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, path]) => path!)
    expect(links.filter((path) => !existsSync(join(root, path)))).toEqual([])
    expect(lostAnchors('CHANGELOG.md', readText('CHANGELOG.md'))).toEqual([])
  })

  it('the README of the command line names the folders that declare commands of their own', () => {
    const folders = globSync('src-main/cli/*/declaration{,s}.ts', { cwd: root }).map((path) => path.split(/[\\/]/)[2]!)
    expect(folders.length).toBeGreaterThan(3)
    const sentence = /The folders ([^.]*) have the\s+declarations of their commands/.exec(
      readText('src-main/cli/README.md')
    )?.[1]
    expect([...(sentence ?? '').matchAll(/`([\w-]+)`/g)].map(([, name]) => name).sort()).toEqual(folders.sort())
  })

  it.each(readmes)('%s names only files and folders that are there', (file) => {
    const folder = dirname(join(root, file))
    const missing = namedPaths(readText(file)).filter((path) => !exists(path, folder))
    expect(missing).toEqual([])
  })
  it.each(readmes.filter((file) => /^(?:src-|resources)/.test(file)))(
    '%s leads to the places of docs/add-something.md that concern it',
    (file) => {
      const links = [...readText(file).matchAll(/add-something\.md(#[\w-]+)?/g)]
      expect(links.filter(([, anchor]) => anchor === undefined).map(([link]) => link)).toEqual([])
      expect(links.length > 0 || nothingToAdd.includes(file)).toBe(true)
    }
  )

  // Folders that hold only folders, and screens, which are named as people see them, need no word.
  it.each(readmes.filter((file) => file.startsWith('src-')))('%s has a word for every folder beside it', (file) => {
    const folder = dirname(join(root, file))
    const text = readText(file)
    const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    const unnamed = folders.map(({ name }) => name).filter((name) => !new RegExp(`\\b${name}\\b`).test(text))
    expect(unnamed).toEqual([])
  })
})
