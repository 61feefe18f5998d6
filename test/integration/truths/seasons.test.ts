import { beforeAll, describe, expect, it } from 'vitest'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import type { ForecastPanel } from '#engine/population/panels/results/forecast-result.ts'
import { createSamplePopulation } from '../../../src-main/sample/population/population.ts'
import { shippedRegistries } from '../../unit/registries/shipped-registries.ts'
import { day } from '../../unit/selection/plain-store.ts'
import { sampleStore } from '../panels/sample-store.ts'

const people = 4000

describe('the season of emergency visits', () => {
  let forecast: ForecastPanel
  /** Visits by month of the year that the forecast does not know, as the generator made them. */
  let came: readonly number[]

  beforeAll(async () => {
    const wanted = (name: string): boolean => /^(?:Patient|Encounter|Organization)\./.test(name)
    const { store, generated } = await sampleStore(people, wanted)
    const context = { asOf: day(generated.asOf), filters: [] }
    forecast = runPanel(store, shippedRegistries, 'forecast', context, { subject: 'emergency' })
    const known = await generated.truths()
    expect(forecast.actual.points.map(({ figure }) => figure.value)).toEqual(
      known.seasons.map(({ emergency }) => emergency)
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
    const within80 = points.filter(({ figure }, at) => inside(figure.interval!.low, figure.interval!.high, came[at]!))
    const within95 = forecast.within95.filter(([low, high], at) => inside(low, high, came[at]!))
    // Of twelve months fewer than six within 80% would come about once in 250 times, fewer than nine within 95% once in 400.
    expect(within80.length).toBeGreaterThanOrEqual(6)
    expect(within95.length).toBeGreaterThanOrEqual(9)
  })
})
