import { cliExportMessages as m } from '#messages/cli/export.ts'
import { join } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import { fullSentence } from '#shared/export-run.ts'
import type { ExportProgress } from '../../bulk/journal/export-progress.ts'
import { readExportJournal } from '../../bulk/journal/journal.ts'
import { planRepair, type Repair } from '../../bulk/journal/repair.ts'
import { asksTheSame, type ExportRequest } from '../../bulk/protocol/export-request.ts'
import type { ExportResult } from '../../bulk/sink/export-result.ts'
import type { CallLedger } from '../../policy/call-ledger.ts'
import { systemClock, systemRandom } from '../../ports/system.ts'
import { openGovernanceStore } from '../../services/governance/governance-store.ts'
import { replacedSnapshots } from '../../services/governance/replaced-snapshots.ts'
import { hasOtherMembers } from '../../services/exports/export-specification.ts'
import { openExportRecordFiles, type ExportRecord } from '../../services/exports/export-record.ts'
import type { ExportSpecification } from '../../bulk/run/open-export.ts'
import { prepareExport } from '../../services/exports/prepare-export.ts'
import { comparedSnapshot, refreshBase } from '../../services/exports/refresh-base.ts'
import { canFetchMissing } from '../../services/exports/repair-plan.ts'
import { requestDifferences } from '../../services/exports/same-request.ts'
import {
  createExport,
  openExportLines,
  type NewExport,
  type ExportStorage
} from '../../services/exports/export-storage.ts'
import { openSnapshotFolder } from '../../services/snapshots/snapshot-folder.ts'
import { diskFiles } from '../../storage/sealed/store-files.ts'
import type { CommandIo } from '../terminal/command.ts'
import { commandCalls, openCommandAudit } from '../data/command-audit.ts'
import { readPassphrase, type PassphraseSource } from '../terminal/passphrase.ts'
import { commandNetwork } from './command-network.ts'
import { loggedExport } from './logged-export.ts'
import { recordedExport } from './recorded-export.ts'
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
  readonly order: ExportSpecification
  readonly incremental: boolean
  readonly passphrase: PassphraseSource
  readonly io: CommandIo
  readonly signal: AbortSignal
}): Promise<ExportResult> {
  const { folder, order, incremental, io, signal } = parts
  const snapshots = await openSnapshotFolder({
    folder: join(folder, 'snapshots'),
    secrets: io.secrets,
    policies: io.policies,
    clock: systemClock,
    log: silent
  })
  const { keyring, store } = snapshots
  let calls: CallLedger | undefined
  try {
    // Before a key is derived, which takes a second: of two that start together one is told so at once.
    await store.claim()
    const { state } = await keyring.state()
    if (state === 'absent') await keyring.create(await readPassphrase(parts.passphrase))
    else if (state === 'locked') await keyring.unlock(await readPassphrase(parts.passphrase))
    const audit = await openCommandAudit(folder, keyring, io.access)
    calls = commandCalls(folder, audit, io.policies)
    const storage: ExportStorage = {
      records: await openExportRecordFiles(join(folder, 'exports'), diskFiles, silent),
      keyring,
      store,
      files: diskFiles,
      agreements: replacedSnapshots(openGovernanceStore(folder))
    }
    const net = commandNetwork(io, calls)
    const question = { net, clock: systemClock, random: systemRandom, log: silent, signal }
    const { file, repair } = await chooseJob(storage, order.request, incremental, (previous) =>
      hasOtherMembers({ file: { previous }, storage }, order, question)
    )
    const because = fullSentence(file.fullBecause)
    if (because !== undefined && file.ended === undefined) io.err(`${because}\n`)
    const request = file.since === undefined ? order.request : { ...order.request, since: file.since }
    const job = await prepareExport({
      storage,
      file,
      repair,
      order: { ...order, request },
      net,
      clock: systemClock,
      random: systemRandom,
      signal,
      changed: () => draw()
    })
    const printWait = waitPrinter(io)
    const draw = (): void => {
      printWait(job.meter.wait)
      const bytes = [...job.meter.files.values()].reduce((sum, fileMeter) => sum + fileMeter.bytes, 0)
      if (io.terminal) io.err(`\r${job.progress.state}, ${(bytes / 1e6).toFixed(0)} MB   `)
    }
    try {
      const log = join(folder, 'logs', 'populus.log')
      const result = await recordedExport(audit, request, 'sealed', () =>
        loggedExport(log, file.kind, async () => (await job.run()).result)
      )
      return because === undefined ? result : { ...result, fullBecause: because }
    } finally {
      await job.close()
    }
  } finally {
    await calls?.close()
    await snapshots.release()
  }
}

/** What is exported, and what it starts from. */
interface ChosenJob {
  readonly file: ExportRecord
  readonly repair?: Repair
}

/**
 * The export that goes on, the one that has ended in just this way, or a new one. An export that ended incomplete is
 * completed by asking for the same again.
 * @param othersThan whether the group has other members than a snapshot
 */
async function chooseJob(
  storage: ExportStorage,
  request: ExportRequest,
  incremental: boolean,
  othersThan: (snapshot: string) => Promise<boolean>
): Promise<ChosenJob> {
  const history = (await storage.records.list()).filter(
    // One that was given up in the window has no key any more; the window ends it.
    (file) => file.connection === connection && (file.cancelled !== true || file.ended !== undefined)
  )
  const newest = history[0]
  if (newest !== undefined && (newest.ended === undefined || newest.ended.state === 'failed')) return { file: newest }
  const past = history.map((file) => ({ file, request: async () => (await progressIn(storage, file)).request }))
  const name = new URL(request.base).hostname
  const common = { connection, name, reason: 'command' } as const
  const make = async (job: NewExport, repair?: Repair): Promise<ChosenJob> => {
    const file = await createExport(storage, job, systemRandom, systemClock.now())
    return repair === undefined ? { file } : { file, repair }
  }
  const saved = new Set((await storage.store.list()).map(({ id }) => id))
  const compared = await comparedSnapshot(past, request, saved)
  if (newest?.ended?.state === 'partial' && (incremental || (await isSame(storage, newest, request)))) {
    const missing = newest.ended.completeness?.missing.filter(({ reason }) => reason !== 'not-permitted') ?? []
    const types = missing.map(({ type }) => type)
    const repair =
      canFetchMissing(newest) && saved.has(newest.snapshot)
        ? planRepair(await progressIn(storage, newest), types)
        : undefined
    if (repair !== undefined)
      return make({ ...common, kind: newest.kind, previous: newest.snapshot, repairs: newest.id }, repair)
    return make({ ...common, kind: 'full', compared, fullBecause: ['incomplete'] })
  }
  if (newest !== undefined && !incremental) {
    if (await isSame(storage, newest, request)) return { file: newest }
    throw new AppError('invalid-input', m.inThisFolderIsAnotherExport)
  }
  if (!incremental) return make({ ...common, kind: 'full', compared })
  if (newest === undefined) throw new AppError('not-found', m.thereIsNoCompleteExportIn)
  const base = await refreshBase(past, request, saved)
  if ('because' in base) return make({ ...common, kind: 'full', compared, fullBecause: [...base.because] })
  if (await othersThan(base.snapshot)) return make({ ...common, kind: 'full', compared, fullBecause: ['members'] })
  return make({ ...common, kind: 'incremental', previous: base.snapshot, since: base.since })
}

async function isSame(storage: ExportStorage, file: ExportRecord, request: ExportRequest): Promise<boolean> {
  const asked = (await progressIn(storage, file)).request
  if (asked === undefined || (file.kind !== 'full' && file.repairs === undefined)) return false
  return asksTheSame(asked, { ...request, base: asked.base }) && requestDifferences(asked, request).length === 0
}

function progressIn(storage: ExportStorage, file: ExportRecord): Promise<ExportProgress> {
  const { lines, journalPath } = openExportLines(storage, file)
  return readExportJournal(journalPath, lines)
}
