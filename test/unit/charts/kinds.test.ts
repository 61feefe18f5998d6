import { describe, expect, it } from 'vitest'
import type { Figure } from '#engine/figure.ts'
import type { Series } from '#engine/panels/shapes.ts'
import { bandsChart } from '../../../src-renderer/charts/kinds/bands.ts'
import { barsChart } from '../../../src-renderer/charts/kinds/bars.ts'
import { barsChangeChart } from '../../../src-renderer/charts/kinds/bars-change.ts'
import { concentrationChart } from '../../../src-renderer/charts/kinds/concentration.ts'
import { coverageChart } from '../../../src-renderer/charts/kinds/coverage.ts'
import { dotIntervalChart } from '../../../src-renderer/charts/kinds/dot-interval.ts'
import { labChart } from '../../../src-renderer/charts/kinds/lab.ts'
import { matrixChart } from '../../../src-renderer/charts/kinds/matrix.ts'
import { multiplesChart } from '../../../src-renderer/charts/kinds/multiples.ts'
import { pyramidChart } from '../../../src-renderer/charts/kinds/pyramid.ts'
import { timelineChart } from '../../../src-renderer/charts/kinds/timeline.ts'
import { trendChart } from '../../../src-renderer/charts/kinds/trend.ts'
import { whiskersChart } from '../../../src-renderer/charts/kinds/whiskers.ts'
import type { ChartModel } from '../../../src-renderer/charts/chart-model.ts'
import { day, draw, figure, format, provenance, share, tokens, words } from './chart-fixture.ts'

const source = { resourceType: 'Observation', index: 4 }
const heads = { label: 'Payer', value: 'People' }
const months = Array.from({ length: 12 }, (_, i) => ({ at: day(2025, 11 + i), label: `M${i + 1}` }))

function series(id: string, value: (i: number) => Figure, incomplete = false): Series {
  return {
    id,
    label: id,
    points: months.map((month, i) => ({
      ...month,
      figure: value(i),
      incomplete: incomplete && i === months.length - 1
    }))
  }
}

const bars = (values: readonly number[]) =>
  values.map((value, i) => ({ key: `k${i}`, label: `Payer ${i}`, figure: figure(value, 'people') }))
const bands = ['15-19', '20-24', '25-29'].map((label, i) => ({
  label,
  female: figure(10 + i * 7, 'people', [{ dimension: 'sex', values: ['female'] }]),
  male: figure(12 + i, 'people', [{ dimension: 'sex', values: ['male'] }]),
  other: figure(i === 1 ? 3 : 0, 'people')
}))
const control = (denominator: number) => ({
  id: 'a1c',
  title: 'A1c control',
  subtitle: '',
  unit: '%',
  bands: [
    { id: 'low', label: 'below 7%', tone: 'a' },
    { id: 'high', label: 'above 9%', tone: 'd' },
    { id: 'none', label: 'not tested', tone: 'u' }
  ] as const,
  periods: [0, 1, 2, 3].map((i) => ({
    at: day(2026, 1 + i * 3),
    label: `Q${i + 1} 2026`,
    figures: [share(50 + i, denominator), share(30 - i, denominator), share(denominator - 80, denominator)],
    incomplete: i === 3
  })),
  provenance
})
const groups = [
  { heading: 'Sex' },
  { key: 'f', label: 'Female', figure: share(58, 100), people: 100 },
  { key: 'm', label: 'Male', figure: share(140, 200), people: 200 },
  { heading: 'Race' },
  { key: 's', label: 'Small group', figure: share(3, 7), people: 7 }
]
const conditions = {
  labels: ['Hypertension', 'Obesity', 'Kidney disease'].map((label) => ({ id: label, label })),
  cells: [
    [share(71, 100)],
    [{ ...figure(1.1, 'ratio'), numerator: 44, denominator: 40 }, share(52, 100)],
    [{ ...figure(2.4, 'ratio'), numerator: 24, denominator: 10 }, figure(undefined, 'ratio'), share(31, 100)]
  ],
  provenance
}
const coverage = {
  months,
  types: ['Encounters', 'Claims'].map((label, t) => ({
    table: label,
    label,
    counts: months.map((_, m) => figure(t === 1 && m > 8 ? 0 : 100 + m, 'events')),
    lastDay: day(2026, 7 + t)
  })),
  provenance
}
const events = [
  { lane: 'encounters', day: day(2025, 3, 4), endDay: undefined, label: 'Check-up', detail: 'finished', source },
  { lane: 'conditions', day: day(2020, 1, 1), endDay: day(2025, 6, 1), label: 'Asthma', detail: '', source },
  { lane: 'claims', day: day(2019, 5, 1), endDay: undefined, label: 'Claim', detail: '$12', source }
] as const
const lab = {
  system: 'http://loinc.org',
  code: '4548-4',
  label: 'A1c',
  unit: '%',
  points: [7.2, 7.9, 6.8].map((value, i) => ({ day: day(2024 + i, 2), value, source }))
}

const changeHeads = { label: 'Type', value: 'Now', before: 'Before', change: 'Change' }
const changes = [
  { key: 'in', label: 'Inpatient', figure: figure(68, 'usd'), before: figure(88, 'usd') },
  { key: 'rx', label: 'Pharmacy', figure: figure(32, 'usd'), before: figure(29.5, 'usd') },
  { key: 'new', label: 'Dental', figure: figure(4, 'usd'), before: figure(undefined, 'usd') }
]
const few = {
  members: 200,
  curve: [
    [0, 0],
    [0.1, 0.7],
    [1, 1]
  ] as const,
  shares: [
    { share: 0.01, people: figure(2, 'people'), least: 9000, cost: figure(0.25, 'proportion') },
    { share: 0.05, people: figure(10, 'people'), least: 4000, cost: figure(0.55, 'proportion') }
  ],
  provenance
}

const charts: Readonly<Record<string, () => ChartModel>> = {
  pyramid: () => pyramidChart({ bands, provenance }, format()),
  bars: () => barsChart(bars([120, 88, 0]), { heads, things: 'payers', parts: true }, format()),
  dots: () => dotIntervalChart(groups, { heads: { label: 'Group' }, overall: share(198, 300) }, format()),
  trend: () =>
    trendChart(
      series('Crude', (i) => share(112 + i, 1000), true),
      {
        subject: 'Prevalence',
        comparison: series('Standardised', (i) => figure(0.106 + i / 1000, 'proportion'), true)
      },
      format()
    ),
  whiskers: () =>
    whiskersChart(
      series('Incidence', (i) => ({
        ...figure(8 + i / 10, 'per1000PersonYears'),
        interval: { low: 7, high: 10, level: 0.95, method: 'exact-poisson' }
      })),
      'New cases',
      format()
    ),
  bands: () => bandsChart(control(100), format()),
  multiples: () =>
    multiplesChart(
      ['Ambulatory', 'Emergency', 'Inpatient', 'Virtual'].map((id, s) =>
        series(id, (i) => figure(100 * (s + 1) + i, 'events'), true)
      ),
      'Encounters',
      format()
    ),
  coverage: () => coverageChart(coverage, format()),
  matrix: () => matrixChart(conditions, 'Diabetes', format()),
  'bars with changes': () => barsChangeChart(changes, { heads: changeHeads, things: 'types' }, format()),
  concentration: () => concentrationChart(few, format()),
  timeline: () => timelineChart(events, { from: day(2018, 1), to: day(2026, 1) }, format()),
  lab: () => labChart(lab, format())
}

describe.each(Object.keys(charts))('%s', (name) => {
  const model = charts[name]!()
  it('draws without a broken number, wide and narrow', () => {
    for (const size of [
      { width: 460, height: 300 },
      { width: 240, height: Math.max(140, model.minHeight) },
      { width: 1200, height: 700 }
    ]) {
      const { svg } = draw(model, size)
      expect(svg).not.toMatch(/NaN|undefined|Infinity/)
      // Every attribute ends at its own quote: the exported file is well-formed.
      expect(svg).not.toMatch(/="[^"]*"[^\s/>?]/)
      expect(svg.match(/<(path|circle|rect|polyline|polygon)/g)?.length ?? 0).toBeGreaterThan(2)
    }
  })
  it('places every mark inside the chart, each where no other one is', () => {
    const { places } = draw(model)
    expect(places).toHaveLength(model.marks.length)
    for (const place of places) {
      const { x = -1, y = -1 } = place ?? {}
      expect(x).toBeGreaterThanOrEqual(0)
      expect(x).toBeLessThanOrEqual(460)
      expect(y).toBeGreaterThanOrEqual(0)
      expect(y).toBeLessThanOrEqual(300)
    }
    expect(new Set(model.marks.map(({ key }) => key)).size).toBe(model.marks.length)
  })
  it('has a table with a cell per column, a sentence and a read-out for each mark', () => {
    expect(model.table.rows.length).toBeGreaterThan(0)
    for (const row of model.table.rows) expect(row).toHaveLength(model.table.columns.length)
    expect(model.sentence).toMatch(/\.$/)
    for (const { title, lines } of model.marks) {
      expect(title).not.toBe('')
      expect(lines[0]).toBeTruthy()
    }
  })
})

describe('the same figures everywhere', () => {
  it('every drawn figure stands in the table', () => {
    for (const name of Object.keys(charts).filter((each) => each !== 'timeline' && each !== 'lab')) {
      const model = charts[name]!()
      const inTable = new Set(model.table.rows.flatMap((row) => row.flatMap(({ figure: each }) => each ?? [])))
      for (const mark of model.marks) expect(inTable.has(mark.figure!), `${name}: ${mark.title}`).toBe(true)
    }
  })
  it('bars from zero are as long as their values', () => {
    const { places } = draw(charts['bars']!())
    const [first, second, none] = places.map((place) => place?.x ?? 0)
    expect((second! - none!) / (first! - none!)).toBeCloseTo(88 / 120, 2)
  })
  it('dots stand at their values and everyone at the dashed line', () => {
    const { places, scene } = draw(charts['dots']!())
    const [female = 0, male = 0] = places.map((place) => place?.x ?? 0)
    const dashed = scene.shapes.find((shape) => shape.kind === 'path' && shape.dash !== undefined)
    const everyone = dashed?.kind === 'path' ? dashed.points[0]![0] : NaN
    expect((everyone - female) / (male - female)).toBeCloseTo((0.66 - 0.58) / (0.7 - 0.58), 1)
  })
  it('a change is drawn from the middle, to the side that it goes to, and written with its sign', () => {
    const { scene, texts } = draw(charts['bars with changes']!())
    const middle = scene.shapes.findLast((shape) => shape.kind === 'path')
    const bars = scene.shapes.filter((shape) => shape.kind === 'rect' && shape.fill !== tokens.main)
    expect(texts).toEqual(expect.arrayContaining(['−$20', '+$2.50', '–']))
    expect(bars.map((shape) => shape.kind === 'rect' && shape.fill)).toEqual([tokens.improve, tokens.concern])
    const zero = middle?.kind === 'path' ? middle.points[0]![0] : NaN
    expect(bars.map((shape) => shape.kind === 'rect' && shape.x < zero - 1)).toEqual([true, false])
  })
  it('a very wide interval of a small group is cut off, and said to be', () => {
    const wide = { ...share(3, 10), interval: { low: 0.1, high: 0.9, level: 0.95, method: 'wilson' as const } }
    const rows = [
      { key: 'a', label: 'A', figure: share(3, 10) },
      { key: 'b', label: 'B', figure: wide }
    ]
    const model = dotIntervalChart(rows, { heads: { label: 'Group' } }, format())
    expect(model.note).toContain('interval goes on')
    expect(draw(model).texts).not.toContain('80%')
  })
  it('what a month will come to starts where the line ends', () => {
    const paid = series('Paid', (i) => figure(i === 11 ? 60 : 100 + i, 'usd'), true)
    const expected = {
      id: 'e',
      label: 'Expected',
      points: [10, 11].map((i) => ({ ...paid.points[i]!, figure: figure(110, 'usd') }))
    }
    const model = trendChart(paid, { subject: 'Paid', expected }, format())
    expect(model.marks.at(-1)?.lines).toEqual(['$60', 'Expected: $110'])
    expect(model.marks.at(-2)?.lines).toEqual(['$110'])
    expect(model.legend.map(({ label }) => label)).toEqual(['Paid', 'Expected'])
    expect(model.table.rows.at(-1)?.at(-1)).toEqual({ text: '$110', value: 110 })
  })
  it('women are left of the ages and men to the right', () => {
    const model = charts['pyramid']!()
    const { places } = draw(model)
    model.marks.forEach(({ title }, i) => {
      if (title.startsWith('Female')) expect(places[i]!.x).toBeLessThan(230)
      else expect(places[i]!.x).toBeGreaterThan(230)
    })
    expect(model.note).toContain('3 people of other or unknown sex')
  })
  it('bands of a period add up to the whole bar', () => {
    const { places } = draw(charts['bands']!())
    const tops = places.slice(0, 3).map((place) => place?.y ?? 0)
    expect(tops).toEqual(tops.toSorted((a, b) => b - a))
  })
  it('a click on a group narrows to it, on the past or on events it does not', () => {
    const pyramid = charts['pyramid']!()
    expect(pyramid.marks[0]?.filters).toEqual([{ dimension: 'sex', values: ['female'] }])
    expect(charts['trend']!().marks.every(({ filters }) => filters.length === 0)).toBe(true)
  })
  it('observed and expected are named as such', () => {
    const pair = charts['matrix']!().marks.find(({ title }) => title === 'Kidney disease with Hypertension')
    expect(pair?.lines).toEqual(['2.4 × as often as by chance', '24 found, 10 expected'])
  })
  it('a hole in the data is named', () => {
    expect(charts['coverage']!().sentence).toBe('No rows in M12: Claims.')
  })
  it('a timeline shows what touches its period, each event once', () => {
    const model = timelineChart(events, { from: day(2024, 1), to: day(2026, 1) }, format())
    expect(model.marks.map(({ lines }) => lines[0])).toEqual(['Asthma', 'Check-up'])
    expect(model.marks.map(({ key }) => events[Number(key)]?.label)).toEqual(['Asthma', 'Check-up'])
  })
  it('a period that is not complete is said to be so', () => {
    expect(charts['trend']!().marks.at(-1)?.title).toBe('M12, incomplete')
    expect(charts['trend']!().note).toContain('not complete')
    expect(charts['bands']!().note).toContain('not complete')
  })
})

describe('small groups', () => {
  it('are words in bars, never a length, and take a second one with them', () => {
    const model = barsChart(bars([4321, 987, 7]), { heads, things: 'payers', parts: true }, format(10))
    const text = words(model)
    expect(text).toContain('4,321')
    expect(text).toContain('under 11')
    expect(text).not.toMatch(/\b987\b|\b7\b/)
    const { texts, places } = draw(model)
    expect(texts).toContain('under 11')
    expect(texts).toContain('hidden')
    expect(texts.join(' ')).not.toMatch(/\b987\b/)
    expect(places[1]?.x).toBe(places[2]?.x)
  })
  it('have neither dot nor interval nor count', () => {
    const model = dotIntervalChart(groups, { heads: { label: 'Group' } }, format(10))
    const { texts } = draw(model)
    expect(texts).toContain('hidden')
    expect(texts).not.toContain('7')
    expect(words(model)).not.toContain('42.9%')
  })
  it('are not drawn in a pyramid', () => {
    const small = bands.map((band, i) => (i === 0 ? { ...band, male: figure(6, 'people') } : band))
    const model = pyramidChart({ bands: small, provenance }, format(10))
    expect(model.marks.find(({ title }) => title === 'Male, age 15-19')?.lines).toEqual(['under 11'])
    expect(words(model)).not.toMatch(/^6( people)?$/m)
  })
  it('leave holes in lines and cells', () => {
    const few = series('Crude', (i) => share(i === 5 ? 4 : 300, 1000))
    const model = trendChart(few, { subject: 'Prevalence' }, format(10))
    expect(model.marks[5]?.lines).toEqual(['hidden'])
    expect(draw(model).svg).not.toMatch(/NaN/)
    expect(words(bandsChart(control(100), format(40)))).not.toContain('30 of 100')
  })
})

describe('nothing to draw', () => {
  it('still gives a scene, a table and a sentence', () => {
    const empty: ChartModel[] = [
      pyramidChart({ bands: [], provenance }, format()),
      barsChart([], { heads, things: 'payers', parts: true }, format()),
      dotIntervalChart([], { heads: { label: 'Group' } }, format()),
      trendChart({ id: 'a', label: 'a', points: [] }, { subject: 'Prevalence' }, format()),
      whiskersChart({ id: 'a', label: 'a', points: [] }, 'New cases', format()),
      bandsChart({ ...control(100), periods: [] }, format()),
      multiplesChart([], 'Encounters', format()),
      coverageChart({ months: [], types: [], provenance }, format()),
      matrixChart({ labels: [], cells: [], provenance }, 'Diabetes', format()),
      timelineChart([], { from: 0, to: 30 }, format()),
      labChart({ ...lab, points: [] }, format()),
      barsChangeChart([], { heads: changeHeads, things: 'types' }, format()),
      concentrationChart({ ...few, members: 0, curve: [], shares: [] }, format())
    ]
    for (const model of empty) {
      expect(model.marks).toEqual([])
      expect(model.table.rows).toEqual([])
      expect(model.sentence).toMatch(/\.$/)
      expect(draw(model).svg).not.toMatch(/NaN|Infinity/)
    }
  })
})
