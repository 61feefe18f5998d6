import { join, resolve } from 'node:path'
import type { ExportResult } from '../../bulk/export-result.ts'
import { createNudge } from '../../bulk/nudge.ts'
import { openExport } from '../../bulk/open-export.ts'
import { runExport } from '../../bulk/run-export.ts'
import { createNodeNet } from '../../host/node/net.ts'
import { systemClock, systemRandom } from '../../host/system.ts'
import type { JobOrder } from '../../jobs/open-job.ts'
import { diskFiles } from '../../storage/store-files.ts'
import type { CommandIo } from '../command.ts'
import { loggedExport } from './logged-export.ts'
import { prepareExportFolder, readExportFolder } from './plain-folder.ts'
import { progressLine } from './progress-line.ts'

/** One export into files that everybody can read. @throws AppError */
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
  const { sink, work } = await prepareExportFolder(parts.folder)
  const opened = await openExport({
    ...order,
    net: createNodeNet(),
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
    return await loggedExport(join(work, 'populus.log'), kind, () => runExport(opened.run))
  } finally {
    await opened.close()
  }
}
