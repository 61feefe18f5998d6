import { cliDataMessages as m } from '#messages/cli/data.ts'
import { basename, resolve } from 'node:path'
import type { ReleaseViews } from '#engine/store/model/plan.ts'
import { AppError } from '#shared/app-error.ts'
import { isClusterOutput } from '../../services/imports/cluster-output.ts'
import type { ImportSource, ImportSources } from '../../services/imports/import-source.ts'
import { savedPath } from '../../services/snapshots/read-saved.ts'
import type { CommandIo } from '../terminal/command.ts'
import type { PassphraseSource } from '../terminal/passphrase.ts'
import { openSaved, type OpenedSaved } from './open-saved.ts'
import { openSources, type OpenedSources } from './open-sources.ts'
import { requirePaths, sourcePathsOf } from './source-paths.ts'

/** The output of a cluster, whose records are elsewhere. */
interface ClusterOutput extends ImportSources {
  /** Absolute path. */
  readonly path: string
}

/** What the paths of a command lead to, before anything is read. */
export interface FoundData {
  /** Several sources of one population. */
  readonly joined: OpenedSources | undefined
  readonly snapshot: OpenedSaved | undefined
  readonly cluster: ClusterOutput | undefined
  /** The saved snapshots among all of these. */
  readonly saved: readonly OpenedSaved[]
  /** The files, but for those of paths that are files and folders themselves. */
  readonly sources: ImportSources | undefined
}

/** How {@link findData} opens saved snapshots. */
interface SavedOpening {
  readonly views: ReleaseViews
  readonly passphrase: PassphraseSource
  /** Whether the columns of these files fit into memory. */
  readonly fits: (files: readonly ImportSource[]) => boolean
  /** Whether the records behind the columns can be done without. */
  readonly mayLackRecords: boolean
}

/**
 * Finds out what paths lead to, and opens the saved snapshots among it.
 * @param paths as `openPopulation` takes them
 * @throws AppError `not-found` and `unreadable-file` with the path; `not-supported` for the output of a cluster where the records are needed; as {@link openSaved} and {@link openSources}
 */
export async function findData(
  paths: readonly string[],
  { views, passphrase, fits, mayLackRecords }: SavedOpening,
  io: CommandIo
): Promise<FoundData> {
  const named = sourcePathsOf(paths)
  await requirePaths(named?.flatMap((source) => source.paths) ?? paths)
  if (named !== undefined) {
    const joined = await openSources(named, passphrase, io)
    return { joined, snapshot: undefined, cluster: undefined, saved: joined.saved, sources: joined.files }
  }
  const path = paths.length === 1 ? resolve(paths[0]!) : undefined
  const cluster = path === undefined ? undefined : clusterOutput(path)
  if (cluster !== undefined && !mayLackRecords) throw new AppError('not-supported', m.theRecordsAreOnTheCluster)
  const folder = path === undefined ? undefined : savedPath(path)
  const snapshot = folder === undefined ? undefined : await openSaved(folder, views, passphrase, io, fits)
  return {
    joined: undefined,
    snapshot,
    cluster,
    saved: snapshot === undefined ? [] : [snapshot],
    sources: snapshot?.sources ?? cluster
  }
}

/** @returns undefined for another path */
function clusterOutput(path: string): ClusterOutput | undefined {
  return isClusterOutput(path) ? { path, label: basename(path), kind: 'files', sources: [], skipped: [] } : undefined
}
