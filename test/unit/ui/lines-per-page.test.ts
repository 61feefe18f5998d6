import { describe, expect, it } from 'vitest'
import { minimumLines, linesPerPage } from '../../../src-renderer/ui/table/lines-per-page.ts'

describe('a table that is turned page by page', () => {
  it('shows as many lines as there is room for, below its head and above its foot', () => {
    expect(linesPerPage({ room: 34 + 28 * 13, rowHeight: 28 }, 500)).toBe(12)
    expect(linesPerPage({ room: 34 + 28 * 13 - 1, rowHeight: 28 }, 500)).toBe(11)
  })

  it('has a page of some lines in little room, and no empty ones', () => {
    expect(linesPerPage({ room: 0, rowHeight: 28 }, 500)).toBe(8)
    expect(minimumLines(6)).toBe(6)
    expect(minimumLines(0)).toBe(4)
  })
})
