import { describe, expect, it } from 'vitest'
import { effectivePolicies, type PolicyLayer } from '#shared/policy/effective-policies.ts'
import { policies, policyNames } from '#shared/policy/policies.ts'
import { decodePolicy } from '#shared/policy/decode-policy.ts'
import type { PolicyDefinition } from '#shared/policy/policy-definition.ts'

function layer(values: Record<string, unknown>, more: Partial<PolicyLayer> = {}): PolicyLayer {
  return { place: 'machine', level: 'enforced', values, ...more }
}

const definitions = policyNames.map((name): [string, PolicyDefinition<unknown>] => [name, policies[name]])

describe('the schema of policies', () => {
  it.each(definitions)(
    '%s has a name in PascalCase, a description, and values that its schema takes',
    (name, policy) => {
      expect(name).toMatch(/^[A-Z][A-Za-z]{2,40}$/)
      expect(policy.title).toMatch(/^[A-Z]/)
      expect(policy.description).toMatch(/\.$/)
      expect(decodePolicy(policy, policy.example)).toEqual({ value: policy.example })
      if (policy.builtIn !== undefined) expect(decodePolicy(policy, policy.builtIn)).toEqual({ value: policy.builtIn })
      if (policy.security) expect(decodePolicy(policy, policy.strictest)).toEqual({ value: policy.strictest })
      else expect(policy.strictest).toBeUndefined()
    }
  )

  it.each(definitions)('%s does not take a value of another kind', (_name, policy) => {
    for (const wrong of [null, undefined, { a: { b: 1 } }, [[1]], Number.NaN, '\u0000'])
      expect(decodePolicy(policy, wrong)).toHaveProperty('problem')
  })
})

describe('effective policies', () => {
  it('are the built-in ones where nothing is set', () => {
    const { entries, problems } = effectivePolicies([])
    expect(problems).toEqual([])
    expect(new Set(Object.values(entries).map(({ state }) => state))).toEqual(new Set(['default']))
    expect(entries.AllowCsvExport.value).toBe(true)
    expect(entries.AllowedFhirHosts.value).toBeUndefined()
  })

  it('takes the first enforced layer, and a recommended one only where none is enforced', () => {
    const { entries } = effectivePolicies([
      layer({ IdleLockMinutes: 99 }, { place: 'machine, recommended', level: 'recommended' }),
      layer({ IdleLockMinutes: 5, AllowPrint: false }),
      layer({ IdleLockMinutes: 60, AllowClipboard: false }, { place: 'user' }),
      layer({ MinCellSize: 20 }, { place: 'recommended', level: 'recommended' })
    ])
    expect(entries.IdleLockMinutes).toEqual({ value: 5, state: 'enforced', place: 'machine' })
    expect(entries.AllowClipboard).toEqual({ value: false, state: 'enforced', place: 'user' })
    expect(entries.MinCellSize).toEqual({ value: 20, state: 'recommended', place: 'recommended' })
  })

  it('reads numbers as switches and JSON texts as structures, as the registry has them', () => {
    const roles = '[{"account":"EXAMPLE\\\\jdoe","role":"admin"}]'
    const { entries, problems } = effectivePolicies([
      layer({ AllowPrint: 0, Offline: 1, Roles: roles, ManagedConnections: ['[', ']'] })
    ])
    expect(problems).toEqual([])
    expect(entries.AllowPrint.value).toBe(false)
    expect(entries.Offline.value).toBe(true)
    expect(entries.Roles.value).toEqual([{ account: 'EXAMPLE\\jdoe', role: 'admin' }])
    expect(entries.ManagedConnections.value).toEqual([])
  })

  it('applies the strictest value of a security policy that is malformed, and ignores any other', () => {
    const { entries, problems } = effectivePolicies([
      layer({
        AllowPrint: 'no',
        MinCellSize: 0,
        SnapshotRetentionDays: 'all',
        Roles: [{ account: 'a', role: 'king' }]
      }),
      layer({ AllowPrint: true }, { place: 'user' })
    ])
    expect(entries.AllowPrint).toEqual({ value: false, state: 'strictest', place: 'machine' })
    expect(entries.MinCellSize.value).toBe(101)
    expect(entries.Roles.value).toEqual([])
    expect(entries.SnapshotRetentionDays).toEqual({ value: undefined, state: 'default' })
    expect(problems.map(({ name }) => name).sort()).toEqual([
      'AllowPrint',
      'MinCellSize',
      'Roles',
      'SnapshotRetentionDays'
    ])
    expect(problems.find(({ name }) => name === 'Roles')?.message).toMatch(/"0\.role".*strictest value/)
  })

  it('never weakens a policy by what cannot be read', () => {
    const { entries, problems } = effectivePolicies([
      layer({ AllowPrint: true }, { place: 'first' }),
      layer({}, { place: 'second', unreadable: 'The file is not valid JSON' }),
      layer({ AllowClipboard: true }, { place: 'third' })
    ])
    expect(entries.AllowPrint).toEqual({ value: true, state: 'enforced', place: 'first' })
    for (const name of policyNames.filter((each) => policies[each].security && each !== 'AllowPrint'))
      expect([name, entries[name].state, entries[name].place]).toEqual([name, 'strictest', 'second'])
    expect(problems.map(({ place, name }) => [place, name])).toEqual([['second', undefined]])
    expect(problems[0]?.message).toMatch(/^The file is not valid JSON\. /)
  })

  it('ignores what is malformed among recommended values, and names that it does not know', () => {
    const { entries, problems } = effectivePolicies([
      layer({ AllowPrint: 'no', AllowPrinting: false, constructor: 1 }, { level: 'recommended' })
    ])
    expect(entries.AllowPrint.value).toBe(true)
    expect(problems.map(({ name }) => name).sort()).toEqual(['AllowPrint', 'AllowPrinting', 'constructor'])
  })

  it('tells what is wrong without the value', () => {
    const { problems } = effectivePolicies([
      layer({ AllowedFhirHosts: ['https://secret.example.org/x'], ProxyServer: 7 })
    ])
    expect(problems).toHaveLength(2)
    expect(JSON.stringify(problems)).not.toContain('secret')
  })
})
