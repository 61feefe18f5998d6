import { mkdtempSync, rmSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { loadRegistries } from '#engine/population/registries/load-registries.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import type { ImportListing } from '#shared/contract/imports.ts'
import type { Connection } from '#shared/connections/connection.ts'
import type { ExportRun } from '#shared/export-run.ts'
import type { SnapshotEntry } from '#shared/snapshot.ts'
import { serveOnLoopback } from '../../src-main/host/node/web-server.ts'
import { readRegistries } from '../../src-main/services/population/read-registries.ts'
import { systemClock, systemRandom } from '../../src-main/ports/system.ts'
import { createPopulationHistory } from '../../src-main/sample/server/population-history.ts'
import { createSampleServer } from '../../src-main/sample/server/sample-server.ts'
import { passphrase, start } from '../security/canaries.ts'
import { settingsFor } from '../support/connection-calls.ts'
import { loadFiles } from '../support/load-store.ts'
import { runPopulus } from '../support/populus-command.ts'
import { memoryTrend, type MemorySample } from './memory-trend.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    patients: { type: 'string', default: '150' },
    parts: { type: 'string', default: 'export,load,measure' }
  }
})
const minutes = Number(values.minutes)
const patients = Number(values.patients)
/** What a round does; fewer parts tell where memory grows. */
const parts = values.parts.split(',')
if (!(minutes > 0) || !Number.isInteger(patients))
  throw new Error('Usage: npm run soak -- --minutes N [--patients N] [--parts export,load,measure]')
if (globalThis.gc === undefined) throw new Error('Start it by "npm run soak": it needs --expose-gc.')
const collect = globalThis.gc

const root = resolve(import.meta.dirname, '../..')
const place = mkdtempSync(join(tmpdir(), 'populus-soak-'))
const data = join(place, 'data')
await mkdir(data)
const source = join(place, 'source')
await commanded('sample', '--patients', String(patients), '--out', source)

const days = ['2026-01-31', '2026-03-31', '2026-05-31', '2026-07-31', '2026-09-30', '2026-10-31']
const fhir = createSampleServer({
  history: createPopulationHistory({ patients, days }),
  pollsBeforeDone: 1,
  clock: systemClock,
  random: systemRandom
})
const server = await serveOnLoopback(fhir.handle)
const services = await start(data)
const registries = loadRegistries(await readRegistries(join(root, 'resources')))

async function call<T>(name: string, input?: unknown): Promise<T> {
  const reply = await services.dispatch(name, input, { windowId: 0 })
  if (!reply.ok) throw new Error(`${name}: ${reply.error.message}`)
  return reply.value as T
}

async function commanded(...words: readonly string[]): Promise<void> {
  const { code, err } = await runPopulus(words)
  if (code !== 0) throw new Error(`populus ${words[0]} ended with ${code}: ${err}`)
}

/** An export from the server, until its snapshot is stored. */
async function exported(connection: string, kind: ExportRun['kind']): Promise<void> {
  const { id } = await call<ExportRun>('exports.start', { connection, kind })
  for (;;) {
    const run = await call<ExportRun>('exports.get', { id })
    if (run.state === 'committed') return
    if (run.state === 'failed' || run.state === 'cancelled') throw new Error(`The export ended: ${run.state}.`)
    await new Promise((done) => setTimeout(done, 50))
  }
}

/** Opens the newest snapshot, loads what is in it, and asks the panels with and without a filter. */
async function shown(): Promise<number> {
  const snapshots = await call<SnapshotEntry[]>('snapshots.list')
  const newest = [...snapshots].sort((left, right) => right.keptAt - left.keptAt)[0]!
  const { listing } = await call<{ listing: ImportListing }>('snapshots.open', { id: newest.id })
  const files = []
  for (const [file, { name }] of listing.files.entries()) {
    const { url } = await call<{ url: string }>('imports.stream', { importId: listing.importId, file })
    const content = new Uint8Array(await new Response((await services.site(url)).body as BodyInit).arrayBuffer())
    files.push({ name, content })
  }
  const store = await loadFiles(files)
  const asOf = Math.floor(Date.UTC(2026, 9, 31) / 86_400_000)
  for (const filters of [[], [{ dimension: 'sex', values: ['female'] }]])
    for (const panel of ['summary', 'overview', 'quality'] as const)
      runPanel(store, registries, panel, { asOf, filters }, {})
  await call('imports.close', { importId: listing.importId })
  for (const { id } of snapshots.slice(2)) if (id !== newest.id) await call('snapshots.delete', { id })
  return store.patients
}

await call('keyring.create', { passphrase })
const { id } = await call<Connection>('connections.create', settingsFor(`${server.origin}/fhir`))
const started = performance.now()
const heap: MemorySample[] = []
const resident: MemorySample[] = []
try {
  for (let round = 0; performance.now() - started < minutes * 60_000; round += 1) {
    if (round === 0 || parts.includes('export')) {
      await exported(id, round % 4 === 0 ? 'full' : 'incremental')
      fhir.advance()
    }
    // Somebody is there, as the page tells it; otherwise the data are locked after a quarter of an hour.
    await call('keyring.touch')
    const people = parts.includes('load') ? await shown() : 0
    if (parts.includes('measure'))
      await commanded('measure', join(root, 'resources/measures/core'), '--data', source, '--period', '2026', '--json')
    collect()
    await new Promise((done) => setTimeout(done, 20))
    collect()
    const { heapUsed, arrayBuffers, rss } = process.memoryUsage()
    const hours = (performance.now() - started) / 3_600_000
    heap.push({ hours, megabytes: (heapUsed + arrayBuffers) / 1e6 })
    resident.push({ hours, megabytes: rss / 1e6 })
    const line = {
      round,
      people,
      seconds: Math.round(hours * 3600),
      heapMB: Math.round(heap.at(-1)!.megabytes * 10) / 10
    }
    process.stdout.write(`${JSON.stringify({ ...line, rssMB: Math.round(rss / 1e6) })}\n`)
  }
} finally {
  await services.close()
  await server.close()
  rmSync(place, { recursive: true, force: true })
}
const [trend, rss] = [memoryTrend(heap), memoryTrend(resident)]
process.stdout.write(`${JSON.stringify({ rounds: heap.length, heap: trend, rss })}\n`)
if (trend === undefined) process.stdout.write('No verdict: too few rounds. Run it for longer.\n')
else
  process.stdout.write(
    `${trend.flat ? 'Flat' : 'NOT flat'}: ${trend.slopePerHour.toFixed(1)} MB an hour after the warm-up.\n`
  )
process.exitCode = trend?.flat === true ? 0 : 1
