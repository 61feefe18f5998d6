import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import type { Connection, ConnectionSettings, Discovered, HostedCheck, KeyInfo } from '#shared/connection.ts'
import type { Schedule } from '#shared/schedule.ts'
import type { Credentials } from '../auth/access-token.ts'
import { publicJwks } from '../auth/public-jwks.ts'
import { makeSigningKey, readSigningKey, type SigningKey } from '../auth/signing-key.ts'
import type { ClockPort, RandomPort } from '../host/ports.ts'
import { writeFileAtomically } from '../storage/atomic-file.ts'
import type { Keyring } from '../storage/keyring.ts'
import type { VendorProfile } from '../vendors/vendor.ts'
import { credentialsOf } from './connection-credentials.ts'
import type { ConnectionFile, ConnectionFiles } from './connection-file.ts'
import { readKeys, signedBy, withKey, withoutKey, type HeldKeys } from './connection-keys.ts'
import { createLookedServers } from './looked-servers.ts'
import { noSecrets, openSecrets, sealSecrets, type ConnectionSecrets } from './connection-secrets.ts'
import { typesOf } from './scope-registry.ts'
import { checkedSettings, missingFor } from './settings-check.ts'
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
  /** Remembers what a server said of itself, for its connections and for one that is made next. */
  noteServer(server: Discovered): Promise<void>
  /** Remembers what a check of the hosted key set found. */
  noteHosted(id: string, check: HostedCheck): Promise<void>
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

/** Keeps connections in files, and their secrets sealed beside them. */
export async function createConnectionService(parts: ConnectionServiceParts): Promise<ConnectionService> {
  const { files, keyring, vendors, clock, random } = parts
  const held = new Map<string, Held>((await files.list()).map((file) => [file.id, { file }]))
  const looked = createLookedServers(clock)

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
  async function store(id: string, change: Partial<ConnectionFile>, secrets?: ConnectionSecrets): Promise<void> {
    return replace(id, { ...holding(id).file, ...change }, secrets)
  }

  async function replace(id: string, file: ConnectionFile, secrets?: ConnectionSecrets): Promise<void> {
    const before = holding(id)
    if (before.secrets !== undefined) {
      held.set(file.id, { file, secrets: secrets ?? before.secrets })
      return
    }
    if (secrets !== undefined) await writeFileAtomically(secretsPath(file.id), sealSecrets(secrets, file.id, keyring))
    await files.write(file)
    held.set(file.id, { file })
  }

  async function heldKeys(id: string): Promise<HeldKeys> {
    const holder = holding(id)
    return { keys: holder.file.keys, secrets: await secretsOf(holder) }
  }

  async function addKey(id: string, key: SigningKey): Promise<BareConnection> {
    const { keys, secrets } = await withKey(await heldKeys(id), key, clock.now())
    await store(id, { keys }, secrets)
    return get(id)
  }

  const signingKeys = async (id: string): Promise<SigningKey[]> => readKeys(await heldKeys(id))

  function newFile(asked: ConnectionSettings): ConnectionFile {
    const settings = checkedSettings(asked)
    return {
      version: 1,
      // It stands in command lines, where a dash in front would make it an option.
      id: `c${random.token(12)}`,
      createdAt: clock.now(),
      settings,
      keys: [],
      hasSecret: false,
      ...looked.of(settings.base)
    }
  }

  async function bare(holder: Held): Promise<BareConnection> {
    const { id, createdAt, settings, keys, hasSecret, discovered, hosted } = holder.file
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
      types: typesOf(settings, discovered?.server),
      missing: missingFor(holder.file, !sealed || isOpen),
      ...(discovered === undefined ? {} : { discovered }),
      ...(hosted === undefined ? {} : { hosted })
    }
  }

  async function get(id: string): Promise<BareConnection> {
    return bare(holding(id))
  }

  return {
    list: () => Promise.all([...held.values()].map(bare)),
    get,
    async create(settings) {
      const file = newFile(settings)
      await files.write(file)
      held.set(file.id, { file })
      return get(file.id)
    },
    async change(id, asked) {
      const settings = checkedSettings(asked)
      const { discovered: known, ...file } = holding(id).file
      const same = file.settings.base === settings.base
      await replace(id, {
        ...file,
        settings,
        ...(same && known !== undefined ? { discovered: known } : looked.of(settings.base))
      })
      return get(id)
    },
    async delete(id) {
      const { secrets } = holding(id)
      if (secrets === undefined) await files.remove(id)
      held.delete(id)
    },
    async noteServer(server) {
      const discovered = looked.note(server)
      for (const { file } of [...held.values()])
        if (file.settings.base === server.base) await store(file.id, { discovered })
    },
    noteHosted: (id, hosted) => store(id, { hosted }),
    async addInMemory(settings, key) {
      const file = newFile(settings)
      held.set(file.id, { file, secrets: noSecrets })
      return addKey(file.id, key)
    },
    async setSecret(id, secret) {
      const secrets = await secretsOf(holding(id))
      await store(id, { hasSecret: true }, { ...secrets, secret })
      return get(id)
    },
    makeKey: async (id, algorithm) => addKey(id, await makeSigningKey(algorithm)),
    importKey: async (id, text, kid) => addKey(id, await readSigningKey(text, kid)),
    async useKey(id, kid) {
      await store(id, { keys: signedBy(holding(id).file.keys, kid) })
      return get(id)
    },
    async removeKey(id, kid) {
      const { keys, secrets } = withoutKey(await heldKeys(id), kid)
      await store(id, { keys }, secrets)
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
      return credentialsOf(holder.file, {
        keys: () => signingKeys(id),
        secret: async () => (await secretsOf(holder)).secret
      })
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
      await store(id, { schedule, scheduledAt: clock.now() })
    }
  }
}
