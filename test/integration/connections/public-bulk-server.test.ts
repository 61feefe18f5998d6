import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ConnectionSettings } from '#shared/connections/connection-settings.ts'
import type { ExportRun } from '#shared/export-run.ts'
import { defaultSnapshot } from '#shared/snapshot.ts'
import { settingsFor } from '../../support/connection-calls.ts'
import { quick } from '../../support/export-parts.ts'
import { startExporting, type Exporting } from '../../support/exporting.ts'
import {
  countsOf,
  startPublicBulkServer,
  type PublicBulkServer,
  type Simulation
} from '../../support/public-bulk-server.ts'
import { skipped } from '../../support/skipped.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const folder = process.env['POPULUS_BULK_DATA_SERVER'] ?? ''
if (folder === '')
  skipped(
    'The tests against the public SMART bulk-data server need a built copy of it; name its folder in POPULUS_BULK_DATA_SERVER.'
  )

/** The server refuses clients that ask more often than it says. */
const patient = { ...quick, delays: { floorMs: 1000, firstMs: 1000, capMs: 4000 }, holdMs: 120_000 }
const few = ['Patient', 'Condition', 'Immunization']

interface Registered extends Exporting {
  readonly id: string
}

describe.skipIf(folder === '')('the public SMART bulk-data server', { timeout: 400_000 }, () => {
  let server: PublicBulkServer
  beforeAll(async () => {
    server = await startPublicBulkServer(folder)
  })
  afterAll(() => server.stop())

  /** A connection whose key is registered with the server, as an administrator does it. */
  async function registered(
    simulation: Simulation = {},
    change: Partial<ConnectionSettings> = {},
    tokenError?: string
  ): Promise<Registered> {
    const exporting = await startExporting(temporaryFolder(), { policy: patient })
    const { connections } = exporting.services
    const base = server.base(simulation)
    const { vendor } = await connections.discover(base, true)
    const settings = settingsFor(base, { vendor, auth: 'private_key_jwt', level: 'patient', ...change })
    const { id } = await connections.create(settings)
    await connections.makeKey(id, 'ES384')
    const clientId = await server.register(await connections.publicJwks(id), tokenError)
    await connections.change(id, { ...settings, clientId })
    return { ...exporting, id }
  }

  async function exported(
    { services, exportService, id }: Registered,
    kind: ExportRun['kind'] = 'full'
  ): Promise<ExportRun> {
    const run = await services.exports.start(id, kind, 'asked')
    await exportService.ended(run.id)
    return services.exports.get(run.id)
  }

  const arrived = (run: ExportRun): Record<string, number> =>
    Object.fromEntries(
      run.types.filter(({ resources }) => resources > 0).map(({ type, resources }) => [type, resources])
    )
  const fewCounts = (): Record<string, number> =>
    Object.fromEntries(few.map((type) => [type, countsOf(folder)[type] ?? 0]))
  const chosen = (types: readonly string[]): Partial<ConnectionSettings> => ({
    types: { kind: 'chosen', types: [...types] }
  })

  it('is recognized, takes the registered key, and grants what is asked for', async () => {
    const { services, id } = await registered()
    const { connections } = services
    const { settings } = await connections.get(id)
    expect(settings.clientId?.length).toBeGreaterThan(500)
    const discovered = await connections.discover(settings.base, true)
    expect(discovered).toMatchObject({
      vendor: 'smart-reference',
      hasSmartConfiguration: true,
      hasCapabilityStatement: true,
      authMethods: ['private_key_jwt']
    })
    expect(discovered.scopesSupported).toContain('system/Condition.rs')
    expect(await connections.signIn(id)).toMatchObject({ ok: true, missingTypes: [] })
  })

  it('gives everything that it has: the counts of its own database', async () => {
    const services = await registered({ page: 5000 })
    const run = await exported(services)
    expect(run).toMatchObject({ state: 'committed', completeness: { state: 'complete' } })
    const { Organization: _, Practitioner: __, ...ofPatients } = countsOf(folder)
    expect(arrived(run)).toMatchObject(ofPatients)
    expect(Object.values(arrived(run)).reduce((sum, count) => sum + count, 0)).toBe(run.resources)
    expect(defaultSnapshot(await services.kept.store.list())?.id).toBe(run.snapshot)
  })

  it('refreshes: nothing changed, so nothing is stored', async () => {
    const services = await registered({}, chosen(few))
    const first = await exported(services)
    expect(arrived(first)).toEqual(fewCounts())
    const refreshed = await exported(services, 'incremental')
    expect(refreshed).toMatchObject({
      kind: 'incremental',
      since: first.transactionTime,
      state: 'committed',
      unchanged: true
    })
    expect(await services.kept.store.list()).toHaveLength(1)
  })

  it('is asked again after a transient error', async () => {
    const run = await exported(await registered({ err: 'transient_error' }, chosen(few)))
    expect(run).toMatchObject({ state: 'committed', completeness: { state: 'complete' } })
    expect(arrived(run)).toEqual(fewCounts())
  })

  it('says that files have expired, and no empty snapshot is made', async () => {
    const services = await registered({ err: 'file_expired' }, chosen(few))
    const run = await exported(services)
    expect(run.state).not.toBe('committed')
    expect(run.resources).toBe(0)
    expect(run.snapshot).toBeUndefined()
    expect(await services.kept.store.list()).toEqual([])
    expect(JSON.stringify([run.issues, run.completeness, run.problem])).toMatch(/expired/i)
  })

  it('could not make some files: what arrived is marked incomplete and never the default', async () => {
    const services = await registered({ err: 'some_file_generation_failed', page: 500 }, chosen(few))
    const run = await exported(services)
    expect(run).toMatchObject({ state: 'partial', completeness: { state: 'partial' } })
    expect(run.completeness?.missing.length).toBeGreaterThan(0)
    expect(run.resources).toBeGreaterThan(0)
    const stored = await services.kept.store.list()
    expect(stored).toMatchObject([{ completeness: 'partial' }])
    expect(defaultSnapshot(stored)).toBeUndefined()
  })

  it.each([
    ['token_expired_registration_token', 'Registration token expired'],
    ['invalid_jti', "Invalid 'jti' value"],
    ['token_invalid_scope', 'Simulated invalid scope error'],
    ['token_invalid_token', 'Simulated invalid token error']
  ])('refuses the sign-in (%s) in its own words', async (err, words) => {
    const services = await registered({}, chosen(few), err)
    const result = await services.services.connections.signIn(services.id)
    expect(result.ok).toBe(false)
    expect(result.text).toContain(words)
    const run = await exported(services)
    expect(run).toMatchObject({ state: 'failed', resources: 0 })
    expect(run.problem?.server).toContain(words)
  })

  it('refuses a type that it does not know in its own words; from what it says of itself the type is left out', async () => {
    const { services, id, exportService } = await registered({}, chosen([...few, 'Coverage']))
    const { connections } = services
    const { settings } = await connections.get(id)
    const run = await exported({ services, id, exportService } as Registered)
    expect(run).toMatchObject({ state: 'committed' })
    expect(arrived(run)).toEqual(fewCounts())
    expect(run.types.map(({ type }) => type)).not.toContain('Coverage')
    const { rows } = await connections.compatibility(id)
    expect(rows.find(({ topic }) => topic === 'Resource types')).toMatchObject({
      server: 'Does not have: Coverage',
      verdict: 'differs'
    })
    await connections.change(id, { ...settings, scopes: 'system/Coverage.rs' })
    const refused = await connections.signIn(id)
    expect(refused.ok).toBe(false)
    expect(refused.text).toContain("Resources of type 'Coverage' do not exist on this server")
  })

  it('is away in the middle of the download, and the export goes on', async () => {
    const services = await registered({ page: 60 }, chosen(few))
    const run = await services.services.exports.start(services.id, 'full', 'asked')
    await expect
      .poll(async () => (await services.services.exports.get(run.id)).filesStored, { timeout: 300_000, interval: 5 })
      .toBeGreaterThan(1)
    await server.stop()
    const during = await services.services.exports.get(run.id)
    expect(during.filesStored).toBeLessThan(during.files)
    await expect
      .poll(async () => (await services.services.exports.get(run.id)).wait, { timeout: 300_000 })
      .toBeDefined()
    await server.start()
    await services.exportService.ended(run.id)
    const done = await services.services.exports.get(run.id)
    expect(done).toMatchObject({ state: 'committed', completeness: { state: 'complete' } })
    expect(arrived(done)).toEqual(fewCounts())
  })
})
