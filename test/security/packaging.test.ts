import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { builderOptions } from '../../build/builder-options.mjs'
import { bundledPackages, noticesText } from '../../build/third-party-notices.mjs'
import { withCommandPath } from '../../build/windows/command-path.mjs'
import { msiProjectCreated } from '../../build/windows/msi-project.mjs'
import { skipped } from '../support/skipped.ts'
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

/** Prints the WiX project that electron-builder makes of a folder. A process of its own, because its packages leave globals behind. */
const printProject = `
const [folder] = process.argv.slice(1)
// Its parts refer to each other, and load in this order alone.
require('app-builder-lib')
const { default: MsiTarget } = require('app-builder-lib/out/targets/MsiTarget.js')
const packager = {
  platformSpecificBuildOptions: {},
  config: { msi: { perMachine: true, upgradeCode: '5D6C3C1E-3C4B-4E0B-9F0A-6B1F4B8E2A71' } },
  appInfo: {
    productFilename: 'Populus',
    productName: 'Populus',
    id: 'org.populus.app',
    companyName: 'Populus',
    description: '',
    getVersionInWeirdWindowsForm: () => '1.2.3.0'
  },
  fileAssociations: [],
  getIconPath: async () => undefined
}
const shortcuts = { shortcutName: 'Populus', menuCategory: '', isCreateStartMenuShortcut: true }
new MsiTarget(packager, folder)
  .writeManifest(folder, 1, { isPerMachine: true, isAssisted: false, ...shortcuts })
  .then((project) => process.stdout.write(project))
`

describe('the command on the path', () => {
  it('is a part of the MSI that electron-builder makes of a folder', async () => {
    const folder = temporaryFolder()
    for (const name of ['Populus.exe', 'populus.cmd']) writeFileSync(join(folder, name), '')
    const words = ['--input-type=commonjs', '-e', printProject, folder]
    const project = execFileSync(process.execPath, words, { cwd: root, encoding: 'utf8' })
    const file = join(folder, 'project.wxs')
    writeFileSync(file, project)
    await msiProjectCreated(file)
    const changed = readFileSync(file, 'utf8')
    expect(changed).toMatch(
      /<File Name="populus\.cmd"[^>]*\/><Environment Id="CommandPath" Name="PATH" Value="\[APPLICATIONFOLDER\]" Part="last" Action="set" Permanent="no" System="yes"\/>\s*<\/Component>/
    )
    expect(changed.replace(/<Environment [^>]*>/, '')).toBe(project)
    expect(builder).toContain('msiProjectCreated: ./build/windows/msi-project.mjs')
  })

  it('is not made without the command', () => {
    expect(() => withCommandPath('<Wix/>')).toThrow('populus.cmd')
  })

  it('is added and taken away by the NSIS installer, which asks before it deletes data', () => {
    const script = join(root, 'build/windows/installer.nsh')
    expect(builder).toContain('include: build/windows/installer.nsh')
    const text = readFileSync(script, 'utf8')
    // Silent removal and an upgrade delete nothing.
    expect(text).toMatch(/MB_DEFBUTTON2 "Delete the data .*\/SD IDNO IDYES/)
    expect(text).toMatch(/!macro customUnInstall\n {2}\$\{ifNot\} \$\{isUpdated\}/)
    if (spawnSync('makensis', ['-VERSION']).status !== 0) {
      skipped('The NSIS script is not compiled; install makensis (Debian: nsis).')
      return
    }
    const folder = temporaryFolder()
    const harness = `Unicode true
Name Populus
OutFile "${join(folder, 'populus.exe')}"
!include FileFunc.nsh
Var installMode
!macro _isUpdated _a _b _t _f
  StrCmp $installMode "updated" \`\${_t}\` \`\${_f}\`
!macroend
!define isUpdated \`"" isUpdated ""\`
!include "${script}"
Section
  StrCpy $installMode "CurrentUser"
  !insertmacro customInstall
  WriteUninstaller "$INSTDIR\\Uninstall.exe"
SectionEnd
Section "un.install"
  !insertmacro customUnInstall
SectionEnd
`
    writeFileSync(join(folder, 'setup.nsi'), harness)
    const made = spawnSync('makensis', ['-WX', '-V2', join(folder, 'setup.nsi')], { encoding: 'utf8' })
    expect(`${made.stdout}${made.stderr}`).toBe('')
  })
})

describe('the names of packages', () => {
  it('have version and processor, and no space', () => {
    const names = [...builder.matchAll(/artifactName: (.*)$/gm)].map(([, name]) => name)
    expect(names).toEqual([
      'Populus-${version}-${arch}.${ext}',
      'Populus-${version}-setup.${ext}',
      'populus_${version}_${arch}.${ext}',
      'populus-${version}.${arch}.${ext}'
    ])
  })
})

describe('the removal from a Mac', () => {
  const script = join(root, 'build/command/uninstall-populus')
  it('is in the program, and deletes data only when it is told to', () => {
    expect(builder).toContain('to: Resources/uninstall-populus')
    expect(statSync(script).mode & 0o777).toBe(0o755)
    expect(spawnSync('sh', ['-n', script]).status).toBe(0)
    expect(spawnSync('sh', [script, '--delete-everything']).status).toBe(2)
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
