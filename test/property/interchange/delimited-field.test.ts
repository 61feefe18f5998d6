import { describe, expect, it } from 'vitest'
import { csvField, tsvField, withoutFormula } from '#shared/delimited-field.ts'
import { delimitedRows } from '#engine/measures/content/delimited-rows.ts'
import { fc } from '../../support/property.ts'

const sign = fc.constantFrom('=', '+', '-', '@', '＝', '＋', '－', '＠')
const blank = fc.string({ unit: fc.constantFrom(' ', '\u00a0', '\u3000', '\u200b', '\u2060', '\ufeff', '\0', '\v') })
const formula = fc.tuple(blank, sign, fc.string()).map((parts) => parts.join(''))
const separator = fc.constantFrom(';', '\t', '\r', '\n', '\r\n')

/** The text as a spreadsheet sees it before it decides whether it is a formula. */
function seen(text: string): string {
  return text.replace(/^[\p{Z}\p{Cc}\p{Cf}]+/u, '')
}

const formulaSign = /^[=+\-@＝＋－＠]/

describe('fields of delimited text', () => {
  it('start no formula, whatever stands before the sign', () => {
    fc.assert(
      fc.property(formula, (text) => {
        expect(withoutFormula(text)[0]).toBe("'")
        expect(csvField(text).startsWith(`"'`)).toBe(true)
        expect(tsvField(text)[0]).toBe("'")
      })
    )
  })

  it.each(['\t', '\r', '\n'])('start with no bare %j', (mark) => {
    expect(csvField(`${mark}text`)).toBe(`"'${mark}text"`)
  })

  it('start no formula for a reader that splits at semicolons, tabs or ends of lines', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(formula, fc.string(), separator)), (parts) => {
        const line = ['x', parts.join(''), 'y'].map(csvField).join(',')
        for (const cell of line.split(/[;\t\r\n]/)) expect(seen(cell)).not.toMatch(formulaSign)
      })
    )
  })

  it('are read back as they were, but for the apostrophes', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(formula, fc.string()), { minLength: 2 }), (texts) => {
        const [row] = delimitedRows(`h,h\r\n${texts.map(csvField).join(',')}\r\n`).slice(1)
        expect(row).toEqual(texts.map(withoutFormula))
      })
    )
  })

  it('leave numbers numbers, and plain text as it is', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (number) => {
        expect(csvField(number)).toBe(String(number))
      }),
      { examples: [[-1.5]] }
    )
    expect(csvField(-12n)).toBe('-12')
    expect(csvField(null)).toBe('')
    for (const text of ['', '2026-01-31', "O'Brien", 'a=b', 'x-y', '<5%']) expect(csvField(text)).toBe(text)
  })

  it('are quoted where they hold a separator of any language', () => {
    expect(csvField('a;b')).toBe('"a;b"')
    expect(csvField('a;=1+1;b')).toBe(`"a;'=1+1;b"`)
    expect(csvField('say "x", then')).toBe('"say ""x"", then"')
  })

  it('stay on one line on the clipboard', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(tsvField(text)).not.toMatch(/[\t\r\n]/)
      })
    )
  })
})
