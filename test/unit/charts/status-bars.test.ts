import { describe, expect, it } from 'vitest'
import { reportScene } from '../../../src-renderer/board-reports/report-scene.ts'
import { printTokens } from '../../../src-renderer/board-reports/print-tokens.ts'
import { statusBarsChart } from '../../../src-renderer/charts/kinds/status-bars.ts'
import type { ChartModel } from '../../../src-renderer/charts/model/chart-model.ts'
import type { ChartTokens } from '../../../src-renderer/charts/model/chart-tokens.ts'
import type { SceneShape } from '../../../src-renderer/charts/model/scene.ts'
import { format, words } from './chart-fixture.ts'
import { gapBar, gapBars, gapOptions } from './gap-bars.ts'

const size = { width: 700, height: 200 }
const chart = (bars = gapBars, limit = 0): ChartModel => statusBarsChart(bars, gapOptions, format(limit))
const drawn = (model: ChartModel, tokens: ChartTokens = printTokens) => model.scene(tokens, size)
const textsOf = (shapes: readonly SceneShape[]): string[] =>
  shapes.flatMap((shape) => (shape.kind === 'text' ? shape.text : []))
const cells = ({ table }: ChartModel): string[][] => table.rows.map((row) => row.map(({ text }) => text))

describe('segments', () => {
  it('are as long as their people, one after the other, with the page between them', () => {
    const { places } = drawn(chart())
    const boxes = places.map((place) => place?.box)
    const [closed, due, open, aside, excluded, noData] = boxes
    expect(closed!.width / open!.width).toBeCloseTo(300 / 200, 5)
    expect(excluded!.width / closed!.width).toBeCloseTo(30 / 300, 5)
    for (const [left, right] of [
      [closed, due],
      [due, open],
      [open, aside],
      [aside, excluded],
      [excluded, noData]
    ])
      expect(right!.x - left!.x - left!.width).toBeCloseTo(1, 5)
    // The second measure has nobody in three of them.
    expect(boxes.slice(6).map((box) => box !== undefined)).toEqual([true, false, true, false, false, true])
    expect(boxes[6]!.width / closed!.width).toBeCloseTo(60 / 300, 5)
    expect(boxes[6]!.x).toBe(closed!.x)
  })

  it('have the fills of the statuses, lines over what is set aside or without data, and a legend that agrees', () => {
    const { shapes } = drawn(chart())
    const fills = shapes.flatMap((shape) => (shape.kind === 'rect' ? shape.fill : []))
    const { closed, due, open, excluded, nodata } = printTokens.statuses
    expect(fills.slice(0, 6)).toEqual([closed, due, open, excluded, excluded, nodata])
    const strokes = new Set(shapes.flatMap((shape) => (shape.kind === 'path' ? shape.stroke : [])))
    expect(strokes).toEqual(new Set([printTokens.page, printTokens.ref]))
    expect(chart().legend.map(({ label, hatch }) => [label, hatch?.always])).toEqual([
      ['Closed', false],
      ['Due soon', false],
      ['Open', false],
      ['Set aside', true],
      ['Excluded', false],
      ['No data', true]
    ])
    const [swatch] = reportScene(chart(), size, printTokens).scene.shapes
    expect(swatch).toMatchObject({ kind: 'rect', fill: closed })
  })

  it('are left out of chart and legend where no measure has anybody in them, not of the table', () => {
    const model = chart([gapBar('Eye exam', 60, 0, 30, 0, 0, 0, 910)])
    expect(model.legend.map(({ label }) => label)).toEqual(['Closed', 'Open'])
    expect([model.stride, model.marks.length]).toEqual([2, 2])
    expect(cells(model)).toEqual([['Eye exam', '60', '0', '30', '0', '0', '0', '910', '66.7%']])
  })

  it('differ by lines of their own where the system decides on the colors', () => {
    const hatched = { ...printTokens, hatched: true }
    const lines = drawn(chart(), hatched).shapes.filter(({ kind }) => kind === 'path')
    expect(lines.length).toBeGreaterThan(drawn(chart()).shapes.filter(({ kind }) => kind === 'path').length)
    const number = drawn(chart(), hatched).shapes.find((shape) => shape.kind === 'text' && shape.text === '200')
    expect(number).toMatchObject({ fill: printTokens.text, behind: printTokens.page })
  })
})

describe('numbers', () => {
  it('stand in what is open, where they have room and can be read', () => {
    expect(textsOf(drawn(chart()).shapes)).toContain('200')
    const number = drawn(chart()).shapes.find((shape) => shape.kind === 'text' && shape.text === '200')
    expect(number).toMatchObject({ fill: printTokens.page })
    // White and black alike have too little contrast with some grays of the middle.
    const pale = { ...printTokens, text: '#888888', statuses: { ...printTokens.statuses, open: '#999999' } }
    expect(textsOf(drawn(chart(), pale).shapes)).not.toContain('200')
    const narrow = chart([gapBar('Breast cancer screening', 900, 0, 20, 0, 0, 0, 80)])
    expect(textsOf(drawn(narrow).shapes)).not.toContain('20')
  })

  it('at the end are the share closed', () => {
    const { shapes, places } = drawn(chart())
    const ends = shapes.filter((shape) => shape.kind === 'text' && shape.text.endsWith('%'))
    expect(ends.map((shape) => shape.kind === 'text' && shape.text)).toEqual(['50.0%', '60.0%'])
    const last = places[5]!.box!
    expect(ends[0]).toMatchObject({ x: last.x + last.width + 6 })
  })

  it('are in the table, the read-outs and the sentence', () => {
    const model = chart()
    expect(cells(model)[0]).toEqual(['Breast cancer screening', '300', '40', '200', '20', '30', '40', '370', '50.0%'])
    expect(model.marks[2]).toMatchObject({
      title: 'Breast cancer screening, Open',
      lines: ['200 people', 'Closed: 50.0%'],
      figure: { route: '/gaps/Breast cancer screening/2' },
      filters: []
    })
    expect(model.sentence).toBe(
      'Breast cancer screening has the most with 200 open, then Eye exam with 30 open; 2 measures in all.'
    )
  })
})

describe('small groups', () => {
  it('take another with them, and the share that would tell them', () => {
    const model = chart(
      [gapBar('Eye exam', 300, 40, 7, 0, 30, 50, 573), gapBar('Breast', 300, 40, 200, 20, 30, 40, 370)],
      10
    )
    // Rows stand by what is open: a withheld one stands last.
    expect(model.table.rows.map(([label]) => label!.text)).toEqual(['Breast', 'Eye exam'])
    const eye = cells(model)[1]!
    expect(eye[3]).toBe('<11')
    expect(eye.filter((text) => text === 'suppressed')).toHaveLength(2)
    expect(eye.at(-1)).toBe('suppressed')
    expect(words(model)).not.toMatch(/\b7\b|75\.6%|397/)
    const { shapes } = drawn(model)
    expect(textsOf(shapes).join(' ')).not.toMatch(/\b7\b|75\.6%/)
    const outlines = shapes.filter((shape) => shape.kind === 'rect' && shape.dash !== undefined)
    expect(outlines.map((shape) => shape.kind === 'rect' && shape.width)).toEqual([13, 13])
    expect(model.marks.find(({ title }) => title === 'Eye exam, Open')).toMatchObject({ figure: undefined })
  })

  it('keep the share where what is hidden is not part of it', () => {
    const model = chart([gapBar('Eye exam', 300, 40, 70, 0, 5, 50, 35)], 10)
    expect(cells(model)[0]).toEqual(['Eye exam', '300', '40', '70', '0', '<11', '50', 'suppressed', '65.2%'])
  })
})

describe('measures that do not all fit', () => {
  it('are cut to whole bars, with as many marks as these have, and all of them in the table', () => {
    const many = Array.from({ length: 12 }, (_, i) => gapBar(`Measure ${i}`, 100, 10, 90 - i, 10, 10, 10, 770))
    const model = chart(many)
    expect(model.cut?.(2 + 12 * 22 + 2)).toBeUndefined()
    expect(model.cut?.(200)).toEqual({ height: 2 + 7 * 22, marks: 42, more: 5 })
    expect(model.table.rows).toHaveLength(12)
  })

  it('are none where there is no measure', () => {
    const model = chart([])
    expect([model.marks, model.legend, model.table.rows]).toEqual([[], [], []])
    expect(model.sentence).toMatch(/\.$/)
    expect(drawn(model).shapes).toEqual([])
  })
})
