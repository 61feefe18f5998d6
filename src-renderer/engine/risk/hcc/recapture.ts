import { engineRiskHccMessages as m } from '#messages/engine/risk/hcc.ts'
import type { HccDefinition } from '../model/hcc-definition.ts'
import type { EligibleDiagnosis } from './eligible-diagnoses.ts'
import type { HccPopulation } from './hcc-population.ts'

/** A payment category that was documented last year and is not yet documented this year. */
export interface RecaptureRow {
  readonly patient: number
  readonly hcc: number
  /** What the category adds in the segment of last year's score; 0 where it has no coefficient of its own. */
  readonly coefficient: number
  /** Last year's diagnoses of the category, the latest first. */
  readonly evidence: readonly EligibleDiagnosis[]
}

/** The rule in words, for definitions. */
export const recaptureRule = m.paymentCategoriesAfterHierarchiesThatThe

/** Categories that set another one to 0. */
export function categoriesAbove(model: HccDefinition, hcc: number): readonly number[] {
  return Object.entries(model.hierarchies).flatMap(([above, below]) => (below.includes(hcc) ? [Number(above)] : []))
}

/**
 * The categories of last year that are not documented this year, of people who have a score in both.
 * @param before the service year before
 * @param now the service year up to the date
 */
export function recaptureRows(before: HccPopulation, now: HccPopulation): readonly RecaptureRow[] {
  const above = new Map<number, readonly number[]>()
  return before.members.flatMap(({ patient, score, evidence }) => {
    const current = now.place[patient]!
    if (current < 0) return []
    const documented = now.members[current]!.evidence
    return score.hccs.flatMap((hcc): RecaptureRow[] => {
      const higher = above.get(hcc) ?? categoriesAbove(before.model, hcc)
      above.set(hcc, higher)
      if (documented.has(hcc) || higher.some((each) => documented.has(each))) return []
      const coefficient = score.factors.find(({ id }) => id === `HCC${hcc}`)?.coefficient ?? 0
      const rows = (evidence.get(hcc) ?? []).toSorted((left, right) => right.day - left.day)
      return [{ patient, hcc, coefficient, evidence: rows }]
    })
  })
}
