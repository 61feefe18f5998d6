import { AppError } from '#shared/app-error.ts'
import type { ExportLogLine, ExportRun, FileProgress } from '#shared/export-run.ts'
import { isFinal } from '#shared/job-state.ts'
import type { ExportPolicy } from '../bulk/export-context.ts'
import type { ExportProgress } from '../bulk/export-progress.ts'
import { openExportJournal, readExportJournal } from '../bulk/journal.ts'
import { requestOf } from '../connections/request-of.ts'
import type { ConnectionService } from '../connections/connection-service.ts'
import type { AuditPort, ClockPort, LogPort, NetPort, RandomPort } from '../host/ports.ts'
import { groupMembers, patientsIn } from './group-members.ts'
import type { JobFile } from './job-file.ts'
import { logLines } from './log-lines.ts'
import { openJob, type JobOrder, type OpenedJob } from './open-job.ts'
import { previousOf } from './previous-snapshot.ts'
import { fileRows, runView } from './run-view.ts'
import { createJob, openJobLines, shredJob, type Vault } from './sealed-job.ts'

/** What {@link createJobService} stands on. */
export interface JobServiceParts {
  readonly connections: ConnectionService
  /** Where the exports of server connections go. */
  readonly vault: Vault
  /** Where those of the sandbox go. */
  readonly sandboxVault: () => Promise<Vault>
  readonly net: NetPort
  readonly clock: ClockPort
  readonly random: RandomPort
  readonly audit: AuditPort
  readonly log: LogPort
  /** The usual patience when absent. */
  readonly policy?: ExportPolicy
  /** An export began, went on or ended; at most four times a second for each. */
  readonly onChange: (run: ExportRun) => void
  /** An export has ended, and made a snapshot or not. */
  readonly onEnd: (file: JobFile) => void
}

/** The exports of this installation: queue, running ones, history. */
export interface JobService {
  /** @throws AppError `not-allowed` while the keyring is not open, `invalid-input`, `not-found` without a base */
  start(connection: string, kind: JobFile['kind'], reason: JobFile['reason']): Promise<ExportRun>
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
  /** What is written in the clear about the exports of a connection, newest first. */
  history(connection: string): JobFile[]
  /** Exports that run or wait. */
  active(): readonly JobFile[]
  /** Resolves when an export neither runs nor waits any more. */
  ended(id: string): Promise<JobFile>
  /** Goes on with what the end of the program interrupted, as far as its keys are there. */
  goOn(): Promise<void>
  /** Stops everything; it goes on at the next start. */
  close(): Promise<void>
}

interface Entry {
  file: JobFile
  readonly vault: Vault
  waiting: boolean
  progress: ExportProgress | undefined
  running: { readonly stop: AbortController; job: OpenedJob | undefined; readonly done: Promise<void> } | undefined
  shownAt: number
  later: NodeJS.Timeout | undefined
}

const mostAtOnce = 2
const showEveryMs = 250

/** @throws the file system's error */
export async function createJobService(parts: JobServiceParts): Promise<JobService> {
  const { connections, vault, net, clock, random, audit, log } = parts
  const entries = new Map<string, Entry>()
  const waiters = new Map<string, ((file: JobFile) => void)[]>()
  let closed = false
  for (const file of await vault.jobs.list()) entries.set(file.id, entryOf(file, vault, false))

  function find(id: string): Entry {
    const entry = entries.get(id)
    if (entry === undefined) throw new AppError('not-found', 'This export is not in the history any more.')
    return entry
  }

  /** Reads the journal once; not while the keyring is locked. */
  async function progressOf(entry: Entry): Promise<ExportProgress | undefined> {
    const live = entry.running?.job?.progress
    if (live !== undefined) return live
    if (entry.progress !== undefined) return entry.progress
    if ((await entry.vault.keyring.state()).state !== 'open') return undefined
    try {
      const { lines, journalPath } = openJobLines(entry.vault, entry.file)
      entry.progress = await readExportJournal(journalPath, lines)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      log.write('warn', 'exports.unreadable', { code: error.code })
    }
    return entry.progress
  }

  async function view(entry: Entry): Promise<ExportRun> {
    const { settings } = await connections.get(entry.file.connection).catch(() => ({ settings: undefined }))
    return runView({
      file: entry.file,
      progress: await progressOf(entry),
      // What has ended is over, also while its files are still being closed.
      meter: entry.file.ended === undefined ? entry.running?.job?.meter : undefined,
      waiting: entry.waiting,
      level: settings?.level ?? 'system'
    })
  }

  function show(entry: Entry): void {
    if (entry.later !== undefined) return
    const wait = entry.shownAt + showEveryMs - clock.now()
    entry.later = setTimeout(
      () => {
        entry.later = undefined
        entry.shownAt = clock.now()
        view(entry).then(parts.onChange, () => log.write('warn', 'exports.unreadable'))
      },
      Math.min(showEveryMs, Math.max(0, wait))
    )
  }

  async function orderFor({ file }: Entry, progress: ExportProgress | undefined): Promise<JobOrder> {
    const { settings } = await connections.get(file.connection)
    const profile = connections.profile(settings)
    return {
      // What was begun goes on as it was begun, whatever was changed meanwhile.
      request: progress?.request ?? requestOf(settings, profile, file.since),
      credentials: await connections.credentials(file.connection),
      profile,
      tokenEndpoint: settings.tokenEndpoint || undefined,
      scopes: settings.scopes || undefined,
      allowHttpLoopback: settings.allowHttpLoopback,
      trustedOrigins: settings.trustedOrigins,
      mode: progress?.request === undefined ? settings.mode : progress.mode
    }
  }

  /** An incremental export of a group whose members changed becomes a full one: the changes alone would not be right. */
  async function checkMembers(entry: Entry, order: JobOrder, signal: AbortSignal): Promise<JobOrder> {
    const { file, vault: own } = entry
    const check = file.previous !== undefined && order.request.level === 'group' && order.profile?.since !== 'reliable'
    if (!check || order.mode === 'crawl') return order
    const before = await own.store.open(file.previous!)
    try {
      const known = await patientsIn(previousOf(before))
      const policy = parts.policy
      const now = await groupMembers(order, { net, clock, random, signal, policy })
      if (now === undefined || sameMembers(known, now)) return order
    } catch (error) {
      // A server that refuses the question still may answer the export.
      if (!(error instanceof AppError) || error.code === 'cancelled') throw error
      log.write('warn', 'exports.members-unknown', { code: error.code })
      return order
    } finally {
      await before.close()
    }
    const { previous: _previous, since: _since, ...rest } = file
    entry.file = { ...rest, kind: 'full' }
    await own.jobs.write(entry.file)
    const { since: _asked, ...request } = order.request
    return { ...order, request }
  }

  async function run(entry: Entry, stop: AbortController): Promise<void> {
    let job: OpenedJob | undefined
    try {
      const progress = await progressOf(entry)
      let order = await orderFor(entry, progress)
      if (progress?.request === undefined) {
        await makeRoom(entry)
        order = await checkMembers(entry, order, stop.signal)
      }
      job = await openJob({
        vault: entry.vault,
        file: entry.file,
        order,
        net,
        clock,
        random,
        ...(parts.policy === undefined ? {} : { policy: parts.policy }),
        signal: stop.signal,
        changed: () => show(entry)
      })
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

  /** What failed or was stopped before is given up, here and on the server, which may allow one export at a time. */
  async function makeRoom(entry: Entry): Promise<void> {
    for (const one of ofConnection(entry.file.connection)) {
      const { ended } = one.file
      if (one === entry || one.running !== undefined || (ended !== undefined && ended.state !== 'failed')) continue
      await giveUp(one)
      show(one)
    }
  }

  /** Stopped by somebody, or by the disk, or before it had begun. */
  async function stopped(entry: Entry, error: unknown): Promise<void> {
    if (error instanceof AppError && error.code === 'cancelled') {
      // The end of the program is no wish to stop: it goes on at the next start.
      if (!closed) {
        entry.file = { ...entry.file, paused: true }
        await entry.vault.jobs.write(entry.file)
      }
      return
    }
    const known =
      error instanceof AppError
        ? error
        : new AppError('internal', 'The export stopped for a reason inside Populus, or of the disk.', { cause: error })
    const { code: _code, message } = known
    log.write('error', 'exports.stopped', { code: known.code })
    const { lines, journalPath } = openJobLines(entry.vault, entry.file)
    const journal = await openExportJournal(journalPath, lines, clock)
    await journal.record({ event: 'state', state: 'failed', reason: message, code: known.code })
    entry.progress = journal.progress
    await journal.close()
    entry.file = { ...entry.file, ended: failedEnd(entry.file, known, clock.now()) }
    await entry.vault.jobs.write(entry.file)
    await recordEnd(entry.file)
  }

  async function recordEnd({ id, connection, ended }: JobFile): Promise<void> {
    if (ended === undefined) return
    const { state, files, bytes, resources, deleted, shown } = ended
    await audit.record({
      action: 'export.ended',
      outcome: shown ? 'success' : 'failure',
      facts: { export: id, connection, state, files, bytes, resources, deleted }
    })
  }

  function begin(entry: Entry): void {
    entry.waiting = false
    const stop = new AbortController()
    const done = run(entry, stop)
      .catch(() => log.write('error', 'exports.broken'))
      .finally(() => {
        entry.running = undefined
        show(entry)
        if (entry.file.ended !== undefined) parts.onEnd(entry.file)
        settle(entry)
        pump()
      })
    entry.running = { stop, job: undefined, done }
  }

  function settle(entry: Entry): void {
    for (const tell of waiters.get(entry.file.id) ?? []) tell(entry.file)
    waiters.delete(entry.file.id)
  }

  /** One export of a server at a time: many allow no more. */
  function pump(): void {
    if (closed) return
    const running = [...entries.values()].filter((one) => one.running !== undefined)
    const busy = new Set(running.map(({ file }) => file.connection))
    let free = mostAtOnce - running.length
    for (const entry of entries.values()) {
      if (free <= 0) return
      if (!entry.waiting || busy.has(entry.file.connection)) continue
      busy.add(entry.file.connection)
      free -= 1
      begin(entry)
      show(entry)
    }
  }

  async function giveUp(entry: Entry): Promise<void> {
    const progress = await progressOf(entry)
    try {
      const stop = new AbortController()
      const job = await openJob({
        vault: entry.vault,
        file: entry.file,
        order: await orderFor(entry, progress),
        net,
        clock,
        random,
        signal: stop.signal,
        changed: () => undefined
      })
      try {
        entry.file = await job.cancel()
        entry.progress = job.progress
        return
      } finally {
        await job.close()
      }
    } catch (error) {
      // A server that cannot be reached is not waited for.
      if (!(error instanceof AppError)) throw error
      log.write('warn', 'exports.left-on-server', { code: error.code })
    }
    const { lines, journalPath } = openJobLines(entry.vault, entry.file)
    const journal = await openExportJournal(journalPath, lines, clock)
    if (!isFinal(journal.progress.state)) await journal.record({ event: 'state', state: 'cancelled' })
    entry.progress = journal.progress
    await journal.close()
    await shredJob(entry.vault, entry.file.id)
    const end = failedEnd(entry.file, undefined, clock.now())
    entry.file = { ...entry.file, ended: { ...end, state: 'cancelled', leftOnServer: true } }
    await entry.vault.jobs.write(entry.file)
  }

  async function halt(entry: Entry): Promise<void> {
    entry.waiting = false
    entry.running?.stop.abort()
    await entry.running?.done
  }

  /** An export that has ended may still be closing its files. */
  async function windUp({ file, running }: Entry): Promise<void> {
    if (file.ended !== undefined) await running?.done
  }

  function ofConnection(connection: string): Entry[] {
    return [...entries.values()]
      .filter(({ file }) => file.connection === connection)
      .sort((a, b) => b.file.createdAt - a.file.createdAt)
  }

  return {
    async start(connection, kind, reason) {
      const { kind: place, missing, settings } = await connections.get(connection)
      const [problem] = missing
      if (problem !== undefined) throw new AppError('invalid-input', problem)
      const own = place === 'sandbox' ? await parts.sandboxVault() : vault
      await openKeyring(own)
      const earlier = ofConnection(connection)
      for (const one of earlier) await windUp(one)
      if (earlier.some((one) => one.running !== undefined || one.waiting))
        throw new AppError('not-allowed', 'An export of this connection is under way already.', { retryable: true })
      const base = kind === 'full' ? undefined : await refreshBase(earlier)
      const { name } = settings
      const file = await createJob(
        own,
        { connection, name, kind, reason, previous: base?.snapshot, since: base?.ended?.transactionTime },
        random,
        clock.now()
      )
      const entry = entryOf(file, own, true)
      entries.set(file.id, entry)
      pump()
      return view(entry)
    },
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
      const progress = await progressOf(entry)
      return progress === undefined ? [] : fileRows(progress, entry.running?.job?.meter)
    },
    async log(id) {
      return logLines(await logText(find(id)))
    },
    logText: (id) => logText(find(id)),
    async pause(id) {
      const entry = find(id)
      await halt(entry)
      if (entry.file.ended === undefined && !entry.file.paused) {
        entry.file = { ...entry.file, paused: true }
        await entry.vault.jobs.write(entry.file)
      }
      return view(entry)
    },
    async resume(id) {
      const entry = find(id)
      await windUp(entry)
      if (entry.running !== undefined || entry.waiting) return view(entry)
      const state = (await progressOf(entry))?.state ?? 'queued'
      if (isFinal(state)) throw new AppError('invalid-input', 'This export has ended. Start it again.')
      await openKeyring(entry.vault)
      const { ended: _ended, ...file } = entry.file
      entry.file = { ...file, paused: false }
      await entry.vault.jobs.write(entry.file)
      entry.waiting = true
      pump()
      return view(entry)
    },
    async cancel(id) {
      const entry = find(id)
      await halt(entry)
      if (entry.file.ended !== undefined && isFinal(entry.file.ended.state)) return view(entry)
      await giveUp(entry)
      await recordEnd(entry.file)
      parts.onEnd(entry.file)
      settle(entry)
      show(entry)
      return view(entry)
    },
    checkNow: (id) => find(id).running?.job?.nudge.now(),
    async delete(id) {
      const entry = find(id)
      await windUp(entry)
      if (entry.running !== undefined || entry.waiting)
        throw new AppError('not-allowed', 'This export is under way. Cancel it first.')
      await entry.vault.jobs.remove(id)
      entries.delete(id)
    },
    history: (connection) => ofConnection(connection).map(({ file }) => file),
    active: () =>
      [...entries.values()].filter((one) => one.running !== undefined || one.waiting).map(({ file }) => file),
    ended(id) {
      const entry = find(id)
      if (entry.running === undefined && !entry.waiting) return Promise.resolve(entry.file)
      return new Promise((resolve) => waiters.set(id, [...(waiters.get(id) ?? []), resolve]))
    },
    async goOn() {
      for (const entry of entries.values()) {
        const { ended, paused } = entry.file
        if (ended !== undefined || paused || entry.running !== undefined) continue
        if ((await entry.vault.keyring.state()).state === 'open') entry.waiting = true
      }
      pump()
    },
    async close() {
      closed = true
      await Promise.all([...entries.values()].map(halt))
      for (const { later } of entries.values()) clearTimeout(later)
    }
  }

  async function logText({ vault: own, file }: Entry): Promise<string> {
    const { lines, logPath } = openJobLines(own, file)
    return (await lines.read(logPath))?.toString('utf8') ?? ''
  }
}

function entryOf(file: JobFile, vault: Vault, waiting: boolean): Entry {
  return { file, vault, waiting, progress: undefined, running: undefined, shownAt: 0, later: undefined }
}

/** The newest export that holds everything, as long as its snapshot is there. @throws AppError `not-found` */
async function refreshBase(earlier: readonly Entry[]): Promise<JobFile> {
  for (const { file, vault } of earlier) {
    if (file.ended?.state !== 'committed' || file.ended.transactionTime === undefined) continue
    const kept = await vault.store.list()
    if (kept.some(({ id }) => id === file.snapshot)) return file
  }
  throw new AppError('not-found', 'There is no whole export to build on. Start a full one.')
}

/** A keychain makes the key by itself. @throws AppError `not-allowed` */
async function openKeyring({ keyring }: Vault): Promise<void> {
  const { state, by } = await keyring.state()
  if (state === 'open') return
  if (state === 'absent' && by === 'keychain') return keyring.create()
  throw new AppError(
    'not-allowed',
    state === 'absent'
      ? 'What is exported is kept encrypted. Choose a passphrase first.'
      : 'Unlock what is kept on this computer with its passphrase first.'
  )
}

function sameMembers(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((one) => b.has(one))
}

/** The end of an export that stopped before it could say how. */
function failedEnd(file: JobFile, error: AppError | undefined, now: number): NonNullable<JobFile['ended']> {
  return {
    at: now,
    state: 'failed',
    ...(error === undefined ? {} : { code: error.code }),
    shown: false,
    files: 0,
    bytes: 0,
    resources: 0,
    patients: 0,
    deleted: 0,
    leftOnServer: file.ended?.leftOnServer ?? false,
    seen: { requests: 0, errors: 0, leftOut: [], counted: false, asked: [], delivered: [], deletedOnServer: false }
  }
}
