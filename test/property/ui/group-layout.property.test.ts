import { fc } from '../../support/property.ts'
import { describe, expect, it } from 'vitest'
import { GroupLayout } from '../../../src-renderer/ui/table/group-layout.ts'

const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 8 })

/** Every line of a table as it is drawn: a heading, or the place of a row. */
function drawn(rows: readonly number[]): readonly ('heading' | number)[] {
  let next = 0
  return rows.flatMap((count) => ['heading' as const, ...Array.from({ length: count }, () => next++)])
}

describe('the lines of a grouped table', () => {
  it('hold each heading before its rows, and each row once', () => {
    fc.assert(
      fc.property(sizes, (counts) => {
        let first = 0
        const groups = counts.map((rows, index) => {
          const group = { label: String(index), rows, first }
          first += rows
          return group
        })
        const layout = new GroupLayout(groups)
        const lines = drawn(counts)
        lines.forEach((what, line) => {
          if (what === 'heading') {
            expect(layout.headings(line, line + 1)).toHaveLength(1)
            expect(layout.rowAt(line)).toBe(lines[line + 1])
          } else {
            expect(layout.headings(line, line + 1)).toEqual([])
            expect(layout.lineOf(what)).toBe(line)
            expect(layout.rowAt(line)).toBe(what)
          }
        })
      })
    )
  })
})
