import { describe, expect, it } from 'vitest'
import { moreBehind, needsTabStop } from '../../../src-renderer/ui/primitives/scroll-cue.ts'

const box = {
  scrollTop: 0,
  scrollLeft: 0,
  clientHeight: 100,
  clientWidth: 100,
  scrollHeight: 100,
  scrollWidth: 100
}

const free = { overflowX: 'auto', overflowY: 'auto' }

describe('a box that scrolls', () => {
  const stop = (extent: Partial<typeof box>, role: string | null, inside: Element | null): boolean =>
    needsTabStop({ ...box, ...extent, getAttribute: () => role, querySelector: () => inside })

  it('takes the focus when nothing inside does, so that the keyboard can scroll it', () => {
    expect(stop({ scrollHeight: 300 }, null, null)).toBe(true)
    expect(stop({ scrollWidth: 300 }, 'group', null)).toBe(true)
    expect(stop({ scrollHeight: 300 }, null, {} as Element)).toBe(false)
    expect(stop({ scrollHeight: 300 }, 'listbox', null)).toBe(false)
    expect(stop({}, null, null)).toBe(false)
  })
})

describe('the cue of a box that scrolls', () => {
  it('names the edges behind which there is more', () => {
    expect(moreBehind(box, free)).toBe('')
    expect(moreBehind({ ...box, scrollHeight: 300 }, free)).toBe('down')
    expect(moreBehind({ ...box, scrollWidth: 300 }, free)).toBe('end')
    expect(moreBehind({ ...box, scrollHeight: 300, scrollWidth: 300 }, free)).toBe('down end')
    expect(moreBehind({ ...box, scrollWidth: 300, scrollLeft: 60 }, free)).toBe('start end')
  })

  it('names no edge to which the box cannot be scrolled', () => {
    const large = { ...box, scrollHeight: 300, scrollWidth: 300 }
    expect(moreBehind(large, { overflowX: 'hidden', overflowY: 'auto' })).toBe('down')
    expect(moreBehind(large, { overflowX: 'hidden', overflowY: 'visible' })).toBe('')
  })

  it('goes at the end, also with a part of a pixel left, and from right to left', () => {
    expect(moreBehind({ ...box, scrollHeight: 300, scrollTop: 199.5 }, free)).toBe('')
    expect(moreBehind({ ...box, scrollWidth: 300, scrollLeft: -200 }, free)).toBe('start')
    expect(moreBehind({ ...box, scrollWidth: 300, scrollLeft: -100 }, free)).toBe('start end')
  })
})
