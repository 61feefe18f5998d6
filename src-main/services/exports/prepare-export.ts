import { servicesExportsMessages as m } from '#messages/services/exports.ts'
import { AppError } from '#shared/app-error.ts'
import { allEnded } from '#shared/language/all-ended.ts'
import { cancelExport } from '../../bulk/run/end-on-server.ts'
import type { ExportPolicy } from '../../bulk/run/export-context.ts'
import type { ExportProgress } from '../../bulk/journal/export-progress.ts'
import type { ExportResult } from '../../bulk/sink/export-result.ts'
import { openExport, type ExportSpecification } from '../../bulk/run/open-export.ts'
import type { Repair } from '../../bulk/journal/repair.ts'
import { createPollTrigger, type PollTrigger } from '../../bulk/protocol/poll-trigger.ts'
import { runExport } from '../../bulk/run/run-export.ts'
import type { ClockPort, NetPort, RandomPort } from '../../ports/host.ts'
import type { OpenSnapshot } from '../../storage/snapshots/open-snapshot.ts'
import { requireSpace } from '../../storage/sealed/sealed-writer.ts'
import { endedRun } from './ended-run.ts'
import type { ExportRecord } from './export-record.ts'
import { createLiveMeter, type LiveMeter } from './live-meter.ts'
import { previousOf } from './previous-snapshot.ts'
import { openExportLines, openExportSink, shredExport, type ExportStorage } from './export-storage.ts'
import { exportFacts } from './snapshot-facts.ts'

/** Dependencies of {@link prepareExport}. */
export interface OpenJobDependencies {
  readonly storage: ExportStorage
  readonly file: ExportRecord
  readonly order: ExportSpecification
  readonly net: NetPort
  readonly clock: ClockPort
  readonly random: RandomPort
  /** What an export that fetches missing files starts from; needed until its journal has begun. */
  readonly repair?: Repair | undefined
  /** The default one when absent. */
  readonly policy?: ExportPolicy
  readonly signal: AbortSignal
  readonly changed: () => void
}

/** An export of the history that is ready to run, to go on, or to be given up. */
export interface PreparedExport {
  readonly progress: ExportProgress
  readonly meter: LiveMeter
  readonly trigger: PollTrigger
  /**
   * Runs it to its end, and writes the end into the history.
   * @throws AppError `cancelled` when it was stopped, `out-of-space`; then it can go on
   */
  run(): Promise<{ readonly result: ExportResult; readonly file: ExportRecord }>
  /** Gives it up, here and on the server. */
  cancel(): Promise<ExportRecord>
  close(): Promise<void>
}

/** Sealed text takes about a tenth of its length; twice that is on the safe side. */
const shareOfText = 0.2

/** @throws AppError */
export async function prepareExport(dependencies: OpenJobDependencies): Promise<PreparedExport> {
  const { storage, file } = dependencies
  await storage.store.claim()
  const previous = file.previous === undefined ? undefined : await openPrevious(storage, file.previous)
  try {
    return await prepareOn(previous, dependencies)
  } catch (error) {
    await previous?.close()
    throw error
  }
}

/** @param previous the snapshot that the export builds on; the export closes it */
async function prepareOn(
  previous: OpenSnapshot | undefined,
  dependencies: OpenJobDependencies
): Promise<PreparedExport> {
  const { storage, file, order, net, clock, random, signal } = dependencies
  const { records, files } = storage
  const { lines } = openExportLines(storage, file)
  const meter = createLiveMeter(net, clock, dependencies.changed)
  const trigger = createPollTrigger()
  /** Known when the server has described itself, long before the commit. */
  const server: { fhirVersion?: string | undefined } = {}
  const sink = await openExportSink(storage, file, (committed, result) =>
    exportFacts(file, server.fhirVersion, committed, result, order.mode)
  )
  const opened = await openExport({
    ...order,
    net: meter.net,
    clock,
    random,
    files: lines,
    sink,
    folder: records.folderOf(file.id),
    previous: previous === undefined ? undefined : previousOf(previous),
    reusesPrevious: true,
    repair: dependencies.repair,
    before: await countsOf(storage, file),
    policy: dependencies.policy,
    signal,
    watch: meter.watch,
    trigger
  })
  server.fhirVersion = opened.fhirVersion
  const { progress } = opened.run.context.journal

  async function keepEnd(result: ExportResult | undefined): Promise<ExportRecord> {
    const ended: ExportRecord = { ...file, paused: false, ended: endedRun(progress, result, meter, clock.now()) }
    await records.write(ended)
    return ended
  }

  return {
    progress,
    meter,
    trigger,
    async run() {
      await requireSpace(files, records.folderOf(file.id), expectedBytes(progress, previous))
      const result = await runExport(opened.run)
      return { result, file: await keepEnd(result) }
    },
    async cancel() {
      await cancelExport(opened.run)
      await shredExport(storage, file.id)
      return keepEnd(undefined)
    },
    async close() {
      await allEnded([opened.close(), ...(previous === undefined ? [] : [previous.close()])])
    }
  }
}

/** Resources by type of the snapshot to compare with, where it is there and says so. */
async function countsOf(
  { store }: ExportStorage,
  file: ExportRecord
): Promise<Readonly<Record<string, number>> | undefined> {
  // A repair builds on incomplete data, which say nothing about how much there should be.
  const id = file.compared ?? (file.repairs === undefined ? file.previous : undefined)
  if (id === undefined) return undefined
  const found = (await store.list()).find((entry) => entry.id === id)
  return found?.facts?.counts
}

async function openPrevious({ store }: ExportStorage, id: string): Promise<OpenSnapshot> {
  try {
    return await store.open(id)
  } catch (cause) {
    if (!(cause instanceof AppError) || cause.code !== 'not-found') throw cause
    throw new AppError('not-found', m.theSnapshotThatThisExportBuilds, { cause })
  }
}

/** What still has to be written, as far as the manifest or the snapshot before tells. */
function expectedBytes({ files, stored }: ExportProgress, previous: OpenSnapshot | undefined): number {
  let text = previous?.inside.facts.textBytes ?? 0
  for (const [key, { bytes = 0 }] of files) if (!stored.has(key)) text += bytes
  return Math.ceil(text * shareOfText)
}
