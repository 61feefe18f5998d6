import { join } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import { openExportJournal } from '../../bulk/journal.ts'
import { asksTheSame, type ExportRequest } from '../../bulk/export-request.ts'
import type { ExportResult } from '../../bulk/export-result.ts'
import { createNodeNet } from '../../host/node/net.ts'
import { systemClock, systemRandom } from '../../host/system.ts'
import { openJobFiles, type JobFile } from '../../jobs/job-file.ts'
import { openJob, type JobOrder } from '../../jobs/open-job.ts'
import { createJob, openJobLines, type Vault } from '../../jobs/sealed-job.ts'
import { openSnapshotFolder } from '../../snapshots/snapshot-folder.ts'
import { diskFiles } from '../../storage/store-files.ts'
import type { CommandIo } from '../command.ts'
import { readPassphrase } from '../passphrase.ts'
import { waitPrinter } from './wait-line.ts'

const silent = { write: () => undefined }
/** Stands for the connection in the history of a folder that the command made. */
const connection = 'command-line'

/**
 * One export into a folder of sealed snapshots; the same folder may hold the data of the application. An export that was
 * interrupted goes on. With `incremental` what changed since the last whole export is merged with it into a new snapshot.
 * @throws AppError
 */
export async function runSealedExport(parts: {
  readonly folder: string
  readonly order: JobOrder
  readonly incremental: boolean
  readonly passphraseFd: number | undefined
  readonly io: CommandIo
  readonly signal: AbortSignal
}): Promise<ExportResult> {
  const { folder, order, incremental, io, signal } = parts
  const snapshots = await openSnapshotFolder({
    folder: join(folder, 'snapshots'),
    secrets: undefined,
    clock: systemClock,
    log: silent
  })
  const { keyring, store } = snapshots
  try {
    // Before a key is derived, which takes a second: of two that start together one is told so at once.
    await store.claim()
    const { state } = await keyring.state()
    if (state === 'absent') await keyring.create(readPassphrase(parts.passphraseFd))
    else if (state === 'locked') await keyring.unlock(readPassphrase(parts.passphraseFd))
    const vault: Vault = {
      jobs: await openJobFiles(join(folder, 'exports'), diskFiles, silent),
      keyring,
      store,
      files: diskFiles
    }
    const file = await chooseJob(vault, order.request, incremental)
    const request = file.since === undefined ? order.request : { ...order.request, since: file.since }
    const job = await openJob({
      vault,
      file,
      order: { ...order, request },
      net: createNodeNet(),
      clock: systemClock,
      random: systemRandom,
      signal,
      changed: () => draw()
    })
    const printWait = waitPrinter(io)
    const draw = (): void => {
      printWait(job.meter.wait)
      const bytes = [...job.meter.files.values()].reduce((sum, one) => sum + one.bytes, 0)
      if (io.terminal) io.err(`\r${job.progress.state}, ${(bytes / 1e6).toFixed(0)} MB   `)
    }
    try {
      return (await job.run()).result
    } finally {
      await job.close()
    }
  } finally {
    await snapshots.release()
  }
}

/** The export that goes on, the one that has ended in just this way, or a new one. */
async function chooseJob(vault: Vault, request: ExportRequest, incremental: boolean): Promise<JobFile> {
  const history = (await vault.jobs.list()).filter((file) => file.connection === connection)
  const newest = history[0]
  if (newest !== undefined && (newest.ended === undefined || newest.ended.state === 'failed')) return newest
  if (newest?.kind === 'full' && !incremental) {
    const asked = await requestIn(vault, newest)
    if (asked !== undefined && asksTheSame(asked, { ...request, base: asked.base })) return newest
    throw new AppError(
      'invalid-input',
      'In this folder is another export. Choose a new folder, or ask for the same again; --incremental brings what changed.'
    )
  }
  const base = history.find(({ ended }) => ended?.state === 'committed')
  if (incremental && (base === undefined || base.ended?.transactionTime === undefined))
    throw new AppError('not-found', 'There is no whole export in this folder to refresh. Leave out --incremental.')
  const from = incremental ? { previous: base?.snapshot, since: base?.ended?.transactionTime } : {}
  return createJob(
    vault,
    {
      connection,
      name: new URL(request.base).hostname,
      kind: incremental ? 'incremental' : 'full',
      reason: 'command',
      previous: from.previous,
      since: from.since
    },
    systemRandom,
    systemClock.now()
  )
}

async function requestIn(vault: Vault, file: JobFile): Promise<ExportRequest | undefined> {
  const { lines, journalPath } = openJobLines(vault, file)
  const journal = await openExportJournal(journalPath, lines, systemClock)
  await journal.close()
  return journal.progress.request
}
