import { describe, expect, it } from 'vitest'
import type { WorklistEvent } from '#shared/worklist-event.ts'
import { everAssigned } from '#engine/measures/gaps/work-events.ts'
import { runMeasurePanel } from '#engine/measures/scorecard/run-measure-panel.ts'
import { plainMeasure, plainRun, year2026 } from '../../support/plain-measures.ts'
import { qualityInput } from '../../support/measure-input.ts'
import { cases, context, control, id, inputOf, list, poor, query, store } from '../../support/ten-people.ts'
import { day } from '../selection/plain-store.ts'

const about = (patient: number) => ({
  by: 'Ada',
  patient: id(patient),
  measure: control.url,
  group: 'rate',
  period: year2026
})
const timeOf = (hour: number): string => `2026-10-01T${String(hour).padStart(2, '0')}:00:00Z`
const phone = { kind: 'outreach', on: '2026-10-05', channel: 'phone', outcome: 'no-answer' } as const

const events: WorklistEvent[] = [
  { ...about(2), id: 'assign-02', at: timeOf(8), kind: 'assign', to: 'Ben', followUp: '2026-11-03' },
  { ...about(3), id: 'follow-03', at: timeOf(8), kind: 'follow-up', on: '2026-11-10' },
  { ...about(4), id: 'follow-04', at: timeOf(8), kind: 'follow-up', on: '2026-11-02' },
  { ...about(4), id: 'reach-004', at: timeOf(9), ...phone, followUp: '2026-11-20' },
  { ...about(5), id: 'follow-05', at: timeOf(8), kind: 'follow-up', on: '2026-11-02' },
  { ...about(5), id: 'reach-005', at: timeOf(9), ...phone },
  { ...about(0), id: 'follow-00', at: timeOf(8), kind: 'follow-up', on: '2026-11-02' },
  { ...about(0), id: 'follow-0x', at: timeOf(9), kind: 'follow-up' }
]
const worked = inputOf({ events })
const narrowed = { ...query, rates: ['breast-cancer-screening/rate'] }

describe('the day of the next step', () => {
  const days = Object.fromEntries(
    list({ query: narrowed }, worked).rows.map(({ patient, followUp }) => [patient, followUp] as const)
  )

  it('is the one that was set last, with an assignment, by itself or with outreach', () => {
    expect(days).toMatchObject({ 2: day('2026-11-03'), 3: day('2026-11-10'), 4: day('2026-11-20') })
  })

  it('is gone when outreach was made and planned no other, or when somebody removed it', () => {
    expect([days[5], days[0], days[1]]).toEqual([undefined, undefined, undefined])
  })

  it('stays when somebody else is assigned, and comes back when what replaced it is revoked', () => {
    const more = inputOf({
      events: [
        ...events,
        { ...about(2), id: 'assign-2b', at: timeOf(10), kind: 'assign', to: 'Cleo' },
        { ...about(5), id: 'revoke-05', at: timeOf(11), kind: 'revoke', event: 'reach-005' }
      ]
    })
    const rows = list({ query: narrowed }, more).rows
    expect(rows.find(({ patient }) => patient === 2)).toMatchObject({ owner: 'Cleo', followUp: day('2026-11-03') })
    expect(rows.find(({ patient }) => patient === 5)?.followUp).toBe(day('2026-11-02'))
  })

  it('finds and sorts the gaps that are due', () => {
    const due = (last: string) =>
      list(
        { query: { ...narrowed, followUpBy: day(last) }, sort: { column: 'followUp', descending: false } },
        worked
      ).rows.map(({ patient }) => patient)
    expect(due('2026-11-03')).toEqual([2])
    expect(due('2026-11-30')).toEqual([2, 3, 4])
    const sorted = list({ query: narrowed, sort: { column: 'followUp', descending: true } }, worked).rows
    expect(sorted.slice(0, 3).map(({ patient }) => patient)).toEqual([4, 3, 2])
  })
})

it('owners of before are listed, the latest first, each once', () => {
  const more: WorklistEvent[] = [
    { ...about(3), id: 'assign-3a', at: timeOf(8), kind: 'assign', to: 'Cleo' },
    { ...about(4), id: 'assign-4a', at: timeOf(9), kind: 'assign', to: 'Ben' },
    { ...about(4), id: 'assign-4b', at: timeOf(9), kind: 'assign' }
  ]
  expect(everAssigned([...events, ...more])).toEqual(['Ben', 'Cleo'])
})

describe('groups', () => {
  it('stand with the largest first, and their rows with them', () => {
    const statuses = list({ groupBy: 'status' })
    const sizes = statuses.groups.map(({ rows }) => rows)
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a))
    expect(statuses.groups[0]).toMatchObject({ value: 'closed', first: 0 })
    for (const { value, first, rows } of statuses.groups) {
      expect(statuses.rows.slice(first, first + rows).map(({ status }) => status)).toEqual(
        Array.from({ length: rows }, () => value)
      )
    }
    expect(new Set(statuses.rows.map(({ entry }) => entry)).size).toBe(statuses.total)
  })
})

describe('rows of the list', () => {
  const order = { query, sort: { column: 'status', descending: false }, groupBy: 'measure', revealed: false } as const

  it('are named by where they stand, and found again where they stand now', () => {
    const before = list({ ...order })
    const gaps = runMeasurePanel(worked, 'entries', context, {
      ...order,
      ranges: [
        [1, 3],
        [5, 6]
      ]
    })
    expect(gaps.entries).toEqual([1, 2, 5].map((place) => before.rows[place]!.entry))
    const other = { ...order, sort: { column: 'age', descending: true } } as const
    const places = runMeasurePanel(worked, 'places', context, { ...other, gaps })
    const after = list({ ...other }, worked)
    expect(new Set(places.map((place) => after.rows[place]!.entry))).toEqual(new Set(gaps.entries))
  })

  it('that have left the list have no place', () => {
    const gaps = runMeasurePanel(worked, 'entries', context, { ...order, ranges: [[0, 16]] })
    const open = { ...order, query: { ...query, statuses: ['open'] as const } }
    expect(runMeasurePanel(worked, 'places', context, { ...open, gaps })).toEqual([0, 1, 2])
  })

  it('are the same gaps when another run has rates in another order, or lacks some', () => {
    const target = (of: typeof worked) =>
      runMeasurePanel(of, 'targets', context, {
        gaps: runMeasurePanel(worked, 'entries', context, { ...order, ranges: [[0, 3]] })
      })
    const measures = [plainMeasure(poor, plainRun(poor, cases)), plainMeasure(control, plainRun(control, cases))]
    expect(target(qualityInput(store, measures))).toEqual(target(worked))
    const [first] = target(worked)
    const others = measures.filter(({ run }) => run.key.measure !== first?.measure)
    expect(target(qualityInput(store, others))).toEqual([])
  })
})
