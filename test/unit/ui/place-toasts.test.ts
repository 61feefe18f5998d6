import { describe, expect, it } from 'vitest'
import { placeToasts, toastBox, toastPlaces, type Edges } from '../../../src-renderer/shell/notices/place-toasts.ts'

const sheet = { left: 212, right: 1280, top: 80, bottom: 694 }
const size = { width: 380, height: 42 }
const window = { left: 0, right: 1280, top: 0, bottom: 720 }

const placeOf = (controls: readonly Edges[], figures: readonly Edges[] = [], of: Edges = sheet) =>
  placeToasts(of, size, { controls, figures })

describe('where messages stand', () => {
  it('is the lower corner where that covers nothing', () => {
    expect(placeOf([{ left: 300, right: 400, top: 100, bottom: 130 }])).toBe('bottom-end')
  })

  it('is elsewhere where the corner holds a button', () => {
    const save = { left: 1180, right: 1260, top: 650, bottom: 680 }
    expect(placeOf([save])).toBe('bottom-center')
    const bar = { left: 230, right: 900, top: 640, bottom: 680 }
    expect(placeOf([save, bar])).toBe('top-end')
  })

  it('is above the sheet where figures fill that, clear of the controls in the bars', () => {
    const chart = { ...sheet, top: 140 }
    const header = { left: 700, right: 1270, top: 90, bottom: 130 }
    const asOf = { left: 500, right: 620, top: 8, bottom: 36 }
    const filter = { left: 260, right: 330, top: 50, bottom: 74 }
    expect(placeOf([header, asOf, filter], [chart])).toBe('bars')
    // A long row of filters reaches to the middle: rather a figure than a control.
    expect(placeOf([header, asOf, { ...filter, right: 800 }], [chart])).toBe('bottom-end')
  })

  it('stays the same while no other place covers less', () => {
    const chart = { left: 900, right: 1270, top: 600, bottom: 690 }
    const free = { controls: [], figures: [] }
    expect(placeToasts(sheet, size, free, 'top-end')).toBe('top-end')
    expect(placeToasts(sheet, size, { controls: [], figures: [chart] }, 'bottom-end')).toBe('bottom-start')
  })

  it('covers as few controls as can be where all places hold some', () => {
    const wide = { ...sheet, right: 2200 }
    const controls = toastPlaces.flatMap((place) => {
      const box = toastBox(place, wide, size)
      return place === 'bottom-start' ? [box] : [box, box]
    })
    expect(placeOf(controls, [], wide)).toBe('bottom-start')
  })

  it('stays inside the window, and of many messages inside it, too', () => {
    for (const height of [size.height, 140]) {
      for (const place of toastPlaces) {
        const box = toastBox(place, sheet, { ...size, height })
        const inside = place === 'bars' ? window : sheet
        expect(box.left).toBeGreaterThanOrEqual(inside.left)
        expect(box.right).toBeLessThanOrEqual(inside.right)
        expect(box.top).toBeGreaterThanOrEqual(inside.top)
        expect(box.bottom).toBeLessThanOrEqual(inside.bottom)
      }
    }
  })
})
