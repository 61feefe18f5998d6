import { join } from 'node:path'
import * as v from 'valibot'
import { ConnectionSettings } from '#shared/connections/connection-settings.ts'
import { Discovered } from '#shared/connections/server-report.ts'
import { EndedKey, HostedCheck, KeyInfo } from '#shared/connections/connection-keys.ts'
import { Schedule } from '#shared/schedule.ts'
import type { LogPort } from '../../ports/host.ts'
import { isOutOfReach } from '../../storage/files/misplaced.ts'
import { writeFileAtomically, type AtomicFileSystem } from '../../storage/files/atomic-file.ts'
import { makePrivateFolder } from '../../storage/files/private-folder.ts'
import { asDiskError } from '../../storage/files/space-error.ts'
import type { StoreFiles } from '../../storage/sealed/store-files.ts'

/** What is stored of a connection in the clear: no secrets, nothing about people. */
export const ConnectionFile = v.object({
  version: v.literal(1),
  id: v.string(),
  createdAt: v.number(),
  settings: ConnectionSettings,
  /** Public halves and what is known of them. */
  keys: v.array(v.object({ ...KeyInfo.entries, publicJwk: v.record(v.string(), v.unknown()) })),
  /** Keys whose private halves were destroyed, newest first, with their public halves. */
  endedKeys: v.optional(v.array(v.object({ ...EndedKey.entries, publicJwk: v.record(v.string(), v.unknown()) }))),
  hasSecret: v.boolean(),
  /** A person is signed in; who it is, and the tokens, are sealed. */
  signedIn: v.optional(v.object({ at: v.number(), until: v.optional(v.number()) })),
  /** What the server said of itself, and when; of the address that is set now. */
  discovered: v.optional(v.object({ at: v.number(), server: Discovered })),
  /** When another address was set: what exports saw before was another server. */
  addressSince: v.optional(v.number()),
  /** The last check of the hosted key set. */
  hosted: v.optional(HostedCheck),
  schedule: v.optional(Schedule),
  /** When the schedule was set: runs before were not missed. */
  scheduledAt: v.optional(v.number())
})
export type ConnectionFile = v.InferOutput<typeof ConnectionFile>

/** A connection as it is on the disk. */
export interface StoredConnection {
  readonly file: ConnectionFile
  /** Everything that the file holds, also what another version wrote into it. */
  readonly raw: Readonly<Record<string, unknown>>
}

/** The connections of this installation, a file each. */
export interface ConnectionFiles {
  readonly folder: string
  /** In the order of their creation. A file that cannot be read is left where it is and left out. */
  list(): Promise<StoredConnection[]>
  /** @returns `undefined` when there is no such connection, or its file cannot be read */
  read(id: string): Promise<StoredConnection | undefined>
  /** @throws AppError `out-of-space`, `not-allowed`; the old content is then still in place */
  write(id: string, raw: StoredConnection['raw']): Promise<void>
  /** The sealed secrets; `undefined` when the connection has none. */
  readSecrets(id: string): Promise<Buffer | undefined>
  /** @throws AppError `out-of-space`, `not-allowed`; the old content is then still in place */
  writeSecrets(id: string, sealed: Buffer): Promise<void>
  remove(id: string): Promise<void>
}

/**
 * @param folder absolute path; made when it is missing
 * @param disk what replaces files; the real file system when absent
 */
export async function openConnectionFiles(
  folder: string,
  files: StoreFiles,
  log: LogPort,
  disk?: AtomicFileSystem
): Promise<ConnectionFiles> {
  await makePrivateFolder(folder)
  const pathOf = (id: string): string => join(folder, `${id}.json`)
  const secretsPath = (id: string): string => join(folder, `${id}.secrets`)
  /** Each problem once: the folder is read often. */
  const reported = new Set<string>()

  async function save(path: string, data: string | Buffer): Promise<void> {
    try {
      await writeFileAtomically(path, data, disk)
    } catch (error) {
      throw asDiskError(error)
    }
  }

  async function read(id: string): Promise<StoredConnection | undefined> {
    const bytes = await readWithinReach(files, pathOf(id))
    if (bytes === undefined) return undefined
    const stored = bytes === 'out-of-reach' ? undefined : parse(bytes.toString('utf8'))
    if (stored?.file.id === id) return stored
    if (!reported.has(id)) log.write('warn', 'connections.unreadable')
    reported.add(id)
    return undefined
  }

  return {
    folder,
    read,
    async list() {
      const names = await files.list(folder)
      const ids = names.filter((name) => name.endsWith('.json') && name !== 'vendors.json')
      const found = await Promise.all(ids.map((name) => read(name.slice(0, -'.json'.length))))
      return found.filter((stored) => stored !== undefined).sort((a, b) => a.file.createdAt - b.file.createdAt)
    },
    write: (id, raw) => save(pathOf(id), `${JSON.stringify(raw, undefined, 2)}\n`),
    async readSecrets(id) {
      const bytes = await readWithinReach(files, secretsPath(id))
      // Nothing opens an empty text: the keys are reported as damaged.
      return bytes === 'out-of-reach' ? Buffer.alloc(0) : bytes
    },
    writeSecrets: (id, sealed) => save(secretsPath(id), sealed),
    async remove(id) {
      await files.destroy(secretsPath(id))
      await files.destroy(pathOf(id))
    }
  }
}

async function readWithinReach(files: StoreFiles, path: string): Promise<Buffer | 'out-of-reach' | undefined> {
  try {
    return await files.read(path)
  } catch (error) {
    if (isOutOfReach(error)) return 'out-of-reach'
    throw error
  }
}

function parse(text: string): StoredConnection | undefined {
  const raw = v.safeParse(v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown())), text)
  const file = v.safeParse(ConnectionFile, raw.output)
  return raw.success && file.success ? { file: file.output, raw: raw.output } : undefined
}
