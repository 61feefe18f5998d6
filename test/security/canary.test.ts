import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeCache } from '#engine/store/cache/cache-write.ts'
import { viewMarks } from '#engine/store/model/view-marks.ts'
import type { ImportListing } from '#shared/contract/imports.ts'
import type { ExportRun } from '#shared/export-run.ts'
import { serveOnLoopback } from '../../src-main/host/node/web-server.ts'
import type { WebHandler } from '../../src-main/ports/host.ts'
import { settingsFor } from '../support/connection-calls.ts'
import { canonicalViews } from '../support/canonical-views.ts'
import { loadFiles } from '../support/load-store.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { canaries, filesBelow, found, passphrase, patient, start } from './canaries.ts'

describe('a canary patient', () => {
  it('is in no file outside sealed segments and in no log, whatever is done', async () => {
    const folder = temporaryFolder()
    const data = join(folder, 'application')
    const source = join(folder, 'ward-of-Zanzibarre')
    mkdirSync(source)
    mkdirSync(data)
    const text = `${JSON.stringify(patient)}\n`.repeat(300)
    const path = join(source, 'Quimbly_export.ndjson')
    writeFileSync(path, text)
    const services = await start(data)
    const call = async <T>(name: string, input?: unknown): Promise<T> => {
      const reply = await services.dispatch(name, input, { windowId: 0 })
      if (!reply.ok) throw new Error(`${name}: ${reply.error.message}`)
      return reply.value as T
    }
    const refused = async (name: string, input: unknown): Promise<void> => {
      expect((await services.dispatch(name, input, { windowId: 0 })).ok, name).toBe(false)
    }

    services.offer([source])
    const { importId } = await call<ImportListing>('imports.pending')
    await refused('keyring.unlock', { passphrase })
    await refused('snapshots.begin', {
      files: [{ name: basename(path), textBytes: text.length }],
      textBytes: text.length
    })
    await call('keyring.create', { passphrase })
    await refused('keyring.unlock', { passphrase: `${passphrase} wrong` })

    const begin = { files: [{ name: basename(path), textBytes: text.length }], textBytes: text.length }
    const { keepId } = await call<{ keepId: string }>('snapshots.begin', begin)
    await call('snapshots.take', { keepId, raw: 0, importId, file: 0 })
    expect(found(data), 'half kept').toEqual([])
    const store = await loadFiles([{ name: basename(path), content: [patient] }])
    const views = { r4: Array.from(canonicalViews('r4').values()), r5: Array.from(canonicalViews('r5').values()) }
    const columns = Buffer.concat(Array.from(writeCache(store, await viewMarks(views))))
    expect(canaries.slice(0, 4).some((canary) => columns.includes(canary))).toBe(true)
    const { url } = await call<{ url: string }>('snapshots.upload', { keepId, part: 'cache', last: true })
    const sent = await services.site(
      url,
      (async function* () {
        yield columns
      })()
    )
    expect(sent.status).toBe(204)
    const facts = { label: basename(source), source: 'files', patients: 1, resources: 1, release: 'R4', textBytes: 1 }
    const skipped = [{ name: 'Quimbly.pdf', reason: 'Not FHIR.' }]
    const { id } = await call<{ id: string }>('snapshots.commit', { keepId, facts, skipped })
    expect(found(data), 'kept').toEqual([])

    const { listing } = await call<{ listing: ImportListing }>('snapshots.open', { id })
    const part = await call<{ url: string }>('imports.stream', { importId: listing.importId, file: 0 })
    const body = new Response((await services.site(part.url)).body as ReadableStream<Uint8Array>)
    expect(await body.text()).toBe(text)
    // Failures on the way leave nothing either: a folder that is gone, damage, an unknown snapshot.
    await refused('snapshots.take', { keepId, raw: 0, importId, file: 0 })
    await refused('snapshots.open', { id: '0'.repeat(32) })
    const raw = filesBelow(join(data, 'snapshots')).find((file) => file.endsWith('raw-0.sealed'))!
    const bytes = readFileSync(raw)
    bytes[bytes.length - 1]! ^= 1
    writeFileSync(raw, bytes)
    const broken = await call<{ url: string }>('imports.stream', { importId: listing.importId, file: 0 })
    await expect(
      new Response((await services.site(broken.url)).body as ReadableStream<Uint8Array>).text()
    ).rejects.toThrow()
    expect(found(data), 'damaged').toEqual([])
    await call('snapshots.delete', { id })
    await services.close()
    expect(found(data), 'deleted').toEqual([])
    expect(readFileSync(join(data, 'logs', 'populus.log'), 'utf8')).toContain('call.failed')
    expect(readFileSync(join(data, 'audit', 'audit.jsonl'), 'utf8')).toContain('snapshot.kept')
    // The search finds what is there: the source itself.
    expect(found(source)).toEqual([path])
  })

  it('is in no file and no log while its data are exported, whatever the server says about it', async () => {
    const folder = temporaryFolder()
    const data = join(folder, 'application')
    mkdirSync(data)
    const leaks: string[][] = []
    const server = await serveOnLoopback(talkativeServer(() => leaks.push(found(data))))
    const services = await start(data)
    const call = async <T>(name: string, input?: unknown): Promise<T> => {
      const reply = await services.dispatch(name, input, { windowId: 0 })
      if (!reply.ok) throw new Error(`${name}: ${reply.error.message}`)
      return reply.value as T
    }
    const ended = async (id: string): Promise<ExportRun> => {
      for (;;) {
        const run = await call<ExportRun>('exports.get', { id })
        if (run.endedAt !== undefined) return run
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }
    await call('keyring.create', { passphrase })
    const { id } = await call<{ id: string }>('connections.create', settingsFor(`${server.origin}/fhir`))
    const refused = await ended((await call<ExportRun>('exports.start', { connection: id, kind: 'full' })).id)
    // The words of the server are shown, and kept sealed.
    expect(refused).toMatchObject({
      state: 'failed',
      problem: { server: expect.stringContaining('Quimbly') as string }
    })
    const done = await ended((await call<ExportRun>('exports.start', { connection: id, kind: 'full' })).id)
    expect(done).toMatchObject({ state: 'partial', resources: 300 })
    expect(done.issues.length + (done.problem === undefined ? 0 : 1)).toBeGreaterThan(0)
    const { url } = await call<{ url: string }>('exports.logFile', { id: refused.id })
    expect(await new Response((await services.site(url)).body as ReadableStream<Uint8Array>).text()).toContain(
      'Quimbly'
    )
    const kept = await call<{ id: string }[]>('snapshots.list')
    expect(kept).toHaveLength(1)
    expect(found(data), 'exported').toEqual([])
    await call('snapshots.delete', { id: kept[0]!.id })
    await call('connections.delete', { id })
    await services.close()
    await server.close()
    expect(found(data), 'after all').toEqual([])
    expect(leaks.length).toBeGreaterThan(2)
    expect(leaks.flat()).toEqual([])
    expect(readFileSync(join(data, 'audit', 'audit.jsonl'), 'utf8')).toContain('export.ended')
  })
})

/** A server that speaks of the patient wherever it can. @param moment called while an answer is on its way */
function talkativeServer(moment: () => void): WebHandler {
  let refusals = 1
  const outcome = (severity: string): string =>
    JSON.stringify({
      resourceType: 'OperationOutcome',
      issue: [{ severity, code: 'exception', diagnostics: 'Patient Quimbly Zanzibarre, MRN-77-CANARY, is locked' }]
    })
  const lines = `${JSON.stringify(patient)}\n`.repeat(300)
  return async ({ target, origin }) => {
    moment()
    const urlOf = (path: string): string => `${origin}/fhir/${path}`
    if (target.includes('$export')) {
      refusals -= 1
      return refusals >= 0
        ? { status: 400, headers: {}, body: outcome('error') }
        : { status: 202, headers: { 'content-location': urlOf('status?patient=Quimbly') } }
    }
    if (target.includes('/status'))
      return {
        status: 200,
        headers: {},
        body: JSON.stringify({
          transactionTime: '2026-10-31T00:00:00Z',
          requiresAccessToken: false,
          output: [{ type: 'Patient', url: urlOf('files/Quimbly.ndjson?name=Zanzibarre') }],
          error: [{ type: 'OperationOutcome', url: urlOf('files/errors.ndjson') }]
        })
      }
    if (target.includes('errors')) return { status: 200, headers: {}, body: `${outcome('error')}\n` }
    if (!target.includes('/files/')) return { status: 404, headers: {}, body: outcome('error') }
    async function* halves(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(lines.slice(0, lines.length >> 1))
      moment()
      yield Buffer.from(lines.slice(lines.length >> 1))
    }
    return { status: 200, headers: { etag: '"a"' }, body: halves() }
  }
}
