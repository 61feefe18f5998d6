import { describe, expect, it } from 'vitest'
import { completedInterval, lagSpread, relativeVariance } from '#engine/population/panels/cost/lag-spread.ts'

/** The triangle of Taylor and Ashe (1983) that Mack (1993) works out: cumulative amounts by year. */
const triangle = [
  [357848, 1124788, 1735330, 2218270, 2745596, 3319994, 3466336, 3606286, 3833515, 3901463],
  [352118, 1236139, 2170033, 3353322, 3799067, 4120063, 4647867, 4914039, 5339085],
  [290507, 1292306, 2218525, 3235179, 3985995, 4132918, 4628910, 4909315],
  [310608, 1418858, 2195047, 3757447, 4029929, 4381982, 4588268],
  [443160, 1136350, 2128333, 2897821, 3402672, 3873311],
  [396132, 1333217, 2180715, 2985752, 3691712],
  [440832, 1288463, 2419861, 3483130],
  [359480, 1421128, 2864498],
  [376686, 1363294],
  [344014]
]
const factors = Array.from({ length: 9 }, (_, lag) => {
  const reached = triangle.filter((known) => known.length > lag + 1)
  const sum = (index: number): number => reached.reduce((all, known) => all + known[index]!, 0)
  return sum(lag + 1) / sum(lag)
})
const spread = lagSpread(triangle, factors)

describe('the spread of a chain ladder', () => {
  it.each([
    [1, 8, 75535],
    [4, 5, 261406],
    [7, 2, 875328],
    [9, 0, 1363155]
  ])('is the standard error that Mack published, row %i', (row, lag, published) => {
    const known = triangle[row]!.at(-1)!
    const ultimate = factors.slice(lag).reduce((amount, factor) => amount * factor, known)
    const error = Math.sqrt(relativeVariance({ factors, spread }, lag, known)!) * ultimate
    expect(Math.abs(error - published) / published).toBeLessThan(0.001)
  })

  it('has an interval around the estimate that is above 0 and wider for a younger month', () => {
    const widthOf = (row: number, lag: number): number => {
      const [low, high] = completedInterval(1000, relativeVariance({ factors, spread }, lag, triangle[row]!.at(-1)!)!)
      expect(low).toBeGreaterThan(0)
      expect(low).toBeLessThan(1000)
      expect(high).toBeGreaterThan(1000)
      return high - low
    }
    expect(widthOf(9, 0)).toBeGreaterThan(widthOf(5, 4))
  })

  it('says nothing where too few months tell it', () => {
    expect(relativeVariance({ factors: [2], spread: lagSpread([[10, 20], [10]], [2]) }, 0, 10)).toBeUndefined()
    expect(relativeVariance({ factors: [undefined], spread: lagSpread([[10]], [undefined]) }, 0, 10)).toBeUndefined()
  })
})
