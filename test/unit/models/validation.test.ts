import { describe, expect, it } from 'vitest'
import { areaDifference, areaUnderCurve } from '#engine/models/validation/auc.ts'
import { brierScore } from '#engine/models/validation/brier.ts'
import { calibration } from '#engine/models/validation/calibration.ts'
import { decisionCurve, decisionThresholds } from '#engine/models/validation/decision-curve.ts'
import { distributionOf, populationStability } from '#engine/models/validation/population-stability.ts'
import { subgroupResults } from '#engine/models/validation/subgroups.ts'
import { seededNumbers } from '../../support/seeded-numbers.ts'

const random = seededNumbers(8)

describe('validation of predictions', () => {
  it('counts ties as half in the area under the curve', () => {
    const outcomes = Uint8Array.of(1, 1, 0, 0)
    expect(areaUnderCurve(Float64Array.of(0.9, 0.4, 0.4, 0.1), outcomes).value).toBe(0.875)
    expect(areaUnderCurve(Float64Array.of(0.5, 0.5, 0.5, 0.5), outcomes).value).toBe(0.5)
    expect(areaUnderCurve(Float64Array.of(0.1, 0.2, 0.8, 0.9), outcomes).value).toBe(0)
  })

  it('finds no difference of predictions with themselves', () => {
    const outcomes = Uint8Array.from({ length: 60 }, () => (random() < 0.5 ? 1 : 0))
    const predictions = Float64Array.from(outcomes, () => random())
    expect(areaDifference(predictions, predictions, outcomes)).toMatchObject({ value: 0, low: 0, high: 0 })
  })

  it('scales the Brier score against the mean', () => {
    const outcomes = Uint8Array.of(1, 0, 0, 0)
    expect(brierScore(new Float64Array(4).fill(0.25), outcomes)).toMatchObject({ value: 0.1875, scaled: 0 })
    expect(brierScore(Float64Array.of(1, 0, 0, 0), outcomes)).toMatchObject({ value: 0, scaled: 1 })
  })

  it('finds right predictions calibrated, too low ones low and too extreme ones extreme', () => {
    const logits = Float64Array.from({ length: 20000 }, () => 3 * random() - 2)
    const share = (logit: number): number => 1 / (1 + Math.exp(-logit))
    const outcomes = Uint8Array.from(logits, (logit) => (random() < share(logit) ? 1 : 0))
    const right = calibration(logits.map(share), outcomes)
    expect(Math.abs(right.intercept!.value)).toBeLessThan(0.06)
    expect(Math.abs(right.slope!.value - 1)).toBeLessThan(0.06)
    expect(right.groups).toHaveLength(10)
    expect(
      right.groups.every(({ low, high, meanPrediction }) => low - 0.03 < meanPrediction && meanPrediction < high + 0.03)
    ).toBe(true)
    expect(
      calibration(
        logits.map((logit) => share(logit - 0.5)),
        outcomes
      ).intercept!.low
    ).toBeGreaterThan(0.3)
    expect(
      calibration(
        logits.map((logit) => share(2 * logit)),
        outcomes
      ).slope!.high
    ).toBeLessThan(0.6)
  })

  it('tells no slope where everybody has the same prediction, and keeps ties in one group', () => {
    const outcomes = Uint8Array.from({ length: 40 }, (_, row) => (row % 4 === 0 ? 1 : 0))
    const { slope, intercept, groups } = calibration(new Float64Array(40).fill(0.25), outcomes)
    expect(slope).toBeUndefined()
    expect(intercept!.value).toBeCloseTo(0, 10)
    expect(groups).toMatchObject([{ rows: 40, events: 10, observed: 0.25 }])
  })

  it('values a threshold by events found and others chosen', () => {
    const outcomes = Uint8Array.of(1, 1, 0, 0, 0)
    const [point] = decisionCurve(Float64Array.of(0.6, 0.1, 0.5, 0.1, 0.1), outcomes, [0.2])
    expect(point!.model).toBeCloseTo((1 - 1 * 0.25) / 5, 12)
    expect(point!.chosen).toEqual({ events: 1, others: 1 })
    expect(point!.everybody).toBeCloseTo((2 - 3 * 0.25) / 5, 12)
    expect(decisionThresholds(0.1).at(-1)).toBeCloseTo(0.3, 12)
    expect(decisionThresholds(0.4).at(-1)).toBe(0.5)
  })

  it('shows nothing of a group that is too small, and no area without enough events', () => {
    const rows = 70
    const codes = Int32Array.from({ length: rows }, (_, row) => (row < 10 ? 0 : row < 30 ? 1 : -1))
    const outcomes = Uint8Array.from({ length: rows }, (_, row) => (row % 3 === 0 ? 1 : 0))
    const predictions = Float64Array.from({ length: rows }, () => random())
    const [small, few, rest] = subgroupResults(predictions, outcomes, {
      id: 'sex',
      title: 'Sex',
      values: ['female', 'male'],
      codes
    })
    expect(small).toMatchObject({ value: 'female', rows: 10, missing: 'fewer than 11 people' })
    expect(small!.observed).toBeUndefined()
    expect(few).toMatchObject({ value: 'male', rows: 20, missing: 'fewer than 10 people with the event or without it' })
    expect(few!.ratio!.low).toBeLessThan(few!.ratio!.value)
    expect(few!.auc).toBeUndefined()
    expect(rest).toMatchObject({ value: 'not recorded', rows: 40, missing: undefined })
    expect(rest!.auc).toBeDefined()
  })

  it('flags a distribution that moved, and not chance', () => {
    const draw = (shift: number, rows: number): Float32Array =>
      Float32Array.from({ length: rows }, () => (random() < 0.1 ? Number.NaN : random() + shift))
    const cuts = [0.2, 0.4, 0.6, 0.8]
    const before = distributionOf(draw(0, 2000), cuts)
    expect(before.counts.reduce((sum, each) => sum + each, 0)).toBe(2000)
    expect(before.counts.at(-1)).toBeGreaterThan(100)
    expect(populationStability(before.counts, distributionOf(draw(0, 60), cuts).counts).moved).toBe('no')
    expect(populationStability(before.counts, distributionOf(draw(0.4, 500), cuts).counts).moved).toBe('much')
    expect(populationStability(before.counts, before.counts)).toEqual({ value: 0, moved: 'no' })
  })
})
