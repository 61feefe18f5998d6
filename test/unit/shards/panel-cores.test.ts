import { describe, expect, it } from 'vitest'
import { panelCores } from '#engine/population/threads/panel-cores.ts'

const desktop = { cores: 8, memory: 8, isShared: true }

describe('the number of threads for panels', () => {
  it('grows with people up to the cores, and leaves small populations to one', () => {
    expect([1000, 9999, 10_000, 25_000, 1_000_000].map((people) => panelCores(0, people, desktop))).toEqual([
      1, 1, 2, 5, 8
    ])
    expect(panelCores(0, 1_000_000, { ...desktop, cores: 64 })).toBe(8)
  })

  it('is smaller where memory is short, or is not shared', () => {
    expect(panelCores(0, 1_000_000, { ...desktop, memory: 4 })).toBe(2)
    expect(panelCores(0, 1_000_000, { ...desktop, memory: 1 })).toBe(1)
    expect(panelCores(0, 1_000_000, { ...desktop, memory: undefined })).toBe(8)
    expect(panelCores(4, 1_000_000, { ...desktop, isShared: false })).toBe(1)
  })

  it('is the number that was set, as far as there are cores and people', () => {
    expect(panelCores(4, 100, desktop)).toBe(4)
    expect(panelCores(16, 100, desktop)).toBe(8)
    expect(panelCores(4, 3, desktop)).toBe(3)
    expect(panelCores(4, 0, desktop)).toBe(1)
  })
})
