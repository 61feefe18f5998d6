import { describe, expect, it } from 'vitest'
import { placeToasts, toastBox, toastPlaces } from '../../../src-renderer/shell/notices/place-toasts.ts'

const sheet = { left: 212, right: 1280, top: 44, bottom: 694 }
const size = { width: 380, height: 40 }

describe('where messages stand', () => {
  it('is the lower corner where that covers nothing', () => {
    expect(placeToasts(sheet, size, [{ left: 300, right: 400, top: 100, bottom: 130 }])).toBe('bottom-end')
  })

  it('is elsewhere where the corner holds a button', () => {
    const save = { left: 1180, right: 1260, top: 650, bottom: 680 }
    expect(placeToasts(sheet, size, [save])).toBe('bottom-center')
    const bar = { left: 230, right: 900, top: 640, bottom: 680 }
    expect(placeToasts(sheet, size, [save, bar])).toBe('top-end')
  })

  it('covers as few controls as can be where all places hold some', () => {
    const wide = { ...sheet, right: 2200 }
    const controls = toastPlaces.flatMap((place) => {
      const box = toastBox(place, wide, size)
      return place === 'bottom-start' ? [box] : [box, box]
    })
    expect(placeToasts(wide, size, controls)).toBe('bottom-start')
  })

  it('stays inside the sheet', () => {
    for (const place of toastPlaces) {
      const box = toastBox(place, sheet, size)
      expect(box.left).toBeGreaterThanOrEqual(sheet.left)
      expect(box.right).toBeLessThanOrEqual(sheet.right)
      expect(box.top).toBeGreaterThanOrEqual(sheet.top)
      expect(box.bottom).toBeLessThanOrEqual(sheet.bottom)
    }
  })
})
