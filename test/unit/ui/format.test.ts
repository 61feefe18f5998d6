import { describe, expect, it } from 'vitest'
import type { Figure } from '#engine/base/figures/figure.ts'
import { fc } from '../../support/property.ts'
import {
  endOfMonth,
  endOfQuarter,
  formatAge,
  formatDay,
  formatMonth,
  fromIsoDay,
  toIsoDay
} from '../../../src-renderer/ui/format/day.ts'
import { formatFigure, formatRange, formatValue } from '../../../src-renderer/ui/format/figure.ts'
import { describeFilter, sourceLine } from '../../../src-renderer/ui/format/filter.ts'
import {
  formatBytes,
  formatCount,
  formatDecimal,
  formatDuration,
  formatPercent,
  formatQuantity
} from '../../../src-renderer/ui/format/number.ts'
import { isSmallFigure } from '#engine/base/privacy/small-cells.ts'

const day = (text: string): number => Date.parse(`${text}T00:00:00Z`) / 86_400_000
const provenance = {} as Figure['provenance']

describe('numbers', () => {
  it('groups by locale and uses the true minus sign', () => {
    expect(formatCount(48_212, 'en-US')).toBe('48,212')
    expect(formatCount(48_212, 'de-DE')).toBe('48.212')
    expect(formatDecimal(-2.64, 1, 'en-US')).toBe('\u22122.6')
    expect(formatDecimal(-0.04, 1, 'en-US')).toBe('0.0')
  })

  it('gives percentages one decimal, two below 1%, none at the ends, and no space', () => {
    expect([0.12412, 0.0084, 0, 1, 0.999].map((share) => formatPercent(share, 'en-US'))).toEqual([
      '12.4%',
      '0.84%',
      '0%',
      '100%',
      '99.9%'
    ])
    expect(formatPercent(0.124, 'de-DE')).toBe('12,4%')
  })

  it('writes quantities, sizes and spans with their units', () => {
    expect([
      formatQuantity(1, { one: 'person', other: 'people' }, 'en-US'),
      formatQuantity(0, { one: 'person', other: 'people' }, 'en-US')
    ]).toEqual(['1 person', '0 people'])
    expect([0, 999, 1000, 19_400_000_000].map((bytes) => formatBytes(bytes, 'en-US'))).toEqual([
      '0 bytes',
      '999 bytes',
      '1.0 kB',
      '19.4 GB'
    ])
    expect([0.2, 41, 660, 7500].map(formatDuration)).toEqual(['<1 s', '41 s', '11 min', '2 h 5 min'])
  })
})

describe('figures', () => {
  it('have the precision of their unit', () => {
    expect(formatValue(612.4, 'usd', 'en-US')).toBe('$612')
    expect(formatValue(-4.5, 'usd', 'en-US')).toBe('\u2212$4.50')
    expect(formatValue(548.2, 'per1000', 'en-US')).toBe('548')
    expect(formatValue(8.71, 'per1000PersonYears', 'en-US')).toBe('8.7')
    expect([1.5, 2, 1.72].map((stars) => formatValue(stars, 'stars', 'en-US'))).toEqual(['1.5', '2.0', '1.72'])
  })

  it('write a range with an en dash, one precision and the unit once', () => {
    expect(formatRange(0.121, 0.127, 'proportion', 'en-US')).toBe('12.1\u201312.7%')
    expect(formatRange(0.0079, 0.0112, 'proportion', 'en-US')).toBe('0.79\u20131.12%')
  })

  it('say that there is no value, and never 0 or nothing', () => {
    expect(
      formatFigure({ value: undefined, unit: 'people', provenance }, { locale: 'en-US', smallCellLimit: 10 }).text
    ).toBe('\u2013')
  })

  it('keep back small groups and what would reveal them', () => {
    const style = { locale: 'en-US', smallCellLimit: 10 }
    const share = { value: 0.05, unit: 'proportion' as const, numerator: 5, denominator: 100, provenance }
    expect(formatFigure({ value: 5, unit: 'people', provenance }, style)).toEqual({
      text: '<11',
      interval: undefined,
      hidden: true
    })
    expect(formatFigure({ value: 0, unit: 'people', provenance }, style).text).toBe('0')
    expect(formatFigure(share, style)).toEqual({ text: 'suppressed', interval: undefined, hidden: true })
    expect(isSmallFigure({ ...share, numerator: 95 }, 10)).toBe(true)
    expect(formatFigure(share, { ...style, smallCellLimit: 0 }).text).toBe('5.0%')
  })
})

describe('days', () => {
  it('have their month as a word', () => {
    expect(formatDay(day('2026-10-31'), 'en-GB')).toBe('31 Oct 2026')
    expect(formatDay(day('2026-10-31'), 'en-US')).toBe('Oct 31, 2026')
    expect(formatMonth(day('2026-10-31'), 'en-GB')).toBe('Oct 2026')
  })

  it('tell their age', () => {
    expect([0, 1, 59, 90, 2400].map(formatAge)).toEqual([
      'from today',
      '1 day old',
      '59 days old',
      '3 months old',
      '6 years old'
    ])
  })

  it('are read back from what they write, and days that do not exist are refused', () => {
    fc.assert(
      fc.property(fc.integer({ min: -25_000, max: 60_000 }), (each) => {
        expect(fromIsoDay(toIsoDay(each))).toBe(each)
      })
    )
    expect(['2026-02-29', '2026-13-01', '26-01-01', ''].map(fromIsoDay)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined
    ])
  })

  it('know the ends of months and quarters', () => {
    expect(toIsoDay(endOfMonth(day('2024-03-31'), -1))).toBe('2024-02-29')
    expect(toIsoDay(endOfMonth(day('2026-01-15'), -1))).toBe('2025-12-31')
    expect([0, -1, -2].map((step) => toIsoDay(endOfQuarter(day('2026-11-05'), step)))).toEqual([
      '2026-12-31',
      '2026-09-30',
      '2026-06-30'
    ])
  })
})

describe('filters', () => {
  const dimensions = [
    {
      id: 'payer',
      label: 'Payer',
      group: 'place-and-payer' as const,
      hidden: false,
      values: [1, 2, 3, 4].map((each) => ({ value: `p${each}`, label: `Payer ${each}`, people: each }))
    }
  ]

  it('name up to two values and count more', () => {
    const words = (values: string[], exclude?: true) =>
      describeFilter({ dimension: 'payer', values, ...(exclude ? { exclude } : {}) }, dimensions).value
    expect(words(['p1', 'p2'])).toBe('Payer 1 or Payer 2')
    expect(words(['p1', 'p2', 'p4'])).toBe('3 of 4')
    expect(words(['p3'], true)).toBe('not Payer 3')
  })

  it('stand in the last line of a copy', () => {
    const line = sourceLine(
      {
        label: 'export',
        asOf: day('2026-10-31'),
        filters: [{ dimension: 'payer', values: ['p1'] }]
      },
      dimensions,
      'en-GB'
    )
    expect(line).toBe('Source: Populus, export, as of 31 Oct 2026, Payer: Payer 1')
  })
})
