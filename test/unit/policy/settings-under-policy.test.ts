import { describe, expect, it } from 'vitest'
import type { PolicyReport } from '#shared/contract/policies.ts'
import { defaultSettings } from '#shared/settings-schema.ts'
import { smallCellLimitOf } from '#shared/small-cell-rule.ts'
import { roles } from '#shared/roles/role.ts'
import { createSettingsStore } from '../../../src-main/services/settings/settings-store.ts'
import type { SettingsPort } from '../../../src-main/ports/host.ts'
import { managedBy, unmanaged } from '../../support/policies.ts'
import { testServices } from '../../support/services.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const caller = { windowId: 1 }

function store(stored: object): { readonly port: SettingsPort; readonly stored: () => object } {
  let current = stored
  const port: SettingsPort = {
    read: () => current,
    async update(merge) {
      current = merge(current)
      return current
    }
  }
  return { port, stored: () => current }
}

describe('settings under policies', () => {
  const policies = managedBy({
    SnapshotRetentionDays: 30,
    IdleLockMinutes: 5,
    MinCellSize: 16,
    MaxPopulationMemory: 512
  })

  it('are held within the bounds, whatever is stored', () => {
    const { port } = store({ keepDays: 0, idleLockMinutes: 0, smallCellLimit: 3, smallCellReason: 'x' })
    const current = createSettingsStore(port, policies).current()
    expect(current).toMatchObject({ keepDays: 30, idleLockMinutes: 5, smallCellLimit: 15, memoryMegabytes: 512 })
    expect(createSettingsStore(store({ memoryMegabytes: 4096 }).port, policies).current().memoryMegabytes).toBe(512)
    expect(createSettingsStore(store({ memoryMegabytes: 300 }).port, policies).current().memoryMegabytes).toBe(300)
    expect(smallCellLimitOf(current)).toBe(15)
  })

  it('may be stricter than a policy asks', () => {
    const { port } = store({ keepDays: 7, idleLockMinutes: 1, smallCellLimit: 50 })
    expect(createSettingsStore(port, policies).current()).toMatchObject({
      keepDays: 7,
      idleLockMinutes: 1,
      smallCellLimit: 50
    })
  })

  it('take a recommended value for a default, until the user chooses', async () => {
    const recommended = managedBy({ SnapshotRetentionDays: 30, MinCellSize: 21 }, 'recommended')
    const { port, stored } = store({})
    const settings = createSettingsStore(port, recommended)
    expect(settings.current()).toMatchObject({ keepDays: 30, smallCellLimit: 20 })
    await settings.change({ theme: 'dark' })
    expect(stored()).toEqual({ theme: 'dark' })
    expect((await settings.change({ keepDays: 400 })).keepDays).toBe(400)
    expect(settings.current().smallCellLimit).toBe(20)
  })

  it('are the user’s alone where nobody manages the computer', () => {
    const { port } = store({ keepDays: 0, idleLockMinutes: 0 })
    expect(createSettingsStore(port, unmanaged).current()).toEqual({
      ...defaultSettings,
      keepDays: 0,
      idleLockMinutes: 0
    })
  })

  it('cannot be changed beyond a policy, and the refusal is recorded', async () => {
    const { dispatch, audited } = testServices(temporaryFolder(), { host: { policies } })
    for (const changes of [
      { keepDays: 31 },
      { idleLockMinutes: 0 },
      { smallCellLimit: 10 },
      { memoryMegabytes: 1024 }
    ]) {
      const reply = await dispatch('settings.set', changes, caller)
      expect(reply).toMatchObject({ ok: false, error: { code: 'not-allowed' } })
      expect(JSON.stringify(reply)).toMatch(/Your organization's policy/)
    }
    expect(audited.filter(({ outcome }) => outcome === 'failure')).toHaveLength(4)
    expect(await dispatch('settings.set', { keepDays: 29 }, caller)).toMatchObject({ ok: true })
  })
})

describe('the policies that the page sees', () => {
  it('are a row each, with what is wrong', async () => {
    const policies = managedBy({
      AllowCsvExport: false,
      Roles: [{ account: '*', role: roles[0] }],
      MinCellSize: 'x'
    })
    const { dispatch } = testServices(temporaryFolder(), { host: { policies } })
    const reply = await dispatch('policies.get', undefined, caller)
    expect(reply).toMatchObject({
      ok: true,
      value: {
        managed: true,
        allowed: { passphrase: true, noAppLock: true, unsignedFiles: true },
        bounds: { smallCellLimit: { policy: 'MinCellSize', minimum: 100 } },
        problems: [{ name: 'MinCellSize' }]
      }
    })
    const { rows } = (reply as { value: PolicyReport }).value
    expect(rows.find(({ name }) => name === 'AllowCsvExport')).toMatchObject({ value: 'Off', state: 'enforced' })
    expect(rows.find(({ name }) => name === 'Offline')).toMatchObject({ value: 'Off', state: 'default' })
  })

  it('say that nobody manages the computer', async () => {
    const { dispatch } = testServices(temporaryFolder())
    expect(await dispatch('policies.get', undefined, caller)).toMatchObject({ ok: true, value: { managed: false } })
  })

  it('keep identifiers masked where the organization says so', async () => {
    const policies = managedBy({ RevealIdentifiers: 'off' })
    const { dispatch, audited } = testServices(temporaryFolder(), { host: { policies } })
    const reply = await dispatch('identity.reveal', { reason: 'care', people: 1 }, caller)
    expect(reply).toMatchObject({ ok: false, error: { code: 'not-allowed' } })
    expect(audited).toMatchObject([{ action: 'identity.revealed', outcome: 'failure' }])
  })
})
