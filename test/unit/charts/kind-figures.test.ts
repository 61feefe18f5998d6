import { describe, expect, it } from 'vitest'
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
import type { ChartModel } from '../../../src-renderer/charts/model/chart-model.ts'
import { day, draw, figure, format, provenance, share, tokens, words } from './chart-fixture.ts'
import {
  bands,
  bars,
  changeHeads,
  charts,
  control,
  events,
  few,
  groups,
  heads,
  lab,
  series,
  withGap
} from './chart-models.ts'

describe('the same figures everywhere', () => {
  it('every drawn figure stands in the table', () => {
    for (const name of Object.keys(charts).filter((each) => each !== 'timeline' && each !== 'lab')) {
      const model = charts[name]!()
      const inTable = new Set(model.table.rows.flatMap((row) => row.flatMap(({ figure: each }) => each ?? [])))
      for (const mark of model.marks) expect(inTable.has(mark.figure!), `${name}: ${mark.title}`).toBe(true)
    }
  })
  it('an earlier value is a number for files, and none where it is suppressed', () => {
    const rows = [
      { key: 'a', label: 'A', figure: share(60, 100), before: share(50, 100) },
      { key: 'b', label: 'B', figure: share(40, 100), before: share(2, 100) }
    ]
    const { table } = dotIntervalChart(rows, { heads: { label: 'Group', before: 'A year ago' } }, format(10))
    expect(table.rows.map((row) => row.at(-1)?.value)).toEqual([0.5, undefined])
    expect(table.rows[1]!.at(-1)).toEqual({ text: 'suppressed', withheld: true })
  })
  it('a suppressed share of the cost has no place on the curve', () => {
    const hidden = { ...few.shares[0]!, cost: share(5, 20) }
    const shown = { ...few.shares[1]!, people: figure(20, 'people'), cost: share(55, 100) }
    const { texts } = draw(concentrationChart({ ...few, shares: [hidden, shown] }, format(10)))
    expect(texts.filter((text) => text.startsWith('top'))).toEqual(['top 5%: 55.0%'])
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

describe('what a mark says', () => {
  it('names the second figure of a bar before it, so that any number goes with it', () => {
    const rows = bars([4321]).map((bar) => ({ ...bar, extra: { text: '1' } }))
    const [mark] = barsChart(
      rows,
      { heads: { ...heads, extra: 'Points' }, things: 'groups', parts: false },
      format()
    ).marks
    expect(mark?.lines.at(-1)).toBe('Points: 1')
  })
  it('says why there is no value, and not what it would have been made of', () => {
    const months = series('Cost', (i) => share(i + 1, 100))
    const missing = 'the data hold few medical claims before Nov 2023'
    const [first, ...rest] = months.points
    const { interval: _, ...known } = first!.figure
    const without = { ...first!, figure: { ...known, value: undefined, missing } }
    const [mark] = trendChart({ ...months, points: [without, ...rest] }, { subject: 'Cost' }, format()).marks
    expect(mark?.lines).toEqual(['–', `cannot be computed: ${missing}`])
  })
  it('counts a single person as one', () => {
    const [share] = few.shares
    const of = (people: number): string | undefined =>
      concentrationChart({ ...few, shares: [{ ...share!, people: { ...share!.people, value: people } }] }, format())
        .marks[0]?.lines[1]
    expect(of(1)).toMatch(/^1 person, \$[\d,]+ or more$/)
    expect(of(2)).toMatch(/^2 people, each \$[\d,]+ or more$/)
  })
})

describe('small groups', () => {
  it('are words in bars, never a length, and take a second one with them', () => {
    const model = barsChart(bars([4321, 987, 7]), { heads, things: 'payers', parts: true }, format(10))
    const text = words(model)
    expect(text).toContain('4,321')
    expect(text).toContain('<11')
    expect(text).not.toMatch(/\b987\b|\b7\b/)
    const { texts, places } = draw(model)
    expect(texts).toContain('<11')
    expect(texts).toContain('suppressed')
    expect(texts.join(' ')).not.toMatch(/\b987\b/)
    expect(places[1]?.x).toBe(places[2]?.x)
  })
  it('have neither dot nor interval nor count', () => {
    const model = dotIntervalChart(groups, { heads: { label: 'Group' } }, format(10))
    const { texts } = draw(model)
    expect(texts).toContain('suppressed')
    expect(texts).not.toContain('7')
    expect(words(model)).not.toContain('42.9%')
  })
  it('share a line where many are withheld, which tells neither who nor how many they are', () => {
    const of = (label: string, met: number, all: number) => ({
      key: label,
      label,
      figure: share(met, all),
      people: all
    })
    const small = Array.from({ length: 14 }, (_, index) => of(`Provider ${index}`, 1 + (index % 5), 12))
    const large = [of('Hill clinic', 410, 900), of('Lake clinic', 500, 1200)]
    const model = dotIntervalChart(
      [...large, ...small],
      { heads: { label: 'Group' }, overall: share(951, 2268) },
      format(10)
    )
    const { texts, places } = draw(model)
    expect(texts).toContain('Lake clinic')
    expect(texts).toContain('14 groups')
    expect(texts.filter((text) => text === 'suppressed')).toHaveLength(1)
    expect(texts.join(' ')).not.toContain('Provider')
    const { rows } = model.table
    expect(rows.map(([head]) => head!.text)).toEqual(['Hill clinic', 'Lake clinic', '14 groups'])
    expect(
      rows
        .at(-1)!
        .slice(1)
        .map(({ text, figure }) => [text, figure])
    ).toEqual(Array.from({ length: rows[0]!.length - 1 }, () => ['suppressed', undefined]))
    // The keyboard still steps to each of them.
    expect(places).toHaveLength(16)
    expect(places[15]?.y).toBe(places[2]?.y)
    // Few keep their names, and where nothing is withheld all are there.
    const few = dotIntervalChart([...large, ...small.slice(0, 2)], { heads: { label: 'Group' } }, format(10))
    expect(draw(few).texts).toContain('Provider 1')
    expect(draw(dotIntervalChart([...large, ...small], { heads: { label: 'Group' } }, format())).texts).toContain(
      'Provider 13'
    )
  })
  it('are not drawn in a pyramid', () => {
    const small = bands.map((band, i) => (i === 0 ? { ...band, male: figure(6, 'people') } : band))
    const model = pyramidChart({ bands: small, provenance }, format(10))
    expect(model.marks.find(({ title }) => title === 'Male, age 15-19')?.lines).toEqual(['<11'])
    expect(words(model)).not.toMatch(/^6( people)?$/m)
    // A sum without them is no number of people, and no share can be told of it.
    expect(model.sentence).toMatch(/^Of the groups that are shown, the largest is /)
    expect(words(model)).not.toContain('%')
    expect(draw(model).texts).toContain('Male')
  })
  it('have room for the longest name between the sides of a pyramid', () => {
    const wide = bands.map((band) => ({ ...band, label: 'eighty-five years and over' }))
    const { places } = draw(pyramidChart({ bands: wide, provenance }, format()))
    expect(places[1]!.x - places[0]!.x).toBeGreaterThan(100)
  })
  it('leave holes in lines and cells', () => {
    const few = series('Crude', (i) => share(i === 5 ? 4 : 300, 1000))
    const model = trendChart(few, { subject: 'Prevalence' }, format(10))
    expect(model.marks[5]?.lines).toEqual(['suppressed'])
    expect(draw(model).svg).not.toMatch(/NaN/)
    expect(words(bandsChart(control(100), format(40)))).not.toContain('30 of 100')
  })
})

describe('a feed with a gap', () => {
  it('marks the gap in the line, the table, its mark and the sentence, and draws the limit of the months that are judged', () => {
    const model = multiplesChart([withGap()], 'Rows by month', format())
    const gap = model.marks[6]!
    expect(gap.lines).toContain('Gap')
    expect(model.marks.filter(({ lines }) => lines.includes('Gap'))).toEqual([gap])
    expect(model.table.rows.map((row) => row[1]!.text).filter((text) => text.endsWith(', gap'))).toEqual(['0, gap'])
    expect(model.sentence).toContain(`1 month is a gap, such as ${gap.title.replace(', ', ' in ')}.`)
    const { shapes, places } = model.scene(tokens, { width: 400, height: 200 })
    const dots = shapes.filter((shape) => shape.kind === 'circle' && shape.fill === tokens.concern)
    expect(dots).toMatchObject([{ x: places[6]!.x, y: places[6]!.y }])
    const limit = shapes.filter((shape) => shape.kind === 'path' && shape.dash !== undefined)
    expect(limit).toHaveLength(1)
    expect(limit[0]).toMatchObject({ points: expect.objectContaining({ length: 9 }) as unknown })
  })
  it('has no limit where its values are withheld', () => {
    const feed = withGap()
    const points = feed.points.map((point) => ({ ...point, figure: figure(3, 'people'), isGap: false }))
    const { shapes } = multiplesChart([{ ...feed, points }], 'Rows by month', format(10)).scene(tokens, {
      width: 400,
      height: 200
    })
    expect(shapes.filter((shape) => shape.kind === 'path' && shape.dash !== undefined)).toEqual([])
  })
})

describe('nothing to draw', () => {
  it('still gives a scene, a table and a sentence', () => {
    const empty: ChartModel[] = [
      pyramidChart({ bands: [], provenance }, format()),
      barsChart([], { heads, things: 'payers', parts: true }, format()),
      dotIntervalChart([], { heads: { label: 'Group' } }, format()),
      trendChart({ id: 'a', label: 'a', points: [] }, { subject: 'Prevalence' }, format()),
      whiskersChart({ id: 'a', label: 'a', points: [] }, { subject: 'New cases' }, format()),
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
