import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { effectivePolicies } from '#shared/policy/effective-policies.ts'
import { runCommandLine } from '../../../src-main/cli/command-line.ts'
import type { HealthCheck } from '../../../src-main/services/health/health-check.ts'
import { policyProblems } from '../../../src-main/composition/policy-problems.ts'
import { findPolicies } from '../../../src-main/policy/find-policies.ts'
import { policyConflicts } from '../../../src-main/policy/policy-conflicts.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const connection = { id: 'main', name: 'Main', base: 'https://fhir.example.org/r4', vendor: 'generic' }

function conflicts(values: Readonly<Record<string, unknown>>): string[] {
  const effective = effectivePolicies([{ place: 'test', level: 'enforced', values }])
  expect(effective.problems).toEqual([])
  return policyConflicts(effective, {
    vendors: ['generic'],
    asksOwner: false,
    folderProblem: undefined,
    packProblems: [],
    boardProblems: []
  }).map(({ name, message }) => `${name ?? ''}: ${message}`)
}

describe('policies that cannot work together', () => {
  it('are servers of managed connections that are not allowed', () => {
    const ManagedConnections = [
      { ...connection, tokenEndpoint: 'https://login.example.com/token', trustedOrigins: ['https://files.example.org'] }
    ]
    expect(conflicts({ ManagedConnections })).toEqual([])
    expect(conflicts({ ManagedConnections, AllowedFhirHosts: ['fhir.example.org', '*.example.com'] })).toEqual([
      'ManagedConnections: The connection main needs the host files.example.org, which AllowedFhirHosts does not list.'
    ])
  })

  it('are vendors that are not known', () => {
    expect(
      conflicts({ ManagedConnections: [{ ...connection, vendor: 'acme' }], VendorProfiles: { acme: {}, generic: {} } })
    ).toEqual([
      'ManagedConnections: The connection main names a vendor that this version of Populus does not know. Known are: generic.',
      'VendorProfiles: There is no vendor profile acme. Its changes have no effect.'
    ])
  })

  it('are an app lock without Touch ID and without passphrases', () => {
    expect(conflicts({ RequireAppLock: true })).toEqual([])
    for (const more of [{ RequireOsKeychain: true }, { AllowPassphraseKey: false }])
      expect(conflicts({ RequireAppLock: true, ...more })).toEqual([expect.stringContaining('There is no Touch ID')])
  })

  it('are proxies without an address', () => {
    expect(conflicts({ ProxyMode: 'server' })).toEqual([
      'ProxyMode: The policy asks for a proxy, and ProxyServer names none. Nothing is sent until ProxyServer is set as well.'
    ])
    expect(conflicts({ ProxyMode: 'pac' })).toMatchObject([expect.stringContaining('ProxyPacUrl')])
    expect(conflicts({ ProxyMode: 'server', ProxyServer: 'proxy.example.org:3128' })).toEqual([])
  })
})

describe('a data folder that is none on this computer', () => {
  async function populus(...words: readonly string[]) {
    const root = temporaryFolder()
    mkdirSync(join(root, 'managed'))
    writeFileSync(join(root, 'managed', 'site.json'), JSON.stringify({ DataFolder: 'relative/folder' }), {
      mode: 0o600
    })
    const policies = findPolicies({
      packaged: false,
      env: { POPULUS_POLICIES: root },
      platform: 'linux',
      check: policyProblems
    })
    const printed: string[] = []
    const errors: string[] = []
    const code = await runCommandLine(words, {
      out: (text) => void printed.push(text),
      err: (text) => void errors.push(text),
      terminal: false,
      policies,
      resources: ''
    })
    return { code, out: printed.join(''), err: errors.join('') }
  }
  const sentence = 'names no absolute folder on this computer'

  it('is a problem of the policies', async () => {
    const { code, out, err } = await populus('policy')
    expect([code, out, err]).toEqual([
      1,
      expect.stringContaining('DataFolder  relative/folder'),
      expect.stringContaining(sentence)
    ])
    const { problems } = JSON.parse((await populus('policy', '--json')).out) as { readonly problems: object[] }
    expect(problems).toMatchObject([{ name: 'DataFolder' }])
  })

  it('is a failed check of the health, and closes the other commands', async () => {
    const { code, out } = await populus('health', '--json')
    const { checks } = JSON.parse(out) as { readonly checks: HealthCheck[] }
    expect([code, checks.map(({ name, state }) => [name, state])]).toEqual([
      2,
      [
        ['data-folder', 'failed'],
        ['policies', 'warning']
      ]
    ])
    expect(await populus('roles')).toMatchObject({ code: 2, out: '', err: expect.stringContaining(sentence) as string })
  })
})
