import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import type { JSONWebKeySet } from 'jose'
import type { ExportRun } from '#shared/export-run.ts'
import { serveOnLoopback } from '../../../src-main/host/node/web-server.ts'
import type { HistoryLimits } from '../../../src-main/jobs/history-limits.ts'
import type { JobFile } from '../../../src-main/jobs/job-file.ts'
import { settingsFor } from '../../support/connection-calls.ts'
import { startExporting, type Exporting } from '../../support/exporting.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { canary, smallHistory, startSandbox, trueResources, type Sandbox } from '../bulk/sandbox.ts'
import type { SandboxOptions } from '../../../src-main/sandbox/server/sandbox-server.ts'

interface Connected extends Exporting {
  readonly id: string
  readonly folder: string
  readonly sandbox: Sandbox
}

/** A connection whose key was made by the services and is registered with the sandbox. */
async function connected(
  options: Partial<SandboxOptions> = {},
  change: Parameters<typeof settingsFor>[1] = {},
  folder = temporaryFolder(),
  historyLimits: HistoryLimits = { runs: 0, days: 0 }
): Promise<Connected> {
  const exporting = await startExporting(folder, { historyLimits })
  const { connections } = exporting.services
  const { id } = await connections.create(
    settingsFor('http://127.0.0.1:9', { auth: 'private_key_jwt', clientId: 'app', ...change })
  )
  await connections.makeKey(id, 'ES384')
  const jwks = JSON.parse(await connections.publicJwks(id)) as JSONWebKeySet
  const sandbox = await startSandbox({ ...options, clients: [{ clientId: 'app', jwks }] })
  await connections.change(id, { ...(await connections.get(id)).settings, base: sandbox.base })
  return { ...exporting, id, folder, sandbox }
}

async function resourcesOf({ kept }: Exporting, snapshot: string): Promise<Map<string, string>> {
  const opened = await kept.store.open(snapshot)
  const found = new Map<string, string>()
  for (const index of opened.inside.files.keys())
    for (const line of (await new Response(await opened.raw(index)).text()).split('\n')) {
      if (line === '') continue
      const { resourceType, id } = JSON.parse(line) as { resourceType: string; id: string }
      found.set(`${resourceType}/${id}`, line)
    }
  await opened.close()
  return found
}

describe('a connection', () => {
  it('is set up step by step, signs in, says what it will ask for, and exports', async () => {
    const { services, jobs, id, audited, emitted, ...rest } = await connected()
    const { connections, exports } = services
    const discovered = await connections.discover(rest.sandbox.base, true)
    expect(discovered).toMatchObject({ hasSmartConfiguration: true, hasCapabilityStatement: true, release: '4.0.1' })
    expect((await connections.signIn(id)).ok).toBe(true)
    const report = await connections.report(id)
    expect(report.ask).toMatchObject({ method: 'GET', url: `${rest.sandbox.base}/$export`, scopes: ['system/*.read'] })
    expect((await connections.groups(id, undefined)).groups.map((group) => group.id)).toEqual(['o0', 'o1'])
    const run = await exports.start(id, 'full', 'asked')
    const { ended, snapshot } = await jobs.ended(run.id)
    expect(ended).toMatchObject({ state: 'committed', shown: true, patients: 12 })
    expect(await resourcesOf({ services, jobs, audited, emitted, ...rest }, snapshot)).toEqual(
      await trueResources(smallHistory())
    )
    const shown = await exports.get(run.id)
    expect(shown).toMatchObject({ state: 'committed', snapshot, resources: 37 })
    expect(shown.problem).toBeUndefined()
    expect(shown.types.map(({ type, state }) => `${type} ${state}`)).toContain('Patient stored')
    expect((await exports.log(run.id)).map(({ text }) => text)).toContain('Request accepted')
    expect(exports.health(id, 30)).toMatchObject([{ run: run.id, patients: 12, errors: 0 }])
    expect(audited.map(({ action }) => action)).toEqual(['export.ended'])
    expect(emitted.some(({ name }) => name === 'snapshots.changed')).toBe(true)
    const { rows } = await connections.compatibility(id)
    expect(rows.find(({ topic }) => topic === 'Parameters')).toMatchObject({ seen: 'None refused', verdict: 'agrees' })
    expect((await connections.get(id)).lastRun).toMatchObject({ state: 'committed', resources: 37 })
  })

  it('keeps its secrets sealed, and names of people in no file and no log', async () => {
    const { services, jobs, id, folder, log, kept, stop } = await connected()
    const run = await services.exports.start(id, 'full', 'asked')
    await jobs.ended(run.id)
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
})

describe('exports of a connection', () => {
  it('can be stopped and gone on with, also by the next start of the program', async () => {
    const first = await connected({ pollsBeforeDone: 1_000_000 })
    const { id, folder, sandbox } = first
    const run = await first.services.exports.start(id, 'full', 'asked')
    await reached(first, run.id, 'polling')
    const paused = await first.services.exports.pause(run.id)
    expect(paused).toMatchObject({ paused: true, state: 'polling' })
    await first.services.exports.resume(run.id)
    await reached(first, run.id, 'polling')
    await first.stop()
    expect(sandbox.server.jobs()).toBe(1)
    const second = await startExporting(folder)
    await second.jobs.goOn()
    await reached(second, run.id, 'polling')
    expect(sandbox.server.jobs()).toBe(1)
    const cancelled = await second.services.exports.cancel(run.id)
    expect(cancelled).toMatchObject({ state: 'cancelled', can: { resume: false, delete: true } })
    expect(sandbox.server.jobs()).toBe(0)
    await second.services.exports.delete(run.id)
    expect(await second.services.exports.list(undefined)).toEqual([])
  })

  it('say what went wrong, what the server said and what to do', async () => {
    const { services, jobs, id } = await connected({ faults: [{ at: 'status', kind: 'fatal' }] })
    const run = await services.exports.start(id, 'full', 'asked')
    expect((await jobs.ended(run.id)).ended).toMatchObject({ state: 'failed', code: 'network' })
    const shown = await services.exports.get(run.id)
    expect(shown.problem).toMatchObject({ server: 'The export failed', action: 'resume' })
    expect(shown.can).toMatchObject({ resume: true, restart: true })
    await services.exports.resume(run.id)
    const { ended } = await jobs.ended(run.id)
    expect(['committed', 'failed']).toContain(ended?.state)
  })

  it('refresh by changes, and by everything when the members of a group changed', async () => {
    const all = await connected()
    await all.jobs.ended((await all.services.exports.start(all.id, 'full', 'asked')).id)
    all.sandbox.server.advance()
    const run = await all.services.exports.start(all.id, 'incremental', 'asked')
    const done = await all.jobs.ended(run.id)
    expect(done).toMatchObject({ kind: 'incremental', ended: { state: 'committed' } })
    expect(await resourcesOf(all, done.snapshot)).toEqual(await trueResources(smallHistory(), 1))

    const group = await connected({}, { level: 'group', group: 'o0' })
    await group.jobs.ended((await group.services.exports.start(group.id, 'full', 'asked')).id)
    group.sandbox.server.advance()
    const next = await group.jobs.ended((await group.services.exports.start(group.id, 'incremental', 'asked')).id)
    expect(next.ended?.state).toBe('committed')
    const fresh = await group.jobs.ended((await group.services.exports.start(group.id, 'full', 'asked')).id)
    expect(await resourcesOf(group, next.snapshot)).toEqual(await resourcesOf(group, fresh.snapshot))
  })

  it('is committed for the page when its snapshot is there, and not before', async () => {
    const { services, jobs, id, emitted, kept } = await connected()
    const run = await services.exports.start(id, 'full', 'asked')
    const { snapshot } = await jobs.ended(run.id)
    await vi.waitFor(() =>
      expect(emitted.map(({ value }) => (value as Partial<ExportRun>).state)).toContain('committed')
    )
    const said = emitted.flatMap(({ name, value }) => (name === 'exports.changed' ? [value as ExportRun] : []))
    for (const one of said) expect([one.state, one.snapshot, one.endedAt !== undefined]).toEqual(expectedOf(one))
    function expectedOf({ state }: ExportRun): unknown[] {
      return state === 'committed' ? [state, snapshot, true] : [state, undefined, false]
    }
    expect((await kept.store.list()).map((entry) => entry.id)).toEqual([snapshot])
  })

  it('that was committed when the program ended gets its end at the next start', async () => {
    const first = await connected()
    const run = await first.services.exports.start(first.id, 'full', 'asked')
    const whole = await first.jobs.ended(run.id)
    await first.stop()
    // As when the program ended between the journal and the history.
    const path = join(first.folder, 'exports', run.id, 'job.json')
    const { ended: _ended, ...file } = JSON.parse(readFileSync(path, 'utf8')) as JobFile
    writeFileSync(path, JSON.stringify(file))
    const second = await startExporting(first.folder)
    expect(await second.services.exports.get(run.id)).toMatchObject({ state: 'committing', can: { cancel: false } })
    await second.jobs.goOn()
    expect((await second.jobs.ended(run.id)).ended).toMatchObject({ state: 'committed', shown: true })
    expect((await second.services.exports.get(run.id)).snapshot).toBe(whole.snapshot)
    // One that nobody went on with is not given up for the next one.
    await second.stop()
    writeFileSync(path, JSON.stringify({ ...file, paused: true }))
    const third = await startExporting(first.folder)
    await third.jobs.ended((await third.services.exports.start(first.id, 'full', 'asked')).id)
    expect(third.jobs.history(first.id).map(({ ended }) => ended?.state)).toEqual(['committed', 'committed'])
  })

  it('leave the history when it is full, with their logs', async () => {
    const limits = { runs: 2, days: 0 }
    const { services, jobs, id, folder, log } = await connected({}, {}, temporaryFolder(), limits)
    const ids: string[] = []
    for (let count = 0; count < 4; count += 1) {
      ids.push((await services.exports.start(id, 'full', 'asked')).id)
      await jobs.ended(ids.at(-1)!)
    }
    expect((await services.exports.list(id)).map((run) => run.id)).toEqual([ids[3], ids[2]])
    expect(readdirSync(join(folder, 'exports')).sort()).toEqual([ids[2]!, ids[3]!].sort())
    expect(log.entries.filter(({ event }) => event === 'exports.expired')).toHaveLength(2)
    await expect(services.exports.log(ids[0]!)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('cannot refresh without an export that holds everything', async () => {
    const { services, id } = await connected()
    await expect(services.exports.start(id, 'incremental', 'asked')).rejects.toMatchObject({ code: 'not-found' })
  })

  it('give up what failed before, here and on the server', async () => {
    const { services, jobs, id, sandbox } = await connected({
      faults: [{ at: 'file', kind: 'bad-gzip', times: 1_000_000 }],
      mostJobs: 1
    })
    const first = await services.exports.start(id, 'full', 'asked')
    expect((await jobs.ended(first.id)).ended?.state).toBe('partial')
    expect(sandbox.server.jobs()).toBe(1)
  })
})

describe('the sample population', () => {
  it('comes through a real connection to a server in this program, without a keyring', async () => {
    const { services, jobs, visit } = await startExporting(temporaryFolder(), { locked: true })
    const started = Date.now()
    const { connection, run } = await services.connections.startSample(40, undefined)
    const { ended, snapshot } = await jobs.ended(run.id)
    expect(ended).toMatchObject({ state: 'committed', patients: 40 })
    expect(Date.now() - started).toBeLessThan(20_000)
    expect((await services.connections.get(connection)).kind).toBe('sandbox')
    const opened = await visit.store()!.open(snapshot)
    expect(opened.inside.facts).toMatchObject({ source: 'server', patients: 40 })
    await opened.close()
    const next = await services.exports.start(connection, 'incremental', 'asked')
    expect((await jobs.ended(next.id)).ended).toMatchObject({ state: 'committed' })
  })
})

async function keyOf(
  kept: Exporting['kept'],
  folder: string,
  id: string
): Promise<{ publicJwk: unknown; privateKey: string }> {
  const { openSecrets } = await import('../../../src-main/connections/connection-secrets.ts')
  const sealed = readFileSync(join(folder, 'connections', `${id}.secrets`))
  const { keys } = openSecrets(sealed, id, kept.keyring)
  const jwk = JSON.parse(keys[0]!.jwk) as { d: string }
  return { publicJwk: jwk, privateKey: jwk.d }
}

/** Waits until an export is in a state. */
async function reached({ services }: Exporting, id: string, state: string): Promise<void> {
  for (;;) {
    if ((await services.exports.get(id)).state === state) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
