import { execFileSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { builderOptions } from '../../build/builder-options.mjs'
import { bundledPackages, noticesText } from '../../build/third-party-notices.mjs'
import { temporaryFolder } from '../support/temporary-folder.ts'

const root = resolve(import.meta.dirname, '../..')
const builder = readFileSync(join(root, 'build', 'electron-builder.yml'), 'utf8')

describe('package', () => {
  it('has the fuses of the security checklist', () => {
    const block = /^electronFuses:\n((?: {2}\S.*\n)+)/m.exec(builder)![1]!
    const fuses: unknown = Object.fromEntries(
      block
        .trimEnd()
        .split('\n')
        .map((line) => line.trim().split(': '))
    )
    expect(fuses).toEqual({
      runAsNode: 'false',
      enableCookieEncryption: 'true',
      enableNodeOptionsEnvironmentVariable: 'false',
      enableNodeCliInspectArguments: 'false',
      enableEmbeddedAsarIntegrityValidation: 'true',
      onlyLoadAppFromAsar: 'true',
      loadBrowserProcessSpecificV8Snapshot: 'false',
      grantFileProtocolExtraPrivileges: 'false'
    })
  })

  it('ships neither the loopback host nor packages, and looks for no updates', () => {
    expect(builder).toContain("'!out/main/loopback.js'")
    expect(builder).toContain("'!node_modules/**'")
    expect(builder).toMatch(/^publish: null$/m)
  })
})

describe('the command of the package', () => {
  it('is in it, and starts the installed program without a window', () => {
    expect(builder).not.toContain('headless.js')
    expect(builder.match(/build\/command\/populus=\/usr\/bin\/populus/g)).toHaveLength(2)
    const script = join(root, 'build/command/populus')
    expect(statSync(script).mode & 0o777).toBe(0o755)
    expect(readFileSync(script, 'utf8')).toContain('/opt/Populus/populus-desktop')
    expect(builder).toMatch(/^ {2}executableName: populus-desktop$/m)
    for (const name of ['populus', 'populus.cmd']) {
      expect(builder).toContain(`from: build/command/${name}\n`)
      expect(readFileSync(join(root, 'build/command', name), 'utf8')).toContain(' --headless ')
    }
    expect(readFileSync(join(root, 'build/pkg-scripts/postinstall'), 'utf8')).toContain('/usr/local/bin/populus')
  })
})

describe('signing', () => {
  it('is required, hardened and notarized with the smallest entitlements', () => {
    expect(builder).toMatch(/^forceCodeSigning: true$/m)
    expect(builder).toMatch(/^ {2}hardenedRuntime: true$/m)
    expect(builder).toMatch(/^ {2}notarize: true$/m)
    const plist = readFileSync(join(root, 'build', 'entitlements.mac.plist'), 'utf8')
    expect([...plist.matchAll(/<key>([^<]+)<\/key>/g)].map(([, key]) => key)).toEqual([
      'com.apple.security.cs.allow-jit'
    ])
  })

  it('is left out only where that was asked for', () => {
    expect(builderOptions('win32', {})).toEqual({ options: [], problem: undefined })
    expect(builderOptions('darwin', {}).problem).toContain('POPULUS_UNSIGNED=1')
    expect(builderOptions('darwin', { APPLE_ID: 'a', APPLE_TEAM_ID: 'b' }).problem).toContain('notarized')
    expect(builderOptions('darwin', { APPLE_KEYCHAIN_PROFILE: 'a' })).toEqual({ options: [], problem: undefined })
    expect(builderOptions('linux', { POPULUS_UNSIGNED: '1' }).options).toContain('-c.forceCodeSigning=false')
    expect(builderOptions('linux', { POPULUS_UNSIGNED: '0' }).options).toEqual([])
  })
})

describe('third-party notices', () => {
  const lock = {
    packages: {
      'node_modules/a': { version: '1.0.0', license: 'MIT', dependencies: { c: '1' } },
      'node_modules/@b/b': { version: '2.0.0', license: 'ISC' },
      'node_modules/c': { version: '9.0.0', license: 'MIT' },
      'node_modules/a/node_modules/c': { version: '1.5.0', license: 'BSD-2-Clause' },
      'node_modules/tool': { version: '1.0.0', license: 'GPL-3.0' },
      'node_modules/electron': { version: '1.0.0', license: 'MIT' }
    }
  }

  it('name what is imported and what that depends on, and neither tools nor types', () => {
    const sources = [
      "import { x } from 'a'\nimport type { T } from 'tool'\nimport { app } from 'electron'",
      "const y = await import('@b/b/deep.js')\nimport fs from 'node:fs'\nimport { z } from './tool'"
    ]
    expect(bundledPackages(sources, lock).map(({ name, version }) => `${name} ${version}`)).toEqual([
      '@b/b 2.0.0',
      'a 1.0.0',
      'c 1.5.0'
    ])
  })

  it('are refused for a package without a license', () => {
    const text = noticesText([{ name: 'a', version: '1.0.0', license: 'MIT', texts: ['Permission is hereby granted'] }])
    expect(text).toContain('a 1.0.0\nLicense: MIT\n\nPermission is hereby granted')
    expect(() => noticesText([{ name: 'a', version: '1.0.0', texts: [] }])).toThrow('No license: a.')
  })

  it('are made of the packages of this project', () => {
    const file = join(temporaryFolder(), 'notices.txt')
    execFileSync(process.execPath, [join(root, 'build', 'notices.mjs'), file])
    const text = readFileSync(file, 'utf8')
    for (const name of ['svelte', 'echarts', 'zrender', 'apache-arrow', 'sql.js', 'jose', 'valibot'])
      expect(text).toMatch(new RegExp(`^${name.replace('.', '\\.')} \\d`, 'm'))
    expect(text).not.toMatch(/^(vitest|playwright|electron-builder|typescript) \d/m)
  })
})

describe('Electron source', () => {
  const sources = ['src-main/index.ts', 'src-main/preload.ts']
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('\n')

  it('starts no crash reporter and opens nothing outside', () => {
    expect(sources).not.toMatch(/crashReporter|openExternal|openPath|executeJavaScript|insertCSS|remote/)
  })
})
