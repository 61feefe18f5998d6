import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { JSONWebKeySet } from 'jose'
import { openSecrets, sealSecrets } from '../../../src-main/services/connections/connection-secrets.ts'
import { settingsFor } from '../../support/connection-calls.ts'
import { runPopulus, type CommandOutcome } from '../../support/populus-command.ts'
import { testStore } from '../../support/snapshot-store.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { startSandbox, type Sandbox } from '../bulk/sandbox.ts'
import { openWindow, passphrase } from './open-window.ts'

const populus = (words: readonly string[], secret = passphrase): Promise<CommandOutcome> =>
  runPopulus(words, { POPULUS_PASSPHRASE: secret })

/**
 * A data folder with one connection, as the window leaves it.
 * @param oldId gives the connection this id, which an earlier version might have
 */
async function dataWithConnection(oldId?: string): Promise<{ data: string; sandbox: Sandbox }> {
  const data = temporaryFolder()
  const { audit, folder, connections, close } = await openWindow(data)
  const { id } = await connections.create(
    settingsFor('http://127.0.0.1:9', { auth: 'private_key_jwt', clientId: 'app' })
  )
  await connections.makeKey(id, 'ES384')
  const jwks = JSON.parse(await connections.publicJwks(id)) as JSONWebKeySet
  const sandbox = await startSandbox({ clients: [{ clientId: 'app', jwks }] })
  await connections.change(id, { ...(await connections.get(id)).settings, base: sandbox.base })
  await audit.record({ action: 'connection.created', outcome: 'success', facts: { connection: id } })
  if (oldId !== undefined) {
    const place = join(data, 'connections')
    const { keys } = openSecrets(readFileSync(join(place, `${id}.secrets`)), id, folder.keyring)
    writeFileSync(join(place, `${oldId}.secrets`), sealSecrets({ keys }, oldId, folder.keyring))
    writeFileSync(join(place, `${oldId}.json`), readFileSync(join(place, `${id}.json`), 'utf8').replace(id, oldId))
    await connections.delete(id)
  }
  await close()
  return { data, sandbox }
}

describe('populus refresh and populus audit', () => {
  it('delete the snapshots that the settings do not keep, as the window does', async () => {
    const { data, sandbox } = await dataWithConnection()
    const refresh = async (): Promise<CommandOutcome> => {
      sandbox.server.advance()
      return populus(['refresh', 'all', '--full', '--json', '--data', data])
    }
    const kept = (): string[] => readdirSync(join(data, 'snapshots')).filter((name) => /^[0-9a-f]{32}$/.test(name))
    for (let count = 0; count < 3; count += 1) expect((await refresh()).out).not.toContain('deletedSnapshots')
    const before = kept()
    expect(before).toHaveLength(3)
    writeFileSync(join(data, 'settings.json'), '{"keepSnapshots":2}')
    expect(JSON.parse((await refresh()).out)).toMatchObject({ deletedSnapshots: 2 })
    const after = kept()
    expect(after).toHaveLength(2)
    expect(before.filter((id) => after.includes(id))).toHaveLength(1)
    const log = await populus(['audit', '--json', '--data', data])
    const { records } = JSON.parse(log.out) as { records: { action: string }[] }
    expect(records.filter(({ action }) => action === 'snapshot.expired')).toHaveLength(2)
  })

  it('do what a schedule does, with exit codes, and show a log that nobody can change', async () => {
    const { data, sandbox } = await dataWithConnection()
    const first = await populus(['refresh', 'Riverbend', '--json', '--data', data])
    expect(first.code, first.err).toBe(0)
    const { connections } = JSON.parse(first.out) as { connections: Record<string, unknown>[] }
    expect(connections).toMatchObject([{ name: 'Riverbend', state: 'committed', kind: 'full', resources: 37 }])
    sandbox.server.advance()
    const second = await populus(['refresh', 'all', '--data', data])
    expect(second.code, second.err).toBe(0)
    expect(second.out).toMatch(/Riverbend: committed, incremental export/)
    const listed = await populus(['load', '--list', join(data, 'snapshots')])
    expect(listed.code).not.toBe(2)

    const lines = await populus(['audit', '--format', 'cef', '--data', data])
    expect(lines.out.split('\n')[0]).toMatch(/^CEF:0\|Populus\|Populus\|.*\|audit\.keyed\|/)
    expect((await populus(['audit', '--format', 'leef', '--data', data])).code).toBe(2)
    const log = await populus(['audit', '--json', '--data', data])
    const { records } = JSON.parse(log.out) as { records: { action: string; outcome: string }[] }
    const isCall = ({ action }: { readonly action: string }): boolean => action === 'network.called'
    // Each refresh says whom it asks, and how often in the end.
    expect(records.filter(isCall).map(({ outcome }) => outcome)).toEqual(['intent', 'success', 'intent', 'success'])
    const others = records.filter((each) => !isCall(each))
    expect(others.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      'audit.keyed success',
      'connection.created success',
      // There is nothing to bring changes to yet, so everything is fetched.
      'export.started intent',
      'export.started success',
      'export.ended success',
      'export.started intent',
      'export.started success',
      'export.ended success',
      // By `populus load`.
      'snapshot.opened success'
    ])
    const good = await populus(['audit', '--verify', '--json', '--data', data])
    expect(JSON.parse(good.out)).toMatchObject({ intact: true, result: 'intact', records: 13, keyedFrom: 1 })
    expect(good.code).toBe(0)
    const without = await populus(['audit', '--verify', '--data', data], '')
    expect(without.out).toMatch(/No damage was found in 13 records, but .* not checked/)
    expect(without.out).not.toContain('intact')
    expect(without.code).toBe(1)
    const anchor = (await populus(['audit', '--anchor', '--data', data])).out.trim()
    expect((await populus(['audit', '--verify', '--against', anchor, '--data', data])).code).toBe(0)
    const other = `${anchor.split(':')[0]}:${'0'.repeat(64)}`
    expect((await populus(['audit', '--verify', '--against', other, '--data', data])).code).toBe(2)

    const path = join(data, 'audit', 'audit.jsonl')
    writeFileSync(path, readFileSync(path, 'utf8').replace('"resources":37', '"resources":36'))
    const bad = await populus(['audit', '--verify', '--json', '--data', data])
    expect(bad.code).toBe(2)
    expect(JSON.parse(bad.out)).toMatchObject({
      intact: false,
      problem: 'changed',
      firstBadRecord: records.findIndex(({ action }) => action === 'export.ended') + 1
    })
  })

  it('list connections that cannot sign in as skipped, and refresh the others', async () => {
    const { data } = await dataWithConnection()
    const { connections, close } = await openWindow(data)
    const base = settingsFor('http://127.0.0.1:9', { auth: 'private_key_jwt', clientId: 'app' })
    await connections.create({ ...base, name: 'No key' })
    await close()
    const { code, out, err } = await populus(['refresh', 'all', '--json', '--data', data])
    expect(code, err).toBe(1)
    const { connections: results } = JSON.parse(out) as { connections: Record<string, unknown>[] }
    expect(results).toMatchObject([
      { name: 'Riverbend', state: 'committed' },
      { name: 'No key', state: 'skipped', problem: expect.stringContaining('Make a key pair') as string }
    ])
    const text = await populus(['refresh', 'all', '--data', data])
    expect([text.code, text.out]).toEqual([1, expect.stringMatching(/No key: skipped. Make a key pair/)])
    const health = await populus(['health', '--min-free', '0', '--data', data])
    expect(health.out).toMatch(/warning *No key: no export has ended yet/)
  })

  it('take ids that begin with a dash, as earlier versions gave, and so do the screens', async () => {
    const oldId = '-Zs8u1kQ0_B3dE-f'
    const { data } = await dataWithConnection(oldId)
    const { code, out, err } = await populus(['refresh', oldId, '--json', '--data', data])
    expect(code, err).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ connections: [{ connection: oldId, state: 'committed', resources: 37 }] })
    const { connections, close } = await openWindow(data)
    expect((await connections.list()).map(({ id }) => id)).toEqual([oldId])
    const { settings } = await connections.get(oldId)
    expect(await connections.change(oldId, { ...settings, name: 'Old' })).toMatchObject({ id: oldId })
    await connections.delete(oldId)
    expect(await connections.list()).toEqual([])
    await close()
    expect(readdirSync(join(data, 'connections')).filter((name) => name.startsWith(oldId))).toEqual([])
  })

  it('say what to do where only the window can use the keys', async () => {
    const data = temporaryFolder()
    const { release } = await testStore(join(data, 'snapshots'))
    await release()
    const refused = await populus(['refresh', 'all', '--json', '--data', data])
    expect(refused.code).toBe(3)
    expect(refused.err).toMatch(
      /keychain of this desktop .* installed package; or turn the schedule .* on .* or give with --data a folder/
    )
  })

  it('end with 2 and a sentence when nothing can be done', async () => {
    const { data, sandbox } = await dataWithConnection()
    expect((await populus(['refresh', '--data', data])).err).toContain('populus refresh needs CONNECTION')
    expect((await populus(['refresh', 'Nobody', '--data', data])).err).toMatch(/Riverbend/)
    expect((await populus(['refresh', 'all', '--data', data], 'not the passphrase')).err).toMatch(/Wrong passphrase/)
    const other = temporaryFolder()
    expect((await populus(['refresh', 'all', '--data', other])).err).toMatch(/Nothing of Populus is in the folder/)
    mkdirSync(join(other, 'snapshots'))
    expect((await populus(['refresh', 'all', '--data', other])).err).toMatch(/no connection/)
    sandbox.server.revokeTokens()
    const failed = await populus(['refresh', 'all', '--json', '--data', data, '--full'])
    expect([0, 2]).toContain(failed.code)
  })
})
