import { servicesExportsMessages as m } from '#messages/services/exports.ts'
import { join } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import type { SnapshotFacts } from '#shared/snapshot.ts'
import type { CommittedPart, ExportSink } from '../../bulk/sink/export-sink.ts'
import { createSealedSink } from '../../bulk/sink/sealed-sink.ts'
import type { RandomPort } from '../../ports/host.ts'
import type { Keyring } from '../../storage/keys/keyring.ts'
import { sealLines, type LineFiles } from '../../storage/sealed/sealed-lines.ts'
import type { Inside } from '../../storage/snapshots/snapshot-layout.ts'
import { makeSeed, openSeed } from '../../storage/snapshots/snapshot-seed.ts'
import type { SnapshotStore } from '../../storage/snapshots/snapshot-store.ts'
import type { StoreFiles } from '../../storage/sealed/store-files.ts'
import type { ExportRecord, ExportRecordFiles } from './export-record.ts'

/** Where an export is sealed, and what it becomes. */
export interface ExportStorage {
  readonly records: ExportRecordFiles
  readonly keyring: Keyring
  readonly store: SnapshotStore
  readonly files: StoreFiles
  /** What binds a snapshot binds one that was made from it, too; absent where no agreements are. */
  readonly agreements?: { bindToo(snapshot: string, other: string): Promise<void> }
}

/** What decides a new export. */
export type NewExport = Pick<ExportRecord, 'connection' | 'name' | 'kind' | 'reason'> & {
  readonly [K in 'previous' | 'since' | 'compared' | 'fullBecause' | 'repairs']?: ExportRecord[K] | undefined
}

const journalPurpose = (id: string): string => `export/${id}/journal`

/**
 * Makes the keys and the folder of an export, and writes it into the history.
 * @throws AppError `not-allowed` while the keyring is not open
 */
export async function createExport(
  storage: ExportStorage,
  job: NewExport,
  random: RandomPort,
  now: number
): Promise<ExportRecord> {
  const { records, keyring, files } = storage
  const id = random.token(12)
  const { seed, key } = makeSeed(keyring)
  key.fill(0)
  const journal = keyring.makeKey(journalPurpose(id))
  journal.key.fill(0)
  const folder = records.folderOf(id)
  await files.makeFolder(join(folder, 'parts'))
  const file = await files.create(join(folder, 'key'))
  try {
    await file.write(seed.wrapped)
    await file.sync()
  } finally {
    await file.close()
  }
  const { previous, since, compared, fullBecause, repairs, ...rest } = job
  const made: ExportRecord = {
    version: 1,
    id,
    snapshot: seed.id,
    journalKey: journal.wrapped.toString('base64'),
    createdAt: now,
    paused: false,
    ...rest,
    ...(previous === undefined ? {} : { previous }),
    ...(since === undefined ? {} : { since }),
    ...(compared === undefined ? {} : { compared }),
    ...(fullBecause === undefined ? {} : { fullBecause }),
    ...(repairs === undefined ? {} : { repairs })
  }
  await records.write(made)
  return made
}

/** The journal and log of an export, whatever became of its data. */
export interface ExportLines {
  readonly lines: LineFiles
  readonly journalPath: string
  readonly logPath: string
}

/** @throws AppError `not-allowed` while the keyring is not open, `unreadable-file` */
export function openExportLines(
  { records, keyring, files }: ExportStorage,
  { id, journalKey }: ExportRecord
): ExportLines {
  const folder = records.folderOf(id)
  const key = keyring.openKey(Buffer.from(journalKey, 'base64'), journalPurpose(id))
  return {
    lines: sealLines(files, key),
    journalPath: join(folder, 'journal.ndjson'),
    logPath: join(folder, 'log.ndjson')
  }
}

/**
 * The sink of an export: parts sealed under the key of its snapshot, and the snapshot shown by the commit. The copy of the
 * key in the folder is destroyed then, so that deleting the snapshot leaves none.
 * @param facts what is said about the snapshot
 * @throws AppError `not-allowed` while the keyring is not open, `unreadable-file`
 */
export async function openExportSink(
  storage: ExportStorage,
  { id, snapshot, previous }: ExportRecord,
  facts: (parts: Parameters<ExportSink['commit']>[0], result: Parameters<ExportSink['commit']>[1]) => SnapshotFacts
): Promise<ExportSink> {
  const { records, keyring, files, store } = storage
  const folder = join(records.folderOf(id), 'parts')
  const keyPath = join(records.folderOf(id), 'key')
  const wrapped = await files.read(keyPath)
  // Without its key the export has ended; nothing is written or read any more.
  const seed = { id: snapshot, wrapped: wrapped ?? Buffer.alloc(0) }
  const key = wrapped === undefined ? Buffer.alloc(32) : openSeed(keyring, seed)
  const sink = createSealedSink({
    files,
    folder,
    snapshot,
    key,
    async commit(parts, result) {
      const sealed = parts.map(({ name, part, textBytes, storedBytes, sha256 }) => ({
        name,
        part,
        textBytes,
        sealedBytes: storedBytes,
        sha256
      }))
      const refreshes = previous === undefined ? undefined : refreshOf(previous, parts)
      const inside = { facts: facts(parts, result), ...(refreshes && { refreshes }), skipped: [] }
      if (previous !== undefined) await storage.agreements?.bindToo(previous, snapshot)
      await store.adopt({ seed, key, folder, inside, parts: sealed })
    }
  })
  return {
    ...sink,
    async tidy() {
      await sink.tidy()
      await files.destroy(keyPath)
      key.fill(0)
    }
  }
}

/** More blank lines than this are not listed; what was made of the snapshot before is rebuilt then. */
const MOST_BLANKED = 500_000

/** What of a snapshot is as it was in the one before; undefined where its files were rewritten, or too much changed. */
function refreshOf(snapshot: string, parts: readonly CommittedPart[]): Inside['refreshes'] {
  const blankedParts = parts.flatMap(({ blanked }) => (blanked === undefined ? [] : [[...blanked]]))
  const lines = blankedParts.reduce((sum, blanked) => sum + blanked.length, 0)
  if (blankedParts.length === 0 || lines > MOST_BLANKED) return undefined
  const blankBytes = parts.reduce((sum, part) => sum + (part.blankBytes ?? 0), 0)
  return { snapshot, blanked: blankedParts, blankBytes }
}

/**
 * Makes sure that exports can be sealed. A keychain makes the key by itself.
 * @throws AppError `not-allowed`
 */
export async function openKeyring({ keyring }: ExportStorage): Promise<void> {
  const { state, by } = await keyring.state()
  if (state === 'open') return
  if (state === 'absent' && by === 'keychain') return keyring.create()
  throw new AppError(
    'not-allowed',
    state === 'absent' ? m.exportedDataAreSavedEncryptedChoose : m.enterThePassphraseToUnlockThe
  )
}

/** Destroys the data of an export that was given up; its history stays. */
export async function shredExport({ records, files }: ExportStorage, id: string): Promise<void> {
  await files.destroy(join(records.folderOf(id), 'key'))
  const parts = join(records.folderOf(id), 'parts')
  for (const name of await files.list(parts)) await files.remove(join(parts, name))
}
