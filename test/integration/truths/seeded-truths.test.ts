import { beforeAll, describe, expect, it } from 'vitest'
import { modelOutcome } from '#engine/models/examples/model-outcomes.ts'
import { trainingInput } from '#engine/models/training/training-input.ts'
import { trainModel } from '#engine/models/training/train-model.ts'
import type { ModelDocument } from '#engine/models/document/model-document.ts'
import type { MeasureEquityPanel } from '#engine/measures/results/equity-result.ts'
import { runMeasurePanel } from '#engine/measures/scorecard/run-measure-panel.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import type { ForecastPanel } from '#engine/population/panels/results/forecast-result.ts'
import type { SignalsPanel } from '#engine/population/panels/results/overview-result.ts'
import { allPeople } from '#engine/population/people/all-people.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { openRisk, runRiskPanel } from '#engine/risk/panels/run-risk-panel.ts'
import { createSamplePopulation } from '../../../src-main/sample/population/population.ts'
import type { Share, SignalGroundTruth } from '../../../src-main/sample/population/signal-truth.ts'
import { shippedRisk } from '../../support/risk-definitions.ts'
import { shippedRegistries } from '../../unit/registries/shipped-registries.ts'
import { day } from '../../unit/selection/plain-store.ts'
import { MeasuredFigures } from '../sample/measured-figures.ts'
import { publishedFigureTests } from '../sample/published-figures.ts'
import { seededSample, type SeededSample } from './seeded-sample.ts'

const people = 5000
const screening = 'breast-cancer-screening'
const screened = [
  screening,
  'colorectal-cancer-screening',
  'cervical-cancer-screening',
  'diabetes-eye-exam',
  'hba1c-control',
  'blood-pressure-control',
  'kidney-health-evaluation',
  'depression-screening-follow-up',
  'tobacco-screening-follow-up'
]

const rateOf = ({ numerator, denominator }: Share): number => numerator / denominator

let seeded: SeededSample
/** Figures that are known for the United States, of the same people. */
let figures: ReadonlyMap<string, number>
/** The same people with nothing put in. */
let control: SeededSample

beforeAll(async () => {
  const measured = new MeasuredFigures()
  seeded = await seededSample(people, screened, {}, measured)
  figures = measured.figures()
  control = await seededSample(people, [screening], { signals: false })
}, 3_600_000)

function signalsOf({ store, context }: SeededSample): SignalsPanel {
  return runPanel(store, shippedRegistries, 'signals', context, {})
}

function equityOf(sample: SeededSample, dimension: MeasureEquityPanel['dimension']): MeasureEquityPanel {
  return runMeasurePanel(sample.measures, 'equity', sample.context, { key: `${screening}/rate`, dimension })
}

publishedFigureTests(() => ({ figures, truths: seeded.truths }))

describe('the breaks of a trend at one practice', () => {
  const rowsOf = (panel: SignalsPanel, { id, name }: SignalGroundTruth): SignalsPanel['rows'] => {
    const goal = id === 'worsening-a1c' ? 'A1c below 8%' : 'Blood pressure below 140/90'
    return panel.rows.filter((each) => each.indicator === `${goal}, readings of the month` && each.group === name)
  }

  it('come first among the signals, in their direction, not before they began, and no other signal comes with them', () => {
    const panel = signalsOf(seeded)
    expect(panel.rows.length).toBeGreaterThan(15)
    const expected = seeded.truths.signals.flatMap((truth) => rowsOf(panel, truth))
    expect(expected).toHaveLength(2)
    expect(
      panel.rows
        .slice(0, 2)
        .map(({ id }) => id)
        .toSorted()
    ).toEqual(expected.map(({ id }) => id).toSorted())
    for (const truth of seeded.truths.signals) {
      const [row] = rowsOf(panel, truth)
      expect(row!.signal?.direction).toBe(truth.direction === 'falls' ? 'below' : 'above')
      expect(row!.points[row!.signal!.since]!.at).toBeGreaterThanOrEqual(day(`${truth.from}-01`) - 62)
    }
    expect(panel.rows.filter(({ signal }) => signal !== undefined)).toHaveLength(2)
  })

  it('are not there where nothing was put in', () => {
    expect(control.truths.signals).toEqual([])
    expect(signalsOf(control).rows.filter(({ signal }) => signal !== undefined)).toEqual([])
  })
})

describe('the practice whose people come back to hospital', () => {
  const outside = (panel: SignalsPanel): readonly (readonly [string, string | undefined])[] =>
    panel.funnels
      .find(({ id }) => id === 'readmission')!
      .rows.flatMap(({ label, outside: side }) => (side === undefined ? [] : [[label, side] as const]))

  it('lies above the limits of the funnel, alone', () => {
    const { practice, atPractice, atOthers } = seeded.truths.returns
    expect(rateOf(atPractice)).toBeGreaterThan(1.7 * rateOf(atOthers))
    expect(outside(signalsOf(seeded))).toEqual([[practice.name, 'above']])
  })

  it('is one like the others where nothing was put in', () => {
    expect(outside(signalsOf(control))).toEqual([])
  })
})

describe('what makes a return to hospital likely', () => {
  const trained = ({ store, context }: SeededSample): ModelDocument => {
    const population = allPeople(populationOf(store, shippedRegistries))
    const input = trainingInput(population, shippedRisk, { id: 'readmission-30', share: 0.1 }, context.asOf)
    if (typeof input === 'string') throw new Error(input)
    const result = trainModel(input, () => undefined)
    if ('refused' in result) throw new Error(result.refused)
    return result.document
  }

  it('is found by a model, with heart failure among it, and an area under the curve near the best possible', () => {
    const { heartFailure, withoutHeartFailure, auc } = seeded.truths.returns
    expect(rateOf(heartFailure)).toBeGreaterThan(1.4 * rateOf(withoutHeartFailure))
    const { validation, features, logistic } = trained(seeded)
    expect(modelOutcome('readmission-30').aboutStays).toBe(true)
    // The practice is no feature, and stays of different reasons are told apart by little: the best possible is not reached.
    expect(validation.auc.value).toBeGreaterThan(0.58)
    expect(validation.auc.low).toBeLessThan(auc)
    const place = features.findIndex(({ id }) => id === 'has_heart_failure')
    const column = logistic.columns.findIndex(({ feature, kind }) => feature === place && kind === 'value')
    expect(logistic.coefficients[column]).toBeGreaterThan(0)
  })
})

describe('the gap in screening', () => {
  /** Kitagawa's parts by the counts that the generator made, in points. */
  function partsOf({ practices, inGroup, inComparison }: SeededSample['truths']['screeningGap']): {
    readonly between: number
    readonly within: number
  } {
    let [between, within] = [0, 0]
    for (const { inGroup: group, inComparison: other } of practices) {
      if (group.denominator === 0 || other.denominator === 0) continue
      const [share, base] = [group.denominator / inGroup.denominator, other.denominator / inComparison.denominator]
      between += (share - base) * ((rateOf(group) + rateOf(other)) / 2)
      within += ((share + base) / 2) * (rateOf(group) - rateOf(other))
    }
    return { between: 100 * between, within: 100 * within }
  }

  it('is found in its measure and group, with its size, and within practices', () => {
    const truth = seeded.truths.screeningGap
    const { all } = equityOf(seeded, 'ethnicity')
    const [first] = all!.rows
    expect([first!.key, first!.label, all!.reference]).toEqual([`${screening}/rate`, truth.group, truth.comparison])
    const size = 100 * (rateOf(truth.inGroup) - rateOf(truth.inComparison))
    expect(size).toBeLessThan(-15)
    expect(Math.abs(first!.gap.value! - size)).toBeLessThan(6)
    const parts = partsOf(truth)
    expect(Math.abs(100 * first!.split!.within - parts.within)).toBeLessThan(8)
    expect(Math.abs(100 * first!.split!.between - parts.between)).toBeLessThan(8)
    expect(Math.abs(first!.split!.within)).toBeGreaterThan(3 * Math.abs(first!.split!.between))
    expect(first!.beyondChance).toBe(true)
  })

  it('is beyond chance for its group, and not where nothing was put in', () => {
    const isBeyond = (sample: SeededSample): boolean =>
      equityOf(sample, 'ethnicity').groups.find(({ label }) => label === 'Hispanic or Latino')!.beyondChance
    expect([isBeyond(seeded), isBeyond(control)]).toEqual([true, false])
  })

  it('leaves as many women without a mammogram as the backlog says', () => {
    const { inGroup, inComparison, unrecorded } = seeded.truths.screeningGap
    const parts = [inGroup, inComparison, unrecorded]
    const open = parts.reduce((sum, { numerator, denominator }) => sum + denominator - numerator, 0)
    const { groups } = equityOf(seeded, 'ethnicity')
    const found = groups.reduce((sum, { rate }) => sum + rate.denominator! - rate.numerator!, 0)
    // The measure leaves out women without a visit in the year, who were screened less often, and some by exclusions.
    expect(found).toBeLessThanOrEqual(open)
    expect(found).toBeGreaterThan(0.6 * open)
  })

  it('comes with no more other gaps beyond chance than is said', () => {
    for (const sample of [seeded, control]) {
      const panels = (['ethnicity', 'language', 'race'] as const).map((dimension) => equityOf(sample, dimension).all!)
      const promised = panels.reduce((sum, { expectedFalse }) => sum + expectedFalse, 0)
      // Spanish is what many of the same women speak.
      const others = panels.flatMap(({ rows }) =>
        rows.filter(({ key, beyondChance }) => beyondChance && key !== `${screening}/rate`)
      )
      expect(others.length).toBeLessThanOrEqual(promised + 2 * Math.sqrt(promised))
    }
  })
})

describe('practices that work better and worse than others', () => {
  /** How often a goal is met at each practice by the generator's count, less how often it is at all of them. */
  function plantedOf(sample: SeededSample, of: 'a1cBelow8' | 'pressureControlled'): ReadonlyMap<string, number> {
    const shares = sample.truths.practices.map((practice) => practice[of])
    const sum = (part: keyof Share): number => shares.reduce((all, share) => all + share[part], 0)
    const overall = sum('numerator') / sum('denominator')
    return new Map(
      sample.truths.practices.map((practice) => [practice.organizationId, rateOf(practice[of]) - overall] as const)
    )
  }

  it('are told from everybody in the direction in which they were made to differ, and no other ones', () => {
    const panel = runMeasurePanel(seeded.measures, 'heatmap', seeded.context, { dimension: 'practice', limit: 14 })
    const goals = { 'hba1c-control': 'a1cBelow8', 'blood-pressure-control': 'pressureControlled' } as const
    for (const [measure, of] of Object.entries(goals)) {
      const planted = plantedOf(seeded, of)
      const { cells } = panel.rows.find(({ key }) => key === `${measure}/rate`)!
      const told = panel.units.flatMap(({ value, label }, index) => {
        const { compared } = cells[index]!
        return compared === 'better' || compared === 'worse' ? [{ value, label, compared }] : []
      })
      expect(told.length, measure).toBeGreaterThan(0)
      for (const { value, label, compared } of told) {
        const difference = planted.get(value)!
        expect(compared === 'better' ? difference : -difference, `${measure}, ${label}`).toBeGreaterThan(0.03)
      }
    }
    // Where the control of blood sugar was made to fall.
    const worsening = seeded.truths.signals.find(({ id }) => id === 'worsening-a1c')!
    const index = panel.units.findIndex(({ value }) => value === worsening.organizationId)
    expect(panel.rows.find(({ key }) => key === 'hba1c-control/rate')!.cells[index]!.compared).toBe('worse')
  })
})

describe('the laboratory results that never arrived', () => {
  it('are missing at one practice in one month, and nothing else is', () => {
    const { practice, months } = seeded.truths.laboratoryGap
    const { gaps } = runPanel(seeded.store, shippedRegistries, 'quality', seeded.context, {})
    expect(gaps.rows.map(({ source, from, found }) => [source, from, found.value])).toEqual([
      [`Laboratory results of the people of ${practice.name}`, day(`${months[0]!}-01`), 0]
    ])
    expect(gaps.rows[0]!.usual.value).toBeLessThan(2 * seeded.truths.laboratoryGap.lost)
  })

  it('are there where nothing was lost', () => {
    const { gaps } = runPanel(control.store, shippedRegistries, 'quality', control.context, {})
    expect(gaps.rows).toEqual([])
    expect(gaps.judged).toBeGreaterThan(500)
  })
})

describe('people whose risk rises', () => {
  it('are those with more stays and emergency visits than before', () => {
    const { days, stays, emergencies } = seeded.truths.risingRisk
    const risk = openRisk(populationOf(seeded.store, shippedRegistries), shippedRisk)
    const { rising } = runRiskPanel(risk, 'lists', seeded.context, { window: days, limit: people, revealed: false })
    const withReason = (text: RegExp): number =>
      rising.rows.filter(({ reasons }) => reasons.some((reason) => text.test(reason))).length
    expect([withReason(/inpatient stay/), withReason(/emergency visit/)]).toEqual([stays, emergencies])
    expect(rising.people.value).toBe(rising.rows.length)
  })
})

describe('the season of emergency visits', () => {
  let forecast: ForecastPanel
  /** Visits by month of the year that the forecast does not know, as the generator made them. */
  let came: readonly number[]

  beforeAll(async () => {
    const { store, context, truths } = seeded
    forecast = runPanel(store, shippedRegistries, 'forecast', context, { subject: 'emergency' })
    expect(forecast.actual.points.map(({ figure }) => figure.value)).toEqual(
      truths.seasons.map(({ emergency }) => emergency)
    )
    // A later day shows the same people with what happened since.
    const later = await createSamplePopulation({ patients: people, asOf: '2027-10-31' }).truths()
    came = later.seasons.slice(-12).map(({ emergency }) => emergency)
  }, 3_600_000)

  it('is found, and beats the same month of the year before', () => {
    expect(forecast.method!.name).toMatch(/season/)
    expect(forecast.method!.tested!.error).toBeLessThan(forecast.method!.tested!.naiveError)
  })

  it('has its months where the generator put them', () => {
    const ahead = forecast.ahead!.points.map(({ at, figure }) => ({
      month: new Date(at * 86_400_000).getUTCMonth() + 1,
      value: figure.value!
    }))
    const mean = (months: readonly number[]): number =>
      ahead.filter(({ month }) => months.includes(month)).reduce((sum, { value }) => sum + value, 0) / months.length
    expect(mean([12, 1, 2])).toBeGreaterThan(1.05 * mean([6, 7, 8]))
  })

  it('is what comes in the year after, within intervals that hold about as many months as they say', () => {
    const { points } = forecast.ahead!
    const inside = (low: number, high: number, value: number): boolean => value >= low && value <= high
    const within80 = points.filter(({ figure }, index) =>
      inside(figure.interval!.low, figure.interval!.high, came[index]!)
    )
    const within95 = forecast.within95.filter(([low, high], index) => inside(low, high, came[index]!))
    // Of twelve months fewer than six within 80% would come about once in 250 times, fewer than nine within 95% once in 400.
    expect(within80.length).toBeGreaterThanOrEqual(6)
    expect(within95.length).toBeGreaterThanOrEqual(9)
  })
})
