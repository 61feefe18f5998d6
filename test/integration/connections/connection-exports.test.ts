import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import type { ExportRun } from '#shared/export-run.ts'
import { createNodeNet } from '../../../src-main/host/node/net.ts'
import type { ExportRecord } from '../../../src-main/services/exports/export-record.ts'
import { startExporting } from '../../support/exporting.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { smallHistory, trueResources } from '../bulk/sandbox.ts'
import { connected, reached, resourcesOf } from './connected.ts'

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
    await second.exportService.goOn()
    await reached(second, run.id, 'polling')
    expect(sandbox.server.jobs()).toBe(1)
    const cancelled = await second.services.exports.cancel(run.id)
    expect(cancelled).toMatchObject({ state: 'cancelled', can: { resume: false, delete: true } })
    expect(sandbox.server.jobs()).toBe(0)
    await second.services.exports.delete(run.id)
    expect(await second.services.exports.list(undefined)).toEqual([])
  })

  it('let the data be locked while the server does not answer that an earlier one is given up', async () => {
    const net = createNodeNet()
    const asked = Promise.withResolvers<void>()
    let answers = false
    const run = await connected({ pollsBeforeDone: 1_000_000 }, {}, temporaryFolder(), undefined, {
      ...net,
      send(request) {
        if (answers || request.method !== 'DELETE') return net.send(request)
        const { promise, reject } = Promise.withResolvers<never>()
        request.signal?.addEventListener('abort', () => reject(new AppError('cancelled', 'The request was stopped.')))
        asked.resolve()
        return promise
      }
    })
    const { services, exportService, id, sandbox } = run
    const earlier = await services.exports.start(id, 'full', 'asked')
    await reached(run, earlier.id, 'polling')
    await services.exports.pause(earlier.id)
    const next = await services.exports.start(id, 'full', 'asked')
    await asked.promise
    await exportService.suspend()
    answers = true
    await exportService.goOn()
    await reached(run, next.id, 'polling')
    expect((await services.exports.get(earlier.id)).state).toBe('cancelled')
    expect(sandbox.server.jobs()).toBe(1)
  })

  it('say what went wrong, what the server said and what to do', async () => {
    const { services, exportService, id } = await connected({ faults: [{ at: 'status', kind: 'fatal' }] })
    const run = await services.exports.start(id, 'full', 'asked')
    expect((await exportService.ended(run.id)).ended).toMatchObject({ state: 'failed', code: 'network' })
    const shown = await services.exports.get(run.id)
    expect(shown.problem).toMatchObject({ server: 'The export failed', action: 'resume' })
    expect(shown.can).toMatchObject({ resume: true, restart: true })
    await services.exports.resume(run.id)
    const { ended } = await exportService.ended(run.id)
    expect(['committed', 'failed']).toContain(ended?.state)
  })

  it('refresh by changes, and by everything when the members of a group changed', async () => {
    const all = await connected()
    await all.exportService.ended((await all.services.exports.start(all.id, 'full', 'asked')).id)
    all.sandbox.server.advance()
    const run = await all.services.exports.start(all.id, 'incremental', 'asked')
    const done = await all.exportService.ended(run.id)
    expect(done).toMatchObject({ kind: 'incremental', ended: { state: 'committed' } })
    expect(await resourcesOf(all, done.snapshot)).toEqual(await trueResources(smallHistory(), 1))

    const group = await connected({}, { level: 'group', group: 'o0' })
    await group.exportService.ended((await group.services.exports.start(group.id, 'full', 'asked')).id)
    group.sandbox.server.advance()
    const next = await group.exportService.ended(
      (await group.services.exports.start(group.id, 'incremental', 'asked')).id
    )
    expect(next.ended?.state).toBe('committed')
    const fresh = await group.exportService.ended((await group.services.exports.start(group.id, 'full', 'asked')).id)
    expect(await resourcesOf(group, next.snapshot)).toEqual(await resourcesOf(group, fresh.snapshot))
  })

  it('is committed for the page when its snapshot is there, and not before', async () => {
    const { services, exportService, id, emitted, kept } = await connected()
    const run = await services.exports.start(id, 'full', 'asked')
    const { snapshot } = await exportService.ended(run.id)
    await vi.waitFor(() =>
      expect(emitted.map(({ value }) => (value as Partial<ExportRun>).state)).toContain('committed')
    )
    const said = emitted.flatMap(({ name, value }) => (name === 'exports.changed' ? [value as ExportRun] : []))
    for (const run of said) expect([run.state, run.snapshot, run.endedAt !== undefined]).toEqual(expectedOf(run))
    function expectedOf({ state }: ExportRun): unknown[] {
      return state === 'committed' ? [state, snapshot, true] : [state, undefined, false]
    }
    expect((await kept.store.list()).map((entry) => entry.id)).toEqual([snapshot])
  })

  it('that was committed when the program ended gets its end at the next start', async () => {
    const first = await connected()
    const run = await first.services.exports.start(first.id, 'full', 'asked')
    const whole = await first.exportService.ended(run.id)
    await first.stop()
    // As when the program ended between the journal and the history.
    const path = join(first.folder, 'exports', run.id, 'job.json')
    const { ended: _ended, ...file } = JSON.parse(readFileSync(path, 'utf8')) as ExportRecord
    writeFileSync(path, JSON.stringify(file))
    const second = await startExporting(first.folder)
    expect(await second.services.exports.get(run.id)).toMatchObject({ state: 'committing', can: { cancel: false } })
    await second.exportService.goOn()
    expect((await second.exportService.ended(run.id)).ended).toMatchObject({ state: 'committed', shown: true })
    expect((await second.services.exports.get(run.id)).snapshot).toBe(whole.snapshot)
    // One that nobody went on with is not given up for the next one.
    await second.stop()
    writeFileSync(path, JSON.stringify({ ...file, paused: true }))
    const third = await startExporting(first.folder)
    await third.exportService.ended((await third.services.exports.start(first.id, 'full', 'asked')).id)
    expect(third.exportService.history(first.id).map(({ ended }) => ended?.state)).toEqual(['committed', 'committed'])
  })

  it('leave the history when it is full, with their logs', async () => {
    const limits = { runs: 2, days: 0 }
    const { services, exportService, id, folder, log } = await connected({}, {}, temporaryFolder(), limits)
    const ids: string[] = []
    for (let count = 0; count < 4; count += 1) {
      ids.push((await services.exports.start(id, 'full', 'asked')).id)
      await exportService.ended(ids.at(-1)!)
    }
    expect((await services.exports.list(id)).map((run) => run.id)).toEqual([ids[3], ids[2]])
    expect(readdirSync(join(folder, 'exports')).sort()).toEqual([ids[2]!, ids[3]!].sort())
    expect(log.entries.filter(({ event }) => event === 'exports.expired')).toHaveLength(2)
    await expect(services.exports.log(ids[0]!)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('fetches everything where there is no export to build on, and says so', async () => {
    const { services, id } = await connected()
    const run = await services.exports.start(id, 'incremental', 'asked')
    expect(run).toMatchObject({ kind: 'full', fullBecause: expect.stringMatching(/no export to build on/) as string })
  })

  it('give up what failed before, here and on the server', async () => {
    const { services, exportService, id, sandbox } = await connected({
      faults: [{ at: 'file', kind: 'bad-gzip', times: 1_000_000 }],
      maxJobs: 1
    })
    const first = await services.exports.start(id, 'full', 'asked')
    expect((await exportService.ended(first.id)).ended?.state).toBe('partial')
    expect(sandbox.server.jobs()).toBe(1)
  })

  it('that begin while their connection is being deleted are deleted with it', async () => {
    const { services, exportService, id } = await connected({ pollsBeforeDone: 3 })
    const run = await services.exports.start(id, 'full', 'asked')
    await services.exports.pause(run.id)
    // As a schedule that comes due.
    const [deleted] = await Promise.allSettled([
      services.connections.delete(id),
      exportService.start(id, 'full', 'schedule')
    ])
    expect(deleted.status).toBe('fulfilled')
    expect(await exportService.list(undefined)).toEqual([])
    await expect(exportService.start(id, 'full', 'schedule')).rejects.toMatchObject({ code: 'not-found' })
  })

  it('begin, end and go on once, whoever asks at the same time', async () => {
    const all = await connected({ pollsBeforeDone: 3 })
    const { services, exportService, id, audited, log } = all
    const start = () => services.exports.start(id, 'full', 'asked')
    const begun = await Promise.allSettled([start(), start()])
    // Which of the two comes first is open.
    expect(begun.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const [first] = exportService.history(id)
    await exportService.suspend()
    await Promise.all([exportService.goOn(), exportService.goOn()])
    expect((await exportService.ended(first!.id)).ended?.state).toBe('committed')
    expect(log.entries.filter(({ event }) => event === 'exports.began')).toHaveLength(2)

    const next = await start()
    await services.exports.pause(next.id)
    await Promise.all([services.exports.cancel(next.id), services.exports.cancel(next.id)])
    const ends = audited.filter(({ action, facts }) => action === 'export.ended' && facts['export'] === next.id)
    expect(ends).toHaveLength(1)
    expect(exportService.history(id)).toHaveLength(2)
  })
})

describe('the sample population', () => {
  it('comes through a real connection to a server in this program, without a keyring', async () => {
    const { services, exportService, visit } = await startExporting(temporaryFolder(), { locked: true })
    const { connection, run } = await services.connections.startSample(40, 'chart', undefined)
    const { ended, snapshot } = await exportService.ended(run.id)
    expect(ended).toMatchObject({ state: 'committed', patients: 40 })
    expect((await services.connections.get(connection)).kind).toBe('sandbox')
    const opened = await visit.store()!.open(snapshot)
    expect(opened.inside.facts).toMatchObject({ source: 'server', patients: 40 })
    await opened.close()
    const next = await services.exports.start(connection, 'incremental', 'asked')
    expect((await exportService.ended(next.id)).ended).toMatchObject({ state: 'committed' })
  })
})
