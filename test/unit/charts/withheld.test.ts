import { describe, expect, it } from 'vitest'
import type { Figure } from '#engine/base/figures/figure.ts'
import type { ScorecardRow } from '#engine/measures/results/scorecard-result.ts'
import type { Funnel } from '#engine/population/panels/results/funnel-result.ts'
import { calibrationChart } from '../../../src-renderer/charts/kinds/calibration.ts'
import { forecastChart } from '../../../src-renderer/charts/kinds/forecast.ts'
import { funnelChart } from '../../../src-renderer/charts/kinds/funnel.ts'
import { unitFunnelChart } from '../../../src-renderer/charts/kinds/unit-funnel.ts'
import { changeShown, scorecardTable } from '../../../src-renderer/figures/measures/scorecard-table.ts'
import { trendValues } from '../../../src-renderer/ui/figure-parts/trend-values.ts'
import { day, draw, figure, format, provenance, share, tokens, words } from './chart-fixture.ts'
import { series } from './chart-models.ts'

const size = { width: 600, height: 240 }

/** Three practices, of which the last has so many people. */
function practices(few: number): Funnel {
  return {
    id: 'a',
    title: 'A1c below 8%',
    better: 'above',
    units: 'practices',
    sizes: 'people',
    overall: share(300, 860),
    rows: [
      { unit: 'x', label: 'Elm', figure: share(140, 500), reliability: 0.9 },
      { unit: 'z', label: 'Ash', figure: share(4, few), reliability: 0.1, outside: 'below' },
      { unit: 'y', label: 'Oak', figure: share(120, 300), reliability: 0.8 }
    ],
    limits: [few, 300, 400, 500].toSorted((a, b) => a - b).map((of) => ({ of, lower: 0.2, upper: 0.5 })),
    provenance
  }
}

describe('a funnel plot with a small unit', () => {
  it('names it in no sentence, draws no limit at its size, and does not place it by its size', () => {
    const model = funnelChart(practices(60), format(10))
    expect(model.sentence).not.toContain('Ash')
    expect(model.table.rows.map(([label, value]) => [label!.text, value!.text])).toEqual([
      ['Elm', '28.0%'],
      ['Ash', 'suppressed'],
      ['Oak', 'suppressed']
    ])
    const [small, large] = [60, 90].map((few) =>
      JSON.stringify(funnelChart(practices(few), format(10)).scene(tokens, size))
    )
    expect(small).toBe(large)
  })
  it('withholds a second one, from which it could be worked out', () => {
    const model = funnelChart(practices(60), format(10))
    expect(model.table.rows.filter((row) => row[1]!.text === 'suppressed')).toHaveLength(2)
    expect(words(model)).not.toMatch(/120 of 300/)
  })
  it('of a measure draws no limits around a rate of all that is withheld', () => {
    const units = [30, 60].map((n, i) => ({
      group: `u${i}`,
      label: `Practice ${i}`,
      people: n,
      filter: { dimension: 'practice', values: [`u${i}`] },
      figure: share(Math.round(n / 2), n)
    }))
    const overall: Figure = { ...share(85, 90), numerator: 85 }
    const model = unitFunnelChart(units, { label: 'Practice', overall, intraclass: 0.2 }, format(10))
    expect(draw(model).svg).not.toMatch(/stroke-dasharray/)
    expect(words(model)).not.toMatch(/94\.4|95% limits,/)
  })
})

describe('a forecast of what is withheld', () => {
  it('has no interval of it either', () => {
    const point = (i: number) => ({
      at: day(2025, 11 + i),
      label: `M${i + 1}`,
      figure: {
        ...figure(7.3, 'events'),
        tells: 7,
        interval: { low: 6, high: 9, level: 0.8, method: 'prediction' }
      } as const
    })
    const model = forecastChart(
      {
        subjects: [],
        subject: 'emergency',
        title: 'Emergency visits by month',
        actual: series('Known', () => ({ ...figure(7, 'events'), numerator: 7 })),
        ahead: { id: 'ahead', label: 'Forecast', points: [point(12), point(13)] },
        within95: [
          [5.5, 10.5],
          [5.25, 10.75]
        ],
        refused: undefined,
        method: { name: 'the last value', months: 12, tested: undefined, widened: 1, noIntervals: undefined },
        provenance
      },
      format(10)
    )
    expect(words(model)).not.toMatch(/5\.5|10\.5|7\.3|6 to 9/)
  })
})

describe('groups of predictions', () => {
  it('tell no mean risk where what became of them is withheld', () => {
    const points = [0.123, 0.4].map((predicted, i) => ({
      key: String(i),
      label: `Group ${i + 1}`,
      predicted,
      observed: share([4, 40][i]!, 100)
    }))
    const model = calibrationChart(points, format(10))
    expect(words(model)).not.toContain('12.3')
    expect(words(model)).toContain('40')
  })
})

describe('the line next to a key figure', () => {
  it('is drawn through the months that may be shown', () => {
    const trend = [share(4, 100), share(40, 100), figure(undefined, 'proportion'), share(50, 100)]
    expect(trendValues(trend, format(10))).toEqual([0.4, 0.5])
    expect(trendValues(trend, format())).toEqual([0.04, 0.4, 0.5])
  })
})

describe('the change of a rate', () => {
  const row = {
    key: 'k',
    title: 'T',
    scoring: 'proportion',
    rate: share(40, 100),
    initialPopulation: figure(100, 'people'),
    denominator: figure(100, 'people'),
    eligible: figure(100, 'people'),
    exclusions: figure(0, 'people'),
    exceptions: figure(0, 'people'),
    numerator: figure(40, 'people'),
    toClose: figure(60, 'people'),
    trend: { points: [] },
    target: { value: 0.5, met: false, people: 10 },
    versusLastYear: 12.345
  }
  const shown = (more: object) => ({ ...row, ...more }) as unknown as ScorecardRow
  const last = (before: Figure) => ({ comparison: { before, points: 12.345 } })

  it('is not told where one of the two rates is withheld', () => {
    expect(changeShown(shown(last(share(50, 100))), format(10))).toBe(12.345)
    expect(changeShown(shown(last(share(4, 90))), format(10))).toBeUndefined()
    expect(changeShown(shown({ ...last(share(50, 100)), rate: share(3, 9) }), format(10))).toBeUndefined()
  })
  it('leaves rounded, and nothing that follows from a rate leaves without it', () => {
    const cells = (given: ScorecardRow) => scorecardTable([given], format(10)).rows[0]!
    expect(cells(shown(last(share(50, 100))))).toContainEqual({ text: '+12.3', value: 12.3 })
    const few = cells(
      shown({ ...last(share(50, 100)), rate: share(3, 9), target: { value: 0.5, met: false, people: 2 } })
    )
    expect(few.map(({ value }) => value)).not.toContain(2)
    expect(few.map(({ text }) => text)).not.toContain('+12.3')
  })
})
