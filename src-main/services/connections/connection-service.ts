import type { NewKeyAlgorithm } from '#shared/connections/connection-keys.ts'
import { servicesConnectionsMessages as m } from '#messages/services/connections.ts'
import { isDeepStrictEqual } from 'node:util'
import { AppError } from '#shared/app-error.ts'
import type { ConnectionSettings } from '#shared/connections/connection-settings.ts'
import type { Discovered } from '#shared/connections/server-report.ts'
import type { HostedCheck } from '#shared/connections/connection-keys.ts'
import type { Schedule } from '#shared/schedule.ts'
import type { ClientCredentials } from '../../auth/client-credentials.ts'
import type { GrantStore } from '../../auth/grant.ts'
import { publicJwks } from '../../auth/public-jwks.ts'
import { makeSigningKey, readSigningKey, type SigningKey } from '../../auth/signing-key.ts'
import type { ClockPort, LogPort, RandomPort } from '../../ports/host.ts'
import type { Keyring } from '../../storage/keys/keyring.ts'
import type { VendorProfile } from '../../vendors/vendor.ts'
import { mergeSettings } from './changed-settings.ts'
import { credentialsOf } from './connection-credentials.ts'
import type { ConnectionFile, ConnectionFiles } from './connection-file.ts'
import {
  hasDueKeys,
  publishedKeys,
  readKeys,
  revoked,
  signedBy,
  withKey,
  withoutDueKeys,
  withoutKey,
  type OpenedKeys
} from './connection-keys.ts'
import { noSecrets, type ConnectionSecrets } from './connection-secrets.ts'
import { createConnectionStore, gone, type ConnectionChange, type TrustedConnection } from './connection-store.ts'
import { createLookedServers } from './looked-servers.ts'
import { describeConnection, type BareConnection } from './describe-connection.ts'
import { scheduledConnections, type ScheduledConnection } from './scheduled-connection.ts'
import { storedGrants } from './stored-grants.ts'
import { checkedSettings, freeName, missingToSignIn } from './settings-check.ts'
import type { VendorCatalog } from './vendor-catalog.ts'

/** Dependencies of {@link createConnectionService}. */
export interface ConnectionServiceDependencies {
  readonly files: ConnectionFiles
  readonly keyring: Keyring
  readonly vendors: VendorCatalog
  /** Types that rules of this installation need, such as Consent; none when absent. */
  readonly ruleTypes?: () => Promise<readonly string[]>
  readonly clock: ClockPort
  readonly random: RandomPort
  readonly log: LogPort
}

/** The connections of this installation, their keys and secrets. */
export interface ConnectionService {
  list(): Promise<BareConnection[]>
  /** @throws AppError `not-found` */
  get(id: string): Promise<BareConnection>
  /** @throws AppError `invalid-input`, `not-allowed` for an address that is not safe */
  create(settings: ConnectionSettings): Promise<BareConnection>
  /** @param before what the form started from: only what differs from it is changed; the stored settings when absent */
  change(id: string, settings: ConnectionSettings, before?: ConnectionSettings): Promise<BareConnection>
  /**
   * Makes or changes a connection of the organization, whose id is given.
   * @throws AppError `not-allowed` where its keys are sealed and the keyring is not open
   */
  provide(id: string, settings: ConnectionSettings): Promise<BareConnection>
  /** Takes over settings that were changed outside. @throws AppError `not-allowed` when they are not what `digest` names */
  confirm(id: string, digest: string): Promise<BareConnection>
  delete(id: string): Promise<void>
  /** Remembers what a server said of itself, for its connections and for one that is made next. */
  noteServer(server: Discovered): Promise<void>
  /** Remembers what a check of the hosted key set found. */
  noteHosted(id: string, check: HostedCheck): Promise<void>
  /** A connection that is in memory only, with its key. */
  addInMemory(settings: ConnectionSettings, key: SigningKey): Promise<BareConnection>
  /** @throws AppError `not-allowed` while the keyring is not open */
  setSecret(id: string, secret: string): Promise<BareConnection>
  makeKey(id: string, algorithm: NewKeyAlgorithm): Promise<BareConnection>
  importKey(id: string, text: string, kid: string | undefined): Promise<BareConnection>
  /** @param overlapDays after them the key that signed until now is withdrawn; it stays as the next one when absent */
  useKey(id: string, kid: string, overlapDays?: number): Promise<BareConnection>
  /** Destroys the private half of a key at once and takes it out of the public set. */
  revokeKey(id: string, kid: string): Promise<BareConnection>
  /** Withdraws retired keys whose overlap is over. @returns ids of the connections that had some */
  withdrawDueKeys(): Promise<string[]>
  /** Keys that were revoked or withdrawn, with their public halves. */
  endedKeys(id: string): Promise<NonNullable<ConnectionFile['endedKeys']>>
  removeKey(id: string, kid: string): Promise<BareConnection>
  /** JSON text of the public halves. @throws AppError `not-found` when there is no key */
  publicJwks(id: string): Promise<string>
  /** Every key of a connection, the signing one first. @throws AppError `not-allowed` while the keyring is not open */
  signingKeys(id: string): Promise<SigningKey[]>
  /**
   * @param settings what they will be used with
   * @throws AppError `not-allowed`, `invalid-input` with what is missing
   */
  credentials(id: string, settings: ConnectionSettings): Promise<ClientCredentials>
  /** What a person granted by signing in. */
  grants(id: string): GrantStore
  profile(settings: ConnectionSettings): VendorProfile
  /** Types that rules of this installation need, whatever was chosen. */
  ruleTypes(): Promise<readonly string[]>
  /** When another address was set, in milliseconds since 1970; 0 when it is still the first one. */
  addressSince(id: string): Promise<number>
  schedule(id: string): Promise<Schedule | undefined>
  /** Every schedule that was set. */
  schedules(): ScheduledConnection[]
  setSchedule(id: string, schedule: Schedule): Promise<void>
  /** Tells of changes by other processes. @returns ends it */
  watch(listener: () => void): () => void
}

/** Keeps connections in files that several processes may change, and their secrets sealed next to them. */
export async function createConnectionService(dependencies: ConnectionServiceDependencies): Promise<ConnectionService> {
  const { files, keyring, vendors, clock, random, log } = dependencies
  const stored = await createConnectionStore(files, keyring, log)
  const inMemory = new Map<string, TrustedConnection>()
  const looked = createLookedServers(clock)

  async function fileOf(id: string): Promise<ConnectionFile> {
    const file = inMemory.get(id)?.file ?? (await stored.read(id))
    if (file === undefined) throw gone()
    return file
  }

  const trusted = async (id: string): Promise<TrustedConnection> => inMemory.get(id) ?? stored.trusted(id)

  async function change(
    id: string,
    make: (file: ConnectionFile, secrets: () => ConnectionSecrets) => Promise<ConnectionChange>
  ): Promise<BareConnection> {
    const unsaved = inMemory.get(id)
    if (unsaved === undefined) await stored.change(id, make)
    else {
      const { file, secrets = unsaved.secrets } = await make(unsaved.file, () => unsaved.secrets)
      inMemory.set(id, { file: { ...unsaved.file, ...file }, secrets })
    }
    return get(id)
  }

  const changeKeys = (
    id: string,
    make: (opened: OpenedKeys) => OpenedKeys | Promise<OpenedKeys>
  ): Promise<BareConnection> =>
    change(id, async ({ keys: known, endedKeys = [] }, read) => {
      const { keys, ended, secrets } = await make({ keys: known, ended: endedKeys, secrets: read() })
      return { file: { keys, ...(ended.length === 0 ? {} : { endedKeys: ended }) }, secrets }
    })

  const addKey = (id: string, key: SigningKey): Promise<BareConnection> =>
    changeKeys(id, (opened) => withKey(opened, key, clock.now()))

  async function signingKeys(id: string): Promise<SigningKey[]> {
    const { file, secrets } = await trusted(id)
    return readKeys({ keys: publishedKeys(file.keys, clock.now()), secrets })
  }

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

  const grants = (id: string): GrantStore => storedGrants(id, { folder: files.folder, trusted, change })

  const ruleTypes = async (): Promise<readonly string[]> => (await dependencies.ruleTypes?.()) ?? []

  const isOpen = async (): Promise<boolean> => (await keyring.state()).state === 'open'

  const bare = (file: ConnectionFile): Promise<BareConnection> =>
    describeConnection(file, {
      clock,
      vendors,
      isStored: !inMemory.has(file.id),
      isOpen,
      changedOutside: () => stored.changedOutside(file.id),
      grants: () => grants(file.id),
      ruleTypes
    })

  async function get(id: string): Promise<BareConnection> {
    return bare(await fileOf(id))
  }

  const namesBesides = (id?: string): string[] => cached().flatMap((each) => (each.id === id ? [] : each.settings.name))

  const cached = (): ConnectionFile[] => [...stored.cached(), ...[...inMemory.values()].map(({ file }) => file)]

  return {
    async list() {
      await stored.list()
      return Promise.all(cached().map(bare))
    },
    get,
    async create(settings) {
      const file = newFile({ ...settings, name: freeName(settings.name, namesBesides()) })
      await stored.add(file)
      return bare(file)
    },
    change: (id, asked, before) =>
      change(id, async ({ settings: now, discovered }) => {
        const merged = before === undefined ? asked : mergeSettings(before, asked, now)
        const settings = checkedSettings({ ...merged, name: freeName(merged.name, namesBesides(id)) })
        const isSame = discovered?.server.base === settings.base
        return {
          file: {
            settings,
            discovered: isSame ? discovered : looked.of(settings.base).discovered,
            ...(now.base === settings.base ? {} : { addressSince: clock.now() })
          }
        }
      }),
    async provide(id, settings) {
      if ((await stored.read(id)) !== undefined)
        return change(id, async (known) => ({
          file: { settings, ...(known.settings.base === settings.base ? {} : { addressSince: clock.now() }) }
        }))
      const file = { ...newFile(settings), id }
      await stored.add(file)
      return bare(file)
    },
    async confirm(id, digest) {
      await stored.confirm(id, digest)
      return get(id)
    },
    async delete(id) {
      await fileOf(id)
      if (!inMemory.delete(id)) await stored.remove(id)
    },
    async noteServer(server) {
      const discovered = looked.note(server)
      for (const { id, settings } of cached())
        if (settings.base === server.base) await change(id, async () => ({ file: { discovered } }))
    },
    async noteHosted(id, hosted) {
      await change(id, async () => ({ file: { hosted } }))
    },
    async addInMemory(settings, key) {
      const file = newFile(settings)
      inMemory.set(file.id, { file, secrets: noSecrets })
      return addKey(file.id, key)
    },
    setSecret: (id, secret) =>
      change(id, async (_, secrets) => ({ file: { hasSecret: true }, secrets: { ...secrets(), secret } })),
    makeKey: async (id, algorithm) => addKey(id, await makeSigningKey(algorithm)),
    importKey: async (id, text, kid) => addKey(id, await readSigningKey(text, kid)),
    useKey: (id, kid, overlapDays) =>
      change(id, async ({ keys }) => {
        const withdrawAt = overlapDays === undefined ? undefined : clock.now() + overlapDays * dayMs
        return { file: { keys: signedBy(publishedKeys(keys, clock.now()), kid, withdrawAt) } }
      }),
    revokeKey: (id, kid) => changeKeys(id, (opened) => revoked(opened, kid, clock.now())),
    async withdrawDueKeys() {
      if (!(await isOpen())) return []
      const due = cached().filter(({ keys }) => hasDueKeys(keys, clock.now()))
      for (const { id } of due) await changeKeys(id, (opened) => withoutDueKeys(opened, clock.now()))
      return due.map(({ id }) => id)
    },
    endedKeys: async (id) => (await fileOf(id)).endedKeys ?? [],
    removeKey: (id, kid) => changeKeys(id, (opened) => withoutKey(opened, kid)),
    async publicJwks(id) {
      const file = (await isOpen()) ? (await trusted(id)).file : await fileOf(id)
      const keys = publishedKeys(file.keys, clock.now())
      if (keys.length === 0) throw new AppError('not-found', m.thisConnectionHasNoKeyYet)
      return publicJwks(keys)
    },
    signingKeys,
    async credentials(id, settings) {
      const problem = missingToSignIn(await fileOf(id))[0]
      if (problem !== undefined) throw new AppError('invalid-input', problem)
      const { file, secrets } = await trusted(id)
      if (!isDeepStrictEqual(file.settings, settings))
        throw new AppError('not-allowed', m.theConnectionWasChangedAtThis, {
          retryable: true
        })
      return credentialsOf(file, {
        grants: grants(id),
        keys: () => readKeys({ keys: publishedKeys(file.keys, clock.now()), secrets }),
        secret: async () => secrets.secret
      })
    },
    grants,
    ruleTypes,
    profile: ({ vendor, switches }) => vendors.profile(vendor, switches),
    addressSince: async (id) => (await fileOf(id)).addressSince ?? 0,
    schedule: async (id) => (await fileOf(id)).schedule,
    schedules: () => scheduledConnections(cached()),
    async setSchedule(id, schedule) {
      await change(id, async () => ({ file: { schedule, scheduledAt: clock.now() } }))
    },
    watch: (listener) => stored.watch(listener)
  }
}

const dayMs = 86_400_000
