import { describe, expect, it } from 'vitest'
import type { Connection } from '#shared/connections/connection.ts'
import type { ExportRun } from '#shared/export-run.ts'
import type { Schedule } from '#shared/schedule.ts'
import {
  connectionStatus,
  fetched,
  inSentences,
  problemsFirst
} from '../../../../src-renderer/screens/connections/common/connection-labels.ts'
import { logText } from '../../../../src-renderer/screens/connections/exports/log-text.ts'
import { runSteps } from '../../../../src-renderer/screens/connections/exports/run-steps.ts'
import {
  freeTime,
  nextRunText,
  noFreeTime,
  outsideNote,
  otherZone,
  runHint,
  scheduleLine,
  scheduleProblem
} from '../../../../src-renderer/screens/connections/schedule/schedule-labels.ts'
import { nextRun } from '../../../../src-main/services/schedule/next-run.ts'
import { connectionOf, runOf } from '../../../support/export-run.ts'
import { format as formatOf } from '../../charts/chart-fixture.ts'

const format = formatOf()

const schedule: Schedule = {
  enabled: true,
  times: ['14:00', '02:00'],
  weekdays: [1, 2, 3, 4, 5],
  blackout: [],
  catchUpHours: 6,
  onBattery: false,
  onMetered: false,
  retries: 3,
  retryMinutes: 10,
  fullEveryDays: 0,
  notify: 'problems'
}

describe('a schedule in words', () => {
  it('names days and times in their order, and what it waits for', () => {
    expect(scheduleLine(schedule, format)).toBe('Monday to Friday at 02:00 and 14:00, on mains power')
    const often = {
      ...schedule,
      weekdays: [0, 1, 2, 3, 4, 5, 6],
      onBattery: true,
      window: { from: '22:00', to: '06:00' }
    }
    expect(scheduleLine(often, format)).toBe('Every day at 02:00 and 14:00, between 22:00 and 06:00')
    expect(scheduleLine({ ...schedule, times: ['20:00', '08:00', '14:00'] }, format)).toContain(
      'at 08:00, 14:00, and 20:00,'
    )
    expect(scheduleLine({ ...schedule, weekdays: [0, 3] }, format)).toContain('Wed, Sun')
    const elsewhere = { ...schedule, times: ['02:00'], zone: 'Asia/Tokyo' }
    expect(scheduleLine(elsewhere, format)).toBe('Monday to Friday at 02:00, Asia/Tokyo time, on mains power')
    expect(otherZone(elsewhere)).toBe(new Intl.DateTimeFormat().resolvedOptions().timeZone)
    expect(otherZone(schedule)).toBeUndefined()
    expect(scheduleLine({ ...schedule, enabled: false }, format)).toBe('Off')
  })

  it('says of the next run that it is a retry', () => {
    const moment = format.moment(5_000)
    expect(nextRunText(5_000, 5_000, format)).toBe(`${moment}, retry`)
    expect([nextRunText(5_000, undefined, format), nextRunText(5_000, 4_000, format)]).toEqual([moment, moment])
  })

  it.each([
    [{ times: [] }, 'Add a time.'],
    [{ weekdays: [] }, 'Choose a day.'],
    [{ times: ['02:00', '02:00'] }, 'Each time is needed once only.'],
    [{ times: [''] }, 'Type every time, or remove it.'],
    [{ blackout: [{ from: '2026-12-26', to: '2026-12-24' }] }, 'Each pause needs'],
    [{ zone: 'New York' }, 'does not know the time zone New York'],
    [{ zone: 'America/New_York' }, undefined],
    [{ enabled: false, times: [] }, undefined],
    [{}, undefined]
  ] as const)('says what is missing: %j', (changes, said) => {
    const problem = scheduleProblem({ ...schedule, ...changes } as Schedule)
    if (said === undefined) expect(problem).toBeUndefined()
    else expect(problem).toContain(said)
  })
})

describe('what a schedule needs', () => {
  it('is a tray only where there is one', () => {
    expect(runHint('c1', 'electron')).toMatch(/^Populus has to run, also in the tray\..*populus refresh c1$/)
    expect(runHint('c1', 'loopback')).not.toMatch(/tray/)
    expect(runHint('c1', 'loopback')).toMatch(/populus refresh c1$/)
  })
})

describe('another time of a schedule', () => {
  it('is proposed where none is yet, so that it begins without an error', () => {
    expect(freeTime({ times: [] })).toBe('02:00')
    expect(freeTime(schedule)).toBe('03:00')
    const times = allProposed()
    expect([times.length, new Set(times).size]).toEqual([48, 48])
    expect(scheduleProblem({ ...schedule, times })).toBeUndefined()
    expect(noFreeTime({ times })).toBe('A schedule has room for no more times.')
  })

  it('is proposed in the span in which alone it may begin', () => {
    const night = { from: '22:00', to: '00:30' }
    expect(allProposed(night)).toEqual(['22:00', '23:00', '00:00', '22:30', '23:30'])
    expect(allProposed({ from: '22:10', to: '22:20' })).toEqual(['22:10'])
    expect(noFreeTime({ times: ['22:10'] })).toContain('Widen the span')
    // A span whose ends are equal is the entire day.
    expect(allProposed({ from: '06:00', to: '06:00' })).toHaveLength(48)
    const evening: Schedule = { ...schedule, times: [freeTime({ times: [], window: night })!], window: night }
    expect(nextRun(evening, Date.UTC(2026, 0, 5), 'UTC')).toBe(Date.UTC(2026, 0, 5, 22))
  })

  it('says which times are not in the span, also of a schedule that was saved before', () => {
    const window = { from: '22:00', to: '06:00' }
    expect(outsideNote({ times: ['02:00', '23:30'], window })).toBeUndefined()
    expect(outsideNote({ times: ['12:00'] })).toBeUndefined()
    // A time that is still being typed is none.
    expect(outsideNote({ times: [''], window })).toBeUndefined()
    expect(outsideNote({ times: ['02:00', '12:00'], window })).toBe(
      'Nothing begins at 12:00: it is not between 22:00 and 06:00. Change the time or the span.'
    )
    // The end of the span is not in it.
    expect(outsideNote({ times: ['14:00', '06:00'], window })).toMatch(/^Nothing begins at 06:00, 14:00: they are not/)
    expect(nextRun({ ...schedule, times: ['06:00', '14:00'], window }, Date.UTC(2026, 0, 5), 'UTC')).toBeUndefined()
  })

  function allProposed(window?: NonNullable<Schedule['window']>): string[] {
    const times: string[] = []
    const next = () => freeTime({ times, ...(window && { window }) })
    for (let time = next(); time !== undefined; time = next()) times.push(time)
    return times
  }
})

describe('the steps of a run', () => {
  const stateAt = (state: string, minute: number) => ({ state: state as 'polling', at: minute * 60_000 })
  const states = (run: ReturnType<typeof runOf>, crawls = false) =>
    runSteps(run, crawls, 60 * 60_000, format).map(({ id, state }) => `${id} ${state}`)

  it('show where it is, how long the server took, and how much is left', () => {
    const run = runOf({
      state: 'downloading',
      files: 10,
      filesStored: 5,
      steps: [
        stateAt('authorising', 0),
        stateAt('kicking-off', 1),
        stateAt('polling', 2),
        stateAt('manifest', 30),
        stateAt('downloading', 30)
      ]
    })
    expect(states(run)).toEqual([
      'authorize done',
      'request done',
      'prepare done',
      'download running',
      'verify waiting',
      'swap waiting'
    ])
    const details = runSteps(run, false, 60 * 60_000, format).map(({ detail }) => detail)
    expect(details[2]).toBe('28 min at the server')
    expect(details[3]).toBe('5 of 10 files, 30 min left')
    expect(runSteps({ ...run, paused: true }, false, 60 * 60_000, format)[3]?.detail).toBe('5 of 10 files')
    const stored = runSteps({ ...run, filesStored: 10 }, false, 60 * 60_000, format)
    expect(stored[3]?.detail).toBe('10 of 10 files, then the messages of the server')
    // The program does not answer: nothing is running as far as anybody knows.
    const [, , , lost] = runSteps({ ...run, lastHeard: 1 }, false, 60 * 60_000, format)
    expect(lost).toMatchObject({ state: 'waiting', detail: 'not known now' })
  })

  it('tell when the server is looked at next, in its own words too', () => {
    const run = runOf({
      state: 'polling',
      steps: [stateAt('polling', 50)],
      poll: { text: '40%', nextAt: 62 * 60_000, statusRequests: 3 }
    })
    expect(runSteps(run, false, 60 * 60_000, format)[2]?.detail).toBe('40%, next status request in 2 min')
  })

  it('mark the step in which it failed, and none after a cancel', () => {
    const steps = [stateAt('authorising', 0), stateAt('kicking-off', 1)]
    expect(states(runOf({ state: 'failed', steps }))[1]).toBe('request failed')
    expect(states(runOf({ state: 'cancelled', steps }))[1]).toBe('request waiting')
    // Its server has still to be told.
    const { endedAt: _, ...telling } = runOf({ state: 'cancelled', steps })
    expect(states(telling)[1]).toBe('request waiting')
    expect(states(runOf({ state: 'queued', steps: [] }))[0]).toBe('authorize waiting')
  })

  it('are not said to wait their turn while nobody can read how far a paused run came', () => {
    const { endedAt: _, ...locked } = runOf({ state: 'queued', paused: true, unread: 'locked', files: 0 })
    const shown = runSteps(locked, false, 60 * 60_000, format)
    expect(new Set(shown.map(({ detail }) => detail))).toEqual(new Set(['not known now']))
    expect(shown.every(({ state }) => state === 'waiting')).toBe(true)
  })

  it('are all done at the end of a complete export; a crawl neither asks nor prepares', () => {
    expect(states(runOf()).every((step) => step.endsWith('done'))).toBe(true)
    expect(states(runOf({ state: 'partial' })).filter((step) => step.endsWith('failed'))).toHaveLength(1)
    expect(states(runOf(), true)).toHaveLength(4)
  })
})

describe('the event log of a run', () => {
  it('has moments in the format of the window, and words of the server as they are', () => {
    const line = (event: string, text: string) => logText({ event, text }, format)
    const moment = format.moment(Date.parse('2026-11-22T01:00:00.123Z'))
    expect(moment).not.toContain('2026-11-22T')
    for (const written of ['2026-11-22T01:00:00.123Z', '2026-11-22T02:00:00.123+01:00'])
      expect(line('status_complete', `Export is ready, data of ${written}`)).toBe(`Export is ready, data of ${moment}`)
    expect(line('status_complete', 'data of 2026-13-45T99:00:00Z')).toBe('data of 2026-13-45T99:00:00Z')
    const quoted = 'Server: ready at 2026-11-22T01:00:00Z'
    expect(line('status_progress', quoted)).toBe(quoted)
  })
})

describe('the state of a connection', () => {
  it('is its running export, what is missing, or how the last one ended', () => {
    const status = (connection: Connection, runs: readonly ExportRun[]) => connectionStatus(connection, runs, format)
    expect(status(connectionOf(), [runOf({ state: 'downloading', files: 3, filesStored: 2 })]).text).toBe(
      'Exporting, 66%'
    )
    expect(status(connectionOf({ missing: ['No key.'] }), []).text).toBe('Setup not finished')
    expect(status(connectionOf({ missing: ['Sign in to the server.'] }), []).text).toBe('Nobody is signed in')
    expect(status(connectionOf(), [])).toEqual({ kind: 'nodata', text: 'No export yet' })
    const failed = runOf({ state: 'failed', problem: { what: 'The key was refused.', todo: '', action: 'none' } })
    expect(status(connectionOf(), [failed])).toMatchObject({ kind: 'danger' })
    expect(status(connectionOf(), [failed]).text).toMatch(/^Failed .*: The key was refused\.$/)
    const long = runOf({
      state: 'failed',
      problem: { ...failed.problem!, what: 'Refused. Check 1.2 and (x, HTTP 401)' }
    })
    expect(status(connectionOf(), [long]).text).toMatch(/^Failed .*: Refused\.$/)
    const what = 'Incomplete data. Missing: Condition (all).'
    const partial = runOf({ state: 'partial', problem: { ...failed.problem!, what } })
    expect(status(connectionOf(), [partial]).text).toMatch(
      /^Incomplete (?!.*Incomplete).*: Missing: Condition \(all\)\.$/
    )
    expect(inSentences('Refused. Check 1.2 and (x, HTTP 401)').rest).toBe('Check 1.2 and (x, HTTP 401)')
  })

  it('says what a run of the history fetched', () => {
    expect(fetched(runOf())).toBe('everything')
    expect(fetched(runOf({ kind: 'incremental' }))).toBe('changes')
    expect(fetched(runOf({ repairs: true }))).toBe('missing files')
    expect(fetched(runOf({ kind: 'incremental', repairs: true }))).toBe('missing files')
  })

  it('puts problems first and keeps the order otherwise', () => {
    const finding = (verdict: 'good' | 'unknown' | 'warning', text: string) => ({
      topic: 'server' as const,
      verdict,
      text
    })
    const sorted = problemsFirst([
      finding('good', 'a'),
      finding('warning', 'b'),
      finding('unknown', 'c'),
      finding('warning', 'd')
    ])
    expect(sorted.map(({ text }) => text)).toEqual(['b', 'd', 'c', 'a'])
  })
})
