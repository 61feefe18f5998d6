import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { errorCodes } from '#shared/app-error.ts'
import { Completeness } from '#shared/completeness.ts'
import { fullReasons } from '#shared/export-run.ts'
import { exportStates } from '#shared/export-state.ts'
import { Natural } from '#shared/basic-schemas.ts'
import { ProtocolFacts } from '../../bulk/protocol/protocol-facts.ts'
import type { LogPort } from '../../ports/host.ts'
import { writeFileAtomically } from '../../storage/files/atomic-file.ts'
import { isFolderInPlace } from '../../storage/files/misplaced.ts'
import { makePrivateFolder } from '../../storage/files/private-folder.ts'
import type { StoreFiles } from '../../storage/sealed/store-files.ts'

/** What an export saw of its server, for source health and compatibility: counts and closed words only. */
const SeenFacts = v.object({
  prepareSeconds: v.optional(v.number()),
  latencyMs: v.optional(v.number()),
  bytesPerSecond: v.optional(v.number()),
  requests: Natural,
  errors: Natural,
  /** Longest wait that the server asked for, in seconds. */
  askedSeconds: v.optional(v.number()),
  leftOut: v.array(v.string()),
  /** Whether the manifest counted the lines of its files. */
  counted: v.boolean(),
  asked: v.array(v.string()),
  delivered: v.array(v.string()),
  deletedOnServer: v.boolean(),
  /** Absent in records of earlier versions, and where an export never began. */
  protocol: v.optional(ProtocolFacts)
})

/** How a run ended. Counts only: what the server said stands sealed in the journal. */
export const EndedRun = v.object({
  at: Natural,
  state: v.picklist(exportStates),
  code: v.optional(v.picklist(errorCodes)),
  /** A snapshot was made of it. */
  shown: v.boolean(),
  /** Nothing had changed since the snapshot that it builds on. */
  unchanged: v.optional(v.boolean()),
  completeness: v.optional(Completeness),
  transactionTime: v.optional(v.string()),
  files: Natural,
  bytes: Natural,
  resources: Natural,
  patients: Natural,
  deleted: Natural,
  /** The export may still be on the server. */
  leftOnServer: v.boolean(),
  seen: SeenFacts
})
export type EndedRun = v.InferOutput<typeof EndedRun>

/** One export of the history, in the clear: no server's words and nothing about people. */
export const ExportRecord = v.object({
  version: v.literal(1),
  id: v.string(),
  /** Id of the snapshot that it makes. */
  snapshot: v.string(),
  /** Wrapped key of journal and log, Base64. */
  journalKey: v.string(),
  connection: v.string(),
  name: v.string(),
  kind: v.picklist(['full', 'incremental']),
  reason: v.picklist(['asked', 'schedule', 'missed', 'retry', 'command', 'sample']),
  createdAt: Natural,
  /** Snapshot that an incremental export builds on, and the moment of its data. */
  previous: v.optional(v.string()),
  since: v.optional(v.string()),
  /** Snapshot of the same request to compare it with. */
  compared: v.optional(v.string()),
  /** Why it is full although changes were asked for. */
  fullBecause: v.optional(v.array(v.picklist(fullReasons))),
  /** Id of the export whose missing files it fetches. */
  repairs: v.optional(v.string()),
  /** Stopped by a person; it does not go on by itself. */
  paused: v.boolean(),
  /** It was given up: its key is destroyed, it never begins again, and its end follows when its server has been told. */
  cancelled: v.optional(v.literal(true)),
  ended: v.optional(EndedRun)
})
export type ExportRecord = v.InferOutput<typeof ExportRecord>

/** The exports of one folder, a folder each. */
export interface ExportRecordFiles {
  /** Absolute path of the folder of an export. */
  folderOf(id: string): string
  /** Newest first. What cannot be read is left where it is and left out. */
  list(): Promise<ExportRecord[]>
  write(file: ExportRecord): Promise<void>
  /** Destroys the keys of an export, its journal and its log. */
  remove(id: string): Promise<void>
}

/** In front of the name of an export that is being removed; ids hold no dots. */
const leavingPrefix = 'leaving.'
/** Another program may be making an export at this moment, which takes much less. */
const unbegunMs = 60 * 60_000

/** @param folder absolute path; made when it is missing */
export async function openExportRecordFiles(
  folder: string,
  files: StoreFiles,
  log: LogPort
): Promise<ExportRecordFiles> {
  await makePrivateFolder(folder)
  const folderOf = (id: string): string => join(folder, id)
  const pathOf = (id: string): string => join(folderOf(id), 'job.json')

  async function shred(place: string): Promise<void> {
    for (const name of ['key', 'job.json', 'journal.ndjson', 'log.ndjson'])
      await files.destroy(join(place, name)).catch((error: unknown) => {
        // A folder in its place holds no key; it is removed with the others.
        if (!isFolderInPlace(error)) throw error
      })
    await files.removeFolder(place)
  }

  /** The program ended between the key of an export and its place in the history: nothing was ever sealed with the key. */
  async function isUnbegun(place: string): Promise<boolean> {
    const found = await stat(place)
    if (!found.isDirectory() || Date.now() - found.mtimeMs < unbegunMs) return false
    const names = await files.list(place)
    if (!names.every((name) => name === 'key' || name === 'parts' || name.startsWith('.'))) return false
    return (await files.list(join(place, 'parts'))).length === 0
  }

  for (const name of await files.list(folder)) {
    const place = join(folder, name)
    if (name.startsWith(leavingPrefix) || (await isUnbegun(place))) await shred(place)
  }

  return {
    folderOf,
    async list() {
      const found: ExportRecord[] = []
      for (const name of await files.list(folder)) {
        if (name.startsWith(leavingPrefix)) continue
        const file = await read(pathOf(name))
        if (file?.id === name) found.push(file)
        else log.write('warn', 'exports.unreadable')
      }
      return found.sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1))
    },
    async write(file) {
      await files.makeFolder(folderOf(file.id))
      await writeFileAtomically(pathOf(file.id), `${JSON.stringify(file)}\n`)
    },
    async remove(id) {
      const leaving = join(folder, `${leavingPrefix}${id}`)
      await files.rename(folderOf(id), leaving)
      await files.syncFolder(folder)
      await shred(leaving)
    }
  }
}

async function read(path: string): Promise<ExportRecord | undefined> {
  try {
    const file = v.safeParse(ExportRecord, JSON.parse(await readFile(path, 'utf8')))
    return file.success ? file.output : undefined
  } catch {
    return undefined
  }
}
