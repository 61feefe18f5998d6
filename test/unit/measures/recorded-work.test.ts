import { describe, expect, it } from 'vitest'
import type { WorklistEvent } from '#shared/worklist-event.ts'
import { runMeasurePanel } from '#engine/measures/scorecard/run-measure-panel.ts'
import { year2026 } from '../../support/plain-measures.ts'
import { context, control, id, inputOf, list, query, scorecard } from '../../support/ten-people.ts'
import { day } from '../selection/plain-store.ts'

describe('what people record', () => {
  const base = {
    at: '2026-10-01T10:00:00Z',
    by: 'Ada',
    measure: control.url,
    group: 'rate',
    period: year2026
  }
  const events: WorklistEvent[] = [
    {
      ...base,
      id: 'evidence-2',
      patient: id(2),
      kind: 'evidence',
      what: 'HbA1c 7.1 %',
      on: '2026-09-01',
      source: 'A letter',
      until: '2026-12-31'
    },
    {
      ...base,
      id: 'evidence-6',
      patient: id(6),
      kind: 'evidence',
      what: 'HbA1c 7.1 %',
      on: '2026-09-01',
      source: 'A letter',
      until: '2026-12-31'
    },
    { ...base, id: 'closed-003', patient: id(3), kind: 'close', reason: 'declined', text: 'By phone' },
    { ...base, id: 'assign-04', patient: id(4), kind: 'assign', to: 'Ben' },
    {
      ...base,
      id: 'reach-004',
      patient: id(4),
      kind: 'outreach',
      on: '2026-10-02',
      channel: 'phone',
      outcome: 'reached'
    },
    { ...base, id: 'note-0008', patient: id(8), kind: 'note', text: 'Ask again' },
    { ...base, id: 'close-008', patient: id(8), kind: 'close', reason: 'other' },
    { ...base, id: 'unknown-1', patient: 'nobody', kind: 'note', text: 'Lost' }
  ]
  const worked = inputOf({ events })
  const rows = list(
    {
      query: {
        ...query,
        rates: ['breast-cancer-screening/rate'],
        statuses: ['open', 'no-data', 'closed', 'set-aside', 'excluded', 'not-applicable']
      }
    },
    worked
  ).rows
  const rowOf = (patient: number): (typeof rows)[number] => rows.find((row) => row.patient === patient)!

  it('closes open gaps by evidence, and sets aside what somebody gave a reason for', () => {
    expect(rowOf(2)).toMatchObject({ status: 'closed', basis: 'evidence' })
    expect(rowOf(2).why).toBe('HbA1c 7.1 %, Sep 1, 2026, by A letter; not in the source data')
    expect(rowOf(3)).toMatchObject({ status: 'set-aside', basis: 'set-aside', why: 'Declined: By phone' })
    expect(rowOf(4)).toMatchObject({ status: 'open', owner: 'Ben', outreach: { count: 1, last: '2026-10-02' } })
  })

  it('leaves the share of closed gaps as it is when one is set aside', () => {
    const closed = (input: typeof worked) => scorecard(input).keyFigures.find(({ id }) => id === 'closed')!
    const evidence = inputOf({ events: events.filter(({ kind }) => kind === 'evidence') })
    expect(closed(worked).figure.value).toBe(closed(evidence).figure.value)
    expect(closed(worked).note).toBe('of all that apply; 1 set aside')
    const count = (input: typeof worked) => scorecard(input).rows[0]!.toClose.value!
    expect(count(worked)).toBe(count(evidence) - 1)
  })

  it('changes nothing for those who are not eligible', () => {
    expect(rowOf(6)).toMatchObject({ status: 'excluded', basis: 'source' })
    expect(rowOf(8)).toMatchObject({ status: 'not-applicable', basis: 'source', notes: 1 })
  })

  it('shows the rate with evidence besides that of the source', () => {
    const [row] = scorecard(worked).rows
    expect(row!.rate.numerator).toBe(2)
    expect(row!.adjusted).toMatchObject({ numerator: 3, denominator: 7 })
    expect(row!.adjusted!.provenance.definition.text).toMatch(/supplemental evidence/)
  })

  it('no longer counts when it has ended', () => {
    const later = { asOf: day('2027-01-01'), filters: [] }
    expect(runMeasurePanel(worked, 'scorecard', later, {}).rows[0]!.adjusted).toBeUndefined()
  })

  it('filters and lists owners, and tells the history of a gap', () => {
    expect(list({ query: { ...query, owners: ['Ben'] } }, worked).rows.map(({ patient }) => patient)).toEqual([4])
    expect(list({}, worked).owners).toEqual(['Ben'])
    const gap = runMeasurePanel(worked, 'gap', context, { entry: rowOf(4).entry, revealed: true })
    expect(gap.history.map(({ event, holds }) => [event.id, holds])).toEqual([
      ['reach-004', true],
      ['assign-04', true]
    ])
    expect(gap.reads).toEqual([{ type: 'Observation', codes: ['HbA1c test'], rows: 0 }])
    expect(gap.others).toEqual([])
  })
})
