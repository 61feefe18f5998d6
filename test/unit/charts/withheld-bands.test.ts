import { describe, expect, it } from 'vitest'
import type { Figure } from '#engine/base/figures/figure.ts'
import { controlShareIds } from '#engine/population/panels/results/registry-result.ts'
import type { BandSeries } from '#engine/population/panels/results/shapes.ts'
import { bandsChart } from '../../../src-renderer/charts/kinds/bands.ts'
import { registryKeyFigures } from '../../../src-renderer/figures/registry-figures.ts'
import { day, format, provenance, share } from './chart-fixture.ts'

const LIMIT = 10
/** Places of the bands that the goal, the concern and "no result" are of, as the shipped registries have them. */
const sums = [[0, 1], [3, 4], [4]]

/** A registry of one control and one month, as its screen shows it. */
function screenOf(counts: readonly number[]) {
  const all = counts.reduce((total, count) => total + count, 0)
  const control: BandSeries = {
    id: 'hba1c',
    title: 'A1c',
    subtitle: '',
    unit: '%',
    bands: (['a', 'b', 'c', 'd', 'u'] as const).map((tone) => ({ id: tone, label: tone, tone })),
    shares: sums.map((bands, index) => ({ bands, isElsewhere: index === 0 })),
    periods: [{ at: day(2026, 10), label: 'Oct 2026', figures: counts.map((count) => share(count, all)) }],
    provenance
  }
  const keyFigures = sums.map((bands, index) => {
    const figure = share(
      bands.reduce((sum, band) => sum + counts[band]!, 0),
      all
    )
    return { id: `hba1c-${controlShareIds[index]!}`, label: '', figure, note: '', trend: [figure] }
  })
  const words = format(LIMIT)
  const isShown = (figure: Figure): boolean => !words.figure(figure).hidden
  const keys = registryKeyFigures({ keyFigures, controls: [control] }, words)
  const cells = bandsChart(control, words).table.rows[0]!.slice(1, -1)
  return {
    bands: cells.map(({ withheld }) => withheld !== true),
    keys: keys.map(({ figure }) => isShown(figure)),
    trends: keys.map(({ trend }) => trend.map(isShown))
  }
}

/** The smallest and the largest count that each band can have for somebody who sees the screen and knows the size of the registry. */
function possible(
  counts: readonly number[],
  shown: ReturnType<typeof screenOf>
): readonly (readonly [number, number])[] {
  const all = counts.reduce((total, count) => total + count, 0)
  const ranges = counts.map(() => [Infinity, -Infinity] as [number, number])
  const visit = (guess: readonly number[], left: number): void => {
    const band = guess.length
    if (band < counts.length) {
      const known = shown.bands[band] === true || counts[band] === 0
      for (let count = known ? counts[band]! : 1; count <= (known ? counts[band]! : left); count++)
        if (count <= left) visit([...guess, count], left - count)
      return
    }
    const fits = sums.every(
      (bands, index) =>
        shown.keys[index] !== true ||
        bands.reduce((sum, each) => sum + guess[each]!, 0) === bands.reduce((sum, each) => sum + counts[each]!, 0)
    )
    if (left !== 0 || !fits) return
    guess.forEach((count, each) => {
      ranges[each] = [Math.min(ranges[each]![0], count), Math.max(ranges[each]![1], count)]
    })
  }
  visit([], all)
  return ranges
}

/** Whole numbers below a bound, the same in each run. */
function integers(seed: number): (bound: number) => number {
  let state = seed
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * bound)
  }
}

describe('the key figures of a registry next to the bars of its control', () => {
  it('do not leave a band that the bars withhold', () => {
    // 44 call for attention, of whom 40 have no result: four are in the worst band.
    const shown = screenOf([60, 50, 45, 4, 40])
    expect(shown.bands[3]).toBe(false)
    const [low, high] = possible([60, 50, 45, 4, 40], shown)[3]!
    expect([low, high > 10 || high === 10]).toEqual([1, true])
    expect(shown.keys[0]).toBe(true)
    expect(shown.trends).toEqual(shown.keys.map((isShown) => [isShown]))
  })
  it('are shown where no band is small', () => {
    const shown = screenOf([60, 50, 45, 30, 40])
    expect([shown.bands, shown.keys]).toEqual([Array(5).fill(true), Array(3).fill(true)])
  })
  it('never tell a small band, whatever the counts are', () => {
    const random = integers(7)
    for (let run = 0; run < 60; run++) {
      const counts = Array.from({ length: 5 }, () => random(random(24) + 4))
      if (counts.reduce((total, count) => total + count, 0) <= LIMIT) continue
      const ranges = possible(counts, screenOf(counts))
      counts.forEach((count, band) => {
        if (count >= 1 && count <= LIMIT) expect(ranges[band]![1], String(counts)).toBeGreaterThan(ranges[band]![0])
      })
    }
  })
})
