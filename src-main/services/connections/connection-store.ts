import { servicesConnectionsMessages as m } from '#messages/services/connections.ts'
import { unwatchFile, watchFile } from 'node:fs'
import { oneAtATime } from '#shared/one-at-a-time.ts'
import { AppError } from '#shared/app-error.ts'
import type { ChangedOutside } from '#shared/connections/connection.ts'
import { errorCode } from '#shared/error-code.ts'
import type { LogPort } from '../../ports/host.ts'
import { withFileLock } from '../../storage/files/file-lock.ts'
import type { Keyring } from '../../storage/keys/keyring.ts'
import type { ConnectionFile, ConnectionFiles, StoredConnection } from './connection-file.ts'
import { noSecrets, openSecrets, sealSecrets, type ConnectionSecrets } from './connection-secrets.ts'
import { settingsContent, settingsDifference } from './settings-content.ts'

/** What a change makes of a connection; secrets stay as they are without new ones. */
export interface ConnectionChange {
  readonly file: Partial<ConnectionFile>
  readonly secrets?: ConnectionSecrets
}

/** A connection with its secrets, whose settings are those that Populus or the user set. */
export interface TrustedConnection {
  readonly file: ConnectionFile
  readonly secrets: ConnectionSecrets
}

/**
 * The connections in the files of a profile, which several processes may change. A change is made to what the file holds
 * at that moment, while no other process makes one.
 */
export interface ConnectionStore {
  /** As they were last read or changed. */
  cached(): readonly ConnectionFile[]
  /** Reads them again. */
  list(): Promise<readonly ConnectionFile[]>
  /** @returns `undefined` when the connection is gone */
  read(id: string): Promise<ConnectionFile | undefined>
  add(file: ConnectionFile): Promise<void>
  /**
   * @param make gets the file as it is now, and its secrets when it asks for them
   * @throws AppError `not-found` when the connection is gone, `not-allowed` while the keyring is not open
   */
  change(
    id: string,
    make: (file: ConnectionFile, secrets: () => ConnectionSecrets) => Promise<ConnectionChange>
  ): Promise<void>
  remove(id: string): Promise<void>
  /** @throws AppError `not-found`, `not-allowed` while the keyring is locked or the settings wait for a confirmation */
  trusted(id: string): Promise<TrustedConnection>
  /** What was changed outside Populus; `undefined` when nothing was, or while the keyring is not open. */
  changedOutside(id: string): Promise<ChangedOutside | undefined>
  /** Takes over what was changed outside. @throws AppError `not-allowed` when it is not what the user was shown */
  confirm(id: string, digest: string): Promise<void>
  /** Tells of changes by other processes. @returns ends it */
  watch(listener: () => void): () => void
}

/** How often it is looked whether another process changed something. */
const watchMs = 1_000

/** @param files the files of the profile; read once before this resolves */
export async function createConnectionStore(
  files: ConnectionFiles,
  keyring: Keyring,
  log: LogPort
): Promise<ConnectionStore> {
  let known: readonly ConnectionFile[] = []
  let listener: (() => void) | undefined

  /** One at a time, so that what was read earlier never takes the place of a change. */
  const inTurn = oneAtATime()

  const locked = <T>(work: () => Promise<T>): Promise<T> => inTurn(() => withFileLock(`${files.folder}.lock`, work))

  const refresh = (): Promise<readonly ConnectionFile[]> =>
    inTurn(async () => {
      const found = (await files.list()).map(({ file }) => file)
      const isSame = JSON.stringify(found) === JSON.stringify(known)
      known = found
      if (!isSame) listener?.()
      return found
    })

  async function require(id: string): Promise<StoredConnection> {
    const stored = await files.read(id)
    if (stored === undefined) throw gone()
    return stored
  }

  async function secretsOf(id: string): Promise<ConnectionSecrets | undefined> {
    const sealed = await files.readSecrets(id)
    return sealed === undefined ? undefined : openSecrets(sealed, id, keyring)
  }

  const seal = (id: string, secrets: ConnectionSecrets): Promise<void> =>
    files.writeSecrets(id, sealSecrets(secrets, id, keyring))

  /**
   * Secrets first: a key in the list without its private half would be worse than a private half in no list. The sealed
   * copy knows the old and the new settings until the file has its new content, so that a crash in between is no alarm.
   */
  async function write(
    id: string,
    { raw }: StoredConnection,
    next: StoredConnection['raw'],
    [before, secrets]: readonly [ConnectionSecrets | undefined, ConnectionSecrets | undefined]
  ): Promise<void> {
    const [old, content] = [settingsContent(raw), settingsContent(next)]
    const { settings } = before ?? {}
    const wasTrusted = settings?.includes(old) ?? true
    const sealed = secrets ?? before
    if (sealed !== undefined) await seal(id, { ...sealed, settings: wasTrusted ? [old, content] : settings })
    await files.write(id, next)
    if (sealed !== undefined && wasTrusted) await seal(id, { ...sealed, settings: [content] })
  }

  async function difference(id: string): Promise<ChangedOutside | undefined> {
    const stored = await files.read(id)
    const sealed = (await secretsOf(id))?.settings
    if (stored === undefined || sealed === undefined) return undefined
    const content = settingsContent(stored.raw)
    return sealed.includes(content) ? undefined : settingsDifference(sealed.at(-1) ?? '{}', content)
  }

  await refresh()
  return {
    cached: () => known,
    list: refresh,
    async read(id) {
      return (await refresh()).find((file) => file.id === id)
    },
    add: (file) =>
      locked(async () => {
        await files.write(file.id, { ...file })
        known = [...known, file]
      }),
    change: (id, make) =>
      locked(async () => {
        const stored = await require(id)
        const sealed = await files.readSecrets(id)
        const open = (): ConnectionSecrets | undefined => sealed && openSecrets(sealed, id, keyring)
        const { file, secrets } = await make(stored.file, () => open() ?? noSecrets)
        const next = { ...stored.raw, ...file }
        const isSealed = secrets !== undefined || settingsContent(next) !== settingsContent(stored.raw)
        await write(id, stored, next, isSealed ? [open(), secrets] : [undefined, undefined])
        const changed = { ...stored.file, ...file }
        known = known.map((each) => (each.id === id ? changed : each))
      }),
    remove: (id) =>
      locked(async () => {
        await files.remove(id)
        known = known.filter((file) => file.id !== id)
      }),
    trusted: (id) =>
      locked(async () => {
        const { file, raw } = await require(id)
        const secrets = await secretsOf(id)
        if (secrets === undefined) return { file, secrets: noSecrets }
        const content = settingsContent(raw)
        // From an earlier version: what is used now is what has to stay.
        if (secrets.settings === undefined) await seal(id, { ...secrets, settings: [content] })
        else if (!secrets.settings.includes(content)) throw changedError(file.settings.name)
        return { file, secrets }
      }),
    async changedOutside(id) {
      if ((await keyring.state()).state !== 'open') return undefined
      // Without the lock a change by another process may be seen in part, so only a second look under it counts.
      return (await difference(id)) && (await locked(() => difference(id)))
    },
    confirm: (id, digest) =>
      locked(async () => {
        const { raw } = await require(id)
        const found = await difference(id)
        if (found === undefined) return
        if (found.digest !== digest) throw new AppError('not-allowed', m.theSettingsWereChangedOnceMore)
        await seal(id, { ...((await secretsOf(id)) ?? noSecrets), settings: [settingsContent(raw)] })
      }),
    watch(told) {
      listener = told
      const look = (): void =>
        void refresh().catch((error: unknown) =>
          log.write('warn', 'connections.unreadable', { systemCode: errorCode(error) ?? 'unknown' })
        )
      watchFile(files.folder, { interval: watchMs, persistent: false }, look)
      return () => {
        listener = undefined
        unwatchFile(files.folder, look)
      }
    }
  }
}

/** The error for a connection that is not there. */
export function gone(): AppError {
  return new AppError('not-found', m.thisConnectionNoLongerExists)
}

function changedError(name: string): AppError {
  return new AppError('not-allowed', m.theSettingsOfWereChangedOutside(name))
}
