import { expect, it } from 'vitest'
import { compose } from '../../src-main/composition/compose.ts'
import { createNodeNet } from '../../src-main/host/node/net.ts'
import { unknownPower } from '../../src-main/host/node/unknown-power.ts'
import { serveOnLoopback } from '../../src-main/host/node/web-server.ts'
import { findInstallation } from '../../src-main/host/process/installation.ts'
import { systemClock, systemRandom } from '../../src-main/ports/system.ts'
import { memoryLog } from '../support/memory-log.ts'
import { noCollector } from '../support/no-collector.ts'
import { managedBy } from '../support/policies.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { noteOn } from '../support/worklist.ts'

it('the program as it is put together limits the worklist to the people of the role', async () => {
  const composed = await compose({
    kind: 'loopback',
    collector: noCollector,
    policies: managedBy({ Roles: [{ account: '*', role: 'care-manager', payers: ['Medicaid'] }] }),
    version: '1.0.0',
    platform: 'linux',
    headless: true,
    settings: { read: () => ({}), update: async (merge) => merge({}) },
    paths: { ...findInstallation(import.meta.dirname), data: temporaryFolder() },
    dialogs: undefined,
    progress: { show: () => undefined },
    secrets: undefined,
    net: createNodeNet(),
    serve: (handler) => serveOnLoopback(handler),
    power: unknownPower,
    notifier: { notify: () => undefined },
    clock: systemClock,
    random: systemRandom,
    log: memoryLog(),
    emit: () => undefined
  })
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
