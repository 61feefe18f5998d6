import { describe, expect, it } from 'vitest'
import type { AuditRow } from '#shared/audit-record.ts'
import { anomalyRules } from '../../../src-main/services/review/anomaly-rules.ts'
import { findAnomalies } from '../../../src-main/services/review/find-anomalies.ts'
import { refusalOf } from '../../../src-main/services/roles/refusal.ts'
import { revealEntries } from '../../../src-main/services/review/reveal-review.ts'
import { seededNumbers } from '../../support/seeded-numbers.ts'

const start = Date.UTC(2026, 0, 5)
const dayMs = 86_400_000
/** The clock of this computer is in UTC here. */
const utc = (time: number) => ({
  day: new Date(time).toISOString().slice(0, 10),
  weekday: new Date(time).getUTCDay(),
  hour: new Date(time).getUTCHours()
})

interface Doing {
  readonly time: number
  readonly action?: AuditRow['action']
  readonly actor?: string
  readonly outcome?: AuditRow['outcome']
  readonly facts?: AuditRow['facts']
}

function rowsOf(doings: readonly Doing[]): AuditRow[] {
  return [...doings]
    .sort((a, b) => a.time - b.time)
    .map(({ time, action = 'data.read', actor = 'eve', outcome = 'success', facts = {} }, index) => ({
      seq: index + 1,
      time: new Date(time).toISOString(),
      actor,
      host: 'electron',
      version: '1.2.3',
      action,
      outcome,
      facts
    }))
}

const found = (doings: readonly Doing[], watched: readonly string[] = []) =>
  findAnomalies(rowsOf(doings), anomalyRules, new Set(watched), utc)

/** Weekdays of ordinary work: counts that differ from day to day by a factor of two and more, between 8 and 18 o'clock. */
function ordinaryDays(random: () => number, days: number, from = start): Doing[] {
  const usual = 5 + Math.floor(random() * 20)
  return Array.from({ length: days }, (_, day) => from + day * dayMs)
    .filter((day) => ![0, 6].includes(new Date(day).getUTCDay()))
    .flatMap((day) =>
      Array.from({ length: Math.floor(usual * (0.5 + random())) }, (): Doing => ({
        time: day + (8 + random() * 10) * 3_600_000,
        action: random() < 0.15 ? 'identity.revealed' : random() < 0.1 ? 'data.exported' : 'data.read'
      }))
    )
}

describe('the rules', () => {
  it('state the numbers that they use', () => {
    for (const { definition, test } of anomalyRules) {
      const numbers = Object.entries(test).flatMap(([name, value]) =>
        typeof value === 'number' ? [name === 'share' ? value * 100 : value] : []
      )
      for (const number of numbers.filter((each) => each !== 0))
        expect(definition).toMatch(new RegExp(`\\b0?${number}\\b`))
    }
    expect(new Set(anomalyRules.map(({ id }) => id)).size).toBe(anomalyRules.length)
  })

  it('raise fewer than one alarm in a hundred days of ordinary work', () => {
    const random = seededNumbers(4)
    let days = 0
    let alarms = 0
    for (let account = 0; account < 60; account += 1) {
      const doings = ordinaryDays(random, 90)
      days += new Set(doings.map(({ time }) => utc(time).day)).size
      alarms += found(doings).length
    }
    expect(days).toBeGreaterThan(3_500)
    expect(alarms / days).toBeLessThan(0.01)
  })

  it('find a day with far more than usual, and say how much', () => {
    const usual = ordinaryDays(seededNumbers(5), 28)
    const day = start + 28 * dayMs + 9 * 3_600_000
    const many = Array.from({ length: 400 }, (_, index): Doing => ({ time: day + index * 1_000 }))
    const [anomaly] = found([...usual, ...many])
    expect(anomaly).toMatchObject({ rule: 'volume', actor: 'eve', day: '2026-02-02', count: 400 })
    expect(anomaly!.limit).toBeLessThan(400)
  })

  it('find work at night, but not of somebody who works at night', () => {
    const usual = ordinaryDays(seededNumbers(6), 28)
    const night = start + 28 * dayMs + 2 * 3_600_000
    const four = Array.from({ length: 4 }, (_, index): Doing => ({ time: night + index * 60_000 }))
    expect(found([...usual, ...four]).map(({ rule }) => rule)).toEqual(['off-hours'])
    const shifted = usual.map((each) => ({ ...each, time: each.time + 14 * 3_600_000 }))
    expect(found([...shifted, ...four]).filter(({ rule }) => rule === 'off-hours')).toEqual([])
  })

  it('find many reveals, many exports, refusals, and a watched person', () => {
    const times = (count: number, more: Partial<Doing>): Doing[] =>
      Array.from({ length: count }, (_, index) => ({ time: start + index * 60_000, ...more }))
    expect(found(times(20, { action: 'identity.revealed' }))).toEqual([])
    expect(found(times(21, { action: 'identity.revealed' }))[0]).toMatchObject({
      rule: 'reveals',
      count: 21,
      limit: 20
    })
    expect(found(times(26, { action: 'data.exported' }))[0]).toMatchObject({ rule: 'exports', firstRecord: 1 })
    const refused = { outcome: 'failure', facts: { code: 'not-allowed' } } as const
    expect(found(times(6, refused))[0]).toMatchObject({ rule: 'refusals', count: 6 })
    const { error, facts } = refusalOf('worklist.read', ['people'], {
      account: 'eve',
      state: 'role',
      roles: ['viewer']
    })!
    expect(error.code).toBe('not-allowed')
    const byRole = { action: 'access.refused', outcome: 'failure', facts } as const
    expect(found(times(5, byRole))).toEqual([])
    expect(found(times(6, byRole))).toMatchObject([{ rule: 'refusals', count: 6 }])
    expect(found(times(6, refused).map((each, index) => ({ ...each, time: each.time + index * 3_600_000 })))).toEqual(
      []
    )
    expect(found(times(1, { facts: { person: 'abc' } }), ['abc'])).toMatchObject([{ rule: 'watched', count: 1 }])
    expect(found(times(1, { facts: { person: 'abd' } }), ['abc'])).toEqual([])
    const report = { action: 'subject.reported', facts: { person: 'abc' } } as const
    expect(found(times(1, report), ['abc'])).toMatchObject([{ rule: 'watched', count: 1 }])
    expect(found(times(26, report)).map(({ rule }) => rule)).toEqual(['exports'])
  })

  it('count each account by itself, and no announcements', () => {
    const half = (actor: string): Doing[] =>
      Array.from({ length: 15 }, (_, index) => ({ time: start + index, actor, action: 'identity.revealed' }))
    expect(found([...half('eve'), ...half('bob')])).toEqual([])
    const announced = Array.from({ length: 60 }, (_, index): Doing => ({
      time: start + index,
      action: 'data.exported',
      outcome: 'intent'
    }))
    expect(found(announced)).toEqual([])
  })
})

describe('the review of reveals', () => {
  it('has the newest finding of each, and says who found it', () => {
    const rows = rowsOf([
      { time: start, action: 'identity.revealed', facts: { reason: 'care' } },
      { time: start + 1, action: 'identity.revealed', facts: { reason: 'other' } },
      { time: start + 2, action: 'audit.reveal-reviewed', actor: 'bob', facts: { record: 1, finding: 'appropriate' } },
      { time: start + 3, action: 'audit.reveal-reviewed', actor: 'eve', facts: { record: 2, finding: 'explained' } },
      {
        time: start + 4,
        action: 'audit.reveal-reviewed',
        actor: 'bob',
        facts: { record: 1, finding: 'not-appropriate', reference: 'INC-1' }
      },
      { time: start + 5, action: 'audit.reveal-reviewed', outcome: 'failure', facts: { code: 'not-found' } }
    ])
    expect(revealEntries(rows, ['identity.revealed']).map(({ row, review }) => [row.seq, review])).toEqual([
      [2, { finding: 'explained', by: 'eve', time: rows[3]!.time, bySameAccount: true }],
      [1, { finding: 'not-appropriate', by: 'bob', time: rows[4]!.time, bySameAccount: false, reference: 'INC-1' }]
    ])
  })
})
