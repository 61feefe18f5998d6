import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fc } from '../../support/property.ts'
import { axisStart, axisText } from '../../../src-renderer/charts/parts/axis-text.ts'
import { readTokens } from '../../../src-renderer/charts/model/chart-tokens.ts'
import { blend, readableOn } from '../../../src-renderer/charts/model/color.ts'
import {
  describeGroups,
  describeLargest,
  describeTrend,
  sentences
} from '../../../src-renderer/charts/parts/describe.ts'
import { withComplement } from '../../../src-renderer/charts/parts/figure-lines.ts'
import { joinTables } from '../../../src-renderer/charts/join-tables.ts'
import { filtersOf } from '../../../src-renderer/charts/parts/marks.ts'
import { niceScale } from '../../../src-renderer/charts/model/scale.ts'
import { grainOf, periodLabels } from '../../../src-renderer/charts/parts/time-axis.ts'
import { day, figure, format, provenance, share } from './chart-fixture.ts'

describe('scale', () => {
  it('has round ends and 3 to 6 ticks around any values', () => {
    const finite = fc.double({ min: 0.001, max: 1e9, noNaN: true })
    fc.assert(
      fc.property(fc.array(finite, { minLength: 1, maxLength: 30 }), fc.boolean(), (values, zero) => {
        const { min, max, interval } = niceScale(values, zero ? 'always' : 'auto')
        expect(min).toBeLessThanOrEqual(Math.min(...values) * (1 + 1e-9))
        expect(max).toBeGreaterThanOrEqual(Math.max(...values) * (1 - 1e-9))
        expect(Math.round((max - min) / interval)).toBeGreaterThanOrEqual(1)
        expect(Math.round((max - min) / interval)).toBeLessThanOrEqual(6)
        if (zero) expect(min).toBe(0)
      })
    )
  })

  it('starts at zero for bars, and elsewhere only when the values are far from it', () => {
    expect(niceScale([0.112, 0.124], 'always').min).toBe(0)
    expect(niceScale([0.112, 0.124])).toEqual({ min: 0.11, max: 0.125, interval: 0.005 })
    expect(niceScale([2, 12]).min).toBe(0)
  })

  it('counts have whole ticks', () => {
    expect(niceScale([0, 1, 1], 'always', 2, true)).toEqual({ min: 0, max: 1, interval: 1 })
  })

  it('says where an axis does not start at zero, with no more decimals than the ticks need', () => {
    expect(axisStart('proportion', { min: 0.1, max: 0.13, interval: 0.01 }, format())).toBe('Axis starts at 10%.')
    expect(axisStart('people', { min: 0, max: 10, interval: 5 }, format())).toBe('')
    expect(axisText(2000, 'people', { interval: 1000 }, format())).toBe('2,000')
    expect(axisText(0.125, 'proportion', { interval: 0.025 }, format())).toBe('12.5%')
    expect(axisText(1.5, 'number', { interval: 0.5 }, { locale: 'de-DE' })).toBe('1,5')
    expect(axisText(-500, 'usd', { interval: 500 }, format())).toBe('\u2212$500')
  })
})

describe('time axis', () => {
  const months = Array.from({ length: 25 }, (_, i) => day(2024, 10 + i))
  it('names the year at its first tick and at each January', () => {
    expect(periodLabels(months, 9).filter((label) => label !== '')).toEqual([
      'Oct 24',
      'Jan 25',
      'Apr',
      'Jul',
      'Oct',
      'Jan 26',
      'Apr',
      'Jul',
      'Oct'
    ])
  })
  it('names quarters', () => {
    const quarters = [day(2025, 10), day(2026, 1), day(2026, 4)]
    expect(grainOf(quarters)).toBe('quarter')
    expect(periodLabels(quarters, 5)).toEqual(['Q4 25', 'Q1 26', 'Q2'])
  })
  it('never labels more than fit, and never none', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 80 }), fc.integer({ min: 1, max: 20 }), (count, room) => {
        const days = Array.from({ length: count }, (_, i) => day(2020, 1 + i))
        const labels = periodLabels(days, room).filter((label) => label !== '')
        expect(labels.length).toBeGreaterThan(0)
        expect(labels.length).toBeLessThanOrEqual(room + 1)
      })
    )
  })
})

describe('color', () => {
  it('picks the text that stands out', () => {
    expect(readableOn('#ffffff', '#161A18', '#FFFFFF')).toBe('#161A18')
    expect(readableOn('rgb(24, 55, 115)', '#161A18', '#FFFFFF')).toBe('#FFFFFF')
  })
  it('mixes', () => {
    expect(blend('#ff0000', 'rgb(255, 255, 255)', 0.5)).toBe('rgb(255, 128, 128)')
    expect(blend('CanvasText', '#ffffff', 0.5)).toBe('CanvasText')
  })
})

describe('tokens', () => {
  const css = readFileSync(new URL('../../../src-renderer/styles/tokens.css', import.meta.url), 'utf8')
  const root = /^ {2}:root \{([\s\S]*?)\n {2}\}/m.exec(css)?.[1] ?? ''
  const light = new Map<string, string>()
  const dark = new Map<string, string>()
  for (const [, name = '', onLight = '', onDark = ''] of root.matchAll(
    /(--[\w-]+):\s*light-dark\(\s*(#[\dA-Fa-f]{6}),\s*(#[\dA-Fa-f]{6})\s*\)/g
  )) {
    light.set(name, onLight)
    dark.set(name, onDark)
  }

  const channel = (hex: string, index: number): number => {
    const part = Number.parseInt(hex.slice(index, index + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }
  const luminance = (hex: string): number =>
    0.2126 * channel(hex, 1) + 0.7152 * channel(hex, 3) + 0.0722 * channel(hex, 5)
  const contrast = (a: string, b: string): number => {
    const [low = 0, high = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y)
    return (high + 0.05) / (low + 0.05)
  }

  it.each([
    ['light', light],
    ['dark', dark]
  ])('every color that charts read is set in the %s theme', (_, values) => {
    const missing: string[] = []
    readTokens((name) => {
      const value = values.get(name)
      if (value === undefined) missing.push(name)
      return value ?? ''
    }, 'x')
    expect(missing).toEqual([])
  })

  it.each([
    ['light', light],
    ['dark', dark]
  ])('text on the cells of amounts has a contrast of 4.5 in the %s theme', (_, values) => {
    const value = (name: string): string => values.get(name) ?? '#000000'
    const ratios = [1, 2, 3, 4, 5, 6, 7].map((step) =>
      contrast(value(`--seq-${step}`), value(step <= 4 ? '--text' : '--surface-page'))
    )
    expect(Math.min(...ratios)).toBeGreaterThanOrEqual(4.5)
  })

  it.each([
    ['light', light],
    ['dark', dark]
  ])('numbers in the fill of open gaps have a contrast of 4.5 in the %s theme', (_, values) => {
    const value = (name: string): string => values.get(name) ?? '#000000'
    const ratios = [value('--surface-page'), value('--text')].map((ink) => contrast(value('--fill-open'), ink))
    expect(Math.max(...ratios)).toBeGreaterThanOrEqual(4.5)
  })
})

describe('sentences', () => {
  const items = [
    { label: 'Medicare', text: '1,203', value: 1203 },
    { label: 'Medicaid', text: '800', value: 800 },
    { label: 'Tricare', text: '<11', value: undefined }
  ]
  it('name the greatest and the next', () => {
    expect(describeLargest(items.slice(0, 2), 'payers')).toBe(
      'Medicare has the most with 1,203, then Medicaid with 800; 2 payers in all.'
    )
    expect(describeLargest(items, 'payers')).toBe(
      'Of those that are shown, Medicare has the most with 1,203, then Medicaid with 800; 3 payers in all.'
    )
    expect(describeLargest([], 'payers')).toBe('There is nothing to show for payers.')
  })
  it('name the ends of groups', () => {
    expect(describeGroups(items.slice(0, 2), '12%')).toBe(
      'Lowest Medicaid with 800, highest Medicare with 1,203. Everyone: 12%.'
    )
    expect(describeGroups(items, '12%')).toBe(
      'Of those that are shown, lowest Medicaid with 800, highest Medicare with 1,203. Everyone: 12%.'
    )
  })
  it('say the direction without a cause', () => {
    const trend = [
      { label: 'Oct 2024', text: '11.2%', value: 0.112 },
      { label: 'Apr 2025', text: '13.0%', value: 0.13 },
      { label: 'Oct 2026', text: '12.4%', value: 0.124 }
    ]
    expect(describeTrend('Prevalence', trend)).toBe(
      'Prevalence: up from 11.2% in Oct 2024 to 12.4% in Oct 2026. Highest: 13.0% in Apr 2025.'
    )
    expect(describeTrend('Prevalence', [])).toBe('Prevalence: no values in this period.')
  })
  it('join without holes', () => {
    expect(sentences('One.', undefined, '', 'Two.')).toBe('One. Two.')
  })
})

describe('figures', () => {
  it('the filter of a mark is what its rows have beyond the people in view', () => {
    const sex = { dimension: 'sex', values: ['female'] }
    expect(filtersOf(figure(3, 'people', [{ dimension: 'living', values: ['living'] }, sex]))).toEqual([sex])
    const everybody = { dimension: 'living', values: ['living', 'deceased', 'unborn'] }
    expect(filtersOf(figure(3, 'people', [everybody, sex]))).toEqual([sex])
    const earlier = { ...figure(3, 'people', [sex]) }
    const rows = earlier.rows
    expect(rows).toBeDefined()
    if (rows !== undefined) {
      expect(filtersOf({ ...earlier, rows: { ...rows, asOf: provenance.asOf - 90 } })).toEqual([])
      expect(filtersOf({ ...earlier, rows: { ...rows, where: [{ column: 'code', in: ['a|b'] }] } })).toEqual([])
    }
  })
  it('a single small part takes the next smallest with it, on every chart', () => {
    const figures = [120, 88, 0, 4].map((value) => figure(value, 'people'))
    const texts = (limit: number): string[] => {
      const shown = withComplement(format(limit), [{ of: 'parts', figures }])
      return figures.map((each) => shown.figure(each).text)
    }
    expect(texts(10)).toEqual(['120', 'suppressed', '0', '<11'])
    expect(texts(0)).toEqual(['120', '88', '0', '4'])
  })
  it('a small group takes others with it, from which and the rate of all it could be worked out', () => {
    const figures = [share(4, 60), share(30, 90), share(200, 400)]
    const shown = withComplement(format(10), [{ of: 'groups', figures }])
    expect(figures.map((each) => shown.figure(each).text)).toEqual(['suppressed', 'suppressed', '50.0%'])
  })
  it('tables below each other share columns of one name', () => {
    const table = (label: string, ...cells: string[]) => ({
      columns: [
        { label: 'Period', numeric: false },
        { label, numeric: true }
      ],
      rows: [cells.map((text) => ({ text }))]
    })
    const joined = joinTables([
      { name: 'A', table: table('Value', 'Q1', '1') },
      { name: 'B', table: table('Rate', 'Q2', '2') }
    ])
    expect(joined.columns.map(({ label }) => label)).toEqual(['What', 'Period', 'Value', 'Rate'])
    expect(joined.rows.map((row) => row.map(({ text }) => text))).toEqual([
      ['A', 'Q1', '1', ''],
      ['B', 'Q2', '', '2']
    ])
  })
})
