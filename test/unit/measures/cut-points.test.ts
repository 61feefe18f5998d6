import { describe, expect, it } from 'vitest'
import { guardrailBand, shiftCutPoints } from '#engine/measures/stars/guardrail.ts'
import { importCutPoints } from '#engine/measures/star-tables/import-cut-points.ts'
import { readStarTable, type StarMeasure, type StarTable } from '#engine/measures/star-tables/star-table.ts'
import { shippedStars } from '../../support/measure-input.ts'

const [mapd, ma] = shippedStars() as readonly [StarTable, StarTable, StarTable]
const measure = (code: string): StarMeasure => mapd.measures.find((measure) => measure.code === code)!

describe('cut points from elsewhere', () => {
  it.each([
    ['', /first line names no year/],
    ['a,b\n1,2', /first line names no year/],
    ['2027 Part C\na,b', /No column is named/],
    ['2027 Part C\nHD1: X\n,C01: Breast Cancer Screening\nperiod', /No line begins with "1star"/],
    ['2027 Part C\n,HD1: X\n,C01: Breast Cancer Screening\n1star,< 5\n2star,>= 5', /line for 3 stars/],
    [
      '2027 Part C\n,HD1: X\n,C01: Breast Cancer Screening\n1star,< 5\n2star,>= 5\n3star,>= 4\n4star,>= 7\n5star,>= 8',
      /not in order/
    ],
    [
      '2027 Part C\n,HD1: X\n,C01: Y\n1star,< 5\n2star,n/a\n3star,>= 6\n4star,>= 7\n5star,>= 8',
      /2 stars cannot be read/
    ],
    ['{"id": "x"', /begins like JSON/],
    ['{"id": "x"}', /is not as it should be/]
  ])('are refused with a sentence: %s', (text, sentence) => {
    expect(() => importCutPoints(text, mapd)).toThrow(sentence)
  })

  it('keep the weights of titles that are known, and say which are not', () => {
    const text =
      '2027 Part C\n,HD2: Managing\n,C09: Controlling High Blood Pressure,C10: Something New\n,2025,2025\n' +
      '1star,< 60 %,> 12.5\n2star,>= 60 % to < 70 %,> 10.5 to <= 12.5\n3star,>= 70 % to < 80 %,> 9 to <= 10.5\n' +
      '4star,>= 80 % to < 90 %,> 7 to <= 9\n5star,100%,<= 7'
    const { tables, notes } = importCutPoints(text, mapd)
    expect(
      tables[0]!.measures.map(({ code, weight, better, decimals, cutPoints }) => [
        code,
        weight,
        better,
        decimals,
        cutPoints
      ])
    ).toEqual([
      ['C09', 3, 'higher', 0, [60, 70, 80, 100]],
      ['C10', 1, 'lower', 1, [12.5, 10.5, 9, 7]]
    ])
    expect(notes.join(' ')).toMatch(/C10, Something New, is new here/)
    expect(tables[0]!.links.find(({ measure: name }) => name === 'blood-pressure-control')!.code).toBe('C09')
  })

  it('are refused twice', () => {
    const twice = { ...ma, measures: [ma.measures[0]!, ma.measures[0]!] }
    expect(() => readStarTable(twice)).toThrow(/C01 twice/)
  })
})

describe('a guardrail', () => {
  it('moves cut points in per cent by whole points, towards harder', () => {
    expect(shiftCutPoints(measure('C01'), 5).cutPoints).toEqual([63, 76, 81, 89])
    expect(shiftCutPoints(measure('C31'), 5).cutPoints).toEqual([79, 95, 100, 100])
    expect(shiftCutPoints(measure('C13'), 5)).toBe(measure('C13'))
    expect(shiftCutPoints(measure('C28'), 5)).toBe(measure('C28'))
    const band = guardrailBand(
      mapd,
      new Map([
        ['C01', 78],
        ['C18', 9]
      ]),
      {}
    )
    expect(band.map(({ shift }) => shift)).toEqual([-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5])
    const means = band.map(({ mean }) => mean)
    expect(means).toEqual([...means].sort((a, b) => b - a))
    expect(means[5]).toBeCloseTo((4 * 1 + 4 * 3) / 4, 12)
  })
})
