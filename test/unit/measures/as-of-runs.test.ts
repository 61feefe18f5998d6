import { describe, expect, it } from 'vitest'
import { placesIn } from '#engine/measures/chunk/record-places.ts'
import { comparisonPeriods, periodProgress } from '#engine/measures/rates/period-progress.ts'
import { runOver } from '#engine/measures/rates/run-over.ts'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import type { Rate } from '#engine/measures/rates/rate.ts'
import type { OpenedMeasure } from '../../../src-renderer/engine/measures/packs/open-packs.ts'
import { RunCache } from '../../../src-renderer/workers/measures/run-cache.ts'
import { periodProblems } from '../../../src-renderer/screens/measures/common/period-problems.ts'
import { readArguments } from '../../../src-main/host/arguments/read-arguments.ts'
import { measureDeclaration } from '../../../src-main/cli/declarations/measure.ts'
import { measureOptions } from '../../../src-main/cli/measure/measure-options.ts'
import { plainDefinition, plainMeasure, plainRun, year2026 } from '../../support/plain-measures.ts'
import { day, plainStore } from '../selection/plain-store.ts'
import { unmanaged } from '../../support/policies.ts'
import { onlyShard } from '#engine/shards/shard.ts'

const asOfApril: MeasurementPeriod = { ...year2026, asOf: '2026-04-30' }

describe('records as of a day', () => {
  const store = plainStore({
    patient: [{ id: 'p0' }],
    observation: [
      { id: 'before', patient_id: 'p0', code: 'http://loinc.org|1|A', effective: '2026-04-30' },
      { id: 'after', patient_id: 'p0', code: 'http://loinc.org|1|A', effective: '2026-05-01' },
      { id: 'undated', patient_id: 'p0', code: 'http://loinc.org|1|A' }
    ]
  })
  const count = (asOf?: number): number =>
    placesIn(onlyShard(store), { types: new Set(['Patient', 'Observation']), wanted: () => true }, asOf).reduce(
      (sum, { places }) => sum + places.count,
      0
    )

  it('are those up to the day, and those without a day', () => {
    expect([count(), count(day('2026-05-01')), count(day('2026-04-30')), count(day('2020-01-01'))]).toEqual([
      4, 4, 3, 2
    ])
  })
})

describe('a run as of a day', () => {
  const definition = plainDefinition('m')
  const now = plainRun(definition, [[1, 1, 0, 0, 1]])
  const earlier = plainRun(definition, [[1, 1, 0, 0, 0]], asOfApril)
  const opened = { definition, hash: now.key.content } as OpenedMeasure

  it('stands next to the one over all records', () => {
    const cache = new RunCache()
    cache.add([now, earlier])
    expect(cache.all).toHaveLength(2)
    expect(cache.of(opened, year2026)).toBe(now)
    expect(cache.of(opened, asOfApril)).toBe(earlier)
    expect(cache.summaries([]).map(({ period }) => period.asOf)).toEqual([undefined, '2026-04-30'])
    expect(cache.has(opened, { ...year2026, asOf: '2026-05-31' }, { policy: 'derive', zone: 'UTC' })).toBe(false)
  })
  it('is not what another run is compared with', () => {
    const measure = { ...plainMeasure(definition, now), others: [earlier] }
    const rate = { measure, run: now, at: 0 } as unknown as Rate
    expect(runOver(rate, year2026)).toBe(now)
    expect(runOver(rate, asOfApril)).toBe(earlier)
    expect(runOver(rate, { ...year2026, asOf: '2026-06-30' })).toBeUndefined()
  })
  it('runs to its day, and is compared as of the same day a year earlier', () => {
    expect(periodProgress(asOfApril, day('2026-10-31'))).toMatchObject({ through: day('2026-04-30'), day: 120 })
    expect(periodProgress(asOfApril, day('2026-02-28'))).toMatchObject({ through: day('2026-02-28') })
    expect(comparisonPeriods(asOfApril, day('2026-10-31'))).toEqual({
      now: { start: '2026-01-01', end: '2026-04-30', asOf: '2026-04-30' },
      before: { start: '2025-01-01', end: '2025-04-30', asOf: '2025-04-30' }
    })
    // The year that a projection starts from is known whole.
    expect(comparisonPeriods(asOfApril, undefined).before).toEqual({ start: '2025-01-01', end: '2025-12-31' })
  })
})

describe('a period of one’s own', () => {
  const typed = { start: '2026-01-01', end: '2026-06-30', asOf: '' }
  it('is checked field by field', () => {
    expect(periodProblems(typed)).toEqual({})
    expect(periodProblems({ ...typed, asOf: '2026-04-30' })).toEqual({})
    expect(periodProblems({ ...typed, start: '' }).start).toMatch(/first day/)
    expect(periodProblems({ ...typed, end: '2025-12-31' }).end).toMatch(/before the first/)
    expect(periodProblems({ ...typed, start: '1900-01-01' }).end).toMatch(/at most/)
    expect(periodProblems({ ...typed, asOf: '2025-12-31' }).asOf).toMatch(/not begun/)
  })
  it('has an as-of day on the command line, too', () => {
    const options = (...words: string[]) =>
      measureOptions(
        readArguments(measureDeclaration, ['pack', '--data', 'folder', '--period', '2026', ...words]),
        unmanaged
      )
    expect(options('--as-of', '2026-04-30').period).toEqual(asOfApril)
    expect(options().period).toEqual(year2026)
    expect(() => options('--as-of', 'April')).toThrow('Write the date of --as-of')
  })
})
