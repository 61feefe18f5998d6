import { basename, dirname, join } from 'node:path'
import type { ReleaseViews } from '#engine/store/model/plan.ts'
import type { Store } from '#engine/store/model/store.ts'
import type { Completeness } from '#shared/completeness.ts'
import type { AuditPort } from '../../ports/host.ts'
import type { GovernedData } from '../../services/governance/agreement-check.ts'
import type { ImportSource, ImportSources } from '../../services/imports/import-source.ts'
import { readSavedColumns } from '../../services/population/read-saved-columns.ts'
import { readSaved, type SavedPath } from '../../services/snapshots/read-saved.ts'
import { snapshotSources } from '../../services/snapshots/snapshot-sources.ts'
import { AppError } from '#shared/app-error.ts'
import { defined } from '#shared/language/defined.ts'
import { diskFiles } from '../../storage/sealed/store-files.ts'
import type { OpenSnapshot, UnfinishedFile } from '../../storage/snapshots/open-snapshot.ts'
import { checkSavedShards, type SavedShards } from '../../storage/snapshots/saved-shards.ts'
import type { CommandIo } from '../terminal/command.ts'
import { openCommandAudit } from './command-audit.ts'
import { supervisedAudit } from './unfinished-intents.ts'
import { readPassphrase, type PassphraseSource } from '../terminal/passphrase.ts'

/** A kept snapshot: its columns, where there are any that can be used, and its files. */
export interface OpenedSaved {
  /** By the present views: tables whose views have changed are rebuilt. */
  readonly store: Store | undefined
  /** Its parts, looked through, where they do not fit into memory together and can be used. */
  readonly parts: SavedShards | undefined
  /** Whether the export that made it brought everything; absent for other data. */
  readonly completeness: Completeness | undefined
  /** When the server made the data, milliseconds since 1970, where it said so. */
  readonly exportedAt: number | undefined
  /** Closing them forgets the key. */
  readonly sources: ImportSources
  /** The audit log of the data folder that it is in. */
  readonly audit: AuditPort
  /** Absolute path of that data folder. */
  readonly data: string
  /** What a run of measures over it came to before it was interrupted. */
  readonly unfinished: UnfinishedFile
  /** What agreements on the use of data know it by. */
  readonly governed: GovernedData
}

/**
 * Opens a kept snapshot.
 * @param views to open the columns by; without them only the files are opened
 * @param passphrase where it is read, when it is needed
 * @param fits whether the columns of these files fit into memory; they are not opened else
 * @throws AppError as `readSaved`, and `invalid-input` when there is no passphrase
 */
export async function openSaved(
  path: SavedPath,
  views: ReleaseViews | undefined,
  passphrase: PassphraseSource,
  io: CommandIo,
  fits: (files: readonly ImportSource[]) => boolean = () => true
): Promise<OpenedSaved> {
  const opening: { audit?: AuditPort } = {}
  const snapshot = await readSaved(
    path,
    () => readPassphrase(passphrase),
    { write: () => undefined },
    async (keyring, id) => {
      const place = { data: dataFolderOf(path), keyring: join(path.folder, 'keyring.json') }
      opening.audit = supervisedAudit(await openCommandAudit(place.data, keyring, io.access), place, io)
      await opening.audit.record({ action: 'snapshot.opened', outcome: 'success', facts: { snapshot: id } })
    }
  )
  const sources = { ...snapshotSources(snapshot), close: () => snapshot.close() }
  const isWhole = fits(sources.sources)
  const cache = views === undefined || !isWhole ? undefined : await snapshot.cache()
  return {
    store: cache === undefined || views === undefined ? undefined : await readSavedColumns(cache, views, sources),
    parts: isWhole ? undefined : await usableParts(snapshot),
    completeness: snapshot.inside.facts.completeness,
    exportedAt: momentOf(snapshot.inside.facts.dataAt),
    sources,
    audit: defined(opening.audit),
    data: dataFolderOf(path),
    unfinished: snapshot.unfinished,
    governed: { snapshot: snapshot.inside.id, connection: snapshot.inside.facts.export?.connection }
  }
}

/** The parts of a snapshot; undefined where it has none, or where one is damaged or of a later version: the files are read then. */
async function usableParts(snapshot: OpenSnapshot): Promise<SavedShards | undefined> {
  try {
    const parts = await snapshot.shards()
    if (parts !== undefined) await checkSavedShards(diskFiles, parts)
    return parts
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
}

/** A data folder holds the snapshots in a folder of that name; one that was copied alone has its audit log inside. */
export function dataFolderOf({ folder }: SavedPath): string {
  return basename(folder) === 'snapshots' ? dirname(folder) : folder
}

function momentOf(text: string | undefined): number | undefined {
  const moment = text === undefined ? Number.NaN : Date.parse(text)
  return Number.isNaN(moment) ? undefined : moment
}
