import { servicesMessages as m } from '#messages/services.ts'
import { defaultTime, type Schedule, type ScheduleState } from '#shared/schedule.ts'
import type { ScheduledConnection } from '../connections/scheduled-connection.ts'
import type { ClockPort, LogPort, NotifierPort, PowerPort } from '../../ports/host.ts'
import type { ExportRecord } from '../exports/export-record.ts'
import { firstAllowed, lastDue, mayBegin, nextRun, nextRuns } from './next-run.ts'

/** What the scheduler does with exports. */
export interface ScheduledExports {
  start(
    connection: string,
    kind: ExportRecord['kind'],
    reason: ExportRecord['reason']
  ): Promise<{ readonly id: string }>
  history(connection: string): readonly ExportRecord[]
  active(): readonly ExportRecord[]
}

/** Dependencies of {@link createScheduler}. */
export interface SchedulerDependencies {
  readonly schedules: () => readonly ScheduledConnection[]
  readonly exportService: ScheduledExports
  readonly power: PowerPort
  /** Whether the user said that the network is metered; it counts besides what the computer says. */
  readonly isMetered?: (() => boolean) | undefined
  readonly notifier: NotifierPort
  readonly clock: ClockPort
  readonly log: LogPort
  /** IANA zone of this computer. */
  readonly zone: () => string
}

/** Begins exports when they are due. */
export interface Scheduler {
  /** Begins what is due now. Called by itself twice a minute and after the computer woke up. */
  tick(): Promise<void>
  /** What comes of a schedule. */
  state(connection: string, schedule: Schedule, since: number): ScheduleState
  preview(schedule: Schedule): number[]
  /** An export has ended: says so where it is wished. */
  ended(file: ExportRecord): void
  stop(): void
}

const tickMs = 30_000
const hourMs = 3_600_000
const minuteMs = 60_000
const dayMs = 86_400_000
const shownRuns = 5

/**
 * Compares the wall clock with the schedules twice a minute, so that sleep, a restart and a clock that was put right need no treatment of
 * their own: a run is due when its time is behind and no run has begun since.
 */
export function createScheduler(dependencies: SchedulerDependencies): Scheduler {
  const { exportService, power, notifier, clock, log } = dependencies
  let ticking: Promise<void> | undefined
  /** By connection. */
  const seenPutBack = new Map<string, number>()
  const timer = setInterval(() => void tick(), tickMs)
  timer.unref()
  const unsubscribe = power.onResume(() => void tick())

  function tick(): Promise<void> {
    ticking ??= lookAtAll().finally(() => (ticking = undefined))
    return ticking
  }

  async function lookAtAll(): Promise<void> {
    for (const { id, schedule, since } of dependencies.schedules()) {
      try {
        const due = dueRun(id, schedule, since)
        if (due === undefined || holdUp(schedule) !== undefined) continue
        await exportService.start(id, kindFor(id, schedule), due)
      } catch (error) {
        // Locked, set up half, or in a zone that this computer does not know: the others begin all the same, and the next tick tries
        // again as long as the run is not too late.
        log.write('warn', 'schedule.not-begun', { reason: error instanceof Error ? error.name : 'unknown' })
      }
    }
  }

  /** Why a run should begin now; `undefined` when none should. */
  function dueRun(id: string, schedule: Schedule, set: number): 'schedule' | 'missed' | 'retry' | undefined {
    const now = clock.now()
    const planned = openRun(id, schedule, set)
    if (planned !== undefined) {
      const late = now - planned
      if (late <= 2 * tickMs) return 'schedule'
      if (late <= schedule.catchUpHours * hourMs) return 'missed'
    }
    if (!schedule.enabled || isActive(id)) return undefined
    const retryFrom = retryDue(
      schedule,
      exportService.history(id).filter(({ createdAt }) => createdAt <= now)
    )
    return retryFrom !== undefined && now >= retryFrom ? 'retry' : undefined
  }

  const isActive = (id: string): boolean => exportService.active().some(({ connection }) => connection === id)

  /** The newest planned time that is behind and since which no run has begun; `undefined` where there is none. */
  function openRun(id: string, schedule: Schedule, set: number): number | undefined {
    if (!schedule.enabled || isActive(id)) return undefined
    const now = clock.now()
    const all = exportService.history(id)
    const history = all.filter(({ createdAt }) => createdAt <= now)
    const isAhead = history.length < all.length || set > now
    if (!isAhead) seenPutBack.delete(id)
    const since = Math.max(history[0]?.createdAt ?? 0, isAhead ? putBackAt(id, now) : set)
    return lastDue(schedule, since, now, dependencies.zone())
  }

  /**
   * When it was first seen that the clock was put back: by the clock before, runs began, or the schedule was set, in what is the future
   * now. Which planned times were behind then cannot be told, so nothing is due twice, and what is planned from then on is due.
   */
  function putBackAt(id: string, now: number): number {
    const seen = Math.min(seenPutBack.get(id) ?? now, now)
    seenPutBack.set(id, seen)
    return seen
  }

  /** When the last run is tried again; `undefined` when it is not. @param history newest first */
  function retryDue({ retries, retryMinutes }: Schedule, history: readonly ExportRecord[]): number | undefined {
    const failed: ExportRecord[] = []
    for (const file of history) {
      if (file.ended?.state !== 'failed' || file.reason === 'asked' || file.reason === 'command') break
      failed.push(file)
      // The first of the row was the planned one.
      if (file.reason !== 'retry') break
    }
    const [newest] = failed
    if (newest?.ended === undefined || failed.length > retries) return undefined
    const { code } = newest.ended
    // A refusal does not go away by itself.
    if (code === 'not-allowed' || code === 'invalid-input' || code === 'not-supported') return undefined
    return newest.ended.at + retryMinutes * minuteMs * 2 ** (failed.length - 1)
  }

  /**
   * The retry of a failed run that begins before the next planned run; `undefined` when none does, or when it waits for something
   * whose end is not known.
   */
  function nextRetry(id: string, schedule: Schedule, planned: number | undefined): number | undefined {
    if (!schedule.enabled) return undefined
    const now = clock.now()
    const due = retryDue(
      schedule,
      exportService.history(id).filter(({ createdAt }) => createdAt <= now)
    )
    if (due === undefined) return undefined
    const before = planned ?? Number.POSITIVE_INFINITY
    const begins = firstAllowed(schedule, Math.max(due, now), before, dependencies.zone())
    return begins === now && holdUp(schedule) !== undefined ? undefined : begins
  }

  function kindFor(id: string, { fullEveryDays }: Schedule): ExportRecord['kind'] {
    const committed = exportService.history(id).filter(({ ended }) => ended?.state === 'committed')
    if (committed.length === 0) return 'full'
    const full = committed.find(({ kind }) => kind === 'full')
    const old = full === undefined || clock.now() - full.createdAt > fullEveryDays * dayMs
    return fullEveryDays > 0 && old ? 'full' : 'incremental'
  }

  function holdUp(schedule: Schedule): string | undefined {
    if (!mayBegin(schedule, clock.now(), dependencies.zone())) return m.itWaitsForItsWindow
    if (!schedule.onBattery && power.onBattery() === true) return m.itWaitsForMainsPower
    if (power.isOffline?.() === true) return m.itWaitsForANetwork
    const isMetered = dependencies.isMetered?.() === true || power.onMetered() === true
    if (!schedule.onMetered && isMetered) return m.itWaitsForANetworkThat
    return undefined
  }

  return {
    tick,
    state(connection, schedule, since) {
      const hold = dueRun(connection, schedule, since) === undefined ? undefined : holdUp(schedule)
      const planned = nextRuns(schedule, clock.now(), dependencies.zone(), shownRuns)
      const retryAt = nextRetry(connection, schedule, planned[0])
      const open = openRun(connection, schedule, since)
      const endsAt = open === undefined ? 0 : open + Math.max(2 * tickMs, schedule.catchUpHours * hourMs)
      const isMissed = open !== undefined && retryAt === undefined && clock.now() > endsAt
      return {
        schedule,
        next: retryAt === undefined ? planned : [retryAt, ...planned].slice(0, shownRuns),
        ...(retryAt === undefined ? {} : { retryAt }),
        ...(hold === undefined ? {} : { holdUp: hold }),
        ...(isMissed ? { missedAt: open } : {})
      }
    },
    preview: (schedule) => nextRuns({ ...schedule, enabled: true }, clock.now(), dependencies.zone(), shownRuns),
    ended({ connection, reason, ended }) {
      if (ended === undefined || reason === 'asked' || reason === 'sample' || reason === 'command') return
      const found = dependencies.schedules().find(({ id }) => id === connection)
      if (found === undefined || found.schedule.notify === 'never') return
      const good = ended.state === 'committed'
      if (good && found.schedule.notify === 'problems') return
      const next = nextRun(found.schedule, clock.now(), dependencies.zone())
      const when = next === undefined ? '' : m.theNextRunIsPlanned
      if (good) notifier.notify(m.refreshDone, m.newDataAreHere(found.name))
      else if (ended.state === 'partial') notifier.notify(m.refreshIncomplete, m.notEverythingArrived(found.name, when))
      else notifier.notify(m.refreshFailed, m.lookAtConnectionsToSeeWhy(found.name, when))
    },
    stop() {
      clearInterval(timer)
      unsubscribe()
    }
  }
}

/** The schedule of a connection that has none yet: every night, switched off. */
export const defaultSchedule: Schedule = {
  enabled: false,
  times: [defaultTime],
  weekdays: [0, 1, 2, 3, 4, 5, 6],
  blackout: [],
  catchUpHours: 6,
  onBattery: false,
  onMetered: false,
  retries: 3,
  retryMinutes: 15,
  fullEveryDays: 30,
  notify: 'problems'
}
