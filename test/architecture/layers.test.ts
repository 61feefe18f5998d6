import { describe, expect, it } from 'vitest'
import { importsOf, readSource, sourceFiles, type Import } from './imports.ts'
import { layers } from './layer-table.ts'

const files = sourceFiles('src-main', 'src-renderer')
const imports = files.flatMap(importsOf)
const show = (found: readonly Import[]): string[] => found.map((one) => `${one.from} -> ${one.to}`)

describe('layers', () => {
  it('finds the source', () => {
    expect(files.length).toBeGreaterThan(100)
    expect(imports.length).toBeGreaterThan(300)
  })

  it.each(layers)('%s imports only from the layers below it', (layer, may) => {
    const mine = (file: string): boolean => layers.find(([prefix]) => file.startsWith(prefix))?.[0] === layer
    const wrong = imports.filter(
      (one) => one.own && mine(one.from) && !mine(one.to) && !may.some((prefix) => one.to.startsWith(prefix))
    )
    expect(show(wrong)).toEqual([])
  })

  it('has no import cycles', () => {
    const next = new Map(
      files.map((file) => [
        file,
        importsOf(file)
          .filter((one) => one.own && !one.typeOnly)
          .map((one) => one.to)
      ])
    )
    const done = new Set<string>()
    const cycles: string[] = []
    const walk = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) {
        cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '))
        return
      }
      if (done.has(file)) return
      for (const to of next.get(file) ?? []) walk(to, [...path, file])
      done.add(file)
    }
    for (const file of files) walk(file, [])
    expect(cycles).toEqual([])
  })

  it('imports only files that exist', () => {
    const known = new Set(files)
    const code = imports.filter((one) => one.own && /\.(ts|svelte)$/.test(one.to))
    expect(show(code.filter((one) => !known.has(one.to)))).toEqual([])
  })
})

describe('environments', () => {
  const packages = (prefix: string): Import[] => imports.filter((one) => !one.own && one.from.startsWith(prefix))

  it('electron is imported only where it can run', () => {
    const allowed = (file: string): boolean =>
      file === 'src-main/index.ts' || file === 'src-main/preload.ts' || file.endsWith('.electron.ts')
    const wrong = imports.filter((one) => /^electron(-store)?$/.test(one.to) && !one.typeOnly && !allowed(one.from))
    expect(show(wrong)).toEqual([])
  })

  /** Packages by environment. A new dependency is a decision: add it here. */
  const allowed: readonly (readonly [prefix: string, packages: readonly string[]])[] = [
    ['src-main/shared/', ['valibot']],
    ['src-main/', ['electron', 'electron-store', 'valibot', '@zip.js/zip.js', 'sql.js', 'jose', 'tldts']],
    // Tables of cut points come from files of users.
    ['src-renderer/engine/measures/stars/', ['valibot']],
    ['src-renderer/engine/cql/elm/', ['re2js', '@lhncbc/ucum-lhc']],
    ['src-renderer/engine/', ['apache-arrow', 'sql.js', '@zip.js/zip.js', '@lhncbc/ucum-lhc', '@cqframework/cql']],
    ['src-renderer/workers/', ['sql.js']],
    ['src-renderer/charts/', ['echarts', 'svelte']],
    ['src-renderer/', ['svelte']]
  ]
  it.each(allowed)('%s uses only its packages', (prefix, names) => {
    const mine = (file: string): boolean => allowed.find(([one]) => file.startsWith(one))?.[0] === prefix
    const wrong = packages(prefix).filter(
      (one) =>
        mine(one.from) &&
        !names.includes(one.to) &&
        !(one.to.startsWith('node:') && prefix === 'src-main/') &&
        one.to !== 'virtual'
    )
    expect(show(wrong)).toEqual([])
  })

  it('sockets are opened only by hosts, and files written only by storage and commands', () => {
    const sockets = imports.filter((one) => /^node:(http|https|net|tls|dgram|http2)$/.test(one.to) && !one.typeOnly)
    expect(show(sockets.filter((one) => !one.from.startsWith('src-main/host/')))).toEqual([])
    // Calls of the file system port are no writes of their own.
    const writes =
      /(?<!files\.)\b(writeFile|appendFile|createWriteStream|rename|unlink|truncate|mkdir|rm)(Sync)?\b\s*\(/
    const writers = sourceFiles('src-main').filter((file) => writes.test(readSource(file)))
    const may = /^src-main\/(storage|audit|log)\/|^src-main\/headless\/(commands|export)\/|\.electron\.ts$/
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

  it('no code from strings, no style attributes in markup', () => {
    expect(files.filter((file) => /\bnew Function\b|\beval\s*\(/.test(readSource(file)))).toEqual([])
    expect(files.filter((file) => file.endsWith('.svelte') && /\sstyle="[^{]/.test(readSource(file)))).toEqual([])
  })
})
