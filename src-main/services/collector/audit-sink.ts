import { join } from 'node:path'
import { parseSinkAddress, type AuditSinkState, type SinkProblem } from '#shared/audit-sink.ts'
import { AppError } from '#shared/app-error.ts'
import type { AuditPort, ClockPort, CollectorPort, LogPort } from '../../ports/host.ts'
import { withFileLock } from '../../storage/files/file-lock.ts'
import type { CollectorFormat } from '../audit/collector-line.ts'
import { lastRecord, recordsAfter } from '../audit/sent-records.ts'
import { newCursor, readCursor, writeCursor, type SinkCursor } from './sink-cursor.ts'
import { syslogFrames } from './syslog-frames.ts'

/** What is set about the collector. */
export interface SinkSettings {
  /** `syslog+tls://host:port`; '' for none. */
  readonly address: string
  /** Certificates of the authorities that vouch for it, PEM; '' for those that this computer trusts. */
  readonly authorities: string
  /** What each message says; its header and its structured data are those of RFC 5424 in any case. */
  readonly format: CollectorFormat
}

/** Dependencies of {@link createAuditSink}. */
export interface AuditSinkDependencies {
  /** Absolute path of the folder with the audit log, which is the queue: what it holds after the cursor waits. */
  readonly folder: string
  /** @throws AppError when it cannot be known how to reach the collector; the log waits then */
  readonly settings: () => Promise<SinkSettings>
  readonly collector: CollectorPort
  readonly audit: Pick<AuditPort, 'record'>
  /** Records that the collector is asked, before it is. @throws AppError when that could not be recorded */
  readonly announce?: (server: string) => Promise<void>
  readonly clock: ClockPort
  readonly log: LogPort
  readonly hostname: string
  /** Calls back after so many milliseconds. @returns a function that cancels it */
  readonly after: (milliseconds: number, task: () => void) => () => void
  /** Records in one connection; 500 when absent. */
  readonly batchRecords?: number
}

/** Delivers the audit log to a log collector. */
export interface AuditSink {
  /** Something may be due: a record was written, the settings changed, the network is back. */
  wake(): void
  /** Delivers what is due now, without regard to the waiting time after a failure. The state has the problem. @throws AppError as the settings do */
  deliver(): Promise<AuditSinkState>
  state(): Promise<AuditSinkState>
  /** Ends; a delivery that is under way is waited for. */
  close(): Promise<void>
}

const firstWaitMs = 5_000
const maxWaitMs = 5 * 60_000
/** Records of one moment go together. */
const gatherMs = 500

/**
 * Delivers the audit log, in its order, to a log collector. There is no queue next to the log: a cursor says how far the
 * collector has it, and moves when the collector has closed the connection after reading it to the end. What was cut is sent
 * again from the cursor on, so that a record may arrive twice and none is lost; its number tells.
 */
export function createAuditSink(dependencies: AuditSinkDependencies): AuditSink {
  const { folder, settings, collector, audit, clock, log, hostname, after } = dependencies
  const cursorPath = join(folder, 'audit-sink.json')
  const lockPath = join(folder, 'audit-sink.lock')
  const batchRecords = dependencies.batchRecords ?? 500
  let running: Promise<void> | undefined
  let again = false
  let isClosed = false
  let cancelTimer: (() => void) | undefined
  let timerAt = Infinity

  async function deliverBatch(): Promise<boolean> {
    const { address, authorities, format } = await settings()
    const place = parseSinkAddress(address)
    if (place === undefined) return false
    const cursor = await readCursor(cursorPath, address)
    if ((await recordsAfter(folder, cursor, 1)).length === 0) return false
    // Before the records are read, so that this one goes with them.
    await dependencies.announce?.(`${place.host}:${place.port}`)
    const records = await recordsAfter(folder, cursor, batchRecords)
    const last = records.at(-1)
    if (last === undefined) return false
    const problem = await collector.send(place, syslogFrames(records, hostname, format), authorities)
    if (problem !== undefined) {
      await failed(cursor, problem)
      return false
    }
    const next: SinkCursor = {
      ...newCursor(address),
      seq: last.row.seq,
      code: last.code,
      deliveredAt: clock.now()
    }
    await writeCursor(cursorPath, next)
    if (cursor.problem !== undefined)
      await audit.record({ action: 'audit.sink-restored', outcome: 'success', facts: { attempts: cursor.attempts } })
    return records.length === batchRecords || cursor.problem !== undefined
  }

  async function failed(cursor: SinkCursor, problem: SinkProblem): Promise<void> {
    const attempts = cursor.attempts + 1
    const waitMs = Math.min(maxWaitMs, firstWaitMs * 2 ** Math.min(attempts - 1, 10))
    const now = clock.now()
    await writeCursor(cursorPath, { ...cursor, problem, failedAt: now, nextAt: now + waitMs, attempts })
    log.write('warn', 'audit.sink-failed', { problem, attempts })
    // Once for each outage; the attempts in it are in the state.
    if (cursor.problem === undefined)
      await audit.record({ action: 'audit.sink-failed', outcome: 'failure', facts: { problem } })
    schedule(waitMs)
  }

  function schedule(milliseconds: number): void {
    if (isClosed) return
    const due = clock.now() + milliseconds
    if (cancelTimer !== undefined && timerAt <= due) return
    cancelTimer?.()
    timerAt = due
    cancelTimer = after(milliseconds, () => {
      cancelTimer = undefined
      timerAt = Infinity
      void run()
    })
  }

  /** One delivery at a time, here and in other programs. */
  function run(): Promise<void> {
    if (running !== undefined) {
      again = true
      return running
    }
    running = loop()
      .catch((error: unknown) => {
        log.write('error', 'audit.sink-broken', { code: error instanceof AppError ? error.code : 'internal' })
        schedule(maxWaitMs)
      })
      .finally(() => (running = undefined))
    return running
  }

  async function loop(): Promise<void> {
    do {
      again = false
      while (await withFileLock(lockPath, deliverBatch)) if (isClosed) return
    } while (again && !isClosed)
  }

  /** Milliseconds until a delivery is due; undefined without a collector. */
  async function dueIn(): Promise<number | undefined> {
    const { address } = await settings()
    if (parseSinkAddress(address) === undefined) return undefined
    const { nextAt = 0 } = await readCursor(cursorPath, address)
    // A clock that was put back since makes no longer wait of it.
    return Math.min(Math.max(gatherMs, nextAt - clock.now()), maxWaitMs)
  }

  async function state(): Promise<AuditSinkState> {
    const { address } = await settings()
    if (parseSinkAddress(address) === undefined)
      return { state: 'off', address: '', deliveredTo: 0, pending: 0, attempts: 0 }
    const { seq, deliveredAt, problem, failedAt, nextAt, attempts } = await readCursor(cursorPath, address)
    const end = await lastRecord(folder)
    const written = end?.seq ?? 0
    // A log that is shorter than the cursor was started over.
    const pending = written < seq ? written : written - seq
    const stands = problem !== undefined ? 'failing' : pending === 0 ? 'delivered' : 'waiting'
    return {
      state: running === undefined ? stands : 'sending',
      address,
      deliveredTo: seq,
      pending,
      ...(deliveredAt === undefined ? {} : { deliveredAt }),
      ...(problem === undefined ? {} : { problem }),
      ...(failedAt === undefined ? {} : { failedAt }),
      ...(nextAt === undefined ? {} : { nextAt }),
      attempts
    }
  }

  return {
    wake() {
      if (!isClosed)
        void dueIn().then(
          (milliseconds) => milliseconds !== undefined && schedule(milliseconds),
          () => schedule(maxWaitMs)
        )
    },
    async deliver() {
      await run()
      return state()
    },
    state,
    async close() {
      isClosed = true
      cancelTimer?.()
      await running
    }
  }
}
