import { execFile, execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { extractAll, getRawHeader, listPackage } from '@electron/asar'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { putBesidePackages } from '../../build/beside-packages.mjs'
import { connected } from '../integration/connections/connected.ts'
import { skipped } from '../support/skipped.ts'

// What electron-builder really makes, with a file in the place of Electron's program: the layout, the fuses and the archive are
// those of a package.

const root = resolve(import.meta.dirname, '../..')
const isBuilt = existsSync(join(root, 'out/main/index.js'))
if (!isBuilt) skipped('Nothing is built, so there is no packaged folder to look at: npm run build.')
else if (process.platform !== 'linux') skipped('The packaged folder is looked at on Linux alone.')

/** What of Electron's distribution electron-builder needs. The fuses are where those of a real program are, all the other way. */
function standInElectron(folder: string): void {
  mkdirSync(join(folder, 'resources'), { recursive: true })
  const program = join(folder, 'electron')
  writeFileSync(program, `stand-in dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\u0001\u000810110011${' '.repeat(64)}`)
  chmodSync(program, 0o755)
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'version', 'chrome-sandbox', 'chrome_crashpad_handler'])
    writeFileSync(join(folder, name), 'stand-in')
}

describe.skipIf(!isBuilt || process.platform !== 'linux')('the packaged folder', () => {
  let folder: string
  let unpacked: string
  let archive: string
  let app: string
  let files: readonly string[]

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'populus-test-'))
    standInElectron(join(folder, 'electron'))
    execFileSync(process.execPath, [join(root, 'build/notices.mjs'), join(root, 'out', 'THIRD-PARTY-NOTICES.txt')])
    const builder = join(root, 'node_modules/electron-builder/out/cli/cli.js')
    const options = ['--config', 'build/electron-builder.yml', '--linux', 'dir', '--x64', '-c.forceCodeSigning=false']
    const places = [`-c.electronDist=${join(folder, 'electron')}`, `-c.directories.output=${join(folder, 'dist')}`]
    execFileSync(process.execPath, [builder, ...options, ...places], { cwd: root, stdio: 'pipe' })
    unpacked = join(folder, 'dist', 'linux-unpacked')
    archive = join(unpacked, 'resources', 'app.asar')
    app = join(folder, 'app')
    extractAll(archive, app)
    files = listPackage(archive, { isPack: false }).map((name) => name.slice(1))
  })

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('has the fuses of the security checklist, read back from the program', async () => {
    const wire = await getCurrentFuseWire(join(unpacked, 'populus-desktop'))
    const [disabled, enabled] = ['0', '1'].map((digit) => digit.charCodeAt(0))
    const stateOf = (fuse: FuseV1Options): number | undefined => wire[fuse]
    const on = [
      FuseV1Options.EnableCookieEncryption,
      FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
      FuseV1Options.OnlyLoadAppFromAsar
    ]
    const off = [
      FuseV1Options.RunAsNode,
      FuseV1Options.EnableNodeOptionsEnvironmentVariable,
      FuseV1Options.EnableNodeCliInspectArguments,
      FuseV1Options.LoadBrowserProcessSpecificV8Snapshot,
      FuseV1Options.GrantFileProtocolExtraPrivileges
    ]
    expect(on.map(stateOf)).toEqual(on.map(() => enabled))
    expect(off.map(stateOf)).toEqual(off.map(() => disabled))
  })

  it('has what it needs and nothing else', () => {
    expect([...new Set(files.map((name) => name.split('/')[0]))].sort()).toEqual(['out', 'package.json', 'resources'])
    for (const name of [
      'out/main/index.js',
      'out/main/headless.js',
      'out/preload/preload.cjs',
      'out/renderer/index.html',
      'out/THIRD-PARTY-NOTICES.txt',
      'out/sbom.cdx.json',
      'resources/policies/windows/Populus.admx',
      'resources/policies/macos/org.populus.app.mobileconfig'
    ])
      expect(files).toContain(name)
    expect(files.filter((name) => /node_modules|\.map$|\.ts$|loopback|\.test\.|(^|\/)\.(?!$)/.test(name))).toEqual([])
  })

  it('has an archive whose files are as its header says', () => {
    interface Entry {
      readonly files?: Readonly<Record<string, Entry>>
      readonly integrity?: { readonly algorithm: string; readonly hash: string }
    }
    const hashes = new Map<string, string>()
    const walk = (entry: Entry, path: string): void => {
      for (const [name, child] of Object.entries(entry.files ?? {})) walk(child, `${path}/${name}`)
      if (entry.files !== undefined) return
      expect([path, entry.integrity?.algorithm]).toEqual([path, 'SHA256'])
      hashes.set(path.slice(1), entry.integrity!.hash)
    }
    walk(getRawHeader(archive).header, '')
    const wrong = [...hashes].filter(
      ([name, hash]) =>
        createHash('sha256')
          .update(readFileSync(join(app, name)))
          .digest('hex') !== hash
    )
    expect(wrong).toEqual([])
    expect(hashes.size).toBeGreaterThan(100)
  })

  it('runs commands from its layout, with its own resources', () => {
    const run = (...words: string[]): string =>
      spawnSync(process.execPath, [join(app, 'out/main/headless.js'), ...words], {
        encoding: 'utf8',
        cwd: folder,
        env: { PATH: process.env['PATH'], HOME: folder, POPULUS_DATA: join(folder, 'data') }
      }).stdout
    expect(run('--version')).toMatch(/^Populus \d/)
    expect(run('tables')).toContain('patient')
    expect(Object.keys((JSON.parse(run('policy', '--json')) as { policies: object }).policies)).toContain('Offline')
  })

  it('refreshes data that the keychain protects, as a scheduled task does', async () => {
    const { folder: data, stop } = await connected()
    await stop()
    const standIn = pathToFileURL(join(root, 'test/support/use-stand-in-electron.ts')).href
    const words = ['--import', standIn, join(app, 'out/main/index.js'), '--headless', 'refresh', 'all', '--json']
    const env = { PATH: process.env['PATH'], HOME: folder, POPULUS_DATA: data }
    const { code, out, err } = await new Promise<{ code: unknown; out: string; err: string }>((done) =>
      execFile(process.execPath, words, { cwd: folder, env }, (error, out, err) =>
        done({ code: error?.code ?? 0, out, err })
      )
    )
    expect(code, err).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ connections: [{ state: 'committed', resources: 37 }] })
  })

  it('has templates, bill of materials, licenses and checksums next to it', async () => {
    const output = join(folder, 'beside')
    mkdirSync(output)
    writeFileSync(join(output, 'Populus-1.2.3-x64.msi'), 'a package')
    const put = (): Promise<string[]> => putBesidePackages({ root, output, version: '1.2.3' })
    expect(await put()).toEqual([
      'Populus-1.2.3-policies.zip',
      'Populus-1.2.3-sbom.cdx.json',
      'Populus-1.2.3-third-party-notices.txt',
      'Populus-1.2.3-x64.msi',
      'Populus-1.2.3-sha256sums.txt'
    ])
    const sums = readFileSync(join(output, 'Populus-1.2.3-sha256sums.txt'), 'utf8')
    const hash = createHash('sha256').update('a package').digest('hex')
    expect(sums).toContain(`${hash}  Populus-1.2.3-x64.msi\n`)
    const zip = readFileSync(join(output, 'Populus-1.2.3-policies.zip'))
    for (const name of ['windows/Populus.admx', 'windows/en-US/Populus.adml', 'macos/org.populus.app.mobileconfig'])
      expect(zip.includes(name)).toBe(true)
    await put()
    expect(readFileSync(join(output, 'Populus-1.2.3-sha256sums.txt'), 'utf8')).toBe(sums)
  })

  it('has a bill of materials of every bundled package', () => {
    const bom = JSON.parse(readFileSync(join(root, 'out/sbom.cdx.json'), 'utf8')) as {
      readonly bomFormat: string
      readonly components: readonly { readonly name: string; readonly hashes?: unknown; readonly purl: string }[]
    }
    expect(bom.bomFormat).toBe('CycloneDX')
    expect(bom.components.map(({ name }) => name)).toEqual(expect.arrayContaining(['svelte', 'valibot', 'electron']))
    expect(bom.components.filter(({ hashes, purl }) => hashes === undefined || !purl.startsWith('pkg:npm/'))).toEqual(
      []
    )
  })
})
