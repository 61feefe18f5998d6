import { describe, expect, it } from 'vitest'
import { earliestEvidence, foldGap, gapHistory } from '#engine/measures/gaps/work-events.ts'
import { closingOf } from '#engine/measures/rates/closing.ts'
import type { WorklistEvent } from '#shared/worklist-event.ts'
import { packMeasures } from '../../conformance/pack-content.ts'

const period = { start: '2025-01-01', end: '2025-12-31' }
const lookBackOf = (id: string): number | undefined =>
  closingOf(packMeasures().find((measure) => measure.id === id)!.measure)?.lookBackMonths

const evidence = (on: string): WorklistEvent => ({
  id: on,
  at: '2025-06-01T00:00:00Z',
  by: 'somebody',
  kind: 'evidence',
  patient: 'p',
  measure: 'm',
  group: 'g',
  period,
  what: 'A result',
  source: 'Report',
  on,
  until: '2030-12-31'
})

describe('evidence that was done before the look-back of a measure', () => {
  it.each([
    ['breast-cancer-screening', '2023-10-01', '2023-09-30'],
    ['colorectal-cancer-screening', '2016-01-01', '2015-12-31'],
    ['diabetes-eye-exam', '2024-01-01', '2023-12-31'],
    ['hba1c-control', '2025-01-01', '2024-12-31']
  ])('does not count for %s', (id, counts, tooEarly) => {
    const earliest = earliestEvidence(period, lookBackOf(id))
    expect(earliest).toBe(counts)
    const events = [evidence(counts), evidence(tooEarly)]
    expect(foldGap(events, period, '2025-07-01', earliest).evidence.map(({ on }) => on)).toEqual([counts])
    const ended = new Map(
      gapHistory(events, period, '2025-07-01', earliest).map(({ event, ended: why }) => [event.id, why])
    )
    expect([ended.get(counts), ended.get(tooEarly)]).toEqual([undefined, 'before-look-back'])
  })

  it('counts where a measure takes any day', () => {
    expect(lookBackOf('pneumococcal-immunisation')).toBeUndefined()
    expect(
      foldGap([evidence('1999-01-01')], period, '2025-07-01', earliestEvidence(period, undefined)).evidence
    ).toHaveLength(1)
  })
})
