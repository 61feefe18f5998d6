import { describe, expect, it } from 'vitest'
import type { GroundTruth } from '../../../src-main/sample/population/ground-truth.ts'

/** What each figure must lie between, and who published it; the generator's README tells more of the sources. */
const published: readonly (readonly [figure: string, low: number, high: number, source: string])[] = [
  ['emergency visits per 1,000', 390, 480, 'NCHS Data Brief 503: 470 in 2022; NHAMCS 2019 to 2020: 400 to 460'],
  ['emergency visits per 1,000, 0 to 17', 300, 500, 'NHAMCS 2019: 430 at 1 to 17; Data Brief 503: 990 under 1'],
  ['emergency visits per 1,000, 18 to 44', 380, 500, 'NHAMCS 2019 to 2020: 430 to 470'],
  ['emergency visits per 1,000, 45 to 74', 330, 460, 'NHAMCS 2019 to 2020: 390 to 410'],
  ['emergency visits per 1,000, 75 and over', 600, 850, 'NHAMCS 2019 to 2020: 630 to 660; Data Brief 503: 760'],
  ['stays per 1,000', 90, 122, 'HCUP Statistical Brief 180: 116 in 2012, falling since'],
  ['stays per 1,000, 65 and over', 200, 280, 'HCUP Statistical Briefs 180 and 235'],
  ['stays per 1,000, 85 and over', 330, 560, 'HCUP Statistical Brief 103'],
  [
    'office visits per person',
    3,
    4.2,
    'NCHS Data Brief 212: 3.0 in 2012; NAMCS 2007: 3.4; telehealth counts here, too'
  ],
  ['office visits per person, 65 to 74', 5, 7.2, 'NCHS, Health, United States: 6.4 to 7.1'],
  ['deaths per 1,000', 8.2, 10.6, 'MMWR 73(31): 3,090,582 deaths in 2023, that is 9.2'],
  ['deaths per 1,000, 75 to 84', 34, 56, 'NVSS: 44 in 2015 to 2019'],
  ['deaths per 1,000, 85 and over', 118, 178, 'NVSS: 144 to 156 in 2021 to 2023'],
  ['percent of people of 85 and over', 1.6, 2.2, 'Administration on Aging: 6.7 of 331 million in 2020'],
  [
    'kidney failure per million',
    1500,
    3300,
    'USRDS 2020 Annual Data Report: 2,242; ten of 5,000 people vary by a third'
  ],
  ['percent of A1c below 7', 44, 55, 'Diabetes Care 36:2271: 52.5 in 2007 to 2010'],
  ['percent of A1c above 9', 10, 15, 'NHANES: 12 to 14'],
  ['percent of diabetes with insulin', 23, 32, 'Diabetes Care 39:e33: 29.1 in 2005 to 2012'],
  ['percent of 65 and over without coverage', 0, 1, 'Census P60-284: 0.9 in 2023'],
  ['Medicare paid per member month', 1050, 1320, 'CMS National Health Expenditures: 1,235 in 2022, 1,307 in 2023'],
  ['commercial paid per member month', 530, 640, 'CMS National Health Expenditures: 570 in 2023, 604 in 2024'],
  ['Medicaid paid per member month', 350, 700, 'CMS National Health Expenditures: 778 in 2023 with long-term care'],
  ['percent of cost of the top 1 percent', 17, 26, 'AHRQ MEPS: 21 to 24'],
  ['percent of cost of the top 5 percent', 45, 56, 'AHRQ MEPS: 48 to 52'],
  ['percent of claims denied, taken back or corrected', 10, 20, 'KFF: 17 to 19 denied on HealthCare.gov, 2021 to 2023'],
  [
    'percent of children with seven vaccines at 2',
    60,
    80,
    'National Immunization Survey-Child, births of 2017 to 2019: about 70'
  ],
  ['percent of children with ten vaccines at 2', 26, 54, 'NCQA: about 30 in Medicaid, 50 in commercial plans'],
  ['percent with controlled blood pressure', 64, 80, 'CMS 2026 Stars: national average 79 of members; NHANES lower'],
  ['percent of adults who smoke', 9, 16, 'NHIS: 11 to 12'],
  ['percent of adults with a BMI of 30 or more', 33, 44, 'NHANES 2017 to 2023: 40 to 42']
]

/**
 * Tests of the figures of 5,000 people.
 * @param measured what was counted of their resources, and what the generator counted; asked when the tests run
 */
export function publishedFigureTests(
  measured: () => { readonly figures: ReadonlyMap<string, number>; readonly truths: GroundTruth }
): void {
  describe('5,000 people of the sample population, by published figures for the United States', () => {
    it.each(published)('have %s between %d and %d (%s)', (figure, low, high) => {
      const value = measured().figures.get(figure)
      expect(value, figure).toBeGreaterThanOrEqual(low)
      expect(value, figure).toBeLessThanOrEqual(high)
    })

    it('have as many new records of lasting diseases in one year as in another', () => {
      const lasting = ['diabetes', 'hypertension', 'hyperlipidemia', 'kidneyDisease', 'copd', 'obesity'] as const
      const { registries } = measured().truths
      const years = ['2023', '2024', '2025'].map((each) =>
        lasting.reduce((sum, disease) => sum + (registries[disease].new[each] ?? 0), 0)
      )
      const mean = years.reduce((sum, n) => sum + n, 0) / years.length
      for (const n of years) expect(Math.abs(n - mean) / mean).toBeLessThan(0.2)
    })
  })
}
