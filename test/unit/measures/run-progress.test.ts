import { expect, it } from 'vitest'
import type { MeasureProgress } from '../../../src-renderer/workers/measures/measure-protocol.ts'
import { runProgress } from '../../../src-renderer/workers/measures/run-progress.ts'

it('tells which of several steps is under way, and the share of all of them', () => {
  const told: MeasureProgress[] = []
  const progress = runProgress(10, 4, (report) => told.push(report))
  progress.start(0)
  expect(told.at(-1)).toMatchObject({ step: 1, steps: 4, fraction: 0, patients: 0, totalPatients: 10 })
  progress.reading(100)
  expect(told.at(-1)).toMatchObject({ phase: 'reading', step: 1, fraction: 0 })
  progress.bytes(100)
  progress.prepared()
  expect(told.at(-1)).toMatchObject({ phase: 'evaluating', fraction: 0.125 })
  progress.start(3)
  expect(told.at(-1)).toMatchObject({ step: 4, steps: 4, fraction: 0.75, patients: 0 })
})
