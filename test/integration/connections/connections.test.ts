import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { JSONWebKeySet } from 'jose'
import { makeSigningKey, writeSigningKey } from '../../../src-main/auth/signing-key.ts'
import { requestOf } from '../../../src-main/services/connections/request-of.ts'
import { permissionTypesOf } from '../../../src-main/services/connections/scope-registry.ts'
import { scopesFor } from '../../../src-main/auth/scopes.ts'
import { typesOfRules } from '#shared/consent/record-rules.ts'
import { openVendorCatalog } from '../../../src-main/services/connections/vendor-catalog.ts'
import { vendorProfile } from '../../../src-main/vendors/vendor-list.ts'
import { serveOnLoopback } from '../../../src-main/host/node/web-server.ts'
import { settingsFor } from '../../support/connection-calls.ts'
import { memoryLog } from '../../support/memory-log.ts'
import { managedBy } from '../../support/policies.ts'
import { startExporting } from '../../support/exporting.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { canary, smallHistory, trueResources } from '../bulk/sandbox.ts'
import { connected, keyOf, resourcesOf } from './connected.ts'

describe('a connection', () => {
  it('is set up step by step, signs in, says what it will ask for, and exports', async () => {
    const { services, exportService, id, audited, emitted, ...rest } = await connected()
    const { connections, exports } = services
    const discovered = await connections.discover(rest.sandbox.base, true)
    expect(discovered).toMatchObject({ hasSmartConfiguration: true, hasCapabilityStatement: true, release: '4.0.1' })
    expect((await connections.signIn(id)).ok).toBe(true)
    const report = await connections.report(id)
    expect(report.ask).toMatchObject({ method: 'GET', url: `${rest.sandbox.base}/$export`, scopes: ['system/*.read'] })
    expect((await connections.groups(id, undefined)).groups.map((group) => group.id)).toEqual(['o0', 'o1'])
    const run = await exports.start(id, 'full', 'asked')
    const { ended, snapshot } = await exportService.ended(run.id)
    expect(ended).toMatchObject({ state: 'committed', shown: true, patients: 12 })
    expect(await resourcesOf({ services, exportService, audited, emitted, ...rest }, snapshot)).toEqual(
      await trueResources(smallHistory())
    )
    const shown = await exports.get(run.id)
    expect(shown).toMatchObject({ state: 'committed', snapshot, resources: 37 })
    expect(shown.problem).toBeUndefined()
    expect(shown.types.map(({ type, state }) => `${type} ${state}`)).toContain('Patient stored')
    expect((await exports.log(run.id)).map(({ text }) => text)).toContain('Request accepted')
    expect(await exports.health(id, 30)).toMatchObject([{ run: run.id, patients: 12, errors: 0 }])
    expect(audited.map(({ action }) => action)).toEqual(expect.arrayContaining(['network.called', 'export.ended']))
    expect(new Set(audited.map(({ facts }) => facts['purpose']))).toEqual(
      new Set(['server-check', 'export', undefined])
    )
    expect(emitted.some(({ name }) => name === 'snapshots.changed')).toBe(true)
    const { rows } = await connections.compatibility(id)
    expect(rows.find(({ topic }) => topic === 'Parameters')).toMatchObject({ seen: 'None refused', verdict: 'agrees' })
    const connection = await connections.get(id)
    expect(connection.lastRun).toMatchObject({ state: 'committed', resources: 37 })

    // What was seen of a server says nothing about another one.
    expect(connection.discovered?.server.base).toBe(rest.sandbox.base)
    const elsewhere = { ...connection.settings, base: `${rest.sandbox.base}/other` }
    expect(await connections.change(id, elsewhere)).not.toHaveProperty('discovered')
    expect(await exports.health(id, 30)).toEqual([])
    expect((await connections.compatibility(id)).runs).toBe(0)
  })

  it('signs in, tells what it will ask for, and lists groups before one is chosen, and exports none', async () => {
    const { services, id, sandbox } = await connected({}, { level: 'group' })
    const { connections, exports } = services
    expect(await connections.report(id)).toMatchObject({
      signIn: { ok: true },
      ask: { url: `${sandbox.base}/Group/ID/$export` }
    })
    expect((await connections.groups(id, undefined)).groups).toHaveLength(2)
    await expect(exports.start(id, 'full', 'asked')).rejects.toThrow('Choose the group to export.')
  })

  it('keeps its secrets sealed, and names of people in no file and no log', async () => {
    const { services, exportService, id, folder, log, kept, stop } = await connected()
    const run = await services.exports.start(id, 'full', 'asked')
    await exportService.ended(run.id)
    await services.connections.setSecret(id, 'a very secret secret')
    const { publicJwk, privateKey } = await keyOf(kept, folder, id)
    await stop()
    for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!statSync(join(folder, path)).isFile()) continue
      const bytes = readFileSync(join(folder, path))
      for (const secret of [canary, privateKey, 'a very secret secret'])
        expect(bytes.includes(secret), `${path} ${secret.slice(0, 4)}`).toBe(false)
    }
    expect(JSON.stringify(log.entries)).not.toContain(canary)
    expect(publicJwk).toBeDefined()
  })

  it('rotates its key with both keys in the public set', async () => {
    const { services, id, sandbox } = await connected()
    const { connections } = services
    await connections.makeKey(id, 'RS384')
    const both = JSON.parse(await connections.publicJwks(id)) as JSONWebKeySet
    expect(both.keys.map(({ alg }) => alg)).toEqual(['ES384', 'RS384'])
    const [, next] = (await connections.get(id)).keys
    const host = await serveOnLoopback(async () => ({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ keys: both.keys.slice(0, 1) })
    }))
    const before = await connections.checkJwks(id, `${host.origin}/jwks.json`)
    expect(before.map(({ hosted }) => hosted)).toEqual(['there', 'missing'])
    await host.close()
    await connections.useKey(id, next!.kid)
    // The server does not know the new key yet.
    expect((await connections.signIn(id)).ok).toBe(false)
    expect(sandbox.server.seen.filter(({ path }) => path === '/auth/token').length).toBeGreaterThan(0)
    await connections.useKey(id, both.keys[0]!.kid!)
    expect((await connections.signIn(id)).ok).toBe(true)
    await connections.removeKey(id, next!.kid)
    expect((await connections.get(id)).keys).toHaveLength(1)
  })

  it('withdraws a key some days after another one took over, and not before', async () => {
    const time = { now: Date.now() }
    const { services, audited, applyManaged } = await startExporting(temporaryFolder(), {
      clock: { now: () => time.now }
    })
    const { connections } = services
    const { id } = await connections.create(settingsFor('https://fhir.example.org', { auth: 'private_key_jwt' }))
    await connections.makeKey(id, 'ES384')
    await connections.makeKey(id, 'RS384')
    const [old, next] = (await connections.get(id)).keys
    await connections.useKey(id, next!.kid, 7)
    const kids = async (): Promise<unknown[]> =>
      (JSON.parse(await connections.publicJwks(id)) as JSONWebKeySet).keys.map(({ kid }) => kid)
    expect((await connections.get(id)).keys).toMatchObject([
      { kid: old!.kid, role: 'retired', withdrawAt: time.now + 7 * 86_400_000 },
      { kid: next!.kid, role: 'signing' }
    ])
    time.now += 7 * 86_400_000 - 1
    await applyManaged()
    expect(await kids()).toEqual([old!.kid, next!.kid])
    time.now += 1
    // The set is right at once; the private half goes with the next look.
    expect(await kids()).toEqual([next!.kid])
    await applyManaged()
    const { keys, endedKeys } = await connections.get(id)
    expect(keys).toMatchObject([{ kid: next!.kid, role: 'signing' }])
    expect(endedKeys).toMatchObject([{ kid: old!.kid, how: 'withdrawn' }])
    expect(audited.filter(({ action }) => action === 'connection.key-withdrawn')).toMatchObject([
      { outcome: 'success', facts: { connection: id } }
    ])
  })

  it('revokes a key at once, whose place the next one takes, and tells as long as it is still hosted', async () => {
    const { services } = await startExporting(temporaryFolder())
    const { connections } = services
    const settings = settingsFor('https://fhir.example.org', { auth: 'private_key_jwt', allowHttpLoopback: true })
    const { id } = await connections.create(settings)
    const pair = await makeSigningKey('ES384')
    await connections.importKey(id, writeSigningKey(pair), undefined)
    await connections.makeKey(id, 'RS384')
    const body = await connections.publicJwks(id)
    const headers = { 'content-type': 'application/json' }
    const host = await serveOnLoopback(async () => ({ status: 200, headers, body }))
    await connections.revokeKey(id, pair.kid)
    const { keys, endedKeys } = await connections.get(id)
    expect(keys).toMatchObject([{ algorithm: 'RS384', role: 'signing' }])
    expect(endedKeys).toMatchObject([{ kid: pair.kid, how: 'revoked' }])
    expect(await connections.publicJwks(id)).not.toContain(pair.kid)
    const hosted = (await connections.checkJwks(id, `${host.origin}/jwks.json`)).map((key) => [key.kid, key.hosted])
    await host.close()
    expect(hosted).toEqual([
      [keys[0]!.kid, 'there'],
      [pair.kid, 'still-there']
    ])
    // Whoever has it may not bring it back.
    await expect(connections.importKey(id, writeSigningKey(pair), undefined)).rejects.toThrow(/revoked/)
    await expect(connections.revokeKey(id, pair.kid)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('asks for Consents, and the permission to read them, while a rule follows them', async () => {
    const policies = managedBy({ RecordRules: { labels: [], consents: 'followed' } })
    const { services, id } = await connected(
      {},
      { types: { kind: 'chosen', types: ['Patient'] } },
      undefined,
      undefined,
      undefined,
      policies
    )
    const { connections } = services
    const asked = async (): Promise<string[]> => (await connections.signIn(id)).asked
    expect((await connections.get(id)).types).toEqual(['Patient', 'Consent'])
    // The sample server says that it has none, and another one says nothing about it.
    expect(await asked()).toEqual(['system/Patient.read'])
    const other = settingsFor('https://fhir.example.org', { types: { kind: 'dashboards' } })
    const { id: second } = await connections.create(other)
    const { types } = await connections.get(second)
    expect(types).toContain('Consent')
    const ruleTypes = typesOfRules({ consents: 'followed' })
    expect(requestOf(other, vendorProfile('generic'), undefined, ruleTypes).types).toEqual(types)
    expect(scopesFor(permissionTypesOf(other, undefined, ruleTypes, []), 'v2')).toContain('system/Consent.rs')
    expect((await connections.needs()).find(({ type }) => type === 'Consent')).toEqual({
      type: 'Consent',
      neededBy: ['Restricted records'],
      required: true
    })
    const ignored = await startExporting(temporaryFolder())
    expect((await ignored.services.connections.needs()).map(({ type }) => type)).not.toContain('Consent')
  })

  it('says what is missing before an export can start', async () => {
    const { services } = await startExporting(temporaryFolder())
    const { id } = await services.connections.create(
      settingsFor('https://fhir.example.org', { auth: 'private_key_jwt', level: 'group' })
    )
    const { missing } = await services.connections.get(id)
    expect(missing).toHaveLength(3)
    await expect(services.exports.start(id, 'full', 'asked')).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('does not start while what is kept is locked', async () => {
    const folder = temporaryFolder()
    const first = await connected({}, {}, folder)
    await first.stop()
    const { services } = await startExporting(folder, { locked: true })
    expect(await services.connections.get(first.id)).toMatchObject({ unlocked: false })
    await expect(services.exports.start(first.id, 'full', 'asked')).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('changes a vendor profile for all its connections, and puts it back', async () => {
    const { services } = await startExporting(temporaryFolder())
    const changed = await services.connections.changeVendor('epic', { mostDownloads: 1 })
    expect(changed.changed).toEqual(['mostDownloads'])
    expect(services.connections.vendors().find(({ id }) => id === 'epic')?.switches.mostDownloads).toBe(1)
    expect((await services.connections.resetVendor('epic')).changed).toEqual([])
    await expect(services.connections.changeVendor('nobody', {})).rejects.toMatchObject({ code: 'not-found' })
  })

  it('keeps changes of vendor profiles that two processes make', async () => {
    const folder = join(temporaryFolder(), 'connections')
    mkdirSync(folder)
    const [first, second] = [await openVendorCatalog(folder, memoryLog()), await openVendorCatalog(folder, memoryLog())]
    await Promise.all([first.change('epic', { mostDownloads: 1 }), second.change('generic', { mostDownloads: 2 })])
    const changed = (await openVendorCatalog(folder, memoryLog())).list().filter((each) => each.changed.length > 0)
    expect(changed.map(({ id }) => id).sort()).toEqual(['epic', 'generic'])
  })

  it('keeps changes of vendor profiles that are made at the same time', async () => {
    const { services } = await startExporting(temporaryFolder())
    await Promise.all([
      services.connections.changeVendor('epic', { mostDownloads: 1 }),
      services.connections.changeVendor('generic', { mostDownloads: 2 })
    ])
    const changed = services.connections.vendors().filter((each) => each.changed.length > 0)
    expect(changed.map(({ id, switches }) => [id, switches.mostDownloads]).sort()).toEqual([
      ['epic', 1],
      ['generic', 2]
    ])
  })
})
