import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { serveOnLoopback } from '../../../src-main/host/node/web-server.ts'
import { systemClock, systemRandom } from '../../../src-main/ports/system.ts'
import { createSampleServer } from '../../../src-main/sample/server/sample-server.ts'
import { settingsFor } from '../../support/connection-calls.ts'
import { startExporting } from '../../support/exporting.ts'
import { createLaunchServer } from '../../support/launch-server.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { smallHistory } from '../bulk/sandbox.ts'
import { resourcesOf } from './connected.ts'

/** A connection to a server that lets persons in and no program. */
async function personConnection() {
  const history = smallHistory(30)
  const fhir = createSampleServer({ history, clock: systemClock, random: systemRandom })
  const launch = await createLaunchServer({ clock: systemClock, random: systemRandom, fhir: fhir.handle })
  const web = await serveOnLoopback(launch.handle)
  onTestFinished(() => web.close())
  const folder = temporaryFolder()
  const exporting = await startExporting(folder)
  const { connections } = exporting.services
  const { id } = await connections.create(
    settingsFor(`${web.origin}/fhir`, {
      auth: 'authorization_code',
      clientId: 'app',
      mode: 'crawl',
      level: 'patient',
      types: { kind: 'chosen', types: ['Patient', 'Condition'] }
    })
  )
  const signIn = async (): Promise<void> => {
    const { address, opened } = await connections.beginSignIn(id)
    expect(opened).toBe(false)
    const page = await fetch(launch.agree(address))
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('You are signed in')])
  }
  return { ...exporting, connections, id, folder, launch, signIn, fhir }
}

describe('a connection at which a person signs in', () => {
  it('reads with the rights of the person, renews the sign-in, and forgets everything at its end', async () => {
    const { connections, services, exportService, kept, id, folder, launch, signIn, audited, log, fhir, ...rest } =
      await personConnection()
    expect(await connections.get(id)).toMatchObject({
      person: { state: 'signed-out' },
      missing: ['Sign in to the server.']
    })
    await expect(services.exports.start(id, 'full', 'asked')).rejects.toThrow(/Sign in/)
    const begun = await connections.beginSignIn(id)
    expect((await connections.get(id)).person).toEqual({ state: 'waiting', address: begun.address })
    await connections.cancelSignIn(id)
    await signIn()
    expect(launch.scope()).toBe('openid fhirUser offline_access user/Patient.rs user/Condition.rs')
    expect(await connections.get(id)).toMatchObject({
      person: { state: 'signed-in', name: 'Dr. Ada Example' },
      missing: []
    })
    expect(await connections.report(id)).toMatchObject({ signIn: { ok: true, missingTypes: [] } })
    launch.endTokens()
    const run = await services.exports.start(id, 'full', 'asked')
    const { ended } = await exportService.ended(run.id)
    expect(ended).toMatchObject({ state: 'committed' })
    const snapshot = (await kept.store.list()).find((entry) => entry.facts !== undefined)
    expect(snapshot?.facts?.paged).toBe(true)
    const found = await resourcesOf({ kept, services, exportService, audited, log, ...rest }, snapshot!.id)
    expect([...found.keys()].filter((key) => key.startsWith('Patient/'))).toHaveLength(30)
    expect(launch.refreshed).toHaveLength(1)
    expect(await connections.signOut(id)).toMatch(/revoked its tokens/)
    expect(launch.revoked).toHaveLength(2)
    expect((await connections.get(id)).person).toEqual({ state: 'signed-out' })
    expect(audited.filter(({ action }) => action === 'connection.signed-in').map(({ outcome }) => outcome)).toEqual([
      'intent',
      'success'
    ])
    const secrets = [...launch.refreshed, ...launch.revoked]
    const written = filesIn(folder).map((path) => readFileSync(path, 'latin1'))
    for (const secret of [...secrets, 'Ada Example'])
      expect([...written, JSON.stringify(log.entries)].filter((text) => text.includes(secret))).toEqual([])
    expect(fhir.seen.filter(({ path }) => secrets.some((secret) => path.includes(secret)))).toEqual([])
  })

  it('is read with no other client, and is revoked when the connection is deleted', async () => {
    const { connections, id, signIn, launch } = await personConnection()
    await signIn()
    const { settings } = await connections.get(id)
    await connections.change(id, { ...settings, clientId: 'other' })
    expect((await connections.get(id)).person).toEqual({ state: 'signed-out' })
    await connections.change(id, settings)
    expect((await connections.get(id)).person).toMatchObject({ state: 'signed-in' })
    await connections.delete(id)
    expect(launch.revoked).toHaveLength(2)
  })
})

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}
