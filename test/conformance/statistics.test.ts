import { describe, expect, it } from 'vitest'
import { exactPoissonInterval } from '#engine/base/stats/exact-poisson.ts'
import { differenceProbability, proportionDifference, proportionRatio } from '#engine/base/stats/compare-proportions.ts'
import { compareMeans } from '#engine/base/stats/compare-means.ts'
import { rateDifference, rateProbability, rateRatio } from '#engine/base/stats/compare-rates.ts'
import { standardize, usStandard2000 } from '#engine/base/stats/standardize.ts'
import { studentTails } from '#engine/base/stats/tails.ts'
import { emptyBitset, setBit } from '#engine/base/kernels/bitset.ts'
import { compareCohorts } from '#engine/cohorts/compare/compare-cohorts.ts'
import { cohenKappa } from '#engine/cohorts/compare/kappa.ts'
import { forecastMonths } from '#engine/forecast/forecast.ts'
import { fitSmoothing, type SmoothingForm } from '#engine/forecast/smoothing.ts'
import { allPeople } from '#engine/population/people/all-people.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { askModelPeer, hasModelPeer, modelPeerHint } from '../support/model-peer.ts'
import { random } from '../support/random.ts'
import { skipped } from '../support/skipped.ts'
import { ratioSums } from '../support/ratio-sums.ts'
import { day, plainStore } from '../unit/selection/plain-store.ts'

if (!hasModelPeer) skipped(modelPeerHint)

/** Thousands of airline passengers by month, 1949 to 1960: Box GEP, Jenkins GM, Time Series Analysis, series G. */
const airline = `
112 118 132 129 121 135 148 148 136 119 104 118 115 126 141 135 125 149 170 170 158 133 114 140
145 150 178 163 172 178 199 199 184 162 146 166 171 180 193 181 183 218 230 242 209 191 172 194
196 196 236 235 229 243 264 272 237 211 180 201 204 188 235 227 234 264 302 293 259 229 203 229
242 233 267 269 270 315 364 347 312 274 237 278 284 277 317 313 318 374 413 405 355 306 271 306
315 301 356 348 355 422 465 467 404 347 305 336 340 318 362 348 363 435 491 505 404 359 310 337
360 342 406 396 420 472 548 559 463 407 362 405 417 391 419 461 472 535 622 606 508 461 390 432`
  .trim()
  .split(/\s+/)
  .map(Number)

const logs = airline.map((value) => Math.log(value))

describe.skipIf(!hasModelPeer)('statistics of other programs', () => {
  it('intervals of differences, ratios, counts and standardized rates, exact tests and kappa to 1e-8', () => {
    const draw = random(23)
    const pairs = Array.from({ length: 30 }, (_, index) => {
      const [n, m] = [5 + Math.floor(200 * draw.uniform()), 5 + Math.floor(2000 * draw.uniform())]
      const share = 0.1 + 0.8 * draw.uniform()
      const met = (of: number): number => Math.min(of - 1, Math.max(1, draw.binomial(of, share)))
      return [met(n), n, index % 3 === 0 ? Math.ceil(m / 2) : met(m), m] as const
    })
    const counts = [0, 1, 2, 7, 33, 250, 4000]
    const weights = usStandard2000.map(({ weight }) => weight)
    const standardized = Array.from({ length: 10 }, () => {
      const people = weights.map(() => 20 + Math.floor(900 * draw.uniform()))
      return [people.map((of, age) => draw.binomial(of, 0.004 * (age + 1))), people, weights] as const
    })
    const tables = Array.from({ length: 8 }, () =>
      [0, 1, 2].map((row) => [0, 1, 2].map((column) => 1 + Math.floor((row === column ? 60 : 15) * draw.uniform())))
    )
    const student = [0.3, 1.7, 2.4, 5.5, 9].map((t, index) => [t, 4 + 9 * index] as const)
    const ages = [0, 1].map((group) =>
      Array.from({ length: 60 }, () => 40 + 8 * group + Math.floor(30 * draw.uniform()))
    )
    const rates = Array.from({ length: 20 }, (_, index) => {
      const [time, otherTime] = [50 + 900 * draw.uniform(), 50 + 4000 * draw.uniform()]
      return [
        1 + draw.poisson(time * 0.2),
        time,
        1 + draw.poisson(otherTime * (index % 3 === 0 ? 0.2 : 0.3)),
        otherTime
      ] as const
    })
    const costs = [30, 45].map((mean) =>
      Array.from(
        { length: 80 },
        () => [Math.round(Math.exp(4 * draw.uniform()) * mean), 1 + draw.binomial(11, 0.8)] as const
      )
    ) as [(readonly [number, number])[], (readonly [number, number])[]]
    const peer = askModelPeer<{
      readonly rates: readonly {
        readonly difference: readonly number[]
        readonly ratio: readonly number[]
        readonly probability: number
      }[]
      readonly costs: readonly [ratio: number, error: number]
      readonly newcombe: readonly (readonly number[])[]
      readonly katz: readonly (readonly number[])[]
      readonly fisher: readonly number[]
      readonly poisson: readonly (readonly number[])[]
      readonly standardized: readonly (readonly number[])[]
      readonly kappa: readonly (readonly number[])[]
      readonly student: readonly number[]
      readonly difference: number
    }>('intervals', { pairs, rates, costs, counts, standardized, tables, student, means: ages })
    const near = (what: string, ours: readonly (number | undefined)[], theirs: readonly number[]): void =>
      theirs.forEach((each, index) =>
        expect(Math.abs(ours[index]! - each) / Math.max(1, Math.abs(each)), `${what} ${index}`).toBeLessThan(1e-8)
      )
    pairs.forEach(([met, of, otherMet, otherOf], index) => {
      const [left, right] = [
        { met, of },
        { met: otherMet, of: otherOf }
      ]
      const difference = proportionDifference(left, right)!.interval
      const ratio = proportionRatio(left, right)!.interval
      // The quantile of the normal distribution is written with six decimals.
      const wide = (ours: readonly number[], theirs: readonly number[]): void =>
        theirs.forEach((each, end) => expect(ours[end]! / each).toBeCloseTo(1, 5))
      wide([difference.low, difference.high], peer.newcombe[index]!)
      wide([ratio.low, ratio.high], peer.katz[index]!)
      near('Fisher', [differenceProbability(left, right)], [peer.fisher[index]!])
    })
    rates.forEach(([events, time, otherEvents, otherTime], index) => {
      const [left, right] = [
        { events, time },
        { events: otherEvents, time: otherTime }
      ]
      const { difference, ratio, probability } = peer.rates[index]!
      const [ours, quotient] = [rateDifference(left, right)!.interval, rateRatio(left, right)!.interval]
      near('difference of rates', [ours.low, ours.high], difference)
      ratio.forEach((each, end) => expect([quotient.low, quotient.high][end]! / each).toBeCloseTo(1, 5))
      near('test of rates', [rateProbability(left, right)], [probability])
    })
    const [ratioOfCosts, errorOfCosts] = peer.costs
    const { ratio, probability } = compareMeans(ratioSums(costs[0]), ratioSums(costs[1]))!
    // Populus divides by n - 1, the log-linear model by n.
    const error = errorOfCosts * Math.sqrt(80 / 79)
    expect(ratio!.value / ratioOfCosts).toBeCloseTo(1, 8)
    expect(Math.log(ratio!.interval!.high / ratio!.value) / 1.959964).toBeCloseTo(error, 8)
    expect(probability!).toBeCloseTo(studentTails(Math.log(ratioOfCosts) / error, 158), 8)
    counts.forEach((count, index) => {
      const { low, high } = exactPoissonInterval(count, 1)
      near('Poisson', [low, high], peer.poisson[index]!)
    })
    standardized.forEach(([events, people], index) => {
      const { value, interval } = standardize(events, people, weights)!
      near('standardized', [value, interval.low, interval.high], peer.standardized[index]!)
    })
    tables.forEach((table, index) => {
      const { value, low, high } = cohenKappa(table)
      near('kappa', [value], [peer.kappa[index]![0]!])
      expect(low).toBeCloseTo(peer.kappa[index]![1]!, 5)
      expect(high).toBeCloseTo(peer.kappa[index]![2]!, 5)
    })
    student.forEach(([t, degrees], index) => near('Student', [studentTails(t, degrees)], [peer.student[index]!]))
    // Ages are in years and days.
    expect(differenceOfAges(ages)).toBeCloseTo(peer.difference, 4)
  })

  it('exponential smoothing of the airline passengers: errors to 1e-6, forecasts to 1e-5, spreads to 1e-4', () => {
    const forms: readonly SmoothingForm[] = [
      { trend: 'damped', season: 12 },
      { trend: 'linear', season: 12 },
      { trend: 'none', season: 12 },
      { trend: 'damped', season: 0 },
      { trend: 'none', season: 0 }
    ]
    const ahead = 12
    const fits = forms.map((form) => fitSmoothing(logs, form)!)
    const series = fits.map(({ form, alpha, beta, gamma, phi }) => ({
      values: logs,
      ...form,
      ahead,
      weights: { smoothing_level: alpha, smoothing_trend: beta, smoothing_seasonal: gamma, damping_trend: phi }
    }))
    const peer = askModelPeer<
      readonly { readonly squares: number; readonly points: readonly number[]; readonly spread: readonly number[] }[]
    >('smoothing', { series })
    fits.forEach((fit, index) => {
      const theirs = peer[index]!
      const off = (ours: ArrayLike<number>, others: readonly number[]): number =>
        others.reduce((most, each, step) => Math.max(most, Math.abs(ours[step]! / each - 1)), 0)
      const { points, errors } = fit.ahead(ahead)
      const form = JSON.stringify(fit.form)
      expect(off([fit.squares], [theirs.squares]), form).toBeLessThan(1e-6)
      expect(off(points, theirs.points), form).toBeLessThan(1e-5)
      expect(
        off(
          errors.map((each) => each / errors[0]!),
          theirs.spread
        ),
        form
      ).toBeLessThan(1e-4)
    })
  })
})

/** The standardized difference of ages of two cohorts. */
function differenceOfAges(ages: readonly (readonly number[])[]): number | undefined {
  const asOf = '2026-06-30'
  const people = ages.flatMap((group, side) => group.map((age, index) => ({ id: `p${side}-${index}`, age, side })))
  const sorted = people.toSorted((left, right) => (left.id < right.id ? -1 : 1))
  const store = plainStore({ patient: sorted.map(({ id, age }) => ({ id, birth_date: `${2026 - age}-01-01` })) })
  const sides = [0, 1].map((side) => {
    const set = emptyBitset(sorted.length)
    sorted.forEach((person, index) => person.side === side && setBit(set, index))
    return set
  })
  const rows = compareCohorts(allPeople(populationOf(store, [])), day(asOf), sides[0]!, sides[1]!)
  return rows.find(({ id }) => id === 'age')!.difference
}

describe('the forecast of the airline passengers', () => {
  it('finds the season, beats the naive forecast, and holds the last year', () => {
    const known = logs.slice(0, -12)
    const { model, tested, ahead } = forecastMonths(known.slice(-48), 12)
    expect(model.season).toBe(12)
    expect(tested!.error).toBeLessThan(tested!.naiveError)
    const inside = ahead.filter(({ within95: [low, high] }, step) => {
      const value = logs[known.length + step]!
      return value >= low && value <= high
    })
    expect(inside.length).toBeGreaterThanOrEqual(10)
  })
})
