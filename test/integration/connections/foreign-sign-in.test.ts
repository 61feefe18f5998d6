import type { AppError } from '#shared/app-error.ts'
import { describe, expect, it, onTestFinished } from 'vitest'
import { serveOnLoopback } from '../../../src-main/host/node/web-server.ts'
import { settingsFor } from '../../support/connection-calls.ts'
import { startExporting } from '../../support/exporting.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { connected } from './connected.ts'

const json = { 'content-type': 'application/json' }
const secret = 'a-very-secret-secret'

/** A FHIR server that names a sign-in service at another origin, and that service; both write down what they get. */
async function twoSites(endpoint?: (origin: string) => string) {
  const seen: string[] = []
  const other = await serveOnLoopback(async ({ method, target: path }) => {
    seen.push(`${method} ${path}`)
    return { status: 200, headers: json, body: JSON.stringify({ access_token: 't', scope: 'system/*.read' }) }
  })
  const tokenEndpoint = endpoint?.(other.origin) ?? `${other.origin}/token`
  const fhir = await serveOnLoopback(async ({ target: path }) => {
    if (path.endsWith('/smart-configuration'))
      return { status: 200, headers: json, body: JSON.stringify({ token_endpoint: tokenEndpoint }) }
    if (path.startsWith('/fhir/Group'))
      return { status: 200, headers: json, body: JSON.stringify({ resourceType: 'Bundle', entry: [] }) }
    return { status: 404, headers: {}, body: '' }
  })
  onTestFinished(async () => {
    await fhir.close()
    await other.close()
  })
  const { services, exportService } = await startExporting(temporaryFolder())
  const { connections, exports } = services
  const settings = settingsFor(`${fhir.origin}/fhir`, { auth: 'client_secret_post', clientId: 'app' })
  const { id } = await connections.create(settings)
  await connections.setSecret(id, secret)
  return { connections, exports, exportService, id, settings, seen, origin: other.origin, base: `${fhir.origin}/fhir` }
}

describe('a server that names a sign-in service on another site', () => {
  it('gets no secret there by a test, a report, a list of groups or an export before the user confirms it', async () => {
    const { connections, exports, exportService, id, seen, origin, base } = await twoSites()
    expect(await connections.discover(base, true)).toMatchObject({ foreignSignIn: origin })
    expect(await connections.signIn(id)).toMatchObject({ ok: false, unconfirmedOrigin: origin })
    expect((await connections.report(id)).signIn).toMatchObject({ ok: false, unconfirmedOrigin: origin })
    await expect(connections.groups(id, undefined)).rejects.toMatchObject({ code: 'not-allowed' })
    const run = await exports.start(id, 'full', 'asked')
    expect((await exportService.ended(run.id)).ended).toMatchObject({ state: 'failed' })
    expect((await exports.get(run.id)).problem?.what).toContain(origin)
    expect(seen).toEqual([])
  })

  it('is used once the user confirmed its origin, or typed the address', async () => {
    const { connections, id, settings, seen, origin } = await twoSites()
    await connections.change(id, { ...settings, trustedOrigins: [origin] })
    expect(await connections.signIn(id)).toMatchObject({ ok: true })
    await connections.change(id, { ...settings, tokenEndpoint: `${origin}/token` })
    expect(await connections.signIn(id)).toMatchObject({ ok: true })
    expect((await connections.groups(id, undefined)).groups).toEqual([])
    expect(seen).toEqual(['POST /token', 'POST /token', 'POST /token'])
  })

  it('is never asked in the clear', async () => {
    const { connections, id, settings, seen, origin } = await twoSites((address) =>
      address.replace('127.0.0.1', 'example.invalid')
    )
    const foreign = origin.replace('127.0.0.1', 'example.invalid')
    await expect(connections.change(id, { ...settings, trustedOrigins: [foreign] })).rejects.toMatchObject({
      code: 'not-allowed'
    })
    expect(await connections.signIn(id)).toMatchObject({ ok: false })
    expect(seen).toEqual([])
  })
})

describe('looking at servers', () => {
  it('is bounded, so that a page cannot carry data out in addresses', async () => {
    const { connections } = (await startExporting(temporaryFolder())).services
    const looks = Array.from({ length: 21 }, () => connections.discover('https://127.0.0.1:9/fhir', false))
    const codes = await Promise.all(looks.map((look) => look.catch((error: unknown) => (error as AppError).code)))
    expect(codes.filter((code) => code === 'not-allowed')).toHaveLength(1)
  })

  it('gives the page what was understood and not what was answered', async () => {
    const server = await serveOnLoopback(async ({ target: path }) => ({
      status: 200,
      headers: json,
      body: JSON.stringify(
        path.endsWith('/metadata')
          ? {
              software: { name: `Name\u001B[2J ${'long '.repeat(500)}` },
              rest: [{ resource: [{ type: 'Patient' }, { type: 'not a type' }, { type: 'Condition' }] }]
            }
          : { capabilities: ['permission-v1', 'two words', 'x'.repeat(5000)], secret: 'elsewhere' }
      )
    }))
    onTestFinished(() => server.close())
    const { connections } = (await startExporting(temporaryFolder())).services
    const found = await connections.discover(`${server.origin}/fhir`, true)
    expect(found.software?.length).toBeLessThanOrEqual(200)
    expect(found.software).toMatch(/^Name \[2J long/)
    expect(found).toMatchObject({ types: ['Patient', 'Condition'], capabilities: ['permission-v1'] })
    expect(JSON.stringify(found)).not.toContain('elsewhere')
  })

  it('leaves out types that the server does not have, and remembers what it said', async () => {
    const server = await serveOnLoopback(async ({ target: path }) => ({
      status: 200,
      headers: json,
      body: JSON.stringify(
        path.endsWith('/metadata')
          ? { rest: [{ resource: [{ type: 'Patient' }, { type: 'Condition' }] }] }
          : { scopes_supported: ['system/*.read', 'system/Immunization.read'] }
      )
    }))
    onTestFinished(() => server.close())
    const { connections } = (await startExporting(temporaryFolder())).services
    const base = `${server.origin}/fhir`
    await connections.discover(base, true)
    const { id } = await connections.create(settingsFor(base, { types: { kind: 'dashboards' } }))
    expect((await connections.get(id)).types).toEqual(['Condition', 'Immunization', 'Patient'])
    const { ask, signIn } = await connections.report(id)
    expect(ask.types).toEqual(['Condition', 'Immunization', 'Patient'])
    expect(signIn.asked).toEqual(['system/Condition.read', 'system/Immunization.read', 'system/Patient.read'])
    expect((await connections.get(id)).discovered?.server.base).toBe(base)
    // Another address is another server: nothing of the first one stays.
    await connections.change(id, settingsFor('https://fhir.example.org', { types: { kind: 'dashboards' } }))
    expect((await connections.get(id)).discovered).toBeUndefined()
    expect((await connections.get(id)).types).toContain('Coverage')
  })
})

describe('an export', () => {
  it('leaves out types that the server does not have, and says so', async () => {
    const { services, exportService, id } = await connected(
      {},
      { types: { kind: 'chosen', types: ['Patient', 'Goal'] } }
    )
    const run = await services.exports.start(id, 'full', 'asked')
    expect((await exportService.ended(run.id)).ended).toMatchObject({ state: 'committed' })
    const { issues, types } = await services.exports.get(run.id)
    expect(types.map(({ type }) => type)).toEqual(['Patient'])
    expect(issues.map(({ text }) => text)).toContain(
      'This server does not have the resource type Goal, so it was not requested.'
    )
  })
})
