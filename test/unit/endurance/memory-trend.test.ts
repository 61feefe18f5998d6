import { expect, it } from 'vitest'
import { memoryTrend } from '../../endurance/memory-trend.ts'

const rounds = (megabytes: (round: number) => number) =>
  Array.from({ length: 40 }, (_, round) => ({ hours: round / 80, megabytes: megabytes(round) }))

it('tells growth from noise and from a warm-up', () => {
  expect(memoryTrend(rounds((round) => 300 + (round % 2) * 20))).toMatchObject({ flat: true })
  expect(memoryTrend(rounds((round) => Math.min(100 + round * 30, 400)))).toMatchObject({ flat: true })
  const leak = memoryTrend(rounds((round) => 300 + round * 2))!
  expect(leak.flat).toBe(false)
  expect(leak.slopePerHour).toBeCloseTo(160)
  expect(memoryTrend(rounds((round) => 500 - round))).toMatchObject({ flat: true })
})

it('has no verdict on a few rounds', () => {
  expect(memoryTrend(rounds(() => 1).slice(0, 6))).toBeUndefined()
})
