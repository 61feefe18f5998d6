import { describe, expect, it } from 'vitest'
import { eventLines, eventText } from '../../../src-renderer/charts/parts/event-lines.ts'
import { tokens } from './chart-fixture.ts'

const days = [0, 31, 59]
const box = { x: 10, y: 0, width: 100, height: 50 }
const pixelOf = (index: number): number => 10 + index * 50

describe('events on a chart over time', () => {
  it('stand where their day lies within its period', () => {
    const shapes = eventLines(
      [
        { at: 31, text: 'first' },
        { at: 45, text: 'half way' }
      ],
      days,
      pixelOf,
      box,
      tokens
    )
    const lines = shapes.flatMap((shape) => (shape.kind === 'path' ? [shape.points[0]![0]] : []))
    expect(lines.map(Math.round)).toEqual([61, 86])
  })

  it('are left out before the first and after the last period', () => {
    expect(
      eventLines(
        [
          { at: -1, text: 'a' },
          { at: 120, text: 'b' }
        ],
        days,
        pixelOf,
        box,
        tokens
      )
    ).toEqual([])
    expect(eventText([{ at: -1, text: 'a' }], days, String)).toBe('')
  })

  it('keep the numbers of the list', () => {
    expect(
      eventText(
        [
          { at: -1, text: 'before' },
          { at: 31, text: 'New clinic' }
        ],
        days,
        String
      )
    ).toBe('2: New clinic, 31.')
  })
})
