import { expect, it } from 'vitest'
import { compose } from '../../src-main/composition/compose.ts'
import { findInstallation } from '../../src-main/host/process/installation.ts'
import { managedBy } from '../support/policies.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { noteOn } from '../support/worklist.ts'
import { nodeHost } from '../support/node-host.ts'

it('the program as it is put together limits the worklist to the people of the role', async () => {
  const data = temporaryFolder()
  const composed = await compose(
    nodeHost(data, {
      policies: managedBy({ Roles: [{ account: '*', role: 'care-manager', payers: ['Medicaid'] }] }),
      paths: { ...findInstallation(import.meta.dirname), data }
    })
  )
  try {
    const call = (name: string, input: unknown) => composed.dispatch(name, input, { windowId: 1 })
    expect(await composed.access()).toMatchObject({ state: 'role', scopes: [{ payers: ['Medicaid'] }] })
    const population = 'server:clinic'
    const added = await call('worklist.add', { population, entries: [noteOn('a', 'Called.')] })
    expect(added.ok ? undefined : added.error.code).toBe('not-allowed')
    expect(added.ok ? '' : added.error.message).toContain('determined from saved data')
    expect(await call('worklist.read', { population, from: 0 })).toMatchObject({ ok: true, value: { total: 0 } })
    expect(await call('worklist.carryOn', { population, from: 'server:other' })).toMatchObject({
      ok: false,
      error: { code: 'not-allowed' }
    })
  } finally {
    await composed.close()
  }
})

it('roles that could not be assigned leave everything as it was, also after the next start', async () => {
  const data = temporaryFolder()
  const start = () => compose(nodeHost(data, { paths: { ...findInstallation(import.meta.dirname), data } }))
  const first = await start()
  // Nothing is saved yet, so that there is no key to seal roles with.
  const rows = [{ account: 'somebody else', role: 'viewer' }]
  const reply = await first.dispatch('roles.assign', { rows }, { windowId: 1 })
  expect(reply.ok).toBe(false)
  await first.close()
  const next = await start()
  try {
    expect(await next.access()).toMatchObject({ state: 'everything' })
  } finally {
    await next.close()
  }
})
