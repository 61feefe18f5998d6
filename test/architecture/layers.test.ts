import { describe, expect, it } from 'vitest'
import { layers } from './layers.ts'
import { cyclesOf } from './cycles.ts'
import { importsOf, readSource, sourceFiles, type Import } from './imports.ts'

const files = sourceFiles('src-main', 'src-renderer')
const imports = files.flatMap(importsOf)
const sourceImports = imports.filter((each) => each.own && /\.(ts|svelte)$/.test(each.to))
const show = (found: readonly Import[]): string[] => found.map((each) => `${each.from} -> ${each.to}`)
const folderOf = (file: string): string => file.slice(0, file.lastIndexOf('/'))
const folders = [...new Set(files.map(folderOf))].sort()

/** The ground that every folder stands on: texts, and what the language lacks. */
const ground = ['src-renderer/shared/messages/', 'src-renderer/shared/language/']

/** The largest number of files of code in one folder. */
const MAX_FILES = 30

describe('layers', () => {
  it('finds the source', () => {
    expect(files.length).toBeGreaterThan(100)
    expect(imports.length).toBeGreaterThan(300)
  })

  it('has a row for each folder, and no other', () => {
    expect([...layers.keys()].sort()).toEqual(folders)
  })

  it.each([...layers])('%s imports, types included, only from the folders of its row', (folder, may) => {
    const wrong = sourceImports.filter(
      ({ from, to }) =>
        folderOf(from) === folder &&
        folderOf(to) !== folder &&
        ![...may, ...ground].some(
          (allowed) => folderOf(to) === allowed || (allowed.endsWith('/') && to.startsWith(allowed))
        )
    )
    expect(show(wrong)).toEqual([])
  })

  it('has no cycle of folders, types included', () => {
    expect(cyclesOf(sourceImports.map(({ from, to }) => [folderOf(from), folderOf(to)]))).toEqual([])
  })

  it('has no cycle of the folders inside a folder, types included', () => {
    const parents = new Set(
      folders.flatMap((folder) => folder.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/')))
    )
    const cycles = [...parents].flatMap((parent) => {
      const child = (file: string): string | undefined => {
        const rest = file.startsWith(`${parent}/`) ? file.slice(parent.length + 1) : ''
        return rest.includes('/') ? `${parent}/${rest.slice(0, rest.indexOf('/'))}` : undefined
      }
      const arrows = sourceImports.flatMap(({ from, to }): [string, string][] => {
        const [a, b] = [child(from), child(to)]
        return a === undefined || b === undefined ? [] : [[a, b]]
      })
      return cyclesOf(arrows)
    })
    expect(cycles).toEqual([])
  })

  it('has no cycle of files, types included', () => {
    expect(cyclesOf(sourceImports.map(({ from, to }) => [from, to]))).toEqual([])
  })

  it(`has at most ${MAX_FILES} files in a folder`, () => {
    const counted = folders.map((folder) => ({
      folder,
      files: files.filter((file) => folderOf(file) === folder).length
    }))
    expect(counted.filter(({ files: count }) => count > MAX_FILES)).toEqual([])
  })

  it('imports only files that exist', () => {
    const existing = new Set(files)
    expect(show(sourceImports.filter((each) => !existing.has(each.to)))).toEqual([])
  })
})

describe('environments', () => {
  const packages = (prefix: string): Import[] => imports.filter((each) => !each.own && each.from.startsWith(prefix))

  it('electron is imported only where it can run', () => {
    const allowed = (file: string): boolean =>
      file === 'src-main/index.ts' || file === 'src-main/preload.ts' || file.endsWith('.electron.ts')
    const wrong = imports.filter((each) => /^electron(-store)?$/.test(each.to) && !each.typeOnly && !allowed(each.from))
    expect(show(wrong)).toEqual([])
  })

  /** Packages by environment. A new dependency is a decision: add it here. */
  const allowed: readonly (readonly [prefix: string, packages: readonly string[]])[] = [
    ['src-renderer/shared/', ['valibot']],
    ['src-main/', ['electron', 'electron-store', 'valibot', '@zip.js/zip.js', 'sql.js', 'jose', 'tldts']],
    // Tables of cut points come from files of users.
    ['src-renderer/engine/measures/star-tables/', ['valibot']],
    // Boards and definitions of cohorts come from files of users.
    ['src-renderer/engine/boards/', ['valibot']],
    ['src-renderer/engine/cohorts/definition/', ['valibot']],
    ['src-renderer/engine/risk/model/', ['valibot']],
    ['src-renderer/engine/sharing/pack/', ['valibot']],
    ['src-renderer/engine/sharing/handover/', ['valibot']],
    ['src-renderer/engine/cql/elm/', ['re2js', '@lhncbc/ucum-lhc']],
    ['src-renderer/engine/', ['apache-arrow', 'sql.js', '@zip.js/zip.js', '@lhncbc/ucum-lhc', '@cqframework/cql']],
    ['src-renderer/workers/', ['sql.js']],
    // Slides, pictures and packs are archives.
    ['src-renderer/board-reports/', ['@zip.js/zip.js']],
    ['src-renderer/charts/', ['echarts', 'svelte']],
    ['src-renderer/', ['svelte']]
  ]
  it.each(allowed)('%s uses only its packages', (prefix, names) => {
    const mine = (file: string): boolean => allowed.find(([start]) => file.startsWith(start))?.[0] === prefix
    const wrong = packages(prefix).filter(
      (each) =>
        mine(each.from) &&
        !names.includes(each.to) &&
        !(each.to.startsWith('node:') && prefix === 'src-main/') &&
        each.to !== 'virtual'
    )
    expect(show(wrong)).toEqual([])
  })

  it('sockets are opened only by hosts, and files written only by storage and commands', () => {
    const sockets = imports.filter((each) => /^node:(http|https|net|tls|dgram|http2)$/.test(each.to) && !each.typeOnly)
    expect(show(sockets.filter((each) => !each.from.startsWith('src-main/host/')))).toEqual([])
    // Calls of the file system port are no writes of their own.
    const writes =
      /(?<!files\.)\b(writeFile|appendFile|createWriteStream|rename|unlink|truncate|mkdir|rm)(Sync)?\b\s*\(/
    const writers = sourceFiles('src-main').filter((file) => writes.test(readSource(file)))
    const may =
      /^src-main\/(storage|services\/audit|log)\/|^src-main\/cli\/(commands|export|governance|service)\/|\.electron\.ts$/
    expect(writers.filter((file) => !may.test(file))).toEqual([])
  })
})

describe('style', () => {
  it('no default exports in TypeScript', () => {
    const wrong = files.filter((file) => file.endsWith('.ts') && /^export default\b/m.test(readSource(file)))
    expect(wrong).toEqual([])
  })

  it('file names are kebab-case, components PascalCase', () => {
    const good = (file: string): boolean => {
      const name = file.split('/').pop()!
      return name.endsWith('.svelte')
        ? /^[A-Z][A-Za-z0-9]*\.svelte$/.test(name)
        : /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*\.ts$/.test(name)
    }
    expect(files.filter((file) => !good(file))).toEqual([])
  })

  it('files are chosen in one component and read in one place, which says when they are gone', () => {
    const page = files.filter((file) => /^src-renderer\/(?:screens|shell|state|ui)\//.test(file))
    expect(page.filter((file) => file.endsWith('.svelte') && readSource(file).includes('type="file"'))).toEqual([
      'src-renderer/ui/form/FileInput.svelte'
    ])
    const reading =
      /\bfile\??\.(?:text|arrayBuffer|stream)\(\)|\b(?:picked|chosen|signature)\??\.(?:text|arrayBuffer)\(\)/
    // Of a file that was made here, not chosen.
    const made = 'src-renderer/state/record-export.ts'
    expect(page.filter((file) => file !== made && reading.test(readSource(file)))).toEqual([
      'src-renderer/state/files/chosen-file.ts'
    ])
  })

  it('the sheet is the only container of queries: what stands in one within another is sometimes not drawn by Chromium', () => {
    const declared = files.filter((file) => file.endsWith('.svelte') && /\bcontainer(?:-type)?:/.test(readSource(file)))
    expect(declared).toEqual(['src-renderer/shell/Shell.svelte'])
  })

  it('no code from strings, no style attributes in markup', () => {
    expect(files.filter((file) => /\bnew Function\b|\beval\s*\(/.test(readSource(file)))).toEqual([])
    expect(files.filter((file) => file.endsWith('.svelte') && /\sstyle="[^{]/.test(readSource(file)))).toEqual([])
  })
})
