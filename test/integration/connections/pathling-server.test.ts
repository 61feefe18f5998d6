import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ConnectionSettings } from '#shared/connections/connection-settings.ts'
import type { ExportRun } from '#shared/export-run.ts'
import { settingsFor } from '../../support/connection-calls.ts'
import { quick } from '../../support/export-parts.ts'
import { startExporting, type Exporting } from '../../support/exporting.ts'
import { hasPathlingServer, startPathling, type PathlingServer } from '../../support/pathling-server.ts'
import { runPopulus } from '../../support/populus-command.ts'
import { skipped } from '../../support/skipped.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { resourcesOf } from './connected.ts'

const wanted = (process.env['POPULUS_PEERS'] ?? '').split(',').includes('pathling-server')
if (!wanted)
  skipped(
    'The tests against a Pathling server take some minutes; run "npm run peers:pathling-server -- SOURCE" (a clone of its source, Maven and Python needed).'
  )
else if (!hasPathlingServer)
  throw new Error('The Pathling server is not installed: run test/peers/install-pathling-server.sh.')

const policy = { ...quick, delays: { floorMs: 200, firstMs: 500, capMs: 2000 }, holdMs: 300_000, kickOffMs: 120_000 }
const few = ['Patient', 'Condition', 'Encounter']

describe.skipIf(!wanted)('a Pathling server', { timeout: 900_000 }, () => {
  let folder: string
  let files: string
  const linesOf = (type: string): string[] =>
    readFileSync(join(files, `${type}.0001.ndjson`), 'utf8')
      .trimEnd()
      .split('\n')
  let server: PathlingServer
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'populus-test-'))
    files = join(folder, 'files')
    const sample = join(folder, 'sample')
    const { code, err } = await runPopulus(['sample', '--patients', '2', '--out', sample])
    expect(code, err).toBe(0)
    mkdirSync(files)
    for (const type of few) copyFileSync(join(sample, `${type}.0001.ndjson`), join(files, `${type}.0001.ndjson`))
    server = await startPathling(folder)
    await server.import(files)
    await server.stop()
    server = await startPathling(folder)
  }, 900_000)
  afterAll(async () => {
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  async function connect(change: Partial<ConnectionSettings> = {}): Promise<Exporting & { readonly id: string }> {
    const exporting = await startExporting(temporaryFolder(), { policy })
    const { connections } = exporting.services
    const { vendor } = await connections.discover(server.base, true)
    const types = { kind: 'chosen' as const, types: few }
    const { id } = await connections.create(settingsFor(server.base, { vendor, types, ...change }))
    return { ...exporting, id }
  }

  async function exported(
    { services, exportService, id }: Exporting & { readonly id: string },
    kind: ExportRun['kind'] = 'full'
  ): Promise<ExportRun> {
    const run = await services.exports.start(id, kind, 'asked')
    await exportService.ended(run.id)
    return services.exports.get(run.id)
  }

  it('says what it has, and the report of the connection contradicts nothing', async () => {
    const { services, id } = await connect()
    expect(await services.connections.discover(server.base, true)).toMatchObject({
      hasCapabilityStatement: true,
      hasSmartConfiguration: false
    })
    const { rows } = await services.connections.compatibility(id)
    expect(rows.filter(({ verdict }) => verdict === 'differs')).toEqual([])
  })

  it.each(['system', 'patient'] as const)('exports everything at the level %s', async (level) => {
    const services = await connect({ level })
    const run = await exported(services)
    expect(run, JSON.stringify(run.issues)).toMatchObject({ state: 'committed', completeness: { state: 'complete' } })
    expect(Object.fromEntries(run.types.map(({ type, resources }) => [type, resources]))).toEqual(
      Object.fromEntries(few.map((type) => [type, linesOf(type).length]))
    )
  })

  it('brings what changed since, and keeps the rest', async () => {
    const services = await connect()
    const first = await exported(services)
    expect(await exported(services, 'incremental')).toMatchObject({ state: 'committed', unchanged: true })
    const patient = JSON.parse(linesOf('Patient')[0]!) as { resourceType: string; id: string; meta: object }
    const lastUpdated = new Date().toISOString()
    await server.put({ ...patient, meta: { ...patient.meta, lastUpdated }, gender: 'other' } as typeof patient)
    const changed = await exported(services, 'incremental')
    expect(changed, JSON.stringify(changed.issues)).toMatchObject({ state: 'committed', resources: 1 })
    const stored = await resourcesOf(services, changed.snapshot!)
    expect(stored.get(`Patient/${patient.id}`)).toContain('"gender":"other"')
    expect(stored.size).toBe(first.resources)
  })

  it('gives data that the dashboards load', async () => {
    const out = join(temporaryFolder(), 'population')
    const args = ['export', '--base-url', server.base, '--level', 'system', '--auth', 'none', '--allow-http-loopback']
    const { code, err } = await runPopulus([
      ...args,
      ...few.flatMap((type) => ['--type', type]),
      '--plain',
      '--out',
      out
    ])
    expect(code, err).toBe(0)
    const loaded = await runPopulus(['load', out, '--json'])
    expect(loaded.code, loaded.err).toBe(0)
    const { types } = JSON.parse(loaded.out) as { types: Record<string, object> }
    for (const type of few)
      expect([type, types[type]]).toMatchObject([type, { resources: linesOf(type).length, rejected: 0 }])
  })
})
