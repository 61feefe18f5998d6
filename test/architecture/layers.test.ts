import { describe, expect, it } from 'vitest'
import { importsOf, readSource, sourceFiles, type Import } from './imports.ts'

const files = sourceFiles('src-main', 'src-renderer')
const imports = files.flatMap(importsOf)
const show = (found: readonly Import[]): string[] => found.map((one) => `${one.from} -> ${one.to}`)

/** Which of our folders a folder may import from (itself always). The first matching prefix of a file is its layer. */
const layers: readonly (readonly [layer: string, may: readonly string[]])[] = [
  ['src-main/shared/', []],
  ['src-main/host/ports.ts', ['src-main/shared/']],
  [
    'src-main/host/',
    ['src-main/shared/', 'src-main/host/ports.ts', 'src-main/storage/', 'src-main/log/', 'src-main/audit/']
  ],
  ['src-main/storage/', ['src-main/shared/', 'src-main/host/ports.ts']],
  ['src-main/audit/', ['src-main/shared/', 'src-main/storage/', 'src-main/host/ports.ts']],
  ['src-main/log/', ['src-main/shared/', 'src-main/storage/', 'src-main/host/ports.ts']],
  ['src-main/auth/', ['src-main/shared/', 'src-main/host/ports.ts']],
  ['src-main/vendors/', ['src-main/shared/', 'src-main/auth/']],
  [
    'src-main/bulk/',
    ['src-main/shared/', 'src-main/auth/', 'src-main/vendors/', 'src-main/storage/', 'src-main/host/ports.ts']
  ],
  [
    'src-main/connections/',
    [
      'src-main/shared/',
      'src-main/auth/',
      'src-main/bulk/',
      'src-main/vendors/',
      'src-main/storage/',
      'src-main/host/ports.ts'
    ]
  ],
  [
    'src-main/jobs/',
    [
      'src-main/shared/',
      'src-main/auth/',
      'src-main/bulk/',
      'src-main/connections/',
      'src-main/vendors/',
      'src-main/storage/',
      'src-main/host/ports.ts'
    ]
  ],
  ['src-main/schedule/', ['src-main/shared/', 'src-main/connections/', 'src-main/jobs/', 'src-main/host/ports.ts']],
  [
    'src-main/imports/',
    ['src-main/shared/', 'src-main/storage/', 'src-main/host/ports.ts', 'src-renderer/engine/source/']
  ],
  ['src-main/sandbox/', ['src-main/shared/', 'src-main/host/ports.ts']],
  [
    'src-main/snapshots/',
    [
      'src-main/shared/',
      'src-main/host/ports.ts',
      'src-main/host/system.ts',
      'src-main/host/keyring-handlers.ts',
      'src-main/host/snapshot-handlers.ts',
      'src-main/imports/',
      'src-main/storage/',
      'src-renderer/engine/ndjson/'
    ]
  ],
  [
    'src-main/worklist/',
    ['src-main/shared/', 'src-main/host/ports.ts', 'src-main/host/worklist-handlers.ts', 'src-main/storage/']
  ],
  [
    'src-main/drafts/',
    ['src-main/shared/', 'src-main/host/ports.ts', 'src-main/host/draft-handlers.ts', 'src-main/storage/']
  ],
  [
    'src-main/content/',
    [
      'src-main/shared/',
      'src-main/host/ports.ts',
      'src-main/host/measure-handlers.ts',
      'src-main/storage/',
      'src-renderer/engine/content/',
      'src-renderer/engine/elm/'
    ]
  ],
  [
    'src-main/headless/',
    [
      'src-main/shared/',
      'src-main/imports/',
      'src-main/snapshots/',
      'src-main/sandbox/',
      'src-main/storage/',
      'src-main/audit/',
      'src-main/jobs/',
      'src-main/log/',
      'src-main/compose-connections.ts',
      'src-main/host/ports.ts',
      'src-main/host/installation.ts',
      'src-main/host/node/',
      'src-main/auth/',
      'src-main/bulk/',
      'src-main/vendors/',
      'src-main/host/system.ts',
      'src-renderer/engine/'
    ]
  ],
  [
    'src-main/compose.ts',
    [
      'src-main/shared/',
      'src-main/compose-connections.ts',
      'src-main/content/',
      'src-main/drafts/',
      'src-main/host/',
      'src-main/imports/',
      'src-main/snapshots/',
      'src-main/worklist/',
      'src-main/sandbox/',
      'src-main/audit/',
      'src-main/storage/',
      'src-main/log/'
    ]
  ],
  [
    'src-main/compose-sample.ts',
    ['src-main/shared/', 'src-main/host/ports.ts', 'src-main/auth/', 'src-main/connections/', 'src-main/sandbox/']
  ],
  [
    'src-main/compose-connections.ts',
    [
      'src-main/shared/',
      'src-main/compose-sample.ts',
      'src-main/audit/',
      'src-main/host/',
      'src-main/auth/',
      'src-main/bulk/',
      'src-main/connections/',
      'src-main/jobs/',
      'src-main/schedule/',
      'src-main/sandbox/',
      'src-main/snapshots/',
      'src-main/storage/'
    ]
  ],
  ['src-main/preload.ts', ['src-main/shared/']],
  ['src-main/', ['src-main/', 'src-renderer/engine/']],
  ['src-renderer/engine/', ['src-main/shared/']],
  ['src-renderer/workers/', ['src-main/shared/', 'src-renderer/engine/', 'resources/']],
  ['src-renderer/host/', ['src-main/shared/']],
  ['src-renderer/state/', ['src-main/shared/', 'src-renderer/engine/', 'src-renderer/workers/', 'src-renderer/host/']],
  ['src-renderer/charts/', ['src-main/shared/', 'src-renderer/engine/', 'src-renderer/ui/', 'src-renderer/state/']],
  [
    'src-renderer/ui/',
    ['src-main/shared/', 'src-renderer/engine/', 'src-renderer/state/', 'src-renderer/workers/', 'resources/']
  ],
  [
    'src-renderer/dashboards/',
    [
      'src-main/shared/',
      'src-renderer/engine/',
      'src-renderer/state/',
      'src-renderer/ui/',
      'src-renderer/charts/',
      'src-renderer/workers/'
    ]
  ],
  ['src-renderer/', ['src-renderer/', 'src-main/shared/']]
]

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
    ['src-renderer/engine/quality/stars/', ['valibot']],
    ['src-renderer/engine/elm/', ['re2js', '@lhncbc/ucum-lhc']],
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
