import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { calculateJwkThumbprint } from 'jose'
import { AppError } from '#shared/app-error.ts'
import type { Connection, ConnectionSettings, KeyInfo } from '#shared/connection.ts'
import type { Schedule } from '#shared/schedule.ts'
import type { Credentials } from '../auth/access-token.ts'
import { publicJwks } from '../auth/public-jwks.ts'
import { baseAddress, checkServerAddress } from '../auth/server-address.ts'
import { makeSigningKey, readSigningKey, writeSigningKey, type SigningKey } from '../auth/signing-key.ts'
import type { ClockPort, RandomPort } from '../host/ports.ts'
import { writeFileAtomically } from '../storage/atomic-file.ts'
import type { Keyring } from '../storage/keyring.ts'
import type { VendorProfile } from '../vendors/vendor.ts'
import type { ConnectionFile, ConnectionFiles } from './connection-file.ts'
import { noSecrets, openSecrets, sealSecrets, type ConnectionSecrets } from './connection-secrets.ts'
import { neededTypes } from './scope-registry.ts'
import type { VendorCatalog } from './vendor-catalog.ts'

/** What {@link createConnectionService} stands on. */
export interface ConnectionServiceParts {
  readonly files: ConnectionFiles
  readonly keyring: Keyring
  readonly vendors: VendorCatalog
  readonly clock: ClockPort
  readonly random: RandomPort
}

/** A connection without what exports and schedules know of it. */
export type BareConnection = Omit<Connection, 'lastRun' | 'nextRunAt' | 'dataFrom'>

/** The connections of this installation, their keys and secrets. */
export interface ConnectionService {
  list(): Promise<BareConnection[]>
  /** @throws AppError `not-found` */
  get(id: string): Promise<BareConnection>
  /** @throws AppError `invalid-input`, `not-allowed` for an address that is not safe */
  create(settings: ConnectionSettings): Promise<BareConnection>
  change(id: string, settings: ConnectionSettings): Promise<BareConnection>
  delete(id: string): Promise<void>
  /** A connection that is in memory only, with its key. */
  addInMemory(settings: ConnectionSettings, key: SigningKey): Promise<BareConnection>
  /** @throws AppError `not-allowed` while the keyring is not open */
  setSecret(id: string, secret: string): Promise<BareConnection>
  makeKey(id: string, algorithm: 'ES384' | 'RS384'): Promise<BareConnection>
  importKey(id: string, text: string, kid: string | undefined): Promise<BareConnection>
  useKey(id: string, kid: string): Promise<BareConnection>
  removeKey(id: string, kid: string): Promise<BareConnection>
  /** JSON text of the public halves. @throws AppError `not-found` when there is no key */
  publicJwks(id: string): Promise<string>
  /** Every key of a connection, the signing one first. @throws AppError `not-allowed` while the keyring is not open */
  signingKeys(id: string): Promise<SigningKey[]>
  /** @throws AppError `not-allowed`, `invalid-input` with what is missing */
  credentials(id: string): Promise<Credentials>
  profile(settings: ConnectionSettings): VendorProfile
  schedule(id: string): Promise<Schedule | undefined>
  /** Every schedule that was set. */
  schedules(): ScheduledConnection[]
  setSchedule(id: string, schedule: Schedule): Promise<void>
}

/** A connection with its schedule. */
export interface ScheduledConnection {
  readonly id: string
  readonly name: string
  readonly schedule: Schedule
  /** When it was set, in milliseconds since 1970. */
  readonly since: number
}

interface Held {
  readonly file: ConnectionFile
  /** Set for a connection that is in memory only. */
  readonly secrets?: ConnectionSecrets
}

/** The types that a connection asks for; none means everything. */
export function typesOf({ types }: ConnectionSettings): string[] {
  return types.kind === 'everything' ? [] : types.kind === 'chosen' ? [...types.types] : [...neededTypes]
}

/** Keeps connections in files, and their secrets sealed beside them. */
export async function createConnectionService(parts: ConnectionServiceParts): Promise<ConnectionService> {
  const { files, keyring, vendors, clock, random } = parts
  const held = new Map<string, Held>((await files.list()).map((file) => [file.id, { file }]))

  function holding(id: string): Held {
    const found = held.get(id)
    if (found === undefined) throw new AppError('not-found', 'This connection is not there any more.')
    return found
  }

  const secretsPath = (id: string): string => join(files.folder, `${id}.secrets`)

  async function secretsOf({ file, secrets }: Held): Promise<ConnectionSecrets> {
    if (secrets !== undefined) return secrets
    if (file.keys.length === 0 && !file.hasSecret) return noSecrets
    return openSecrets(await readFile(secretsPath(file.id)), file.id, keyring)
  }

  /** Secrets first: a key in the list without its private half would be worse than a private half in no list. */
  async function store(before: Held, change: Partial<ConnectionFile>, secrets?: ConnectionSecrets): Promise<void> {
    const file = { ...before.file, ...change }
    if (before.secrets !== undefined) {
      held.set(file.id, { file, secrets: secrets ?? before.secrets })
      return
    }
    if (secrets !== undefined) await writeFileAtomically(secretsPath(file.id), sealSecrets(secrets, file.id, keyring))
    await files.write(file)
    held.set(file.id, { file })
  }

  async function addKey(id: string, key: SigningKey): Promise<BareConnection> {
    const before = holding(id)
    const secrets = await secretsOf(before)
    if (before.file.keys.some(({ kid }) => kid === key.kid))
      throw new AppError('invalid-input', 'This connection has a key with this kid already.')
    const signing = before.file.keys.filter(({ role }) => role === 'signing')
    const info = {
      kid: key.kid,
      algorithm: key.algorithm,
      thumbprint: await calculateJwkThumbprint(key.publicJwk),
      createdAt: clock.now(),
      role: signing.length === 0 ? ('signing' as const) : ('next' as const),
      publicJwk: { ...key.publicJwk } as Record<string, unknown>
    }
    const keys = [...signing, info]
    const kept = secrets.keys.filter(({ kid }) => signing.some((one) => one.kid === kid))
    await store(before, { keys }, { ...secrets, keys: [...kept, { kid: key.kid, jwk: writeSigningKey(key) }] })
    return get(id)
  }

  async function signingKeys(id: string): Promise<SigningKey[]> {
    const holder = holding(id)
    const secrets = await secretsOf(holder)
    const ordered = [...holder.file.keys].sort((a, b) => Number(a.role === 'next') - Number(b.role === 'next'))
    return Promise.all(
      ordered.flatMap(({ kid }) => {
        const found = secrets.keys.find((key) => key.kid === kid)
        return found === undefined ? [] : [readSigningKey(found.jwk, kid)]
      })
    )
  }

  async function bare(holder: Held): Promise<BareConnection> {
    const { id, createdAt, settings, keys, hasSecret } = holder.file
    const isOpen = holder.secrets !== undefined || (await keyring.state()).state === 'open'
    const infos = keys.map(({ publicJwk: _public, ...info }): KeyInfo => info)
    const sealed = keys.length > 0 || hasSecret
    return {
      id,
      kind: holder.secrets === undefined ? 'server' : 'sandbox',
      createdAt,
      settings,
      keys: infos,
      hasSecret,
      unlocked: !sealed || isOpen,
      types: typesOf(settings),
      missing: missingFor(holder.file, !sealed || isOpen)
    }
  }

  async function get(id: string): Promise<BareConnection> {
    return bare(holding(id))
  }

  return {
    list: () => Promise.all([...held.values()].map(bare)),
    get,
    async create(settings) {
      const id = random.token(12)
      const file: ConnectionFile = {
        version: 1,
        id,
        createdAt: clock.now(),
        settings: checked(settings),
        keys: [],
        hasSecret: false
      }
      await files.write(file)
      held.set(id, { file })
      return get(id)
    },
    async change(id, settings) {
      await store(holding(id), { settings: checked(settings) })
      return get(id)
    },
    async delete(id) {
      const { secrets } = holding(id)
      if (secrets === undefined) await files.remove(id)
      held.delete(id)
    },
    async addInMemory(settings, key) {
      const id = random.token(12)
      const file: ConnectionFile = {
        version: 1,
        id,
        createdAt: clock.now(),
        settings: checked(settings),
        keys: [],
        hasSecret: false
      }
      held.set(id, { file, secrets: noSecrets })
      return addKey(id, key)
    },
    async setSecret(id, secret) {
      const before = holding(id)
      await store(before, { hasSecret: true }, { ...(await secretsOf(before)), secret })
      return get(id)
    },
    makeKey: async (id, algorithm) => addKey(id, await makeSigningKey(algorithm)),
    importKey: async (id, text, kid) => addKey(id, await readSigningKey(text, kid)),
    async useKey(id, kid) {
      const before = holding(id)
      if (!before.file.keys.some((key) => key.kid === kid))
        throw new AppError('not-found', 'This connection has no such key.')
      const keys = before.file.keys.map((key) => ({
        ...key,
        role: key.kid === kid ? ('signing' as const) : ('next' as const)
      }))
      await store(before, { keys })
      return get(id)
    },
    async removeKey(id, kid) {
      const before = holding(id)
      const secrets = await secretsOf(before)
      const left = before.file.keys.filter((key) => key.kid !== kid)
      const keys = left.map((key, index) => (index === 0 ? { ...key, role: 'signing' as const } : key))
      await store(before, { keys }, { ...secrets, keys: secrets.keys.filter((key) => key.kid !== kid) })
      return get(id)
    },
    async publicJwks(id) {
      const { keys } = holding(id).file
      if (keys.length === 0) throw new AppError('not-found', 'This connection has no key yet. Make one, or import one.')
      return publicJwks(keys)
    },
    signingKeys,
    async credentials(id) {
      const holder = holding(id)
      const { settings } = holder.file
      const clientId = settings.clientId ?? ''
      const [problem] = missingFor(holder.file, true)
      if (problem !== undefined) throw new AppError('invalid-input', problem)
      if (settings.auth === 'none') return { kind: 'none' }
      if (settings.auth === 'private_key_jwt') {
        const [key] = await signingKeys(id)
        if (key === undefined) throw new AppError('invalid-input', 'This connection has no key to sign in with.')
        return { kind: 'private_key_jwt', clientId, key }
      }
      const { secret = '' } = await secretsOf(holder)
      if (settings.auth === 'bearer') return { kind: 'bearer', token: secret }
      return { kind: settings.auth, clientId, secret }
    },
    profile: ({ vendor, switches }) => vendors.profile(vendor, switches),
    schedule: async (id) => holding(id).file.schedule,
    schedules: () =>
      [...held.values()].flatMap(({ file }) =>
        file.schedule === undefined
          ? []
          : [{ id: file.id, name: file.settings.name, schedule: file.schedule, since: file.scheduledAt ?? 0 }]
      ),
    async setSchedule(id, schedule) {
      await store(holding(id), { schedule, scheduledAt: clock.now() })
    }
  }
}

/** Addresses in their usual form. @throws AppError `invalid-input`, `not-allowed` */
function checked(settings: ConnectionSettings): ConnectionSettings {
  const { allowHttpLoopback, tokenEndpoint, jwksUrl } = settings
  const base = baseAddress(checkServerAddress(settings.base, allowHttpLoopback))
  for (const address of [tokenEndpoint, jwksUrl])
    if (address !== undefined && address !== '') checkServerAddress(address, allowHttpLoopback)
  const trustedOrigins = settings.trustedOrigins.map((one) => checkServerAddress(one, allowHttpLoopback).origin)
  return { ...settings, base, trustedOrigins }
}

/** What stands in the way of an export, in sentences. */
function missingFor({ settings, keys, hasSecret }: ConnectionFile, unlocked: boolean): string[] {
  const { auth, clientId, level, group, mode, types } = settings
  const needsId = auth === 'private_key_jwt' || auth === 'client_secret_basic' || auth === 'client_secret_post'
  return [
    ...(needsId && (clientId ?? '') === '' ? ['Enter the client id that the server gave you.'] : []),
    ...(auth === 'private_key_jwt' && keys.length === 0 ? ['Make a key pair, or import one.'] : []),
    ...(auth !== 'private_key_jwt' && auth !== 'none' && !hasSecret
      ? [auth === 'bearer' ? 'Enter the access token.' : 'Enter the client secret.']
      : []),
    ...(level === 'group' && (group ?? '') === '' ? ['Choose the group to export.'] : []),
    ...(mode === 'crawl' && types.kind === 'everything'
      ? ['Choose which types are needed; without a bulk export each is searched by itself.']
      : []),
    ...(types.kind === 'chosen' && types.types.length === 0 ? ['Choose at least one resource type.'] : []),
    ...(unlocked ? [] : ['Unlock what is kept on this computer with its passphrase.'])
  ]
}
