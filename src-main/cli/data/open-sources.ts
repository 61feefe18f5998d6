import { resolve } from 'node:path'
import type { PopulationSources } from '#engine/store/model/source-keys.ts'
import { findSources } from '../../services/imports/import-catalog.ts'
import type { ImportSources } from '../../services/imports/import-source.ts'
import { joinSources, type NamedSources } from './join-sources.ts'
import { savedPath } from '../../services/snapshots/read-saved.ts'
import type { CommandIo } from '../terminal/command.ts'
import type { PassphraseSource } from '../terminal/passphrase.ts'
import { openSaved, type OpenedSaved } from './open-saved.ts'
import type { SourcePath } from './source-paths.ts'

/** The files of several sources, and the saved snapshots among them. */
export interface OpenedSources {
  readonly files: ImportSources
  readonly population: PopulationSources
  readonly saved: readonly OpenedSaved[]
}

/**
 * Opens several sources as one population.
 * @throws AppError as `openSaved` and `findSources`
 */
export async function openSources(
  paths: readonly SourcePath[],
  passphrase: PassphraseSource,
  io: CommandIo
): Promise<OpenedSources> {
  const parts: NamedSources[] = []
  const saved: OpenedSaved[] = []
  for (const { name, base, paths: sourcePaths } of paths) {
    const folder = sourcePaths.length === 1 ? savedPath(resolve(sourcePaths[0]!)) : undefined
    const opened = folder === undefined ? undefined : await openSaved(folder, undefined, passphrase, io)
    if (opened !== undefined) saved.push(opened)
    const exportedAt = opened?.exportedAt
    parts.push({
      source: {
        name,
        ...(base === undefined ? {} : { base }),
        ...(exportedAt === undefined ? {} : { exportedAt })
      },
      sources:
        opened?.sources ??
        (await findSources(
          sourcePaths.map((path) => resolve(path)),
          false
        ))
    })
  }
  return { ...joinSources(parts), saved }
}
