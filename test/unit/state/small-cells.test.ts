import { describe, expect, it } from 'vitest'
import { defaultSettings } from '#shared/settings-schema.ts'
import { smallCellLimitOf, smallCellNote } from '#shared/small-cell-rule.ts'
import { SmallCells } from '../../../src-renderer/state/settings/small-cells.svelte.ts'

describe('the rule for small cells', () => {
  it('suppresses 1 to 10 in what leaves, from the start, and nothing on the screen', () => {
    const cells = new SmallCells({ value: defaultSettings })
    expect([cells.limit, cells.exportLimit, cells.note]).toEqual([0, 10, undefined])
    const made = cells.whileLeaving(() => ({ limit: cells.limit, note: cells.note }))
    expect(made.limit).toBe(10)
    expect(made.note).toBe(
      'Counts of 1 to 10 people are shown as <11, and other values are suppressed where they would reveal them'
    )
    expect(cells.limit).toBe(0)
  })

  it('ends with what was made, also where that fails', () => {
    const cells = new SmallCells({ value: defaultSettings })
    expect(() =>
      cells.whileLeaving(() => {
        throw new Error('no')
      })
    ).toThrow('no')
    expect(cells.limit).toBe(0)
  })

  it('holds on the screen where the settings say so', () => {
    expect(new SmallCells({ value: { ...defaultSettings, smallCellsOnScreen: true } }).limit).toBe(10)
  })

  it('is lower only with a reason', () => {
    expect(smallCellLimitOf({ smallCellLimit: 0, smallCellReason: ' ' })).toBe(10)
    expect(smallCellLimitOf({ smallCellLimit: 3, smallCellReason: 'agreement 12' })).toBe(3)
    expect(smallCellLimitOf({ smallCellLimit: 20, smallCellReason: '' })).toBe(20)
    expect(smallCellNote(0)).toContain('audit log')
  })
})
