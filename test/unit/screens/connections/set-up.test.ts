import { describe, expect, it, vi } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import type { CapabilityReport, Discovered } from '#shared/connections/server-report.ts'
import type { Connection } from '#shared/connections/connection.ts'
import type { ConnectionSettings } from '#shared/connections/connection-settings.ts'
import type { VendorEntry } from '#shared/connections/vendor-entry.ts'
import type { AddressDrafts } from '../../../../src-renderer/screens/connections/set-up/address-draft.ts'
import { firstOpenStep, SetUp } from '../../../../src-renderer/screens/connections/set-up/set-up.svelte.ts'
import { connectionOf } from '../../../support/export-run.ts'

const discovered: Discovered = {
  base: 'https://fhir.example.org/r4',
  vendor: 'epic',
  vendorName: 'Epic',
  levels: ['patient'],
  types: [],
  scopesSupported: [],
  capabilities: [],
  authMethods: [],
  signingAlgorithms: [],
  hasSmartConfiguration: true,
  hasCapabilityStatement: true,
  findings: []
}

const vendorOf = (id: string): VendorEntry =>
  ({
    id,
    name: id,
    switches: {
      levels: ['group', 'patient'],
      bulkExport: 'yes',
      auth: id === 'bcda' ? 'client_secret_basic' : 'private_key_jwt'
    }
  }) as unknown as VendorEntry

/** Drafts in memory. `arrive` tells that they came from the disk. */
function addressDrafts() {
  const held = new Map<string, unknown>()
  const listeners = new Set<() => void>()
  const drafts: AddressDrafts = {
    readValue: <T>(name: string) => held.get(name) as T | undefined,
    writeValue: (name, _format, value) => void held.set(name, value),
    remove: (name) => void held.delete(name),
    onLoaded(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    }
  }
  const arrive = (base: string, name: string): void => {
    held.set('connection-address', { base, name })
    for (const listener of listeners) listener()
  }
  return { drafts, arrive }
}

function start(begun?: Connection) {
  let stored = begun
  const saves: ConnectionSettings[] = []
  const parts = {
    discover: vi.fn(() => Promise.resolve(discovered)),
    vendor: vendorOf,
    find: (id: string | undefined) => (stored?.id === id ? stored : undefined),
    save: vi.fn((_id: string | undefined, settings: ConnectionSettings) => {
      saves.push(settings)
      stored = connectionOf({ id: 'connection-1', settings, keys: stored?.keys ?? [] })
      return Promise.resolve(stored)
    }),
    setSecret: vi.fn((_id: string, _secret: string): Promise<Connection | undefined> => Promise.resolve(stored)),
    report: vi.fn(() => Promise.resolve({ signIn: { ok: true }, offered: discovered } as unknown as CapabilityReport))
  }
  const { drafts, arrive } = addressDrafts()
  return {
    setUp: new SetUp(parts, begun, drafts),
    parts,
    saves,
    drafts,
    arrive,
    again: () => new SetUp(parts, undefined, drafts)
  }
}

describe('the address that was typed', () => {
  it('is there again after a reload, until a connection has it', async () => {
    const { setUp, again } = start()
    setUp.base = 'https://fhir.example.org/r4'
    setUp.name = 'Riverbend'
    setUp.typed()
    expect([again().base, again().name]).toEqual(['https://fhir.example.org/r4', 'Riverbend'])
    await setUp.look()
    await setUp.next()
    expect([again().base, again().name]).toEqual(['', ''])
    setUp.typed()
    expect(again().base).toBe('')
  })

  it('arrives from the disk when the data are unlocked, and takes the place of nothing', () => {
    const { setUp, again, arrive } = start()
    const stop = setUp.followDrafts()
    arrive('https://fhir.example.org/r4', '')
    expect(setUp.base).toBe('https://fhir.example.org/r4')
    arrive('https://other.example.org', '')
    expect(setUp.base).toBe('https://fhir.example.org/r4')
    stop()
    setUp.base = ''
    setUp.typed()
    expect(again().base).toBe('')
  })
})

describe('the guided set-up', () => {
  it('takes what the server suggests, and stores every step', async () => {
    const { setUp, parts, saves } = start()
    setUp.base = ' https://fhir.example.org/r4/ '
    await setUp.look()
    expect(parts.discover).toHaveBeenCalledWith('https://fhir.example.org/r4/', false)
    expect([setUp.name, setUp.base, setUp.draft?.vendor, setUp.draft?.level]).toEqual([
      'fhir.example.org',
      'https://fhir.example.org/r4',
      'epic',
      'patient'
    ])
    expect(setUp.canOpen('profile')).toBe(false)
    expect(await setUp.next()).toBe('connection-1')
    expect([setUp.step, saves[0]?.name, setUp.canOpen('sign-in')]).toEqual(['profile', 'fhir.example.org', true])
    setUp.useVendor('meditech')
    expect(await setUp.next()).toBeUndefined()
    expect([setUp.step, saves[1]?.vendor]).toEqual(['sign-in', 'meditech'])
  })

  it('says why the server could not be looked at, and does not go on', async () => {
    const { setUp, parts } = start()
    parts.discover.mockRejectedValueOnce(new AppError('network', 'No answer.'))
    setUp.base = 'https://nowhere.example.org'
    await setUp.look()
    expect([setUp.looking.error?.message, setUp.draft, setUp.step]).toEqual(['No answer.', undefined, 'address'])
  })

  it('leaves the key steps out where no key signs', async () => {
    const { setUp } = start()
    await setUp.look()
    expect(setUp.steps).toContain('keys')
    setUp.useVendor('bcda')
    expect([setUp.draft?.auth, setUp.steps.includes('keys'), setUp.steps.includes('register')]).toEqual([
      'client_secret_basic',
      false,
      false
    ])
  })

  it('stores a secret once and forgets it in the page', async () => {
    const { setUp, parts } = start(
      connectionOf({ settings: { ...connectionOf().settings, auth: 'client_secret_basic' } })
    )
    expect(setUp.step).toBe('sign-in')
    setUp.secret = 'shh'
    await setUp.next()
    expect(parts.setSecret).toHaveBeenCalledWith('connection-1', 'shh')
    expect([setUp.secret, setUp.step]).toEqual(['', 'test'])
  })

  it('stays where it is while the passphrase is not given, and keeps what was typed', async () => {
    const { setUp, parts } = start(connectionOf({ settings: { ...connectionOf().settings, auth: 'bearer' } }))
    parts.setSecret.mockResolvedValueOnce(undefined)
    setUp.secret = 'token'
    await setUp.next()
    expect([setUp.secret, setUp.step]).toEqual(['token', 'sign-in'])
  })

  it('keeps the settings of a setup that goes on when the server is looked at again', async () => {
    const { setUp } = start(connectionOf({ settings: { ...connectionOf().settings, group: 'g', level: 'group' } }))
    setUp.open('address')
    await setUp.look()
    expect([setUp.draft?.group, setUp.draft?.level]).toEqual(['g', 'group'])
  })

  it('shows what the test found', async () => {
    const { setUp } = start(connectionOf())
    await setUp.test()
    expect([setUp.report?.signIn.ok, setUp.discovered?.vendor]).toEqual([true, 'epic'])
  })

  it('keeps the address of the key set that its check has stored', async () => {
    const begun = connectionOf()
    const { setUp, saves, parts } = start(begun)
    setUp.open('register')
    await parts.save('connection-1', { ...begun.settings, jwksUrl: 'https://keys.example.org' })
    await setUp.next()
    expect(saves.at(-1)?.jwksUrl).toBe('https://keys.example.org')
  })

  it('stores what was entered before another step is shown', async () => {
    const { setUp, saves } = start(connectionOf())
    setUp.open('what')
    setUp.draft!.group = 'group-1'
    expect(await setUp.store()).toBe(true)
    expect(saves.at(-1)?.group).toBe('group-1')
  })

  it('ticks a step when somebody went through it, not when its defaults would do', async () => {
    const { setUp } = start()
    await setUp.look()
    await setUp.next()
    const done = (): string[] => setUp.steps.filter((step) => setUp.isDone(step))
    expect(done()).toEqual(['address'])
    await setUp.next()
    expect(done()).toEqual(['address', 'profile'])
    setUp.open('what')
    setUp.open('profile')
    expect(done()).toEqual(['address', 'profile', 'sign-in'])
    setUp.open('what')
    await setUp.next()
    expect(done()).toContain('what')
  })

  it('keeps the ticks of what was gone through before it was left', () => {
    const left = start(connectionOf()).setUp
    expect(['profile', 'sign-in', 'what'].map((step) => left.isDone(step as 'what'))).toEqual([true, true, false])
    const exported = start(connectionOf({ lastRun: { id: 'r', state: 'committed', createdAt: 1 } as never })).setUp
    expect(exported.isDone('what')).toBe(true)
  })

  it('does not store an address that nobody has looked at', async () => {
    const { setUp, saves } = start(connectionOf())
    setUp.open('address')
    setUp.base = 'https://other.example.net/r4'
    expect([setUp.isAnother, setUp.isDone('address')]).toEqual([true, false])
    await setUp.next()
    expect([saves, setUp.step]).toEqual([[], 'address'])
  })
})

describe('a setup that was left', () => {
  const settings = connectionOf().settings
  const { clientId: _, ...unregistered } = settings
  it.each([
    ['keys', connectionOf({ keys: [] })],
    ['profile', connectionOf({ keys: [], settings: unregistered })],
    ['register', connectionOf({ settings: unregistered })],
    ['sign-in', connectionOf({ settings: { ...settings, auth: 'client_secret_post' } })],
    ['sign-in', connectionOf({ settings: { ...unregistered, auth: 'client_secret_post' }, hasSecret: true })],
    ['what', connectionOf({ missing: ['Choose a group.'] })],
    ['test', connectionOf()],
    ['test', connectionOf({ settings: { ...unregistered, auth: 'none' } })]
  ] as const)('goes on at %s', (step, connection) => {
    expect(firstOpenStep(connection)).toBe(step)
  })
})
