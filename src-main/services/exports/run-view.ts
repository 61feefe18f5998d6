import { servicesExportsMessages as m } from '#messages/services/exports.ts'
import { completenessSentence } from '#shared/completeness.ts'
import { fullSentence, type ExportRun, type FileProgress, type TypeProgress } from '#shared/export-run.ts'
import { isFinal, type ExportState } from '#shared/export-state.ts'
import type { ExportProgress } from '../../bulk/journal/export-progress.ts'
import type { JournalFile } from '../../bulk/journal/journal-event.ts'
import { exportProblem, goneProblem } from './export-problem.ts'
import type { ExportRecord } from './export-record.ts'
import { canFetchMissing, mayRepair } from './repair-plan.ts'
import type { LiveMeter } from './live-meter.ts'

/** Everything that is known of one export. */
export interface RunSources {
  readonly file: ExportRecord
  /** Its journal; `undefined` while the keyring is locked, or where it does not open. */
  readonly progress: ExportProgress | undefined
  /** The keyring is open, and the journal does not open. */
  readonly damaged?: boolean
  /** Set as soon as an export that runs has something to count. */
  readonly meter: LiveMeter | undefined
  readonly running: boolean
  readonly waiting: boolean
  /** The way to ask for the data, for an export whose journal has not begun. */
  readonly level: ExportRun['level']
}

/** An export as it is shown. */
export function describeRun(sources: RunSources): ExportRun {
  const { file, progress, meter, running, waiting, level } = sources
  const { ended } = file
  const damaged = progress === undefined && sources.damaged === true
  const because = fullSentence(file.fullBecause)
  const state = shownState(file, progress)
  const rows = progress === undefined ? [] : fileRows(progress, meter)
  const output = rows.filter(({ type }) => type !== 'deleted' && type !== 'error')
  const total = (read: (row: FileProgress) => number): number => output.reduce((sum, row) => sum + read(row), 0)
  const over = isFinal(state) || state === 'failed'
  const paused = !running && !waiting && !over
  const files = progress === undefined ? (ended?.files ?? 0) : output.length
  // Of one that came to a good end every file is stored, which is known without its journal.
  const locked = progress === undefined && !damaged && (paused || (state !== 'committed' && over && files > 0))
  const problem = problemOf(file, progress, { running, damaged })
  const request = progress?.request
  const since = request?.since ?? file.since
  const group = request?.group
  // The snapshot of a repair holds what had arrived before, too.
  const repaired = file.repairs !== undefined && ended?.shown === true ? ended : undefined
  const transactionTime = repaired?.transactionTime ?? progress?.transactionTime ?? ended?.transactionTime
  const resources =
    progress === undefined || repaired !== undefined
      ? (ended?.resources ?? 0)
      : total((row) => (row.state === 'stored' ? row.lines - row.rejected : 0))
  return {
    id: file.id,
    connection: file.connection,
    connectionName: file.name,
    kind: file.kind,
    reason: file.reason,
    state,
    paused,
    ...(damaged ? { unread: 'damaged' as const } : locked ? { unread: 'locked' as const } : {}),
    waiting,
    startedAt: progress?.startedAt ?? file.createdAt,
    ...(ended === undefined || !over ? {} : { endedAt: ended.at }),
    steps: [...(progress?.steps ?? [])].map(([step, time]) => ({ state: step, at: time })),
    level: request?.level ?? level,
    ...(group === undefined ? {} : { group }),
    types: typeRows(rows, progress, meter),
    ...(since === undefined ? {} : { since }),
    ...(transactionTime === undefined ? {} : { transactionTime }),
    files,
    filesStored:
      progress === undefined && state === 'committed' ? files : output.filter((row) => row.state === 'stored').length,
    bytes: progress === undefined ? (ended?.bytes ?? 0) : total((row) => row.bytes),
    bytesPerSecond: meter?.bytesPerSecond() ?? 0,
    ...(meter?.poll === undefined || state !== 'polling' ? {} : { poll: pollOf(meter.poll) }),
    ...(meter?.wait === undefined ? {} : { wait: meter.wait }),
    ...(progress?.linksUntil === undefined || state !== 'downloading' ? {} : { linksUntil: progress.linksUntil }),
    deleted: ended?.deleted ?? 0,
    issues: [...(progress?.issues ?? [])],
    ...(problem === undefined ? {} : { problem }),
    resources,
    unchanged: ended?.unchanged === true,
    repairs: file.repairs !== undefined,
    ...(ended?.completeness === undefined ? {} : { completeness: ended.completeness }),
    ...(because === undefined ? {} : { fullBecause: because }),
    ...(ended?.shown === true ? { snapshot: file.snapshot } : {}),
    can: {
      pause: running && !over,
      resume: !running && !waiting && !isFinal(state) && !damaged,
      cancel: !isFinal(state) && state !== 'committing',
      restart: !running && !waiting && over,
      fetchMissing: !running && !waiting && canFetchMissing(file),
      checkNow: running && (state === 'polling' || meter?.wait !== undefined),
      delete: !running && !waiting && over
    }
  }
}

/**
 * An export has come to its end when that is in the history, with the snapshot that it made. What its journal says earlier
 * is a step on the way.
 */
function shownState({ ended, cancelled }: ExportRecord, progress: ExportProgress | undefined): ExportState {
  if (cancelled === true && (ended === undefined || !isFinal(ended.state))) return 'cancelled'
  if (ended !== undefined) return ended.state
  const state = progress?.state ?? 'queued'
  if (state === 'committed' || state === 'partial') return 'committing'
  if (state !== 'failed' && state !== 'cancelled') return state
  return [...(progress?.steps.keys() ?? [])].filter((item) => !isFinal(item) && item !== 'failed').at(-1) ?? 'queued'
}

/** The files that an export fetches, in the order of the manifest; without those that the export before it stored. */
export function fileRows(progress: ExportProgress, meter: LiveMeter | undefined): FileProgress[] {
  const listed = [...progress.files.values()].map((file, index) => ({ file, at: index }))
  const fetched = listed.filter(({ file }) => !progress.held.has(file.key))
  return fetched.map(({ file, at }) => {
    const stored = progress.stored.get(file.key)
    const live = meter?.files.get(file.key)
    const counts = Object.values(stored?.types ?? {})
    const rejected = counts.reduce((sum, typeCounts) => sum + typeCounts.rejected, 0)
    const given = progress.givenUp.get(file.key)?.text
    const text = given ?? stored?.issues[0]?.text
    return {
      index: at + 1,
      type: typeOf(file),
      state:
        stored !== undefined
          ? 'stored'
          : given !== undefined
            ? 'failed'
            : live !== undefined && live.attempts > 0
              ? 'downloading'
              : 'waiting',
      bytes: stored?.bytes ?? live?.bytes ?? progress.started.get(file.key)?.length ?? 0,
      ...(file.bytes === undefined ? {} : { expectedBytes: file.bytes }),
      lines:
        stored === undefined
          ? (live?.lines ?? 0)
          : counts.reduce((sum, typeCounts) => sum + typeCounts.resources + typeCounts.rejected, 0),
      ...(file.count === undefined ? {} : { expectedLines: file.count }),
      rejected,
      attempts: live?.attempts ?? (stored === undefined ? 0 : 1),
      ...(text === undefined ? {} : { text })
    }
  })
}

function typeRows(
  files: readonly FileProgress[],
  progress: ExportProgress | undefined,
  meter: LiveMeter | undefined
): TypeProgress[] {
  const speeds = new Map<string, number>()
  for (const file of progress?.files.values() ?? []) {
    const speed = progress?.stored.has(file.key) === true ? 0 : (meter?.files.get(file.key)?.bytesPerSecond ?? 0)
    speeds.set(typeOf(file), (speeds.get(typeOf(file)) ?? 0) + speed)
  }
  const rows = new Map<string, FileProgress[]>()
  for (const file of files) rows.set(file.type, [...(rows.get(file.type) ?? []), file])
  const isRepair = (progress?.held.size ?? 0) > 0
  const asked = isRepair ? [] : (progress?.request?.types ?? [])
  for (const type of asked) if (!rows.has(type)) rows.set(type, [])
  return [...rows].map(([type, list]) => {
    const sum = (read: (row: FileProgress) => number): number => list.reduce((total, row) => total + read(row), 0)
    const stored = list.filter(({ state }) => state === 'stored').length
    const failed = list.filter(({ state }) => state === 'failed').length
    const counted = list.every(({ expectedLines }) => expectedLines !== undefined)
    return {
      type,
      files: list.length,
      filesStored: stored,
      filesFailed: failed,
      resources: sum(({ lines, rejected }) => lines - rejected),
      rejected: sum(({ rejected }) => rejected),
      ...(counted && list.length > 0 ? { counted: sum(({ expectedLines = 0 }) => expectedLines) } : {}),
      bytes: sum(({ bytes }) => bytes),
      state:
        failed > 0
          ? 'failed'
          : list.some(({ state }) => state === 'downloading')
            ? 'downloading'
            : list.length > 0 && stored === list.length
              ? 'stored'
              : 'waiting',
      bytesPerSecond: speeds.get(type) ?? 0
    }
  })
}

function typeOf({ kind, type }: JournalFile): string {
  return kind === 'output' ? (type ?? 'mixed') : kind
}

function pollOf(poll: NonNullable<LiveMeter['poll']>): NonNullable<ExportRun['poll']> {
  const { text, askedSeconds, nextAt, statusRequests } = poll
  return {
    ...(text === undefined ? {} : { text }),
    ...(askedSeconds === undefined ? {} : { askedSeconds }),
    nextAt,
    statusRequests
  }
}

/** The first error of those that the server itself reports of its export. */
function reportedBy(progress: ExportProgress | undefined): string | undefined {
  for (const [key, { kind }] of progress?.files ?? []) {
    const error = kind === 'error' && progress?.stored.get(key)?.issues.find(({ severity }) => severity === 'error')
    if (error) return error.text
  }
  return undefined
}

/** What is damaged where, and what to do about it. */
function damageOf({ id, ended }: ExportRecord): NonNullable<ExportRun['problem']> {
  return {
    what: m.theJournalOfThisExportDoesNot(`exports/${id}/job.json`),
    todo: ended === undefined ? m.restoreTheDataFolderOrGiveUp : m.restoreTheDataFolderOrExport,
    action: ended === undefined ? 'none' : 'restart'
  }
}

function problemOf(
  file: ExportRecord,
  progress: ExportProgress | undefined,
  { running, damaged }: { readonly running: boolean; readonly damaged: boolean }
): ExportRun['problem'] {
  const { ended, paused } = file
  if (running) return undefined
  // Nothing is to be done about what was given up, or has brought its data.
  const isSettled = file.cancelled === true || ended?.state === 'cancelled' || ended?.state === 'committed'
  if (damaged && !isSettled) return damageOf(file)
  const code = progress?.code ?? ended?.code
  if ((progress?.state ?? ended?.state) === 'failed' && code !== undefined) {
    if (progress?.gone === true && code === 'network') return goneProblem()
    const locked = m.theExportFailedUnlockTheStored
    return exportProblem(code, progress?.reason ?? locked)
  }
  if (ended?.state === 'partial') {
    const sentence = completenessSentence(ended.completeness) ?? m.notEverythingArrived
    const first = [...(progress?.givenUp.values() ?? [])][0]?.text ?? reportedBy(progress)
    const fetches = ended.completeness !== undefined && mayRepair(ended.completeness) && ended.shown
    return {
      what: sentence,
      ...(first === undefined ? {} : { server: first }),
      todo: fetches ? m.fetchTheMissingFilesWhatArrived : m.exportAgainUntilThenTheLast,
      action: fetches ? 'fetch-missing' : 'restart'
    }
  }
  if (ended === undefined && !paused && progress === undefined && file.cancelled !== true)
    return {
      what: m.thisExportContinuesWhenTheSaved,
      todo: m.enterThePassphrase,
      action: 'unlock'
    }
  return undefined
}
