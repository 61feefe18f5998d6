import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ConnectionSettings } from '#shared/connections/connection-settings.ts'
import type { ExportRun } from '#shared/export-run.ts'
import { settingsFor } from '../../support/connection-calls.ts'
import { quick } from '../../support/export-parts.ts'
import { startExporting, type Exporting } from '../../support/exporting.ts'
import { hasHapi, startHapi, type HapiServer, type StoredResource } from '../../support/hapi-server.ts'
import { runPopulus } from '../../support/populus-command.ts'
import { skipped } from '../../support/skipped.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { resourcesOf } from './connected.ts'

const wanted = (process.env['POPULUS_PEERS'] ?? '').split(',').includes('hapi')
if (!wanted)
  skipped(
    'The tests against a HAPI FHIR JPA server take a minute; run "npm run peers:hapi" (Java 17 and Maven needed).'
  )
else if (!hasHapi) throw new Error('HAPI is not installed: run test/peers/install-hapi.sh.')

/** HAPI asks for two minutes between status requests, whatever is to be done. */
const policy = { ...quick, delays: { floorMs: 200, firstMs: 200, capMs: 1000 }, holdMs: 120_000, kickOffMs: 60_000 }

describe.skipIf(!wanted)('a HAPI FHIR JPA server', { timeout: 600_000 }, () => {
  let server: HapiServer
  let resources: StoredResource[]
  let folder: string
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'populus-test-'))
    const { code, err } = await runPopulus(['sample', '--patients', '2', '--out', folder], {})
    expect(code, err).toBe(0)
    resources = readdirSync(folder)
      .filter((name) => name.endsWith('.ndjson'))
      .flatMap((name) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n'))
      .map((line) => JSON.parse(line) as StoredResource)
    server = await startHapi()
    await server.put(resources)
  }, 900_000)
  afterAll(async () => {
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  async function connect(change: Partial<ConnectionSettings> = {}): Promise<Exporting & { readonly id: string }> {
    const exporting = await startExporting(temporaryFolder(), { policy })
    const { connections } = exporting.services
    const { vendor } = await connections.discover(server.base, true)
    const { id } = await connections.create(settingsFor(server.base, { vendor, ...change }))
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

  const countsOf = (all: readonly StoredResource[]): Record<string, number> => {
    const counts: Record<string, number> = {}
    for (const { resourceType } of all) counts[resourceType] = (counts[resourceType] ?? 0) + 1
    return counts
  }
  const arrived = (run: ExportRun): Record<string, number> =>
    Object.fromEntries(
      run.types.filter(({ resources: count }) => count > 0).map(({ type, resources: count }) => [type, count])
    )

  it('is recognized, and the report of the connection says what it has', async () => {
    const { services, id } = await connect()
    const { connections } = services
    expect(await connections.discover(server.base, true)).toMatchObject({
      vendor: 'hapi',
      hasCapabilityStatement: true,
      hasSmartConfiguration: false
    })
    const { rows } = await connections.compatibility(id)
    const verdicts = Object.fromEntries(rows.map(({ topic, verdict }) => [topic, verdict]))
    expect(verdicts).toMatchObject({ Levels: 'agrees', 'Signing algorithms': 'agrees' })
    expect(Object.values(verdicts)).not.toContain('differs')
    expect(rows.find(({ topic }) => topic === 'Resource types')?.server).toMatch(/^\d+ types$/)
  })

  it('exports everything, as often as it is asked', async () => {
    const services = await connect()
    const run = await exported(services)
    expect(run, JSON.stringify(run.issues)).toMatchObject({ state: 'committed', completeness: { state: 'complete' } })
    expect(arrived(run)).toEqual(countsOf(resources))
  })

  const few = ['Patient', 'Condition', 'Encounter']
  const fewOf = (): StoredResource[] => resources.filter(({ resourceType }) => few.includes(resourceType))
  const resourceOf = (type: string): StoredResource => resources.find(({ resourceType }) => resourceType === type)!

  it('brings what changed since, and keeps the rest', async () => {
    const services = await connect({ types: { kind: 'chosen', types: few } })
    expect(await exported(services)).toMatchObject({ state: 'committed' })
    const unchanged = await exported(services, 'incremental')
    expect(unchanged).toMatchObject({ kind: 'incremental', state: 'committed', unchanged: true })

    const added = { ...resourceOf('Condition'), id: 'new-condition' }
    await server.put([{ ...resourceOf('Patient'), gender: 'other' } as StoredResource, added])
    try {
      const changed = await exported(services, 'incremental')
      expect(changed).toMatchObject({ kind: 'incremental', state: 'committed', resources: 2 })
      const stored = await resourcesOf(services, changed.snapshot!)
      expect(stored.get(`Patient/${resourceOf('Patient').id}`)).toContain('"gender":"other"')
      expect(stored.has('Condition/new-condition')).toBe(true)
      expect(stored.size).toBe(fewOf().length + 1)
    } finally {
      await server.remove(added)
      await server.put([resourceOf('Patient')])
    }
    // What was deleted is not told by HAPI: the next export of everything leaves it out.
    const later = await exported(services, 'incremental')
    expect((await resourcesOf(services, later.snapshot!)).has('Condition/new-condition')).toBe(true)
    const whole = await exported(services)
    expect((await resourcesOf(services, whole.snapshot!)).size).toBe(fewOf().length)
  })

  it('answers with everything when patients are asked for changes, and the snapshot is right all the same', async () => {
    const services = await connect({ level: 'patient', types: { kind: 'chosen', types: few } })
    const first = await exported(services)
    const again = await exported(services, 'incremental')
    expect(again).toMatchObject({ kind: 'incremental', state: 'committed', resources: first.resources })
    expect((await resourcesOf(services, again.snapshot!)).size).toBe(fewOf().length)
  })

  it('exports a group of people', async () => {
    const patients = resources.filter(({ resourceType }) => resourceType === 'Patient')
    const member = patients.slice(0, 2).map(({ id }) => ({ entity: { reference: `Patient/${id}` } }))
    await server.put([{ resourceType: 'Group', id: 'panel', type: 'person', actual: true, member } as StoredResource])
    const services = await connect({
      level: 'group',
      group: 'panel',
      types: { kind: 'chosen', types: ['Patient', 'Condition'] }
    })
    const run = await exported(services)
    expect(run, JSON.stringify(run.issues)).toMatchObject({ state: 'committed' })
    expect(arrived(run)).toMatchObject({ Patient: 2 })
  })

  it('gives data that the dashboards load', async () => {
    const out = join(temporaryFolder(), 'population')
    const args = ['export', '--base-url', server.base, '--level', 'system', '--auth', 'none', '--allow-http-loopback']
    const { code, err } = await runPopulus([...args, '--vendor', 'hapi', '--plain', '--out', out, '--json'], {})
    expect(code, err).toBe(0)
    const loaded = await runPopulus(['load', out, '--json'], {})
    expect(loaded.code, loaded.err).toBe(0)
    const { types } = JSON.parse(loaded.out) as { types: Record<string, object> }
    expect(types['Patient']).toMatchObject({ resources: 2, rejected: 0 })
    for (const [type, account] of Object.entries(types)) expect([type, account]).toMatchObject([type, { rejected: 0 }])
  })
})
