import { describe, expect, it } from 'vitest'
import type { WorklistEvent } from '#shared/worklist-event.ts'
import { runMeasurePanel } from '#engine/measures/scorecard/run-measure-panel.ts'
import { qualityInput } from '../../support/measure-input.ts'
import { plainDefinition, plainMeasure, plainRun, year2026, type PlainCases } from '../../support/plain-measures.ts'
import { context, id, list, people, query, store } from '../../support/ten-people.ts'

const below8 = plainDefinition('below-8')
const above9 = plainDefinition('above-9', 'decrease')
/** Nobody is below 8%, and everybody but patient 2 (9.4% this year) counts as above 9% for want of a test. */
const open: readonly PlainCases[] = Array.from({ length: people }, () => [1, 1, 0, 0, 0])
const met: readonly PlainCases[] = Array.from({ length: people }, () => [1, 1, 0, 0, 1])

function inputOf(events: readonly WorklistEvent[] = [], period = year2026) {
  const measures = [plainMeasure(below8, plainRun(below8, open)), plainMeasure(above9, plainRun(above9, met, period))]
  return qualityInput(store, measures, { events })
}

function rowsOf(patient: number, input = inputOf()) {
  return list({}, input).rows.filter((row) => row.patient === patient)
}

describe('a record that is missing for two measures', () => {
  it('is one gap, and says for which other measure it is missing', () => {
    const rows = rowsOf(3)
    expect(rows.map(({ title }) => title)).toEqual(['Title of below-8'])
    expect(rows[0]!.why).toMatch(/; the same record is missing for Title of above-9$/)
  })

  it('is two gaps once there is a record in the period that closes neither', () => {
    expect(rowsOf(2).map(({ title }) => title)).toEqual(['Title of below-8', 'Title of above-9'])
    expect(rowsOf(2)[0]!.why).not.toContain('the same record')
  })

  it('stays a gap of the other measure for who asks for that one', () => {
    const { total } = list({ query: { ...query, rates: ['above-9/rate'] } }, inputOf())
    // Two have a record of another kind or none, and all but the one who has died count.
    expect(total).toBe(list({ query: { ...query, rates: ['below-8/rate'] } }, inputOf()).total)
  })

  it('is two gaps where somebody has worked on the second', () => {
    const note: WorklistEvent = {
      id: 'note-0003',
      at: '2026-10-01T10:00:00Z',
      by: 'Ada',
      measure: above9.url,
      group: 'rate',
      period: year2026,
      patient: id(3),
      kind: 'note',
      text: 'Ask again'
    }
    expect(rowsOf(3, inputOf([note]))).toHaveLength(2)
    expect(rowsOf(4, inputOf([note]))).toHaveLength(1)
  })

  it('is two gaps in two periods', () => {
    expect(rowsOf(3, inputOf([], { start: '2025-07-01', end: '2026-06-30' }))).toHaveLength(2)
  })

  it('counts once in the totals, which equal the list', () => {
    const input = inputOf()
    const { keyFigures, rows } = runMeasurePanel(input, 'scorecard', context, {})
    const listed = list({ query: { ...query, statuses: ['open', 'due-soon', 'no-data'] } }, input).total
    expect(keyFigures.find((figure) => figure.id === 'to-close')!.figure.value).toBe(listed)
    expect(rows.reduce((sum, { toClose }) => sum + toClose.value!, 0)).toBeGreaterThan(listed)
  })
})
