import { describe, expect, it } from 'vitest'
import { Decimal } from '#engine/cql/elm/values/decimal.ts'

const of = (text: string): Decimal => Decimal.parse(text)!

describe('Decimal', () => {
  it('is exact where JavaScript numbers are not', () => {
    expect(of('0.1').plus(of('0.2'))?.compare(of('0.3'))).toBe(0)
    expect(of('99999999999999999999.99999999').minus(of('0.00000001'))?.toString()).toBe(
      '99999999999999999999.99999998'
    )
  })

  it('keeps eight places and rounds a half away from zero', () => {
    expect(of('10').dividedBy(of('3'))?.toString()).toBe('3.33333333')
    expect(of('1.000000005').toString()).toBe('1.00000001')
    expect(of('-0.5').round(0).toString()).toBe('-1.0')
    expect(of('-0.4').round(0).compare(of('0'))).toBe(0)
  })

  it('divides towards zero and keeps the sign of the dividend in the rest', () => {
    expect(of('-10.1').truncatedDividedBy(of('3.1'))?.truncate()).toBe(-3n)
    expect(of('-10.1').modulo(of('3.1'))?.toString()).toBe('-0.8')
    expect(of('1').dividedBy(of('0'))).toBeUndefined()
  })

  it('finds the whole numbers around a negative number', () => {
    expect([of('-1.1').floor(), of('-1.1').ceiling(), of('-1.1').truncate()]).toEqual([-2n, -1n, -1n])
  })

  it('reads what it writes and nothing else', () => {
    expect(of('18.55').toString()).toBe('18.55')
    for (const text of ['', '1.', '.5', '1e3', '--1', '1 000']) expect(Decimal.parse(text)).toBeUndefined()
    expect(Decimal.fromNumber(1e-7)?.toString()).toBe('0.00000010')
    expect(Decimal.fromNumber(Number.NaN)).toBeUndefined()
  })
})
