import { join, resolve } from 'node:path'
import type { ExportResult } from '../../bulk/export-result.ts'
import { createNudge } from '../../bulk/nudge.ts'
import { openExport } from '../../bulk/open-export.ts'
import { runExport } from '../../bulk/run-export.ts'
import { createNodeNet } from '../../host/node/net.ts'
import { systemClock, systemRandom } from '../../host/system.ts'
import type { JobOrder } from '../../jobs/open-job.ts'
import { diskFiles } from '../../storage/store-files.ts'
import { createKeyring } from '../../storage/keyring.ts'
import type { CommandIo } from '../command.ts'
import { openCommandAudit } from '../command-audit.ts'
import { dataPath } from '../open-data.ts'
import { loggedExport } from './logged-export.ts'
import { prepareExportFolder, readExportFolder } from './plain-folder.ts'
import { progressLine } from './progress-line.ts'
import { recordedExport } from './recorded-export.ts'

/**
 * One export into files that everybody can read. The folder has no audit log, so the one of the data folder that Populus
 * uses records it.
 * @throws AppError
 */
export async function runPlainExport(parts: {
  readonly folder: string
  readonly order: JobOrder
  /** Folder of the export to refresh. */
  readonly refresh: string | undefined
  readonly io: CommandIo
  readonly signal: AbortSignal
}): Promise<ExportResult> {
  const { refresh, order, io, signal } = parts
  const previous = refresh === undefined ? undefined : await readExportFolder(resolve(refresh))
  const data = dataPath(undefined, io)
  const audit = await openCommandAudit(data, createKeyring(join(data, 'snapshots', 'keyring.json'), io.secrets))
  const { sink, work } = await prepareExportFolder(parts.folder)
  const opened = await openExport({
    ...order,
    net: io.net ?? createNodeNet(),
    clock: systemClock,
    random: systemRandom,
    files: diskFiles,
    sink,
    folder: work,
    previous,
    policy: undefined,
    signal,
    watch: progressLine(io),
    nudge: createNudge()
  })
  try {
    const kind = previous === undefined ? 'full' : 'incremental'
    return await recordedExport(audit, order.request, 'plain', () =>
      loggedExport(join(work, 'populus.log'), kind, () => runExport(opened.run))
    )
  } finally {
    await opened.close()
  }
}
