import { describe, expect, it } from 'vitest'
import { LineTallies } from '#engine/store/build/line-tallies.ts'
import { fc } from '../../support/property.ts'

const line = fc.record({
  part: fc.nat(4),
  file: fc.nat(6),
  type: fc.constantFrom('Patient', 'Condition', 'unknown'),
  what: fc.constantFrom('stored' as const, 'rejected' as const, 'ignored' as const)
})

describe('tallies of lines', () => {
  it('of parts add up to those of one store, file by file and type by type', () => {
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const whole = new LineTallies()
        const parts = Array.from({ length: 5 }, () => new LineTallies())
        for (const { part, file, type, what } of lines) {
          whole.of(file, type)[what]++
          parts[part]!.of(file, type)[what]++
        }
        const sum = new LineTallies()
        for (const part of parts) sum.add(part.pack())
        const files = Array.from({ length: 7 }, (_, file) => `${file}.ndjson`)
        const told = sum.reports(files, [])
        expect(told).toEqual(whole.reports(files, []))
        for (const [file, { stored, rejected, ignored }] of told.files.entries())
          expect([stored, rejected, ignored]).toEqual(
            ['stored', 'rejected', 'ignored'].map(
              (what) => lines.filter((each) => each.file === file && each.what === what).length
            )
          )
      })
    )
  })
})
