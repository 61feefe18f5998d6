import { cliExportMessages as m } from '#messages/cli/export.ts'
import { join, resolve } from 'node:path'
import type { ExportPolicy } from '../../bulk/run/export-context.ts'
import type { ExportResult } from '../../bulk/sink/export-result.ts'
import { createPollTrigger } from '../../bulk/protocol/poll-trigger.ts'
import { openExport } from '../../bulk/run/open-export.ts'
import { runExport } from '../../bulk/run/run-export.ts'
import { systemClock, systemRandom } from '../../ports/system.ts'
import type { ExportSpecification } from '../../bulk/run/open-export.ts'
import { diskFiles } from '../../storage/sealed/store-files.ts'
import { createKeyring } from '../../storage/keys/keyring.ts'
import type { CommandIo } from '../terminal/command.ts'
import { commandCalls, openCommandAudit } from '../data/command-audit.ts'
import { dataPath } from '../data/open-data.ts'
import { refuseFiles } from '../data/refuse-files.ts'
import { commandNetwork } from './command-network.ts'
import { loggedExport } from './logged-export.ts'
import { forgetEarlierExport, prepareExportFolder, readExportFolder } from './plain-folder.ts'
import { repairInFolder } from './plain-repair.ts'
import { progressLine } from './progress-line.ts'
import { recordedExport } from './recorded-export.ts'

/**
 * One export into files that everybody can read. The folder has no audit log, so the one of the data folder that Populus
 * uses records it. An export that ended incomplete is completed by asking for the same again: only what is missing is
 * fetched.
 * @throws AppError
 */
export async function runPlainExport(parts: {
  readonly folder: string
  readonly order: ExportSpecification
  /** Folder of the export to refresh. */
  readonly refresh: string | undefined
  readonly io: CommandIo
  readonly signal: AbortSignal
  /** Waits and attempts; the default ones when absent. */
  readonly policy?: ExportPolicy
}): Promise<ExportResult> {
  const { refresh, order, io, signal, policy } = parts
  const data = dataPath(undefined, io)
  const audit = await openCommandAudit(
    data,
    createKeyring(join(data, 'snapshots', 'keyring.json'), io.secrets),
    io.access
  )
  await refuseFiles(io, 'export --plain', m.exportsInTheClear, audit)
  const repair = refresh === undefined ? await repairInFolder(parts.folder, order.request) : undefined
  const base = repair === undefined ? refresh : parts.folder
  const previous = base === undefined ? undefined : await readExportFolder(resolve(base))
  const { sink, work } = await prepareExportFolder(parts.folder)
  const calls = commandCalls(data, audit, io.policies)
  try {
    const opened = await openExport({
      ...order,
      net: commandNetwork(io, calls),
      clock: systemClock,
      random: systemRandom,
      files: diskFiles,
      sink,
      folder: work,
      previous,
      repair,
      policy,
      signal,
      watch: progressLine(io),
      trigger: createPollTrigger()
    })
    try {
      const kind = refresh === undefined ? 'full' : 'incremental'
      const result = await recordedExport(audit, order.request, 'plain', () =>
        loggedExport(join(work, 'populus.log'), kind, () => runExport(opened.run))
      )
      if (repair !== undefined && result.state !== 'failed') await forgetEarlierExport(parts.folder)
      return result
    } finally {
      await opened.close()
    }
  } finally {
    await calls.close()
  }
}
