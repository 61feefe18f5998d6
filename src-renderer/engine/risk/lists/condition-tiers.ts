import { engineRiskListsMessages as m } from '#messages/engine/risk/lists.ts'
import { emptyCodes, type Codes } from '../../base/kernels/codes.ts'
import type { Day } from '../../base/figures/filter.ts'
import type { PopulationView } from '../../population/selection/population.ts'

/** Tiers by the number of chronic conditions, as the chartbooks of CMS have them, and people without any. */
export const conditionTiers = [
  { value: '0', label: m.none, from: 0 },
  { value: '1', label: m.n1Condition, from: 1 },
  { value: '2', label: m.n2Or3, from: 2 },
  { value: '4', label: m.n4Or5, from: 4 },
  { value: '6', label: m.n6OrMore, from: 6 }
] as const

/** Where the tiers come from. */
export const tierSource = {
  title: m.chronicConditionsAmongMedicareBeneficiariesChartbook,
  publisher: m.centersForMedicareMedicaidServices,
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
