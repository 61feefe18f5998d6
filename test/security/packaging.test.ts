import { readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

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

describe('Electron source', () => {
  const sources = ['src-main/index.ts', 'src-main/preload.ts']
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('\n')

  it('starts no crash reporter and opens nothing outside', () => {
    expect(sources).not.toMatch(/crashReporter|openExternal|openPath|executeJavaScript|insertCSS|remote/)
  })
})
