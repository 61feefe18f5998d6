import { describe, expect, it } from 'vitest'
import { fc } from '../../support/property.ts'
import { hatchLines } from '../../../src-renderer/charts/model/hatch.ts'
import { bandBetween, horizontal, lineThrough, ticksOf, vertical } from '../../../src-renderer/charts/model/plot.ts'
import { fitText } from '../../../src-renderer/charts/model/scene.ts'
import { sceneToSvg } from '../../../src-renderer/charts/drawing/echarts.ts'
import { dayTicks } from '../../../src-renderer/charts/parts/time-axis.ts'
import { sceneGraphic } from '../../../src-renderer/charts/drawing/scene-graphic.ts'
import { day } from './chart-fixture.ts'

const box = { x: 10, y: 20, width: 100, height: 50 }
const measure = (text: string): number => text.length * 6

describe('plots', () => {
  it('lead from values to pixels', () => {
    expect([0, 50, 100].map(vertical({ min: 0, max: 100 }, box))).toEqual([70, 45, 20])
    expect([0, 50, 100].map(horizontal({ min: 0, max: 100 }, box))).toEqual([10, 60, 110])
    expect(ticksOf({ min: 0.1, max: 0.3, interval: 0.1 })).toEqual([0.1, 0.2, 0.3])
  })
  it('leave holes where there are no values', () => {
    const style = { stroke: 'red', lineWidth: 1 }
    const runs = lineThrough([[0, 0], [1, 1], undefined, [3, 3], undefined, [5, 5], [6, 6]], style)
    expect(runs.map((run) => run.kind === 'path' && run.points)).toEqual([
      [
        [0, 0],
        [1, 1]
      ],
      [
        [5, 5],
        [6, 6]
      ]
    ])
    const pair = (x: number) => [[x, 1] as const, [x, 0] as const] as const
    const [area] = bandBetween([pair(0), pair(1), undefined, pair(3)], 'blue')
    expect(area?.kind === 'path' && area.points).toEqual([
      [0, 1],
      [1, 1],
      [1, 0],
      [0, 0]
    ])
  })
})

describe('texts', () => {
  it('end with an ellipsis exactly where they would leave their room', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.integer({ min: 12, max: 240 }), (text, room) => {
        const fitted = fitText({ kind: 'text', x: 0, y: 0, text, fill: 'black', room }, measure)
        expect(measure(fitted)).toBeLessThanOrEqual(Math.max(room, 6))
        if (measure(text) <= room) expect(fitted).toBe(text)
        else expect(fitted.endsWith('…')).toBe(true)
      })
    )
  })
  it('cannot break out of the document', () => {
    const text = '<script>"&</script>'
    const svg = sceneToSvg(
      { shapes: [{ kind: 'text', x: 1, y: 2, text, fill: 'black' }], places: [] },
      { width: 9, height: 9 },
      'white',
      '"A", b'
    )
    expect(svg).toContain('&lt;script&gt;&quot;&amp;&lt;/script&gt;')
    expect(svg).not.toContain('<script')
  })
})

describe('patterns', () => {
  it('stay inside of their box', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('rising', 'falling', 'level', 'upright', 'crossed'),
        fc.integer({ min: 1, max: 90 }),
        fc.integer({ min: 1, max: 90 }),
        (kind, width, height) => {
          for (const line of hatchLines({ x: 5, y: 7, width, height }, kind, 'red'))
            for (const [x, y] of line.kind === 'path' ? line.points : []) {
              expect(x).toBeGreaterThanOrEqual(5)
              expect(x).toBeLessThanOrEqual(5 + width)
              expect(y).toBeGreaterThanOrEqual(7)
              expect(y).toBeLessThanOrEqual(7 + height)
            }
        }
      )
    )
    expect(hatchLines(box, 'none', 'red')).toEqual([])
    expect(hatchLines(box, 'rising', 'red').length).toBeGreaterThan(10)
  })
})

describe('axes of days', () => {
  it('name the year at each January and at the first tick', () => {
    expect(dayTicks(day(2024, 11, 5), day(2026, 2, 1), 6).map(({ label }) => label)).toEqual([
      '2025',
      'Apr',
      'Jul',
      'Oct',
      '2026'
    ])
    expect(dayTicks(day(2026, 2, 10), day(2026, 6, 20), 6).map(({ label }) => label)).toEqual([
      'Mar 26',
      'Apr',
      'May',
      'Jun'
    ])
  })
  it('have no more ticks than fit, all in the range', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -20_000, max: 25_000 }),
        fc.integer({ min: 64, max: 30_000 }),
        fc.integer({ min: 2, max: 12 }),
        (from, length, room) => {
          const ticks = dayTicks(from, from + length, room)
          expect(ticks.length).toBeLessThanOrEqual(room + 1)
          for (const tick of ticks) {
            expect(tick.day).toBeGreaterThanOrEqual(from)
            expect(tick.day).toBeLessThanOrEqual(from + length)
          }
        }
      )
    )
  })
})

describe('ECharts', () => {
  it('gets every shape in its order', () => {
    const elements = sceneGraphic(
      {
        shapes: [
          { kind: 'rect', ...box, fill: 'red' },
          { kind: 'circle', x: 1, y: 2, r: 3, stroke: 'blue' },
          {
            kind: 'path',
            points: [
              [0, 0],
              [4, 5]
            ],
            fill: 'gray',
            stroke: 'green'
          },
          {
            kind: 'text',
            x: 40,
            y: 5,
            text: 'hello',
            fill: 'black',
            behind: 'white',
            tail: { text: 'you', fill: 'gray' }
          }
        ],
        places: []
      },
      'Face',
      measure
    )
    expect(elements.map(({ type }) => type)).toEqual(['rect', 'circle', 'polygon', 'polyline', 'rect', 'text', 'text'])
    expect(elements[0]).toMatchObject({ shape: box, style: { fill: 'red' } })
    expect(elements[1]).toMatchObject({ shape: { cx: 1, cy: 2, r: 3 }, style: { stroke: 'blue', lineWidth: 1 } })
    expect(elements[6]).toMatchObject({ style: { text: 'you', x: 40 + measure('hello') + 6, y: 5, fill: 'gray' } })
  })
})
