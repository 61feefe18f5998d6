import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cacheVersion } from '#engine/store/cache-version.ts'
import { writeCache } from '#engine/store/cache-write.ts'
import type { ImportListing } from '#shared/contract.ts'
import { compose, type Services } from '../../src-main/compose.ts'
import { createEventStreams } from '../../src-main/host/node/event-streams.ts'
import { openSettingsFile } from '../../src-main/host/node/settings-file.ts'
import { systemClock, systemRandom } from '../../src-main/host/system.ts'
import { createLogger } from '../../src-main/log/logger.ts'
import { canonicalViews } from '../support/canonical-views.ts'
import { loadFiles } from '../support/load-store.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const passphrase = 'canaries sing very early'
/** Everything that must not be read anywhere: names, an identifier, the file's and the folder's name, the passphrase. */
const canaries = ['Quimbly', 'Zanzibarre', 'MRN-77-CANARY', 'Quimbly_export', 'ward-of-Zanzibarre', passphrase]
const patient = {
  resourceType: 'Patient',
  id: 'Quimbly-1',
  name: [{ family: 'Quimbly', given: ['Zanzibarre'] }],
  identifier: [{ value: 'MRN-77-CANARY' }]
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

/** Files that hold a canary in their name or their bytes, as UTF-8, UTF-16 or base64. */
function found(folder: string): string[] {
  const needles = canaries.flatMap((text) => [
    Buffer.from(text),
    Buffer.from(text, 'utf16le'),
    Buffer.from(Buffer.from(text).toString('base64').replace(/=+$/, '').slice(0, -1))
  ])
  return filesBelow(folder).filter((path) => {
    const bytes = readFileSync(path)
    return needles.some((needle) => bytes.includes(needle)) || canaries.some((text) => path.includes(text))
  })
}

async function start(data: string): Promise<Services> {
  const log = createLogger(join(data, 'logs', 'populus.log'), systemClock)
  const events = createEventStreams()
  return compose({
    kind: 'loopback',
    version: '0.1.0',
    platform: process.platform,
    headless: true,
    settings: await openSettingsFile(join(data, 'settings.json'), systemClock, log),
    paths: { data, resources: data, page: data },
    dialogs: undefined,
    progress: { show: () => undefined },
    secrets: undefined,
    clock: systemClock,
    random: systemRandom,
    log,
    emit: (name, value) => events.emit(name, value)
  })
}

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
    const columns = Buffer.concat(Array.from(writeCache(store, await cacheVersion(views))))
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
})
