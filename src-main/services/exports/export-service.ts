import { servicesExportsMessages as m } from '#messages/services/exports.ts'
import { allEnded } from '#shared/language/all-ended.ts'
import { oneAtATimeFor } from '#shared/one-at-a-time.ts'
import { AppError } from '#shared/app-error.ts'
import type { ExportLogLine, ExportRun, FileProgress } from '#shared/export-run.ts'
import { errorFacts } from '../../log/error-facts.ts'
import { createCancellation } from './cancel-export.ts'
import { outlivedRuns, type HistoryLimits } from './history-limits.ts'
import { createExportDisplay, type JobDisplayDependencies } from './export-display.ts'
import { entryOf, isActive, isOver, exportProgress, type Entry } from './queue-entry.ts'
import type { ExportRecord } from './export-record.ts'
import { createExportQueue } from './export-queue.ts'
import { createExportRunner, type JobRunnerDependencies } from './export-runner.ts'
import { logLines } from './log-lines.ts'
import { pastExports, planExport, snapshotsIn } from './plan-export.ts'
import { comparedSnapshot } from './refresh-base.ts'
import { canFetchMissing } from './repair-plan.ts'
import { fileRows } from './run-view.ts'
import { createExport, openExportLines, openKeyring, type NewExport, type ExportStorage } from './export-storage.ts'

/** Dependencies of {@link createExportService}. */
export interface JobServiceDependencies
  extends
    Pick<JobRunnerDependencies, 'connections' | 'net' | 'clock' | 'random' | 'audit' | 'log' | 'policy'>,
    Pick<JobDisplayDependencies, 'onChange'> {
  /** Where the exports of server connections go. */
  readonly storage: ExportStorage
  /** Where those of the sandbox go. */
  readonly sampleStorage: () => Promise<ExportStorage>
  /** How much of the history stays. */
  readonly historyLimits: () => HistoryLimits
  /** An export has ended, and made a snapshot or not. */
  readonly onEnd: (file: ExportRecord) => void
}

/** The exports of this installation: queue, running ones, history. */
export interface ExportService {
  /**
   * Queues an export. One of changes becomes a full one where there is nothing to build on, and says why.
   * @throws AppError `not-allowed` while the keyring is not open, `invalid-input`
   */
  start(connection: string, kind: ExportRecord['kind'], reason: ExportRecord['reason']): Promise<ExportRun>
  list(connection: string | undefined): Promise<ExportRun[]>
  get(id: string): Promise<ExportRun>
  files(id: string): Promise<FileProgress[]>
  log(id: string): Promise<ExportLogLine[]>
  /** The standard log as it stands in the file. */
  logText(id: string): Promise<string>
  pause(id: string): Promise<ExportRun>
  resume(id: string): Promise<ExportRun>
  cancel(id: string): Promise<ExportRun>
  checkNow(id: string): void
  delete(id: string): Promise<void>
  /**
   * Deletes the exports of a connection, and then the connection: none begins in between, as by a schedule that is due.
   * @param deleteConnection after which nothing can be started any more
   */
  deleteAll(connection: string, deleteConnection: () => Promise<void>): Promise<void>
  /**
   * Fetches what an incomplete export lacks and puts it together with what it stored. Everything, where that cannot be told.
   * @throws AppError `not-allowed` while the keyring is not open or another export of the connection runs
   */
  fetchMissing(id: string): Promise<ExportRun>
  /** What is written in the clear about the exports of a connection, newest first. */
  history(connection: string): ExportRecord[]
  /** Exports that run or wait. */
  active(): readonly ExportRecord[]
  /** Resolves when an export neither runs nor waits any more. */
  ended(id: string): Promise<ExportRecord>
  /** Goes on with what the end of the program interrupted, as far as its keys are there. */
  goOn(): Promise<void>
  /** Stops everything because the keys go away; {@link goOn} goes on. */
  suspend(): Promise<void>
  /** Stops everything; it goes on at the next start. */
  close(): Promise<void>
}

/** @throws the file system's error */
export async function createExportService(dependencies: JobServiceDependencies): Promise<ExportService> {
  const { connections, storage, random, clock, log } = dependencies
  const entries = new Map<string, Entry>()
  let closed = false
  let suspending = false
  /** What decides about the exports of a connection does so one after another: what it saw holds until it has acted. */
  const inTurn = oneAtATimeFor()
  const display = createExportDisplay(dependencies)
  const plan = planExport(connections, log)
  const view = (entry: Entry): Promise<ExportRun> => display.view(entry)
  const show = (entry: Entry): void => display.show(entry)
  const runner = createExportRunner({ ...dependencies, show, ofConnection, isClosing: () => closed || suspending })
  const queue = createExportQueue({
    entries: () => entries.values(),
    async run(entry, stop) {
      await runner.run(entry, stop)
      await forget(entry.file.connection)
    },
    show,
    onStop({ file }) {
      if (file.ended !== undefined) dependencies.onEnd(file)
    },
    log
  })
  for (const file of await storage.records.list()) entries.set(file.id, entryOf(file, storage, false))
  for (const connection of new Set([...entries.values()].map(({ file }) => file.connection))) await forget(connection)

  /** Removes from the history of a connection what it need not hold any more, and destroys its log. */
  async function forget(connection: string): Promise<void> {
    const outlived = outlivedRuns(history(connection), dependencies.historyLimits(), clock.now())
    for (const { id } of outlived) {
      const entry = find(id)
      if (isActive(entry)) continue
      entries.delete(id)
      await entry.storage.records.remove(id)
    }
    if (outlived.length > 0) log.write('info', 'exports.expired', { removed: outlived.length })
  }

  async function enqueue(jobStorage: ExportStorage, job: NewExport): Promise<Entry> {
    const file = await createExport(jobStorage, job, random, clock.now())
    const entry = entryOf(file, jobStorage, true)
    entries.set(file.id, entry)
    queue.add(entry)
    return entry
  }

  function find(id: string): Entry {
    const entry = entries.get(id)
    if (entry === undefined) throw new AppError('not-found', m.thisExportIsNotInThe)
    return entry
  }

  function ofConnection(connection: string): Entry[] {
    return [...entries.values()]
      .filter(({ file }) => file.connection === connection)
      .sort((a, b) => b.file.createdAt - a.file.createdAt)
  }

  function history(connection: string): ExportRecord[] {
    return ofConnection(connection).map(({ file }) => file)
  }

  async function change(entry: Entry, file: ExportRecord): Promise<void> {
    entry.file = file
    await entry.storage.records.write(file)
  }

  async function logText({ storage: jobStorage, file }: Entry): Promise<string> {
    const { lines, logPath } = openExportLines(jobStorage, file)
    return (await lines.read(logPath))?.toString('utf8') ?? ''
  }

  /** The exports of a connection, newest first. @throws AppError `not-allowed` where one of them runs or waits */
  async function restingExports(connection: string): Promise<Entry[]> {
    const earlier = ofConnection(connection)
    for (const item of earlier) await queue.windUp(item)
    if (earlier.some(isActive)) throw new AppError('not-allowed', m.anExportOfThisConnectionIs, { retryable: true })
    return earlier
  }

  /** Does something about an export that is there when it is its turn. @throws AppError `not-found` */
  const about = <T>(id: string, act: (entry: Entry) => Promise<T>): Promise<T> =>
    inTurn(find(id).file.connection, () => act(find(id)))

  const start: ExportService['start'] = async (connection, kind, reason) => {
    const { kind: place, missing, settings } = await connections.get(connection)
    const [problem] = missing
    if (problem !== undefined) throw new AppError('invalid-input', problem)
    const jobStorage = place === 'sandbox' ? await dependencies.sampleStorage() : storage
    await openKeyring(jobStorage)
    const earlier = await restingExports(connection)
    const job = await plan(jobStorage, { connection, kind, reason, settings }, earlier)
    return view(await enqueue(jobStorage, job))
  }

  const cancellation = createCancellation(queue, runner, (entry) => {
    dependencies.onEnd(entry.file)
    show(entry)
  })

  /** Ends those that were given up while the keyring was locked, or without an answer of their server. */
  function endCancelled(): void {
    for (const entry of entries.values()) {
      const { file, cancelled } = entry
      // One that begins makes room by itself.
      if (!cancelled || isOver(entry) || ofConnection(file.connection).some(isActive)) continue
      inTurn(file.connection, () => cancellation.end(entry)).catch((error: unknown) =>
        log.write('error', 'exports.broken', errorFacts(error))
      )
    }
  }

  async function remove(entry: Entry): Promise<void> {
    await queue.windUp(entry)
    if (isActive(entry)) throw new AppError('not-allowed', m.thisExportIsUnderWayCancel)
    await entry.storage.records.remove(entry.file.id)
    entries.delete(entry.file.id)
  }

  async function fetchMissing(entry: Entry): Promise<ExportRun> {
    const { file, storage: jobStorage } = entry
    const { id, connection, name, kind } = file
    await openKeyring(jobStorage)
    const earlier = await restingExports(connection)
    const savedSnapshots = await snapshotsIn(jobStorage)
    // What cannot be told apart is exported again as a whole.
    if (!canFetchMissing(file) || !savedSnapshots.has(file.snapshot)) {
      const { settings } = await connections.get(connection)
      const job = await plan(jobStorage, { connection, kind: 'full', reason: 'asked', settings }, earlier)
      return view(await enqueue(jobStorage, job))
    }
    // What had arrived is no measure for how much there should be.
    const request = (await exportProgress(entry, log))?.request
    const compared = request && (await comparedSnapshot(pastExports(earlier, log), request, savedSnapshots))
    const job: NewExport = { connection, name, kind, reason: 'asked', previous: file.snapshot, compared, repairs: id }
    return view(await enqueue(jobStorage, job))
  }

  return {
    start: (connection, kind, reason) => inTurn(connection, () => start(connection, kind, reason)),
    fetchMissing: (id) => about(id, fetchMissing),
    async list(connection) {
      const chosen = [...entries.values()].filter(
        ({ file }) => connection === undefined || file.connection === connection
      )
      chosen.sort((a, b) => b.file.createdAt - a.file.createdAt)
      return Promise.all(chosen.map(view))
    },
    get: (id) => view(find(id)),
    async files(id) {
      const entry = find(id)
      const progress = await exportProgress(entry, log)
      return progress === undefined ? [] : fileRows(progress, entry.running?.job?.meter)
    },
    async log(id) {
      return logLines(await logText(find(id)))
    },
    logText: (id) => logText(find(id)),
    pause: (id) =>
      about(id, async (entry) => {
        await queue.halt(entry)
        const { file } = entry
        if (file.ended === undefined && !file.paused) await change(entry, { ...file, paused: true })
        return view(entry)
      }),
    resume: (id) =>
      about(id, async (entry) => {
        await queue.windUp(entry)
        if (isActive(entry)) return view(entry)
        if (isOver(entry) || entry.cancelled) throw new AppError('invalid-input', m.thisExportHasEndedStartIt)
        await openKeyring(entry.storage)
        const { ended: _ended, ...file } = entry.file
        await change(entry, { ...file, paused: false })
        queue.add(entry)
        return view(entry)
      }),
    async cancel(id) {
      cancellation.request(find(id))
      return about(id, async (entry) => {
        await cancellation.end(entry)
        return view(entry)
      })
    },
    checkNow: (id) => find(id).running?.job?.trigger.now(),
    delete: (id) => about(id, remove),
    deleteAll: (connection, deleteConnection) =>
      inTurn(connection, async () => {
        for (const entry of ofConnection(connection)) {
          if (entry.file.ended === undefined) await cancellation.cancel(entry)
          await remove(entry)
        }
        await deleteConnection()
      }),
    history,
    active: () => [...entries.values()].filter(isActive).map(({ file }) => file),
    ended: (id) => queue.ended(find(id)),
    async goOn() {
      for (const entry of entries.values()) {
        if ((await entry.storage.keyring.state()).state !== 'open') continue
        const { ended, paused } = entry.file
        if (ended === undefined && !paused && !isActive(entry)) queue.add(entry)
      }
      endCancelled()
    },
    async suspend() {
      suspending = true
      try {
        await allEnded([queue.haltAll(), cancellation.stop()])
      } finally {
        suspending = false
      }
    },
    async close() {
      closed = true
      await allEnded([queue.close(), cancellation.stop()])
      display.stop()
    }
  }
}
