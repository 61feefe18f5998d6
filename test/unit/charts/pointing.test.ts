import { describe, expect, it } from 'vitest'
import { fc } from '../../support/property.ts'
import { narrow } from '../../../src-renderer/charts/narrow.ts'
import { markAt, markByKey, placeMarks, type PlacedMark } from '../../../src-renderer/charts/drawing/pointing.ts'
import type { ChartMark } from '../../../src-renderer/charts/model/chart-model.ts'
import { PopulationContext } from '../../../src-renderer/state/navigation/context.svelte.ts'
import { Router } from '../../../src-renderer/state/navigation/router.svelte.ts'
import { fakeHistory } from '../state/fake-history.ts'

const mark = (key: string): ChartMark => ({ key, title: key, lines: [], filters: [] })
const placed = (key: string, x: number, y: number, more: Partial<PlacedMark> = {}): PlacedMark => ({
  mark: mark(key),
  x,
  y,
  ...more
})
/** Two plots next to each other, split at 100 pixels. */
const plots = [
  { x: 0, y: 0, width: 100, height: 300 },
  { x: 100, y: 0, width: 100, height: 300 }
]

describe('pointer', () => {
  it('a row is meant as a whole, within its own plot', () => {
    const marks = [
      placed('left', 60, 20, { plot: 0 }),
      placed('right', 140, 20, { plot: 1 }),
      placed('below', 60, 40, { plot: 0 })
    ]
    expect(markAt(marks, plots, 'row', 5, 22)?.mark.key).toBe('left')
    expect(markAt(marks, plots, 'row', 190, 22)?.mark.key).toBe('right')
    expect(markAt(marks, plots, 'row', 5, 38)?.mark.key).toBe('below')
    expect(markAt(marks, plots, 'row', 5, 200)).toBeUndefined()
  })
  it('a column is meant first, then the nearest in it', () => {
    const marks = [placed('a', 20, 10), placed('b', 20, 80), placed('c', 60, 12)]
    expect(markAt(marks, [], 'column', 24, 70)?.mark.key).toBe('b')
    expect(markAt(marks, [], 'column', 50, 80)?.mark.key).toBe('c')
  })
  it('points need the pointer close by', () => {
    expect(markAt([placed('a', 20, 20)], [], 'near', 26, 26)?.mark.key).toBe('a')
    expect(markAt([placed('a', 20, 20)], [], 'near', 40, 40)).toBeUndefined()
  })
  it('shapes need the pointer in them', () => {
    const cell = placed('a', 20, 20, { box: { x: 10, y: 10, width: 20, height: 20 } })
    expect(markAt([cell], [], 'shape', 29, 11)?.mark.key).toBe('a')
    expect(markAt([cell], [], 'shape', 31, 11)).toBeUndefined()
    expect(markAt([placed('b', 20, 20)], [], 'shape', 20, 20)).toBeUndefined()
  })
})

describe('places', () => {
  it('come from the scene, and a mark that is not in sight is left out', () => {
    const scene = { shapes: [], places: [{ x: 30, y: 40, plot: 1 }, undefined, { x: 1, y: 2 }] }
    expect(placeMarks([mark('in'), mark('out'), mark('last')], scene)).toEqual([
      placed('in', 30, 40, { plot: 1 }),
      placed('last', 1, 2)
    ])
  })
})

describe('keys', () => {
  it('arrows step and stop at the ends', () => {
    expect(markByKey('ArrowRight', 3, 5, 1)).toBe(4)
    expect(markByKey('ArrowRight', 4, 5, 1)).toBe(4)
    expect(markByKey('ArrowUp', 0, 5, 1)).toBe(0)
    expect(markByKey('End', 0, 5, 1)).toBe(4)
    expect(markByKey('x', 0, 5, 1)).toBeUndefined()
    expect(markByKey('ArrowDown', 0, 0, 1)).toBeUndefined()
  })
  it('in two dimensions up and down change the line, and stay where there is none', () => {
    expect(markByKey('ArrowDown', 1, 6, 3)).toBe(4)
    expect(markByKey('ArrowDown', 4, 6, 3)).toBe(4)
  })
  it('every mark can be reached with arrows alone, and none outside', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 9 }), (count, stride) => {
        const seen = new Set([0])
        for (let index = 0; ;) {
          const next = markByKey('ArrowRight', index, count, stride)
          if (next === undefined || next === index) break
          expect(next).toBeLessThan(count)
          seen.add((index = next))
        }
        expect(seen.size).toBe(count)
      })
    )
  })
})

describe('clicks', () => {
  const start = (): PopulationContext => new PopulationContext(new Router(fakeHistory()))
  const female = { dimension: 'sex', values: ['female'] }
  const young = { dimension: 'age5', values: ['15-19'] }

  it('narrow to the mark in one step that can be taken back', () => {
    const context = start()
    narrow(context, [young, female], false)
    expect(context.filters).toEqual([young, female])
    context.undo()
    expect(context.filters).toEqual([])
  })
  it('replace the value of the same dimension, or add to it with Ctrl', () => {
    const context = start()
    narrow(context, [female], false)
    narrow(context, [{ dimension: 'sex', values: ['male'] }], true)
    expect(context.filters).toEqual([{ dimension: 'sex', values: ['female', 'male'] }])
    narrow(context, [{ dimension: 'sex', values: ['male'] }], false)
    expect(context.filters).toEqual([{ dimension: 'sex', values: ['male'] }])
  })
  it('on what is chosen take the filter off, and leave the others', () => {
    const context = start()
    narrow(context, [young], false)
    narrow(context, [female], false)
    narrow(context, [female], false)
    expect(context.filters).toEqual([young])
  })
  it('on a mark without a filter change nothing', () => {
    const context = start()
    narrow(context, [], false)
    expect(context.canUndo).toBe(false)
  })
})
