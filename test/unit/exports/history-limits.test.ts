import { describe, expect, it } from 'vitest'
import { outlivedRuns } from '../../../src-main/services/exports/history-limits.ts'
import type { ExportRecord } from '../../../src-main/services/exports/export-record.ts'
import { jobOf } from '../../support/export-record.ts'

const day = 86_400_000
const now = 1000 * day
/** Newest first: one a day, changes only but for every fifth. */
const daily = Array.from({ length: 20 }, (_, index) =>
  jobOf(now - index * day, { kind: index % 5 === 4 ? 'full' : 'incremental' })
)
const indices = (history: readonly ExportRecord[], outlived: readonly ExportRecord[]): number[] =>
  outlived.map((snapshot) => history.indexOf(snapshot))

describe('the limits of the history', () => {
  it('let the oldest go by number and by age, and nothing without a limit', () => {
    expect(indices(daily, outlivedRuns(daily, { runs: 17, days: 0 }, now))).toEqual([17, 18, 19])
    expect(indices(daily, outlivedRuns(daily, { runs: 0, days: 17 }, now))).toEqual([18, 19])
    expect(indices(daily, outlivedRuns(daily, { runs: 19, days: 17 }, now))).toEqual([18, 19])
    expect(outlivedRuns(daily, { runs: 0, days: 0 }, now)).toEqual([])
  })

  it('spare what a refresh and the schedule build on, and what can go on', () => {
    const failed = { state: 'failed', shown: false } as const
    const history = [
      jobOf(now, {}, failed),
      jobOf(now - day, {}, failed),
      jobOf(now - 2 * day, { kind: 'incremental' }),
      jobOf(now - 3 * day, { kind: 'incremental' }),
      jobOf(now - 4 * day),
      jobOf(now - 5 * day)
    ]
    expect(indices(history, outlivedRuns(history, { runs: 1, days: 0 }, now))).toEqual([1, 3, 5])
    const { ended: _ended, ...paused } = jobOf(now - 6 * day, { paused: true })
    expect(outlivedRuns([...history, paused], { runs: 1, days: 1 }, now)).not.toContain(paused)
  })
})
