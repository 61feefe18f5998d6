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
    ['hba1c-control', '2025-01-01', '2024-12-31'],
    // Orders of the year before count while they run.
    ['asthma-controller', '2024-01-01', '2023-12-31'],
    ['copd-controller', '2024-01-01', '2023-12-31'],
    ['heart-failure-beta-blocker', '2024-01-01', '2023-12-31'],
    ['heart-failure-ras-inhibitor', '2024-01-01', '2023-12-31'],
    ['statin-therapy-cardiovascular-disease', '2024-01-01', '2023-12-31'],
    ['statin-therapy-diabetes', '2024-01-01', '2023-12-31'],
    // Twelve months less 60 days after the first day on which a high score counts, 14 months before the period.
    ['depression-remission', '2024-09-01', '2024-08-31']
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

  it('is told by every measure but those of vaccines that count for life, and of what nothing closes', () => {
    const without = packMeasures().filter(({ id }) => lookBackOf(id) === undefined)
    expect(without.map(({ id }) => id)).toEqual([
      'all-cause-readmission',
      'childhood-immunisation',
      'high-risk-medication',
      'pneumococcal-immunisation',
      'zoster-immunisation'
    ])
  })

  it('counts where a measure takes any day', () => {
    expect(lookBackOf('pneumococcal-immunisation')).toBeUndefined()
    expect(
      foldGap([evidence('1999-01-01')], period, '2025-07-01', earliestEvidence(period, undefined)).evidence
    ).toHaveLength(1)
  })
})
