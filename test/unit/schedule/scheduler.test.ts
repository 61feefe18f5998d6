import { describe, expect, it, onTestFinished } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import type { Schedule } from '#shared/schedule.ts'
import { unknownPower } from '../../../src-main/host/node/unknown-power.ts'
import type { ExportRecord } from '../../../src-main/services/exports/export-record.ts'
import { requireKnownZone } from '../../../src-main/services/schedule/next-run.ts'
import { createScheduler, defaultSchedule } from '../../../src-main/services/schedule/scheduler.ts'
import { trayStatus, trayText } from '../../../src-main/host/process/tray-status.ts'
import { jobOf as job } from '../../support/export-record.ts'
import { memoryLog } from '../../support/memory-log.ts'

const hour = 3_600_000
const minute = 60_000
const nightly: Schedule = { ...defaultSchedule, enabled: true }
const two = Date.UTC(2026, 10, 25, 2)

interface Started {
  readonly kind: string
  readonly reason: string
  readonly at: number
}

/** A scheduler whose clock the test moves. */
function scheduling(
  schedule: Schedule,
  history: ExportRecord[] = [],
  refuse?: (kind: string) => AppError | undefined,
  since = two - 30 * 24 * hour
) {
  const time = { now: two - hour }
  const started: Started[] = []
  const notices: string[] = []
  const power = { battery: false, metered: false, saidMetered: false, offline: false }
  const resumed: (() => void)[] = []
  const schedules = [{ id: 'c', name: 'Riverbend', schedule, since }]
  const scheduler = createScheduler({
    schedules: () => schedules,
    exportService: {
      history: () => history,
      active: () => [],
      async start(_connection, kind, reason) {
        const error = refuse?.(kind)
        if (error !== undefined) throw error
        started.push({ kind, reason, at: time.now })
        history.push(job(time.now, { kind, reason }))
        history.sort((left, right) => right.createdAt - left.createdAt)
        return { id: 'export-0001' }
      }
    },
    power: {
      ...unknownPower,
      onBattery: () => power.battery,
      onMetered: () => power.metered,
      isOffline: () => power.offline,
      onResume(listener) {
        resumed.push(listener)
        return () => undefined
      }
    },
    isMetered: () => power.saidMetered,
    notifier: { notify: (title, body) => void notices.push(`${title}: ${body}`) },
    clock: { now: () => time.now },
    log: memoryLog(),
    zone: () => 'UTC'
  })
  onTestFinished(() => scheduler.stop())
  return { scheduler, time, started, notices, power, history, resumed, schedules }
}

describe('a scheduler', () => {
  it('begins a run at its time, once, with changes after the first', async () => {
    const { scheduler, time, started, history } = scheduling(nightly, [job(two - 30 * hour)])
    history[0] = job(two - 25 * hour)
    await scheduler.tick()
    // The run of the night before was made, and the next is not due yet.
    expect(started).toEqual([])
    for (const moment of [two - 1, two, two + 30_000, two + hour]) {
      time.now = moment
      await scheduler.tick()
    }
    expect(started).toEqual([{ kind: 'incremental', reason: 'schedule', at: two }])
  })

  it('catches up after sleep and leaves out what is too late', async () => {
    const { scheduler, time, started } = scheduling(nightly, [job(two - 24 * hour)])
    time.now = two + 5 * hour
    await scheduler.tick()
    expect(started).toEqual([{ kind: 'incremental', reason: 'missed', at: two + 5 * hour }])
    const late = scheduling(nightly, [job(two - 24 * hour)])
    late.time.now = two + 7 * hour
    await late.scheduler.tick()
    expect(late.started).toEqual([])
  })

  it('says which run was missed when it is too late for it, until another begins', async () => {
    const { scheduler, time, history } = scheduling(nightly, [job(two - 24 * hour)])
    const missed = () => scheduler.state('c', nightly, two - 30 * 24 * hour).missedAt
    time.now = two + 5 * hour
    expect(missed()).toBeUndefined()
    time.now = two + 7 * hour
    expect(missed()).toBe(two)
    history.unshift(job(two + 7 * hour, { reason: 'asked' }))
    time.now = two + 8 * hour
    expect(missed()).toBeUndefined()
    // One that is left out by the schedule is missed after a minute.
    const strict = { ...nightly, catchUpHours: 0 }
    const other = scheduling(strict, [job(two - 24 * hour)])
    other.time.now = two + 2 * minute
    expect(other.scheduler.state('c', strict, two - 30 * 24 * hour).missedAt).toBe(two)
    expect(other.scheduler.state('c', { ...strict, enabled: false }, two - 30 * 24 * hour).missedAt).toBeUndefined()
  })

  it('looks at once when the computer wakes up', async () => {
    const { time, started, resumed, scheduler } = scheduling(nightly, [job(two - 24 * hour)])
    time.now = two + hour
    for (const wake of resumed) wake()
    await scheduler.tick()
    expect(started).toHaveLength(1)
  })

  it('is not confused by a clock that was put back', async () => {
    const { scheduler, time, started } = scheduling(nightly, [job(two + 48 * hour)])
    time.now = two
    await scheduler.tick()
    // The newest run seems to be of the future; nothing is due twice.
    expect(started).toEqual([])
    time.now = two + 72 * hour
    await scheduler.tick()
    expect(started).toHaveLength(1)
  })

  it('goes on with what is planned after the clock was put back, though a run seems to be of the far future', async () => {
    const year = 365 * 24 * hour
    const { scheduler, time, started } = scheduling(nightly, [job(two + year), job(two - 24 * hour)])
    for (const moment of [two + hour, two + 23 * hour, two + 24 * hour, two + 25 * hour, two + 48 * hour]) {
      time.now = moment
      await scheduler.tick()
    }
    expect(started.map(({ at }) => at)).toEqual([two + 24 * hour, two + 48 * hour])
  })

  it('lets no schedule in an unknown time zone keep the others from their runs', async () => {
    const { scheduler, time, started, schedules } = scheduling(nightly, [job(two - 24 * hour)])
    const lost: Schedule = { ...nightly, zone: 'Atlantis/Capital' }
    schedules.unshift({ id: 'lost', name: 'Atlantis', schedule: lost, since: 0 })
    time.now = two
    await scheduler.tick()
    expect(started).toEqual([{ kind: 'incremental', reason: 'schedule', at: two }])
    expect(scheduler.state('lost', lost, 0)).toEqual({ schedule: lost, next: [] })
    expect(() => requireKnownZone(lost)).toThrow('does not know the time zone Atlantis/Capital')
    expect(() => requireKnownZone({ ...nightly, zone: 'America/Chicago' })).not.toThrow()
  })

  it('runs a schedule that was set while the clock was ahead', async () => {
    const { scheduler, time, started } = scheduling(nightly, [], undefined, two + 365 * 24 * hour)
    for (const moment of [two + hour, two + 24 * hour, two + 25 * hour]) {
      time.now = moment
      await scheduler.tick()
    }
    expect(started.map(({ at }) => at)).toEqual([two + 24 * hour])
  })

  it('waits on battery, on a metered network and outside its window, and says so', async () => {
    const plan = { ...nightly, window: { from: '01:00', to: '05:00' } }
    const { scheduler, time, started, power } = scheduling(plan, [job(two - 24 * hour)])
    time.now = two + minute
    power.battery = true
    await scheduler.tick()
    expect(scheduler.state('c', plan, 0).holdUp).toMatch(/mains/)
    power.battery = false
    power.metered = true
    await scheduler.tick()
    expect(scheduler.state('c', plan, 0).holdUp).toMatch(/metered/)
    power.metered = false
    power.saidMetered = true
    await scheduler.tick()
    expect(scheduler.state('c', plan, 0).holdUp).toMatch(/metered/)
    expect(scheduler.state('c', { ...plan, onMetered: true }, 0).holdUp).toBeUndefined()
    power.saidMetered = false
    power.offline = true
    await scheduler.tick()
    expect(scheduler.state('c', { ...plan, onMetered: true }, 0).holdUp).toBe('It waits for a network.')
    power.offline = false
    time.now = two + 4 * hour
    expect(scheduler.state('c', plan, 0).holdUp).toMatch(/window/)
    await scheduler.tick()
    expect(started).toEqual([])
    time.now = two + 2 * hour
    await scheduler.tick()
    expect(started).toHaveLength(1)
  })

  it('tries a failed run again with growing pauses, and not for ever', async () => {
    const failed = { state: 'failed', shown: false, code: 'network' } as const
    const history = [job(two, {}, failed)]
    const { scheduler, time, started } = scheduling({ ...nightly, retries: 2, retryMinutes: 10 }, history)
    const end = (): number => history[0]!.ended!.at
    time.now = end() + 9 * minute
    await scheduler.tick()
    expect(started).toEqual([])
    time.now = end() + 10 * minute
    await scheduler.tick()
    history[0] = job(time.now, { reason: 'retry' }, failed)
    time.now = end() + 19 * minute
    await scheduler.tick()
    expect(started).toHaveLength(1)
    time.now = end() + 20 * minute
    await scheduler.tick()
    history[0] = job(time.now, { reason: 'retry' }, failed)
    time.now = end() + 3 * hour
    await scheduler.tick()
    expect(started.map(({ reason }) => reason)).toEqual(['retry', 'retry'])
  })

  it('names the retry of a failed run as the next run when it is due before the planned one', () => {
    const failed = { state: 'failed', shown: false, code: 'network' } as const
    const history = [job(two, {}, failed)]
    const end = history[0]!.ended!.at
    const plan = { ...nightly, onBattery: false }
    const { scheduler, time, power } = scheduling(plan, history)
    const stateOf = (schedule: Schedule) => scheduler.state('c', schedule, 0)
    time.now = end + minute
    const retryAt = end + 15 * minute
    expect(stateOf(plan)).toMatchObject({
      retryAt,
      next: [0, 24, 48, 72, 96].map((hours) => (hours === 0 ? retryAt : two + hours * hour))
    })
    // It keeps to the window and the days, as its beginning does.
    const evening = { ...plan, window: { from: '23:00', to: '02:01' } }
    expect(stateOf(evening).retryAt).toBe(two + 21 * hour)
    const pause = { ...plan, blackout: [{ from: '2026-11-25', to: '2026-11-25' }] }
    expect(stateOf(pause).retryAt).toBe(two + 22 * hour)
    // The planned run comes first, there is no retry, or nobody knows when what it waits for ends.
    expect(stateOf({ ...plan, times: ['02:10'] }).retryAt).toBeUndefined()
    expect(stateOf({ ...plan, retries: 0 }).next[0]).toBe(two + 24 * hour)
    expect(stateOf({ ...plan, enabled: false })).not.toHaveProperty('retryAt')
    time.now = retryAt
    expect(stateOf(plan).next[0]).toBe(retryAt)
    power.battery = true
    expect(stateOf(plan).next[0]).toBe(two + 24 * hour)
    expect(stateOf(plan).holdUp).toMatch(/mains/)
    history[0] = job(two, { reason: 'asked' }, failed)
    expect(stateOf(plan).next[0]).toBe(two + 24 * hour)
  })

  it('does not try a refusal again', async () => {
    const history = [job(two, {}, { state: 'failed', shown: false, code: 'not-allowed' })]
    const { scheduler, time, started } = scheduling(nightly, history)
    time.now = two + 4 * hour
    await scheduler.tick()
    expect(started).toEqual([])
  })

  it('fetches changes, and everything every so many days', async () => {
    const { scheduler, time, started } = scheduling(nightly, [job(two - 24 * hour)])
    time.now = two
    await scheduler.tick()
    expect(started).toMatchObject([{ kind: 'incremental' }])
    const old = scheduling({ ...nightly, fullEveryDays: 7 }, [job(two - 24 * 8 * hour)])
    old.time.now = two
    await old.scheduler.tick()
    expect(old.started).toMatchObject([{ kind: 'full' }])
  })

  it('says how a planned run ended, as wished, with no word about people', () => {
    const { scheduler, notices } = scheduling({ ...nightly, notify: 'always' })
    scheduler.ended(job(two))
    scheduler.ended(job(two, {}, { state: 'failed', shown: false }))
    scheduler.ended(job(two, { reason: 'asked' }))
    expect(notices).toEqual([
      'Refresh done: Riverbend: new data are here.',
      'Refresh failed: Riverbend: look at Connections to see why. The next run is planned.'
    ])
    const quiet = scheduling({ ...nightly, notify: 'problems' })
    quiet.scheduler.ended(job(two))
    expect(quiet.notices).toEqual([])
  })
})

describe('the icon in the notification area', () => {
  it('says what runs, what failed and what comes next', () => {
    const status = trayStatus(1, [
      { next: 5, last: 'failed' },
      { next: 3, last: 'committed' },
      { next: undefined, last: undefined }
    ])
    expect(status).toEqual({ running: 1, failed: 1, next: 3 })
    expect(trayText(status, (index) => `at ${index}`)).toBe(
      '1 export is running, 1 source needs a look, next refresh at 3'
    )
    expect(trayText({ running: 0, failed: 0, next: undefined }, String)).toBe('ready')
  })
})
