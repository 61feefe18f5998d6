import { describe, expect, it } from 'vitest'
import { histogramLayout } from '../../../src-renderer/screens/explore/histogram-layout.ts'

const steps = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    value: String(index),
    label: index === count - 1 ? `${index} and over` : `${index} to under ${index + 1}`
  }))
const missing = { value: 'none', label: 'No result' }

describe('the layout of a histogram', () => {
  it('puts people without a result behind a gap, and not below a label of the axis', () => {
    const { bars, ticks } = histogramLayout([...steps(7), missing], [5, 3, 2, 8, 1, 1, 6, 355])
    const none = bars.at(-1)!
    const highest = bars.at(-2)!
    expect(none.isMissing).toBe(true)
    expect(bars.filter(({ isMissing }) => isMissing)).toHaveLength(1)
    expect(none.start - (highest.start + highest.width)).toBeGreaterThan(highest.width / 2)
    expect(none.start + none.width).toBeCloseTo(100)
    for (const { middle } of ticks) expect(middle).toBeLessThan(highest.start + highest.width)
  })

  it('leaves a missing bar room for its label where there are many bars', () => {
    const { bars } = histogramLayout([...steps(18), missing], new Array<number>(19).fill(1))
    // In 215 pixels, "No result" takes some 50, half of which may stand above the gap and the end.
    expect(bars.at(-1)!.width).toBeGreaterThan(20)
  })

  it('puts each label below the middle of its own bar', () => {
    const { bars, ticks } = histogramLayout([...steps(7), missing], [1, 1, 1, 1, 1, 1, 1, 1])
    for (const { code, middle } of ticks) {
      const bar = bars.find((each) => each.code === code)!
      expect(middle).toBeCloseTo(bar.start + bar.width / 2)
    }
    expect(ticks.map(({ text }) => text)).toEqual(['0', '2', '4', '6+'])
  })

  it('names the last bar and does not crowd it', () => {
    const { bars, ticks } = histogramLayout(steps(18), new Array<number>(18).fill(1))
    expect(ticks.at(-1)!.text).toBe('17+')
    expect(ticks.length).toBeLessThanOrEqual(5)
    for (let index = 1; index < ticks.length; index++)
      expect(ticks[index]!.middle - ticks[index - 1]!.middle).toBeGreaterThanOrEqual(bars[0]!.width * 3.9)
  })

  it('leaves no room for missing values that nobody has', () => {
    const { bars } = histogramLayout([...steps(4), missing], [1, 1, 1, 1, 0])
    expect(bars).toHaveLength(4)
    expect(bars.at(-1)!.start + bars.at(-1)!.width).toBeCloseTo(100)
  })

  it('labels every bar of a short axis, also of ages', () => {
    const ages = [
      { value: '0-4', label: '0\u20134' },
      { value: '5-9', label: '5\u20139' },
      { value: '85+', label: '85+' },
      { value: 'unknown', label: 'Unknown' }
    ]
    expect(histogramLayout(ages, [1, 1, 1, 0]).ticks.map(({ text }) => text)).toEqual(['0', '5', '85+'])
    const counts = ['None', '1', '4 or more'].map((label, value) => ({ value: String(value), label }))
    expect(histogramLayout(counts, [1, 1, 1]).ticks.map(({ text }) => text)).toEqual(['None', '1', '4+'])
  })
})
