import { servicesExportsMessages as m } from '#messages/services/exports.ts'
import { AppError } from '#shared/app-error.ts'
import { oneAtATimeFor } from '#shared/one-at-a-time.ts'
import type { ExportPolicy } from '../../bulk/run/export-context.ts'
import type { ExportProgress } from '../../bulk/journal/export-progress.ts'
import type { ExportResult } from '../../bulk/sink/export-result.ts'
import { openExportJournal } from '../../bulk/journal/journal.ts'
import type { ConnectionService } from '../connections/connection-service.ts'
import type { AuditPort, ClockPort, LogPort, NetPort, RandomPort } from '../../ports/host.ts'
import { endedRun, stoppedRun } from './ended-run.ts'
import { isOver, exportProgress, type Entry } from './queue-entry.ts'
import type { EndedRun, ExportRecord } from './export-record.ts'
import { hasOtherMembers, orderFor } from './export-specification.ts'
import { createLiveMeter } from './live-meter.ts'
import type { Repair } from '../../bulk/journal/repair.ts'
import type { ExportSpecification } from '../../bulk/run/open-export.ts'
import { prepareExport, type PreparedExport } from './prepare-export.ts'
import { repairOf } from './repair-plan.ts'
import { openExportLines, shredExport } from './export-storage.ts'
import { asDiskError } from '../../storage/files/space-error.ts'

/** Dependencies of {@link createExportRunner}. */
export interface JobRunnerDependencies {
  readonly connections: ConnectionService
  readonly net: NetPort
  readonly clock: ClockPort
  readonly random: RandomPort
  readonly audit: AuditPort
  readonly log: LogPort
  /** The default one when absent. */
  readonly policy?: ExportPolicy | undefined
  /** Something of an export changed. */
  readonly show: (entry: Entry) => void
  /** Every export of a connection. */
  readonly ofConnection: (connection: string) => readonly Entry[]
  /** The program ends: what stops now was not stopped by anybody. */
  readonly isClosing: () => boolean
}

/** Runs single exports. */
export interface ExportRunner {
  /** Runs an export to its end, or until it is stopped; whatever happens is in the history then. */
  run(entry: Entry, stop: AbortController): Promise<void>
  /**
   * Gives up an export that neither runs nor waits: at once here, where its key is destroyed and it never begins again, and then
   * on the server. While the keyring is locked it gets no end yet. One whose snapshot is there already is not given up; its
   * end is written down.
   * @throws AppError `cancelled` where it was stopped before the server answered; it can be done again
   */
  giveUp(entry: Entry, stop: AbortController): Promise<void>
}

/** Creates what runs one export from its storage, from wherever its journal ends. */
export function createExportRunner(dependencies: JobRunnerDependencies): ExportRunner {
  const { connections, net, clock, random, audit, log, policy, show } = dependencies
  /** The person who cancels an export and another export that makes room may give up the same one. */
  const inTurn = oneAtATimeFor()

  async function open(
    entry: Entry,
    order: ExportSpecification,
    stop: AbortController,
    repair?: Repair
  ): Promise<PreparedExport> {
    return prepareExport({
      repair,
      storage: entry.storage,
      file: entry.file,
      order,
      net,
      clock,
      random,
      ...(policy === undefined ? {} : { policy }),
      signal: stop.signal,
      changed: () => show(entry)
    })
  }

  /** An incremental export of a group whose members changed becomes a full one: the changes alone would not be right. */
  async function checkMembers(
    entry: Entry,
    order: ExportSpecification,
    signal: AbortSignal
  ): Promise<ExportSpecification> {
    if (!(await hasOtherMembers(entry, order, { net, clock, random, log, policy, signal }))) return order
    const { previous: _previous, since: _since, ...rest } = entry.file
    entry.file = { ...rest, kind: 'full', fullBecause: ['members'] }
    await entry.storage.records.write(entry.file)
    const { since: _asked, ...request } = order.request
    return { ...order, request }
  }

  /** What failed or was stopped before is given up, here and on the server, which may allow one export at a time. */
  async function makeRoom(entry: Entry, stop: AbortController): Promise<void> {
    for (const item of dependencies.ofConnection(entry.file.connection)) {
      if (item === entry || item.running !== undefined || isOver(item)) continue
      await inTurn(item.file.id, () => giveUp(item, stop))
      show(item)
    }
  }

  /** Stopped by somebody, or by the disk, or before it had begun. */
  async function stopped(entry: Entry, error: unknown): Promise<void> {
    if (error instanceof AppError && error.code === 'cancelled') {
      // The end of the program is no wish to stop: it goes on at the next start.
      if (dependencies.isClosing()) return
      entry.file = { ...entry.file, paused: true }
      await entry.storage.records.write(entry.file)
      return
    }
    const told = asDiskError(error)
    const known =
      told instanceof AppError ? told : new AppError('internal', m.theExportStoppedForAReason, { cause: error })
    const { code, message } = known
    log.write('error', 'exports.stopped', { code })
    // A journal that does not open stays as it is.
    await exportProgress(entry, log)
    if (!entry.damaged) {
      const { lines, journalPath } = openExportLines(entry.storage, entry.file)
      const journal = await openExportJournal(journalPath, lines, clock)
      await journal.record({ event: 'state', state: 'failed', reason: message, code })
      entry.progress = journal.progress
      await journal.close()
    }
    await writeEnd(entry, { ...stoppedRun('failed', clock.now(), entry.file.ended?.leftOnServer ?? false), code })
  }

  async function writeEnd(entry: Entry, ended: EndedRun): Promise<void> {
    entry.file = { ...entry.file, paused: false, ended }
    await entry.storage.records.write(entry.file)
    await recordEnd(entry.file)
  }

  async function recordEnd({ id, connection, ended }: ExportRecord): Promise<void> {
    if (ended === undefined) return
    const { state, files, bytes, resources, deleted, shown, unchanged, code, completeness } = ended
    const rejected = completeness?.rejected ?? 0
    log.write('info', 'exports.ended', {
      state,
      files,
      bytes,
      resources,
      deleted,
      rejected,
      ...(completeness === undefined ? {} : { completeness: completeness.state }),
      ...(code === undefined ? {} : { code })
    })
    await audit.record({
      action: 'export.ended',
      outcome: shown || unchanged === true ? 'success' : 'failure',
      facts: { export: id, connection, state, files, bytes, resources, deleted }
    })
  }

  /** What the end of the program kept from being written into the history. */
  async function endCommitted(entry: Entry, progress: ExportProgress, result: string): Promise<void> {
    await shredExport(entry.storage, entry.file.id)
    const meter = createLiveMeter(net, clock, () => undefined)
    await writeEnd(entry, endedRun(progress, JSON.parse(result) as ExportResult, meter, clock.now()))
  }

  /**
   * @returns false when the server cannot be reached; it is not waited for
   * @throws AppError `cancelled` where it was stopped before the server answered
   */
  async function cancelWithServer(
    entry: Entry,
    progress: ExportProgress | undefined,
    stop: AbortController
  ): Promise<boolean> {
    try {
      const job = await open(entry, await orderFor(connections, entry.file, progress), stop)
      try {
        entry.file = await job.cancel()
        entry.progress = job.progress
        return true
      } finally {
        await job.close()
      }
    } catch (error) {
      if (!(error instanceof AppError) || stop.signal.aborted) throw error
      log.write('warn', 'exports.left-on-server', { code: error.code })
      return false
    }
  }

  async function giveUp(entry: Entry, stop: AbortController): Promise<void> {
    if (isOver(entry)) return
    await leave(entry)
    if ((await entry.storage.keyring.state()).state !== 'open') return
    const progress = await exportProgress(entry, log)
    // What it asked of its server is not known any more, and the exports after it need not wait for that.
    if (entry.damaged) return writeEnd(entry, stoppedRun('cancelled', clock.now(), true))
    if (progress?.result !== undefined) return endCommitted(entry, progress, progress.result)
    const mayRun = progress === undefined || (progress.statusUrl !== undefined && !progress.deletedOnServer)
    if (mayRun && (await cancelWithServer(entry, progress, stop))) return recordEnd(entry.file)
    const { lines, journalPath } = openExportLines(entry.storage, entry.file)
    const journal = await openExportJournal(journalPath, lines, clock)
    if (journal.progress.state !== 'cancelled') await journal.record({ event: 'state', state: 'cancelled' })
    entry.progress = journal.progress
    await journal.close()
    const meter = createLiveMeter(net, clock, () => undefined)
    const ended =
      progress === undefined
        ? stoppedRun('cancelled', clock.now(), true)
        : endedRun(journal.progress, undefined, meter, clock.now())
    await writeEnd(entry, ended)
  }

  /** Writes down that an export is given up, before anything of it is destroyed, and destroys its key. */
  async function leave(entry: Entry): Promise<void> {
    if (entry.file.cancelled !== true) {
      const file: ExportRecord = { ...entry.file, paused: false, cancelled: true }
      await entry.storage.records.write(file)
      entry.file = file
    }
    entry.cancelled = true
    await shredExport(entry.storage, entry.file.id)
    show(entry)
  }

  return {
    giveUp: (entry, stop) => inTurn(entry.file.id, () => giveUp(entry, stop)),
    async run(entry, stop) {
      let job: PreparedExport | undefined
      try {
        const { kind, reason } = entry.file
        log.write('info', 'exports.began', { kind, reason })
        const progress = await exportProgress(entry, log)
        if (progress?.state === 'cancelled') {
          await giveUp(entry, stop)
          return
        }
        let order = await orderFor(connections, entry.file, progress)
        let repair: Repair | undefined
        if (progress?.request === undefined && entry.file.repairs !== undefined) {
          const repaired = await repairOf(entry.file.repairs, dependencies.ofConnection(entry.file.connection), log)
          repair = repaired.repair
          order = { ...order, request: repaired.request }
        } else if (progress?.request === undefined) {
          await makeRoom(entry, stop)
          order = await checkMembers(entry, order, stop.signal)
        }
        job = await open(entry, order, stop, repair)
        if (entry.running !== undefined) entry.running.job = job
        entry.progress = job.progress
        show(entry)
        entry.file = (await job.run()).file
        await recordEnd(entry.file)
      } catch (error) {
        await stopped(entry, error)
      } finally {
        await job?.close()
      }
    }
  }
}
