import { describe, expect, it } from 'vitest'
import { effectivePolicies } from '#shared/policy/effective-policies.ts'
import { findAccountDomain } from '../../../src-main/host/process/account-domain.ts'
import { isGroupMember } from '../../../src-main/host/process/group-member.ts'
import { fixedPolicies } from '../../../src-main/ports/fixed-policies.ts'
import { managedRoles } from '../../../src-main/services/roles/managed-roles.ts'

function source(Roles: unknown, groups: readonly string[] = [], domain?: string) {
  const layers = [{ place: 'HKLM', level: 'enforced' as const, values: { Roles } }]
  return managedRoles(
    fixedPolicies(effectivePolicies(layers)),
    (group) => groups.includes(group),
    () => domain
  )
}

describe('roles of a policy', () => {
  const rows = [
    { account: 'EXAMPLE\\eve', role: 'admin' },
    { account: 'eve', role: 'auditor' },
    { account: 'group:care', role: 'care-manager', practices: ['north'] },
    { account: '*', role: 'viewer' }
  ]

  it('are those of the account, else of its groups, else of everybody', () => {
    expect(
      source(rows, ['care'], 'EXAMPLE')
        .roles('eve')
        ?.map(({ role }) => role)
    ).toEqual(['admin', 'auditor'])
    expect(source(rows, ['care']).roles('bob')).toEqual([
      { account: 'bob', role: 'care-manager', practices: ['north'] }
    ])
    expect(source(rows).roles('bob')).toEqual([{ account: 'bob', role: 'viewer' }])
    expect(source([rows[0]]).roles('bob')).toEqual([])
  })

  it('are not there without the policy, and nobody has one under a damaged policy', () => {
    expect(
      managedRoles(
        fixedPolicies(effectivePolicies([])),
        () => false,
        () => undefined
      ).roles('eve')
    ).toBeUndefined()
    for (const damaged of [5, [{ account: 'eve', role: 'king' }], [{ role: 'admin' }]])
      expect(() => source(damaged).roles('eve')).toThrow('The policy Roles of your organization cannot be read')
  })
})

describe('an entry with a domain', () => {
  const rows = [{ account: 'EXAMPLE\\eve', role: 'admin' }]
  const cloud = [{ account: 'AzureAD\\JaneDoe', role: 'auditor' }]

  it('is for the account of that domain alone', () => {
    expect(source(rows, [], 'example').roles('Eve')).toMatchObject([{ role: 'admin' }])
    expect(source(rows, [], 'OTHER').roles('eve')).toEqual([])
    expect(source(rows, [], 'EXAMPLE').roles('bob')).toEqual([])
    expect(source(cloud, [], 'azuread').roles('JaneDoe')).toMatchObject([{ role: 'auditor' }])
    expect(source(cloud, [], 'DESKTOP-1').roles('JaneDoe')).toEqual([])
  })

  it('is for nobody where accounts have no domain, but for the account that has it in its name', () => {
    expect(source(rows).roles('eve')).toEqual([])
    expect(source(rows).roles('example\\eve')).toMatchObject([{ role: 'admin' }])
  })

  it('is compared with what Windows says', () => {
    const asked: string[] = []
    const whoami = (text: string | undefined) => (program: string) => {
      asked.push(program)
      return text
    }
    expect(findAccountDomain('win32', whoami('azuread\\janedoe\r\n'))).toBe('azuread')
    expect(findAccountDomain('win32', whoami('corp\\jane doe\r\n'))).toBe('corp')
    expect(findAccountDomain('win32', whoami('nobody\r\n'))).toBeUndefined()
    expect(findAccountDomain('win32', whoami(undefined))).toBeUndefined()
    expect(asked).toEqual(['whoami', 'whoami', 'whoami', 'whoami'])
    expect(findAccountDomain('linux', whoami('corp\\eve'))).toBeUndefined()
    expect(asked).toHaveLength(4)
  })
})

describe('the groups of the system', () => {
  it('are looked up by number on Linux and macOS', () => {
    const linux = (program: string): string | undefined =>
      program === 'getent' ? 'domain users:x:2001:eve\n' : '1000 2001\n'
    expect(isGroupMember('domain users', 'linux', linux)).toBe(true)
    expect(isGroupMember('x', 'linux', (program) => (program === 'getent' ? undefined : '1000'))).toBe(false)
    const mac = (program: string): string => (program === 'id' ? '20 80\n' : 'name: admin\npassword: *\ngid: 80\n')
    expect(isGroupMember('admin', 'darwin', mac)).toBe(true)
  })

  it('are compared by their names on Windows', () => {
    const run = (): string =>
      '"BUILTIN\\Users","Alias","S-1-5-32-545","x"\r\n"CORP\\Care Managers","Group","S-1","x"\r\n'
    expect(isGroupMember('care managers', 'win32', run)).toBe(true)
    expect(isGroupMember('CORP\\Care Managers', 'win32', run)).toBe(true)
    expect(isGroupMember('Managers', 'win32', run)).toBe(false)
    expect(isGroupMember('OTHER\\Care Managers', 'win32', run)).toBe(false)
    expect(isGroupMember('Users', 'win32', run)).toBe(true)
  })
})
