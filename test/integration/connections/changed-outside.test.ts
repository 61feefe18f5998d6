import { readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openConnectionFiles } from '../../../src-main/services/connections/connection-file.ts'
import {
  createConnectionService,
  type ConnectionService
} from '../../../src-main/services/connections/connection-service.ts'
import { openVendorCatalog } from '../../../src-main/services/connections/vendor-catalog.ts'
import { serveOnLoopback } from '../../../src-main/host/node/web-server.ts'
import { systemClock, systemRandom } from '../../../src-main/ports/system.ts'
import { diskFiles } from '../../../src-main/storage/sealed/store-files.ts'
import { settingsFor } from '../../support/connection-calls.ts'
import { memoryLog } from '../../support/memory-log.ts'
import { connected, type Connected } from './connected.ts'

/** Another process on the same profile. */
async function secondHost({ folder, kept }: Connected): Promise<ConnectionService> {
  const log = memoryLog()
  const files = await openConnectionFiles(join(folder, 'connections'), diskFiles, log)
  const vendors = await openVendorCatalog(files.folder, log)
  return createConnectionService({
    files,
    keyring: kept.keyring,
    vendors,
    clock: systemClock,
    random: systemRandom,
    log
  })
}

/** Edits the file of a connection by hand. */
function edit({ folder, id }: Connected, change: (file: { settings: Record<string, unknown> }) => void): void {
  const path = join(folder, 'connections', `${id}.json`)
  const file = JSON.parse(readFileSync(path, 'utf8')) as { settings: Record<string, unknown> }
  change(file)
  writeFileSync(path, JSON.stringify(file))
}

describe('the file of a connection that somebody edits', () => {
  it('is noticed and named; nothing is sent before the user confirms the settings', async () => {
    const used = await connected()
    const { connections, exports } = used.services
    await connections.discover(used.sandbox.base, true)
    expect((await connections.get(used.id)).discovered).toBeDefined()
    const before = (await connections.get(used.id)).settings
    const requests: string[] = []
    const server = await serveOnLoopback(async (request) => {
      requests.push(request.target)
      return { status: 404, headers: {} }
    })
    const forged = `${server.origin}/fhir`
    edit(used, ({ settings }) => (settings['base'] = forged))

    const { changedOutside, missing } = await connections.get(used.id)
    expect(changedOutside?.fields).toEqual([{ name: 'FHIR base address', before: before.base, after: forged }])
    expect(missing[0]).toMatch(/changed outside Populus/)
    const refused = /“Riverbend” were changed outside Populus/
    await expect(connections.signIn(used.id)).rejects.toThrow(refused)
    await expect(connections.report(used.id)).rejects.toThrow(refused)
    await expect(connections.publicJwks(used.id)).rejects.toThrow(refused)
    const run = await exports.start(used.id, 'full', 'asked').catch((error: unknown) => error)
    expect(run).toMatchObject({ message: expect.stringMatching(/changed outside Populus/) as string })
    expect(requests).toEqual([])
    await server.close()

    await expect(connections.confirm(used.id, 'another digest')).rejects.toThrow(/changed once more/)
    await connections.confirm(used.id, changedOutside!.digest)
    expect(await connections.get(used.id)).not.toHaveProperty('changedOutside')
    // The other server has not said which types it has.
    expect(await connections.get(used.id)).not.toHaveProperty('discovered')
    edit(used, ({ settings }) => (settings['base'] = before.base))
    expect((await connections.get(used.id)).changedOutside?.fields).toHaveLength(1)
  })

  it.each([
    ['a key of another', (file: object) => Object.assign(file, { keys: [] }), 'Public keys'],
    [
      'a further origin',
      ({ settings }: { settings: object }) => Object.assign(settings, { trustedOrigins: ['https://evil.example'] }),
      'Trusted addresses'
    ],
    ['what no version knows', (file: object) => Object.assign(file, { extra: 1 }), 'extra']
  ])('is noticed with %s', async (_, change, field) => {
    const used = await connected()
    edit(used, change)
    const { changedOutside } = await used.services.connections.get(used.id)
    expect(changedOutside?.fields.map(({ name }) => name)).toEqual([field])
  })

  it('is trusted again when it is put back, and stays unconfirmed when another setting is changed in Populus', async () => {
    const used = await connected()
    const { connections } = used.services
    const path = join(used.folder, 'connections', `${used.id}.json`)
    const good = readFileSync(path)
    edit(used, ({ settings }) => (settings['clientId'] = 'forged'))
    const { settings } = await connections.get(used.id)
    await connections.change(used.id, { ...settings, name: 'Renamed' })
    expect((await connections.get(used.id)).changedOutside?.fields.map(({ name }) => name)).toEqual([
      'Client ID',
      'Name'
    ])
    writeFileSync(path, good)
    expect((await connections.get(used.id)).changedOutside).toBeUndefined()
    expect((await connections.signIn(used.id)).ok).toBe(true)
  })

  it('an older copy of it is a change, too', async () => {
    const used = await connected()
    const { connections } = used.services
    const path = join(used.folder, 'connections', `${used.id}.json`)
    const old = readFileSync(path)
    const { settings } = await connections.get(used.id)
    await connections.change(used.id, { ...settings, scopes: 'system/Patient.rs' })
    writeFileSync(path, old)
    expect((await connections.get(used.id)).changedOutside?.fields).toEqual([
      { name: 'Permissions', before: 'system/Patient.rs', after: '' }
    ])
  })
})

describe('two hosts on one profile', () => {
  it('change different settings of a connection and lose neither', async () => {
    const used = await connected()
    const [first, second] = [used.services.connections, await secondHost(used)]
    const { settings } = await first.get(used.id)
    await Promise.all([
      first.change(used.id, { ...settings, name: 'North', switches: { mostDownloads: 2 } }, settings),
      second.change(used.id, { ...settings, group: 'g1', switches: { lenient: true } as object }, settings),
      second.setSecret(used.id, 'secret')
    ])
    for (const host of [first, second]) {
      const { settings: now, hasSecret, keys, changedOutside } = await host.get(used.id)
      expect(now).toMatchObject({ name: 'North', group: 'g1', switches: { mostDownloads: 2 } })
      expect({ hasSecret, keys: keys.length, changedOutside }).toEqual({
        hasSecret: true,
        keys: 1,
        changedOutside: undefined
      })
    }
  })

  it('learn of what the other one created, changed and deleted', async () => {
    const used = await connected()
    const second = await secondHost(used)
    const heard = new Promise<void>((resolve) => second.watch(resolve))
    const { id } = await used.services.connections.create(settingsFor('https://fhir.example.org/r4'))
    await heard
    expect(second.schedules()).toEqual([])
    expect((await second.list()).map((connection) => connection.id)).toEqual([used.id, id])
    await second.delete(id)
    expect((await used.services.connections.list()).map((connection) => connection.id)).toEqual([used.id])
    await expect(used.services.connections.get(id)).rejects.toThrow(/no longer exists/)
    unlinkSync(join(used.folder, 'connections', `${used.id}.json`))
    await expect(second.setSecret(used.id, 'x')).rejects.toThrow(/no longer exists/)
    second.watch(() => undefined)()
  })
})
