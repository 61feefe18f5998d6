import { describe, expect, it } from 'vitest'
import { policyReport } from '../../../src-main/policy/policy-report.ts'
import { ManagedPolicies } from '../../../src-renderer/state/settings/managed-policies.svelte.ts'
import type { Toasts } from '../../../src-renderer/state/feedback/toasts.svelte.ts'
import { fakeTransport } from '../../support/fake-transport.ts'
import { managedBy } from '../../support/policies.ts'

const report = policyReport(
  managedBy({ MinCellSize: 16, SnapshotRetentionDays: 30, Offline: true, RequireAppLock: true }).current()
)

describe('managed policies on the page', () => {
  it('say which are set, and between which numbers a setting has to be', async () => {
    const transport = fakeTransport({ 'policies.get': () => report })
    const policies = new ManagedPolicies(transport, {} as Toasts)
    expect(policies.set).toEqual([])
    expect(policies.bounds('keepDays', { minimum: 0, maximum: 3650 })).toEqual({
      minimum: 0,
      maximum: 3650,
      note: undefined
    })
    await policies.load()
    expect(policies.set.map(({ name }) => name)).toEqual([
      'Offline',
      'SnapshotRetentionDays',
      'RequireAppLock',
      'MinCellSize'
    ])
    expect(policies.bounds('keepDays', { minimum: 0, maximum: 3650 })).toMatchObject({
      maximum: 30,
      note: 'Your organization allows at most 30 here (policy SnapshotRetentionDays).'
    })
    expect(policies.bounds('smallCellLimit', { minimum: 0, maximum: 100 }).note).toMatch(/at least 15/)
  })

  it('follow what the organization changes', () => {
    const transport = fakeTransport({})
    const policies = new ManagedPolicies(transport, {} as Toasts)
    transport.emit('policies.changed', report)
    expect(policies.report.managed).toBe(true)
    expect(policies.report.allowed).toEqual({ passphrase: true, noAppLock: false, unsignedFiles: true })
  })
})
