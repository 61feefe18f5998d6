import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { ConnectionSettings, Discovered, HostedCheck, KeyInfo } from '#shared/connection.ts'
import { Schedule } from '#shared/schedule.ts'
import type { LogPort } from '../host/ports.ts'
import { writeFileAtomically } from '../storage/atomic-file.ts'
import { makePrivateFolder } from '../storage/private-folder.ts'
import type { StoreFiles } from '../storage/store-files.ts'

/** What is stored of a connection in the clear: no secrets, nothing about people. */
export const ConnectionFile = v.object({
  version: v.literal(1),
  id: v.string(),
  createdAt: v.number(),
  settings: ConnectionSettings,
  /** Public halves and what is known of them. */
  keys: v.array(v.object({ ...KeyInfo.entries, publicJwk: v.record(v.string(), v.unknown()) })),
  hasSecret: v.boolean(),
  /** What the server said of itself, and when; of the address that is set now. */
  discovered: v.optional(v.object({ at: v.number(), server: Discovered })),
  /** The last check of the hosted key set. */
  hosted: v.optional(HostedCheck),
  schedule: v.optional(Schedule),
  /** When the schedule was set: runs before were not missed. */
  scheduledAt: v.optional(v.number())
})
export type ConnectionFile = v.InferOutput<typeof ConnectionFile>

/** The connections of this installation, a file each. */
export interface ConnectionFiles {
  readonly folder: string
  /** In the order of their making. A file that cannot be read is left where it is and left out. */
  list(): Promise<ConnectionFile[]>
  write(file: ConnectionFile): Promise<void>
  remove(id: string): Promise<void>
}

/** @param folder absolute path; made when it is missing */
export async function openConnectionFiles(folder: string, files: StoreFiles, log: LogPort): Promise<ConnectionFiles> {
  await makePrivateFolder(folder)
  const pathOf = (id: string): string => join(folder, `${id}.json`)
  return {
    folder,
    async list() {
      const found: ConnectionFile[] = []
      for (const name of await files.list(folder)) {
        if (!name.endsWith('.json') || name === 'vendors.json') continue
        const file = v.safeParse(ConnectionFile, parsed(await readFile(join(folder, name), 'utf8')))
        if (file.success && pathOf(file.output.id) === join(folder, name)) found.push(file.output)
        else log.write('warn', 'connections.unreadable')
      }
      return found.sort((a, b) => a.createdAt - b.createdAt)
    },
    write: (file) => writeFileAtomically(pathOf(file.id), `${JSON.stringify(file, undefined, 2)}\n`),
    async remove(id) {
      await files.destroy(join(folder, `${id}.secrets`))
      await files.destroy(pathOf(id))
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
