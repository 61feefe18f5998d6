import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findPolicies } from '../../../src-main/policy/find-policies.ts'
import { macPreferencesReader } from '../../../src-main/policy/mac-preferences.ts'
import { policyFilesReader } from '../../../src-main/policy/policy-files.ts'
import type { ProgramResult } from '../../../src-main/policy/policy-reader.ts'
import { parseRegistryOutput } from '../../../src-main/policy/registry-output.ts'
import { windowsRegistryReader } from '../../../src-main/policy/windows-registry.ts'
import { effectivePolicies } from '#shared/policy/effective-policies.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const HKLM = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies'
const lines = (...text: string[]): string => text.join('\r\n')

/** A registry whose queries are answered from a table; the rest fails as `reg.exe` does. */
function registry(answers: Readonly<Record<string, string>>) {
  const asked: string[] = []
  const run = (file: string, args: readonly string[]): ProgramResult => {
    expect(file).toBe('C:\\Windows\\System32\\reg.exe')
    expect(args.at(-1)).toBe('/reg:64')
    const key = args[1]!
    asked.push(key)
    const output = answers[key]
    return output === undefined ? { status: 1, output: '' } : { status: 0, output }
  }
  const env = { SystemRoot: 'D:\\Elsewhere' }
  const reader = windowsRegistryReader({ platform: 'win32', account: 'jdoe', env, run }, () => true)
  return { reader, asked }
}

const none = { 'HKLM\\Software\\Policies': `${HKLM}\\Microsoft`, 'HKCU\\Software\\Policies': '' }

describe('the Windows registry', () => {
  it.each([
    ['where Windows usually has it, whatever the environment says', true, 'C:\\Windows\\System32\\reg.exe'],
    ['where the environment says that Windows is, if it is not there', false, 'D:\\Elsewhere\\System32\\reg.exe']
  ])('is read by the program %s', (_, isThere, program) => {
    const asked: string[] = []
    const run = (file: string): { status: number; output: string } => {
      asked.push(file)
      return { status: 0, output: '' }
    }
    const env = { SystemRoot: 'D:\\Elsewhere' }
    windowsRegistryReader({ platform: 'win32', account: 'jdoe', env, run }, () => isThere).read()
    expect(new Set(asked)).toEqual(new Set([program]))
  })

  it('has no layers where nobody set a policy', () => {
    const { reader, asked } = registry(none)
    expect(reader.read()).toEqual([])
    expect(asked).toEqual(['HKLM\\Software\\Policies', 'HKCU\\Software\\Policies'])
  })

  it('reads the policies of the computer before those of the user, lists and recommended ones', () => {
    const { reader } = registry({
      'HKLM\\Software\\Policies': lines(`${HKLM}\\Microsoft`, `${HKLM}\\Populus`),
      'HKLM\\Software\\Policies\\Populus': lines(
        '',
        `${HKLM}\\Populus\\Populus`,
        '    AllowPrint    REG_DWORD    0x0',
        '    Roles    REG_MULTI_SZ    [{"account":"*",\\0"role":"viewer"}]',
        '    ProxyServer    REG_SZ    proxy.example.org:3128',
        '',
        `${HKLM}\\Populus\\Populus\\AllowedFhirHosts`,
        '    10    REG_SZ    c.example.org',
        '    2    REG_SZ    b.example.org',
        '    1    REG_SZ    *.example.org',
        '',
        `${HKLM}\\Populus\\Populus\\Recommended`,
        '    MinCellSize    REG_DWORD    0x14',
        '',
        `${HKLM}\\Populus\\Other`,
        '    AllowPrint    REG_DWORD    0x1'
      ),
      'HKCU\\Software\\Policies': 'HKEY_CURRENT_USER\\Software\\Policies\\Populus',
      'HKCU\\Software\\Policies\\Populus': lines(
        'HKEY_CURRENT_USER\\Software\\Policies\\Populus\\Populus',
        '    AllowPrint    REG_DWORD    0x1',
        '    AllowClipboard    REG_DWORD    0x0'
      )
    })
    const { entries, problems } = effectivePolicies(reader.read())
    expect(problems).toEqual([])
    expect(entries.AllowPrint).toEqual({
      value: false,
      state: 'enforced',
      place: 'HKLM\\Software\\Policies\\Populus\\Populus'
    })
    expect(entries.AllowClipboard.value).toBe(false)
    expect(entries.AllowedFhirHosts.value).toEqual(['*.example.org', 'b.example.org', 'c.example.org'])
    expect(entries.Roles.value).toEqual([{ account: '*', role: 'viewer' }])
    expect(entries.MinCellSize).toMatchObject({ value: 20, state: 'recommended' })
  })

  it('fails closed where the key is there and cannot be read, and where that cannot be told', () => {
    const there = registry({ ...none, 'HKLM\\Software\\Policies': `${HKLM}\\Populus` })
    expect(effectivePolicies(there.reader.read()).entries.Offline).toMatchObject({ value: true, state: 'strictest' })
    const nothing = registry({})
    expect(effectivePolicies(nothing.reader.read()).entries.Offline.value).toBe(true)
  })

  it('sees that there are no policies at all from the key above', () => {
    const { reader } = registry({ ...none, 'HKCU\\Software\\Policies': undefined!, 'HKCU\\Software': '' })
    expect(reader.read()).toEqual([])
  })

  it('takes nothing that it did not read as it is', () => {
    const key = `${HKLM}\\Populus\\Populus`
    expect(parseRegistryOutput(lines(key, '    A    REG_BINARY    00FF', '    B    REG_SZ    M\uFFFDller'))).toEqual([
      { path: key, values: {}, unreadable: ['A', 'B'] }
    ])
    expect(parseRegistryOutput(lines(key, '    A    REG_SZ    one', 'two', '    B    REG_DWORD    0x1'))).toEqual([
      { path: key, values: { B: 1 }, unreadable: ['A'] }
    ])
    expect(parseRegistryOutput(lines(key, '    A    REG_DWORD    1'))).toEqual([
      { path: key, values: {}, unreadable: ['A'] }
    ])
    expect(parseRegistryOutput('ERROR: no')).toBeUndefined()
    const { reader } = registry({
      ...none,
      'HKLM\\Software\\Policies': `${HKLM}\\Populus`,
      'HKLM\\Software\\Policies\\Populus': lines(key, '    AllowPrint    REG_BINARY    01')
    })
    expect(effectivePolicies(reader.read()).entries.AllowPrint).toMatchObject({ value: false, state: 'strictest' })
  })
})

describe('managed preferences of macOS', () => {
  const machine = '/Library/Managed Preferences/org.populus.app.plist'
  const user = '/Library/Managed Preferences/jdoe/org.populus.app.plist'

  function reader(files: Readonly<Record<string, ProgramResult>>) {
    const run = (file: string, args: readonly string[]): ProgramResult => {
      expect(file).toBe('/usr/bin/plutil')
      expect(args.slice(0, -1)).toEqual(['-convert', 'json', '-o', '-', '--'])
      return files[args.at(-1)!]!
    }
    return macPreferencesReader({ account: 'jdoe', run }, (path) => Object.hasOwn(files, path))
  }

  it('reads those of the computer before those of the user, and recommended ones', () => {
    const { entries, problems } = effectivePolicies(
      reader({
        [machine]: { status: 0, output: '{"AllowPrint":false,"Recommended":{"IdleLockMinutes":7}}' },
        [user]: { status: 0, output: '{"AllowPrint":true,"AllowClipboard":false}' }
      }).read()
    )
    expect(problems).toEqual([])
    expect(entries.AllowPrint).toEqual({ value: false, state: 'enforced', place: machine })
    expect(entries.AllowClipboard.place).toBe(user)
    expect(entries.IdleLockMinutes).toMatchObject({ value: 7, state: 'recommended' })
  })

  it('fails closed for a list that cannot be read', () => {
    for (const broken of [
      { status: 1, output: '' },
      { status: 0, output: '[]' },
      { status: undefined, output: '' }
    ])
      expect(effectivePolicies(reader({ [user]: broken }).read()).entries.AllowCsvExport.value).toBe(false)
    expect(reader({}).read()).toEqual([])
  })
})

describe('policy files', () => {
  function folder(): { readonly path: string; readonly write: (name: string, text: string, mode?: number) => void } {
    const path = temporaryFolder()
    mkdirSync(join(path, 'managed'))
    mkdirSync(join(path, 'recommended'))
    return {
      path,
      write(name, text, mode = 0o644) {
        writeFileSync(join(path, name), text)
        chmodSync(join(path, name), mode)
      }
    }
  }

  it('are read from both folders; the last file by name counts', () => {
    const { path, write } = folder()
    write('managed/10-base.json', '{"AllowPrint":true,"AllowClipboard":false}')
    write('managed/20-site.json', '\uFEFF{"AllowPrint":false}')
    write('managed/readme.txt', 'no policy')
    write('recommended/base.json', '{"AllowClipboard":true,"MinCellSize":15}')
    const { entries, problems } = effectivePolicies(policyFilesReader(path, true).read())
    expect(problems).toEqual([])
    expect(entries.AllowPrint.value).toBe(false)
    expect(entries.AllowClipboard.value).toBe(false)
    expect(entries.MinCellSize).toMatchObject({ value: 15, state: 'recommended' })
  })

  it('fail closed when they are damaged, no object, no file, or writable by others', () => {
    for (const text of ['{', '[]', '"x"', '']) {
      const { path, write } = folder()
      write('managed/a.json', text)
      expect(effectivePolicies(policyFilesReader(path, true).read()).entries.Offline.value).toBe(true)
    }
    const { path, write } = folder()
    write('managed/a.json', '{}', 0o666)
    expect(effectivePolicies(policyFilesReader(path, true).read()).entries.Offline.value).toBe(true)
    const dangling = folder()
    symlinkSync('/nonexistent', join(dangling.path, 'managed', 'a.json'))
    expect(effectivePolicies(policyFilesReader(dangling.path, true).read()).entries.Offline.value).toBe(true)
  })

  it('are none where there is no folder', () => {
    expect(policyFilesReader(join(temporaryFolder(), 'none'), true).read()).toEqual([])
  })

  it('of another folder count in a checkout alone', () => {
    const { path, write } = folder()
    write('managed/a.json', '{"AllowPrint":false}')
    const env = { POPULUS_POLICIES: path }
    expect(findPolicies({ packaged: false, env, platform: 'linux' }).value('AllowPrint')).toBe(false)
    const installed = findPolicies({ packaged: true, env, platform: 'linux' }).current()
    expect(JSON.stringify(installed)).not.toContain(path)
  })

  it('are read again when asked to', () => {
    const { path, write } = folder()
    const found = findPolicies({ packaged: false, env: { POPULUS_POLICIES: path }, platform: 'linux' })
    expect(found.reload()).toBe(false)
    write('managed/a.json', '{"MinCellSize":30}')
    expect(found.reload()).toBe(true)
    expect(found.value('MinCellSize')).toBe(30)
  })
})
