import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { serveOnLoopback } from '../../../src-main/host/node/web-server.ts'
import { systemClock, systemRandom } from '../../../src-main/ports/system.ts'
import { runCommandLine } from '../../../src-main/cli/command-line.ts'
import { settingsFor } from '../../support/connection-calls.ts'
import { createLaunchServer, type LaunchServer } from '../../support/launch-server.ts'
import { managedBy, unmanaged } from '../../support/policies.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { openWindow, passphrase } from './open-window.ts'

interface Outcome {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs a command over a data folder. @param onOut called with all that was printed so far */
async function populus(
  data: string,
  words: readonly string[],
  { policies = unmanaged, onOut }: { policies?: typeof unmanaged; onOut?: (out: string) => void } = {}
): Promise<Outcome> {
  let out = ''
  let err = ''
  process.env['POPULUS_PASSPHRASE'] = passphrase
  try {
    const code = await runCommandLine([...words, '--data', data], {
      out(text) {
        out += text
        onOut?.(out)
      },
      err: (text) => void (err += text),
      terminal: false,
      policies,
      resources: join(import.meta.dirname, '../../../resources')
    })
    return { code, out, err }
  } finally {
    Reflect.deleteProperty(process.env, 'POPULUS_PASSPHRASE')
  }
}

/** A data folder with one connection. */
async function dataWith(change: Parameters<typeof settingsFor>[1], base = 'http://127.0.0.1:9'): Promise<string> {
  const data = temporaryFolder()
  const { connections, close } = await openWindow(data)
  await connections.create(settingsFor(base, change))
  await close()
  return data
}

async function recordsOf(data: string): Promise<string[]> {
  const { out } = await populus(data, ['audit', '--json'])
  const { records } = JSON.parse(out) as { records: { action: string; outcome: string }[] }
  return records.map(({ action, outcome }) => `${action} ${outcome}`)
}

interface ShownKeys {
  readonly keys: readonly { readonly kid: string; readonly role: string; readonly withdrawAt?: number }[]
  readonly endedKeys: readonly { readonly kid: string; readonly how: string }[]
}

async function keysOf(data: string): Promise<ShownKeys> {
  return JSON.parse((await populus(data, ['keys', 'show', 'Riverbend', '--json'])).out) as ShownKeys
}

describe('populus keys', () => {
  it('makes a key, lets it sign once the hosted set shows it, and withdraws the old one after the overlap', async () => {
    let hosted = '{"keys":[]}'
    const web = await serveOnLoopback(async () => ({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: hosted
    }))
    onTestFinished(() => web.close())
    const data = await dataWith({
      auth: 'private_key_jwt',
      clientId: 'app',
      jwksUrl: `${web.origin}/jwks.json`
    })
    const first = await populus(data, ['keys', 'rotate', 'Riverbend'])
    expect([first.code, first.out]).toEqual([1, expect.stringMatching(/is made, and signs/)])
    const second = await populus(data, ['keys', 'rotate', 'Riverbend', '--json'])
    expect([second.code, JSON.parse(second.out)]).toMatchObject([1, { state: 'made', role: 'next' }])
    const made = (await keysOf(data)).keys
    expect(made.map(({ role }) => role)).toEqual(['signing', 'next'])

    const tooEarly = await populus(data, ['keys', 'rotate', 'Riverbend'])
    expect([tooEarly.code, tooEarly.err]).toEqual([2, expect.stringContaining('does not show the new key yet')])
    expect((await keysOf(data)).keys).toEqual(made)

    hosted = (await populus(data, ['keys', 'show', 'Riverbend', '--jwks'])).out
    expect((JSON.parse(hosted) as { keys: { kid: string; d?: string }[] }).keys).toMatchObject([
      { kid: made[0]!.kid },
      { kid: made[1]!.kid }
    ])
    expect(hosted).not.toContain('"d"')
    const before = Date.now()
    const used = await populus(data, ['keys', 'rotate', 'Riverbend', '--overlap-days', '3', '--json'])
    expect([used.code, JSON.parse(used.out)]).toMatchObject([0, { state: 'used', kid: made[1]!.kid, overlapDays: 3 }])
    const { keys } = await keysOf(data)
    expect(keys).toMatchObject([
      { kid: made[0]!.kid, role: 'retired' },
      { kid: made[1]!.kid, role: 'signing' }
    ])
    const overlap = keys[0]!.withdrawAt! - before
    expect(overlap).toBeGreaterThanOrEqual(3 * 86_400_000)
    expect(overlap).toBeLessThan(3 * 86_400_000 + 600_000)

    expect((await populus(data, ['keys', 'revoke', 'Riverbend', '--key', made[0]!.kid])).err).toContain('--confirm')
    const revoke = ['keys', 'revoke', 'Riverbend', '--key', made[0]!.kid, '--confirm', 'REVOKE']
    expect((await populus(data, revoke)).out).toContain('is revoked')
    expect(await keysOf(data)).toMatchObject({
      keys: [{ kid: made[1]!.kid, role: 'signing' }],
      endedKeys: [{ kid: made[0]!.kid, how: 'revoked' }]
    })
    expect((await recordsOf(data)).filter((text) => text.startsWith('connection.'))).toEqual([
      'connection.key-made intent',
      'connection.key-made success',
      'connection.key-made intent',
      'connection.key-made success',
      'connection.key-used intent',
      'connection.key-used success',
      'connection.key-revoked intent',
      'connection.key-revoked success'
    ])
  })

  it('asks for --registered where no hosted set is known, and refuses what has no keys', async () => {
    const data = await dataWith({ auth: 'private_key_jwt', clientId: 'app' })
    await populus(data, ['keys', 'rotate', 'Riverbend'])
    await populus(data, ['keys', 'rotate', 'Riverbend'])
    expect((await populus(data, ['keys', 'rotate', 'Riverbend'])).err).toContain('Add --registered')
    expect((await populus(data, ['keys', 'rotate', 'Riverbend', '--registered'])).code).toBe(0)
    expect((await populus(data, ['keys', 'rotate', 'Elsewhere'])).err).toContain('There are: Riverbend.')
    expect((await populus(data, ['keys', 'rotate', 'Riverbend', '--overlap-days', '91'])).err).toContain('1 to 90')
    const person = await dataWith({ auth: 'authorization_code', clientId: 'app' })
    expect((await populus(person, ['keys', 'rotate', 'Riverbend'])).err).toContain('another way')
  })
})

/** A connection to a server at which persons sign in. */
async function personData(): Promise<{ readonly data: string; readonly launch: LaunchServer }> {
  const launch = await createLaunchServer({ clock: systemClock, random: systemRandom })
  const web = await serveOnLoopback(launch.handle)
  onTestFinished(() => web.close())
  const data = await dataWith(
    { auth: 'authorization_code', clientId: 'app', types: { kind: 'chosen', types: ['Patient'] } },
    `${web.origin}/fhir`
  )
  return { data, launch }
}

/** Answers in the browser once the address is printed. */
const inBrowser =
  (visit: (address: string) => string) =>
  (out: string): void => {
    const address = /^https?:\S+$/m.exec(out)?.[0]
    if (address !== undefined && !out.includes('Signed in')) void fetch(visit(address))
  }

describe('populus sign-in', () => {
  it('prints the page of the server, takes its answer on this computer, and seals the tokens', async () => {
    const { data, launch } = await personData()
    const { code, out, err } = await populus(data, ['sign-in', 'Riverbend'], {
      onOut: inBrowser((address) => launch.agree(address))
    })
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/^Signed in at Riverbend\.$/m)
    const window = await openWindow(data)
    expect((await window.connections.list())[0]!.person).toMatchObject({ state: 'signed-in' })
    const written = readdirSync(data, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    expect(written.filter((text) => text.includes('Ada Example'))).toEqual([])
    await window.close()
    expect(await recordsOf(data)).toEqual(
      expect.arrayContaining(['connection.sign-in-begun success', 'connection.signed-in success'])
    )
  })

  it('says why it did not work, and asks no server that policies do not allow', async () => {
    const { data, launch } = await personData()
    const refused = await populus(data, ['sign-in', 'Riverbend'], {
      onOut: inBrowser((address) => launch.agree(address, { code: undefined, error: 'access_denied' }))
    })
    expect(refused.code).toBe(2)
    expect(refused.err).not.toBe('')
    expect(await recordsOf(data)).toContain('connection.signed-in failure')
    const policies = managedBy({ AllowedFhirHosts: ['fhir.example.org'] })
    const forbidden = await populus(data, ['sign-in', 'Riverbend'], { policies })
    expect([forbidden.code, forbidden.err]).toEqual([2, expect.stringContaining('AllowedFhirHosts')])
  })
})
