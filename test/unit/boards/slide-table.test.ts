import { describe, expect, it } from 'vitest'
import { slideTable } from '../../../src-renderer/board-reports/slide-table.ts'
import type { TableData } from '../../../src-renderer/ui/copy/delimited.ts'

const EMU = 9525
const room = { x: 48, y: 162, width: 1184, height: 474 }

function tableOf(rows: number, label: string, columns: number): TableData {
  return {
    columns: [
      { label: 'Measure', numeric: false },
      ...Array.from({ length: columns - 1 }, (_, index) => ({ label: `Status ${index}`, numeric: true }))
    ],
    rows: Array.from({ length: rows }, () => [
      { text: label },
      ...Array.from({ length: columns - 1 }, () => ({ text: 'suppressed' }))
    ])
  }
}

/** Heights of rows and widths of columns, in pixels. */
function sizes(frame: string): { readonly heights: number[]; readonly widths: number[] } {
  const values = (pattern: RegExp): number[] => [...frame.matchAll(pattern)].map(([, value]) => Number(value) / EMU)
  return { heights: values(/<a:tr h="(\d+)"/g), widths: values(/<a:gridCol w="(\d+)"/g) }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

describe('a table on a slide', () => {
  const long = 'Follow-up after an emergency visit with several chronic conditions and all of their long names '

  it.each([
    [3, 'Short', 3],
    [40, 'Short', 3],
    [17, long, 9],
    [17, long.repeat(4), 8],
    [4, 'Unbroken'.repeat(60), 2]
  ])('of %i rows has only those that have room, and says what is left out', (rows, label, columns) => {
    const { frame, cut } = slideTable(5, 'Gaps', 'Gaps. Many.', room, tableOf(rows, label, columns))
    const { heights, widths } = sizes(frame)
    expect(sum(heights)).toBeLessThanOrEqual(room.height)
    expect(sum(widths)).toBeLessThanOrEqual(room.width + 1)
    const shown = heights.length - 1
    const left = [...(rows > shown ? [rows - shown] : []), ...(columns > 8 ? [columns - 8] : [])]
    expect(cut.match(/\d+/g)?.map(Number) ?? []).toEqual(left)
  })

  it('gives long texts the width that short ones leave, and one line where that is enough', () => {
    const { heights, widths } = sizes(slideTable(5, 'Gaps', '', room, tableOf(10, long, 7)).frame)
    expect(widths[0]!).toBeGreaterThan(3 * widths[1]!)
    expect(Math.max(...heights)).toBeLessThan(50)
    const { heights: plain } = sizes(slideTable(5, 'Gaps', '', room, tableOf(10, 'Breast cancer screening', 7)).frame)
    expect(new Set(plain.map(Math.round)).size).toBe(1)
  })

  it('is described for readers who do not see it', () => {
    const { frame } = slideTable(5, 'Gaps', 'Gaps. “Many” & more.', room, tableOf(1, 'a', 2))
    expect(frame).toContain('name="Gaps" descr="Gaps. “Many” &amp; more."')
  })
})
