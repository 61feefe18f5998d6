import { cliConnectionsMessages as m } from '#messages/cli/connections.ts'
import { join } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import { systemClock, systemRandom } from '../../ports/system.ts'
import { recordEffect } from '../../services/audit/record-effect.ts'
import { openConnectionFiles, type StoredConnection } from '../../services/connections/connection-file.ts'
import { createConnectionService } from '../../services/connections/connection-service.ts'
import { openVendorCatalog } from '../../services/connections/vendor-catalog.ts'
import { diskFiles } from '../../storage/sealed/store-files.ts'
import { openCommandAudit } from '../data/command-audit.ts'
import { openData } from '../data/open-data.ts'
import type { CommandIo } from '../terminal/command.ts'
import type { PassphraseSource } from '../terminal/passphrase.ts'

/** A key that was revoked, and the connection that it was of. */
export interface RevokedKey {
  readonly connection: string
  readonly name: string
  readonly kid: string
}

/** Which keys are to be revoked. */
export interface RevokeOptions {
  /** Value of `--data`. */
  readonly data: string | undefined
  readonly passphrase: PassphraseSource
  /** Name or id of a connection; all of them when absent. */
  readonly connection: string | undefined
  /** A single key; every key when absent. */
  readonly kid: string | undefined
}

/**
 * Destroys private halves of keys at once and takes them out of the public sets; data, secrets and other keys stay.
 * @throws AppError `not-found` when no key fits, `not-allowed` for a wrong passphrase or while Populus is open
 */
export async function revokeKeys(options: RevokeOptions, io: CommandIo): Promise<RevokedKey[]> {
  const { data, folder, log } = await openData(options.data, options.passphrase, io)
  try {
    await folder.store.claim()
    const files = await openConnectionFiles(join(data, 'connections'), diskFiles, log)
    const vendors = await openVendorCatalog(files.folder, log, () => ({}))
    const connections = await createConnectionService({
      files,
      keyring: folder.keyring,
      vendors,
      clock: systemClock,
      random: systemRandom,
      log
    })
    const chosen = (await connections.list())
      .filter(
        ({ id, settings }) => options.connection === undefined || [id, settings.name].includes(options.connection)
      )
      .flatMap(({ id, settings, keys }) => keys.map(({ kid }) => ({ connection: id, name: settings.name, kid })))
      .filter(({ kid }) => options.kid === undefined || kid === options.kid)
    if (chosen.length === 0) throw new AppError('not-found', m.thereIsNoSuchKeyIn)
    const audit = await openCommandAudit(data, folder.keyring, io.access)
    for (const { connection, kid } of chosen)
      await recordEffect(
        audit,
        { action: 'connection.key-revoked', facts: { connection } },
        () => connections.revokeKey(connection, kid),
        ({ keys }) => ({ connection, keys: keys.length })
      )
    return chosen
  } finally {
    await folder.release()
  }
}

/**
 * Writes down that the keys of all connections were destroyed, after their sealed halves were.
 * @returns the keys that servers should no longer accept
 */
export async function noteDestroyedKeys(data: string, now: number): Promise<RevokedKey[]> {
  const files = await openConnectionFiles(join(data, 'connections'), diskFiles, { write: () => undefined })
  const noted: RevokedKey[] = []
  for (const { file, raw } of await files.list()) {
    await files.write(file.id, destroyedKeys(file, raw, now))
    for (const { kid } of file.keys) noted.push({ connection: file.id, name: file.settings.name, kid })
  }
  return noted
}

function destroyedKeys(
  { keys, endedKeys = [] }: StoredConnection['file'],
  raw: StoredConnection['raw'],
  now: number
): StoredConnection['raw'] {
  const ended = keys.map(({ kid, thumbprint, publicJwk }) => ({ kid, thumbprint, at: now, how: 'revoked', publicJwk }))
  return { ...raw, keys: [], hasSecret: false, signedIn: undefined, endedKeys: [...ended, ...endedKeys].slice(0, 20) }
}
