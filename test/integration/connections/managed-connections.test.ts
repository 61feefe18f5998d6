import { describe, expect, it } from 'vitest'
import { startExporting } from '../../support/exporting.ts'
import { managedBy } from '../../support/policies.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const preset = { id: 'main-ehr', name: 'Main EHR', base: 'https://fhir.example.org/r4/', clientId: 'populus' }

describe('connections of the organization', () => {
  it('are there for everybody, and cannot be changed or deleted', async () => {
    const policies = managedBy({ ManagedConnections: [preset] })
    const { services, audited } = await startExporting(temporaryFolder(), { policies })
    const { connections } = services
    const [connection] = await connections.list()
    expect(connection).toMatchObject({
      id: 'managed-main-ehr',
      managed: true,
      settings: { name: 'Main EHR', base: 'https://fhir.example.org/r4', clientId: 'populus', level: 'patient' }
    })
    expect(audited).toMatchObject([{ action: 'connection.created', facts: { policy: 'ManagedConnections' } }])
    const id = connection!.id
    await expect(
      connections.change(id, { ...connection!.settings, base: 'https://evil.example' })
    ).rejects.toMatchObject({
      policy: 'ManagedConnections'
    })
    // The steps of the setup save what they show.
    await connections.change(id, connection!.settings, connection!.settings)
    expect((await connections.get(id)).settings).toEqual(connection!.settings)
    await expect(connections.delete(id)).rejects.toMatchObject({ policy: 'ManagedConnections' })
    await connections.makeKey(id, 'ES384')
    expect((await connections.get(id)).keys).toHaveLength(1)
  })

  it('follow the policy with their keys, and belong to the user when it ends', async () => {
    const folder = temporaryFolder()
    const first = await startExporting(folder, { policies: managedBy({ ManagedConnections: [preset] }) })
    await first.services.connections.makeKey('managed-main-ehr', 'ES384')
    await first.stop()

    const moved = { ...preset, base: 'https://fhir2.example.org/r4', level: 'group', group: 'all' }
    const second = await startExporting(folder, { policies: managedBy({ ManagedConnections: [moved] }) })
    const [connection] = await second.services.connections.list()
    expect(connection).toMatchObject({
      managed: true,
      settings: { base: 'https://fhir2.example.org/r4', group: 'all' }
    })
    expect(connection!.keys).toHaveLength(1)
    expect(connection!.changedOutside).toBeUndefined()
    await second.applyManaged()
    expect(second.audited.map(({ action }) => action)).toEqual(['connection.changed'])
    await second.stop()

    const { services } = await startExporting(folder)
    expect((await services.connections.list())[0]?.managed).toBeUndefined()
    await services.connections.delete('managed-main-ehr')
    expect(await services.connections.list()).toEqual([])
  })

  it('have the vendor profiles of the organization', async () => {
    const policies = managedBy({ VendorProfiles: { generic: { mostDownloads: 2 } } })
    const { services } = await startExporting(temporaryFolder(), { policies })
    const profile = services.connections.vendors().find(({ id }) => id === 'generic')
    expect(profile).toMatchObject({ switches: { mostDownloads: 2 }, defaults: { mostDownloads: 2 }, changed: [] })
  })
})
