import { describe, expect, it } from 'vitest'
import type { Schedule } from '#shared/schedule.ts'
import { budgeted, fc } from '../../support/property.ts'
import { mayBegin, nextRun, nextRuns } from '../../../src-main/services/schedule/next-run.ts'
import { defaultSchedule } from '../../../src-main/services/schedule/scheduler.ts'
import { zonedInstant, minutesOf, wallClock } from '../../../src-main/services/schedule/zone-time.ts'

/** Zones with every kind of clock change: whole hours, half hours, at midnight, in the south, none, and far from UTC. */
const zones = [
  'UTC',
  'America/New_York',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Europe/Berlin',
  'Africa/Cairo',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Australia/Adelaide',
  'Pacific/Chatham',
  'Pacific/Kiritimati'
]
const minuteMs = 60_000
const instant = fc.integer({ min: Date.UTC(2015, 0, 1), max: Date.UTC(2035, 0, 1) })
const zone = fc.constantFrom(...zones)
const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`)
const everyDay: Schedule = { ...defaultSchedule, enabled: true, weekdays: [0, 1, 2, 3, 4, 5, 6], blackout: [] }
const schedule = fc
  .record({
    times: fc.uniqueArray(time, { minLength: 1, maxLength: 4 }),
    weekdays: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 }),
    window: fc.option(fc.record({ from: time, to: time }), { nil: undefined })
  })
  .map(({ window, ...rest }): Schedule => ({
    ...defaultSchedule,
    enabled: true,
    ...rest,
    ...(window === undefined ? {} : { window })
  }))

describe('the clock of a zone', () => {
  it('shows at the found instant what was asked for, or jumps over it', () => {
    fc.assert(
      fc.property(instant, zone, (index, where) => {
        const wall = wallClock(index, where)
        const found = zonedInstant(wall, where)
        expect(wallClock(found, where)).toBe(wall)
        // When the clock shows it twice, the first time counts.
        expect(found).toBeLessThanOrEqual(index)
        expect(index - found).toBeLessThanOrEqual(2 * 3_600_000)
      })
    )
  })

  it('finds the first instant after a gap', () => {
    // March 8, 2026, 02:00 to 03:00 does not exist in New York.
    const gap = zonedInstant(Date.UTC(2026, 2, 8, 2, 30), 'America/New_York')
    expect(new Date(gap).toISOString()).toBe('2026-03-08T07:00:00.000Z')
    // Lord Howe moves by half an hour.
    const half = zonedInstant(Date.UTC(2026, 9, 4, 2, 15), 'Australia/Lord_Howe')
    expect(wallClock(half, 'Australia/Lord_Howe')).toBe(Date.UTC(2026, 9, 4, 2, 30))
  })

  it('takes the first of two equal times', () => {
    const first = zonedInstant(Date.UTC(2026, 9, 25, 2, 30), 'Europe/Berlin')
    expect(new Date(first).toISOString()).toBe('2026-10-25T00:30:00.000Z')
  })
})

describe('the next run', () => {
  it('is later, at a time of the schedule or right after a gap over it, on a day of the schedule', () => {
    fc.assert(
      fc.property(schedule, instant, zone, (plan, after, where) => {
        const next = nextRun(plan, after, where)
        if (next === undefined) return
        expect(next).toBeGreaterThan(after)
        const wall = new Date(wallClock(next, where))
        const minute = wall.getUTCHours() * 60 + wall.getUTCMinutes()
        const times = plan.times.map(minutesOf)
        const jumped = wallClock(next, where) - wallClock(next - 1, where) > minuteMs
        expect(times.includes(minute) || jumped).toBe(true)
        if (!jumped) {
          expect(plan.weekdays).toContain(wall.getUTCDay())
          expect(mayBegin(plan, next, where)).toBe(true)
        }
      })
    )
  })

  it('begins at the first minute of its window and not at its last', () => {
    const planned = (from: string, to: string) =>
      nextRuns(
        { ...everyDay, times: ['22:00', '23:00', '02:00'], window: { from, to } },
        Date.UTC(2026, 5, 1),
        'UTC',
        3
      ).map((run) => new Date(run).toISOString().slice(11, 16))
    expect(planned('22:00', '23:00')).toEqual(['22:00', '22:00', '22:00'])
    expect(planned('22:00', '02:00')).toEqual(['22:00', '23:00', '22:00'])
    expect(mayBegin({ ...everyDay, window: { from: '22:00', to: '23:00' } }, Date.UTC(2026, 5, 1, 23, 0), 'UTC')).toBe(
      false
    )
    expect(mayBegin({ ...everyDay, window: { from: '22:00', to: '23:00' } }, Date.UTC(2026, 5, 1, 22, 59), 'UTC')).toBe(
      true
    )
  })

  it('leaves no planned time out and brings none twice', () => {
    fc.assert(
      fc.property(schedule, instant, zone, (plan, after, where) => {
        const runs = nextRuns(plan, after, where, 12)
        expect([...runs].sort((a, b) => a - b)).toEqual(runs)
        expect(new Set(runs).size).toBe(runs.length)
        const last = runs.at(-1)
        if (last === undefined) return
        // Whatever instant one starts from in between, the same runs come.
        for (const run of runs) expect(nextRun(plan, run - 1, where)).toBe(run)
        // A naive walk over every minute of the first two days finds no run that is not there.
        const until = Math.min(last, after + 2 * 86_400_000)
        for (let moment = Math.ceil((after + 1) / minuteMs) * minuteMs; moment < until; moment += minuteMs) {
          const wall = new Date(wallClock(moment, where))
          const due =
            plan.times.map(minutesOf).includes(wall.getUTCHours() * 60 + wall.getUTCMinutes()) &&
            plan.weekdays.includes(wall.getUTCDay()) &&
            mayBegin(plan, moment, where) &&
            zonedInstant(wallClock(moment, where), where) === moment
          if (due) expect(runs).toContain(moment)
        }
      }),
      { numRuns: budgeted(30) }
    )
  })

  it('is on no blackout day and in the window', () => {
    const plan: Schedule = {
      ...defaultSchedule,
      enabled: true,
      times: ['01:00', '12:00', '23:30'],
      window: { from: '22:00', to: '06:00' },
      blackout: [{ from: '2026-12-24', to: '2026-12-26' }]
    }
    const runs = nextRuns(plan, Date.UTC(2026, 11, 23, 11), 'UTC', 3).map((time) => new Date(time).toISOString())
    expect(runs).toEqual(['2026-12-23T23:30:00.000Z', '2026-12-27T01:00:00.000Z', '2026-12-27T23:30:00.000Z'])
  })

  it('is none without times, without days, or when it is switched off', () => {
    for (const change of [{ enabled: false }, { times: [] }, { weekdays: [] }])
      expect(nextRun({ ...defaultSchedule, enabled: true, ...change }, 0, 'UTC')).toBeUndefined()
  })
})
