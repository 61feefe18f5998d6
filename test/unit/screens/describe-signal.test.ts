import { describe, expect, it } from 'vitest'
import type { SignalRow } from '#engine/population/panels/results/overview-result.ts'
import { describeSignal } from '../../../src-renderer/figures/describe-signal.ts'
import { signalFigures } from '../../../src-renderer/figures/signal-figures.ts'
import { format } from '../charts/chart-fixture.ts'

const row = (better: SignalRow['better'], signal?: SignalRow['signal']): SignalRow => ({
  id: 'x',
  indicator: 'A1c below 8%',
  about: 'Diabetes',
  group: 'Elm Hollow',
  better,
  month: 'Oct 2026',
  figure: {
    value: 0.5,
    unit: 'proportion',
    provenance: {
      definition: { id: 'd', version: '1.0.0', title: 't', text: '', sources: [] },
      snapshot: { id: 's', label: 'Sample', loadedAt: 0 },
      asOf: 0,
      filters: []
    }
  },
  method: 'p',
  mean: 0.5,
  points: Array.from({ length: 10 }, (_, index) => ({
    at: index,
    label: `month ${index}`,
    value: 0.5,
    lower: 0.4,
    upper: 0.6
  })),
  smallest: 40,
  probability: 0.001,
  detectable: 0.247,
  people: { title: '', rows: { table: 'patient', asOf: 0, filters: [], where: [] } },
  ...(signal === undefined ? {} : { signal })
})

describe('a signal in words', () => {
  it('says what happened, since when, and whether it is good', () => {
    expect(describeSignal(row('above', { rule: 'shift', direction: 'below', since: 2 }))).toEqual({
      text: 'Shift: 8 months below the mean',
      since: 'month 2',
      kind: 'concern'
    })
    expect(describeSignal(row('below', { rule: 'outside', direction: 'below', since: 9 }))).toEqual({
      text: 'Below the lower limit',
      since: 'month 9',
      kind: 'improve'
    })
  })

  it('says how large a change would have to be where nothing stands out', () => {
    const rows = [row('above'), { ...row('above'), group: 'all practices', detectable: 0.1 }]
    const { empty } = signalFigures.signals({ rows, expectedFalse: 0.2, funnels: [] }, format(), { choice: 'signals' })
    expect(empty).toContain('a change that lasts 6 months is found with a probability of 80% only from these sizes on')
    expect(empty).toContain('A1c below 8%: 10.0 pp')
    expect(empty).not.toContain('24.7')
    const [shown, few] = [row('above'), { ...row('above'), group: 'all practices', detectable: 0.1, smallest: 4 }]
    const leaving = signalFigures.signals({ rows: [shown, few], expectedFalse: 0.2, funnels: [] }, format(10), {
      choice: 'signals'
    })
    expect(leaving.empty).toContain('24.7')
    expect(leaving.empty).not.toContain('10.0')
    const { table } = signalFigures.signals({ rows, expectedFalse: 0.2, funnels: [] }, format(), { choice: 'all' })
    expect(table!.rows.map((each) => each.at(-1)!.text)).toEqual(['24.7 pp', '10.0 pp'])
  })

  it('tells neither mean nor limits of a series with a month of few', () => {
    const last = (smallest: number, limit: number) =>
      signalFigures
        .signals({ rows: [{ ...row('above'), smallest }], expectedFalse: 0.2, funnels: [] }, format(limit), {
          choice: 'all'
        })
        .table!.rows[0]!.map(({ text }) => text)
        .slice(4, 7)
    expect(last(40, 10)).toEqual(['50.0%', '40.0%', '60.0%'])
    expect(last(4, 0)).toEqual(['50.0%', '40.0%', '60.0%'])
    expect(last(4, 10)).toEqual(['–', '–', '–'])
  })

  it('suggests nothing for ordinary variation', () => {
    expect(describeSignal(row('above'))).toEqual({ text: 'Ordinary variation', since: '', kind: 'common' })
  })
})
