import { emptyCodes, type Codes } from '../../base/kernels/codes.ts'
import type { Day } from '../../base/figures/filter.ts'
import type { PopulationView } from '../../population/selection/population.ts'

/** Tiers by the number of chronic conditions, as the chartbooks of CMS have them, and people without any. */
export const conditionTiers = [
  { value: '0', label: 'None', from: 0 },
  { value: '1', label: '1 condition', from: 1 },
  { value: '2', label: '2 or 3', from: 2 },
  { value: '4', label: '4 or 5', from: 4 },
  { value: '6', label: '6 or more', from: 6 }
] as const

/** Where the tiers come from. */
export const tierSource = {
  title: 'Chronic Conditions among Medicare Beneficiaries, Chartbook (0 to 1, 2 to 3, 4 to 5, 6 or more conditions)',
  publisher: 'Centers for Medicare & Medicaid Services',
  year: 2012,
  url: 'https://www.cms.gov/data-research/statistics-trends-and-reports/chronic-conditions'
} as const

/** How many registries each person belongs to on a date. */
function conditionCounts(population: PopulationView, asOf: Day): Int32Array {
  const counts = new Int32Array(population.store.patients)
  for (const { id } of population.index.registries) {
    const members = population.codes(`registry:${id}`, asOf)
    for (let patient = 0; patient < counts.length; patient++) if (members[patient] === 1) counts[patient]!++
  }
  return counts
}

/** The tier of each person on a date, as a place in {@link conditionTiers}. */
export function tierCodes(population: PopulationView, asOf: Day): Codes {
  const codes = emptyCodes(population.store.patients, conditionTiers.length)
  conditionCounts(population, asOf).forEach((count, patient) => {
    codes[patient] = conditionTiers.findLastIndex(({ from }) => count >= from)
  })
  return codes
}
