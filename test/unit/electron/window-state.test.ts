import { describe, expect, it } from 'vitest'
import { fc } from '../../support/property.ts'
import { restoreWindow, smallestWindow } from '../../../src-main/host/electron/window-state.ts'

const screen = { x: 0, y: 0, width: 1920, height: 1040 }
const second = { x: 1920, y: -200, width: 2560, height: 1400 }

describe('window state', () => {
  it('comes back where it was', () => {
    const state = { x: 2000, y: 0, width: 1300, height: 900, maximized: true }
    expect(restoreWindow(state, [screen, second])).toEqual(state)
  })

  it('comes to the middle when its screen is gone', () => {
    const state = { x: 2000, y: 0, width: 1300, height: 900, maximized: false }
    expect(restoreWindow(state, [screen])).toEqual({ width: 1300, height: 900, maximized: false })
  })

  it.each([undefined, {}, 'x', { x: 'a' }, { x: 0, y: 0, width: 1e9, height: 1, maximized: false }])(
    'is the usual one when what was stored is %j',
    (stored) => {
      expect(restoreWindow(stored, [screen])).toEqual({ width: 1440, height: 900, maximized: false })
      expect(restoreWindow(stored, [{ x: 0, y: 0, width: 1366, height: 728 }])).toEqual({
        width: 1366,
        height: 728,
        maximized: false
      })
    }
  )

  it('always shows a piece of its title bar and is never too small', () => {
    const pixels = fc.integer({ min: -10_000, max: 10_000 })
    const stored = fc.record({ x: pixels, y: pixels, width: pixels, height: pixels, maximized: fc.boolean() })
    fc.assert(
      fc.property(stored, (state) => {
        const { x, y, width, height } = restoreWindow(state, [screen, second])
        expect(width).toBeGreaterThanOrEqual(smallestWindow.width)
        expect(height).toBeGreaterThanOrEqual(smallestWindow.height)
        if (x === undefined || y === undefined) return
        const seen = [screen, second].some(
          (area) => x < area.x + area.width && x + width > area.x && y >= area.y && y + 30 <= area.y + area.height
        )
        expect(seen).toBe(true)
      })
    )
  })
})
