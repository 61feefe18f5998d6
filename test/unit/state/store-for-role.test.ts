import { describe, expect, it } from 'vitest'
import type { Transport } from '#shared/contract/contract.ts'
import type { Role } from '#shared/roles/role.ts'
import { Access } from '../../../src-renderer/state/session/access.svelte.ts'
import { RowsDrawerState } from '../../../src-renderer/state/navigation/rows.svelte.ts'
import { storeForRole } from '../../../src-renderer/state/session/store-for-role.ts'
import type { StoreApi } from '../../../src-renderer/workers/store/protocol/store-protocol.ts'
import { fakeTransport } from '../../support/fake-transport.ts'

const context = { asOf: 20_000, filters: [] }
const selector = { table: 'patient', asOf: 20_000, filters: [], where: [] }
const period = { start: '2026-01-01', end: '2026-12-31' }
const refused =
  'Your role, viewer, does not include lists and records of people. Ask an admin of Populus if you need it.'

async function accessOf(...roles: Role[]): Promise<Access> {
  const transport = fakeTransport({
    'roles.mine': () => ({ account: 'ada', state: 'role', roles, by: 'policy' })
  } as unknown as Parameters<typeof fakeTransport>[0]) as Transport
  const access = new Access(transport)
  await access.load()
  return access
}

/** A store that answers with what it was asked. */
async function storeOf(...roles: Role[]): Promise<StoreApi> {
  const answer = async (...asked: readonly unknown[]): Promise<unknown> => asked
  const methods = ['panel', 'riskPanel', 'measurePanel', 'modelPanel', 'modelPerson', 'raw', 'why', 'checks']
  const store = Object.fromEntries(methods.map((name) => [name, answer])) as unknown as StoreApi
  return storeForRole(store, await accessOf(...roles))
}

describe('the store of a role that shows groups of people alone', () => {
  it('refuses what is about single people', async () => {
    const store = await storeOf('viewer')
    const page = { offset: 0, limit: 100, revealed: false }
    await expect(store.panel('rows', context, { selector, ...page })).rejects.toThrow(refused)
    await expect(
      store.panel('patients', context, { query: '', sort: { column: 'name', descending: false }, ...page })
    ).rejects.toThrow(refused)
    await expect(store.panel('patient', context, { patient: 3, revealed: false })).rejects.toThrow(refused)
    await expect(store.riskPanel('person', context, { patient: 3 })).rejects.toThrow(refused)
    await expect(store.measurePanel('gap', period, context, { entry: 1, revealed: false })).rejects.toThrow(refused)
    await expect(store.measurePanel('attribution', period, context, page)).rejects.toThrow(refused)
    await expect(store.modelPerson('hash', context, 3)).rejects.toThrow(refused)
    await expect(store.raw({} as Parameters<StoreApi['raw']>[0])).rejects.toThrow(refused)
    await expect(store.why('measure', 'group', 3, period)).rejects.toThrow(refused)
  })

  it('lets figures through without the people that they are listed with', async () => {
    const store = await storeOf('admin')
    expect(await store.panel('overview', context, {})).toEqual(['overview', context, {}])
    expect(await store.riskPanel('lists', context, { window: 90, limit: 500, revealed: false })).toEqual([
      'lists',
      context,
      { window: 90, limit: 0, revealed: false }
    ])
    expect(await store.measurePanel('heatmap', period, context, { dimension: 'payer', limit: 20 })).toMatchObject([
      'heatmap',
      period,
      context,
      { limit: 20 }
    ])
    expect(await store.checks()).toEqual([])
  })

  it('is the store itself for roles with lists of people', async () => {
    const store = await storeOf('viewer', 'payer-analyst')
    const asked = { selector, offset: 0, limit: 100, revealed: false }
    expect(await store.panel('rows', context, asked)).toEqual(['rows', context, asked])
    expect(await store.riskPanel('lists', context, { window: 90, limit: 500, revealed: false })).toMatchObject([
      'lists',
      context,
      { limit: 500 }
    ])
  })
})

describe('the drawer of rows', () => {
  it('stays closed where the role opens no rows', () => {
    const closed = new RowsDrawerState(() => false)
    closed.show('People in view', selector)
    expect(closed.open).toBeUndefined()
  })

  it('leaves the reason to the roles, in the words of the services', async () => {
    expect((await accessOf('viewer')).refusal('people')).toBe(refused)
    expect((await accessOf('payer-analyst')).refusal('people')).toBeUndefined()
    expect((await accessOf('viewer', 'auditor')).refusal('people')).toMatch(/^Your roles, viewer and auditor, do not/)
  })
})
