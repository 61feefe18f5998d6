import { describe, expect, it } from 'vitest'
import { moreBehind } from '../../../src-renderer/ui/primitives/scroll-cue.ts'

const box = {
  scrollTop: 0,
  scrollLeft: 0,
  clientHeight: 100,
  clientWidth: 100,
  scrollHeight: 100,
  scrollWidth: 100
}

describe('the cue of a box that scrolls', () => {
  it('names the edges behind which there is more', () => {
    expect(moreBehind(box)).toBe('')
    expect(moreBehind({ ...box, scrollHeight: 300 })).toBe('down')
    expect(moreBehind({ ...box, scrollWidth: 300 })).toBe('end')
    expect(moreBehind({ ...box, scrollHeight: 300, scrollWidth: 300 })).toBe('down end')
  })

  it('goes at the end, also with a part of a pixel left, and from right to left', () => {
    expect(moreBehind({ ...box, scrollHeight: 300, scrollTop: 199.5 })).toBe('')
    expect(moreBehind({ ...box, scrollWidth: 300, scrollLeft: -200 })).toBe('')
    expect(moreBehind({ ...box, scrollWidth: 300, scrollLeft: -100 })).toBe('end')
  })
})
