import { engineMeasuresStarsMessages as m } from '#messages/engine/measures/stars.ts'
import { comparisonPeriods } from '../rates/period-progress.ts'
import { runOver } from '../rates/run-over.ts'
import type { Unrated } from '../results/stars-result.ts'
import type { StarMeasure } from '../star-tables/star-table.ts'
import { starSources, type StarScope } from './star-scores.ts'

/**
 * Why an improvement measure has no score: CMS compares two years of at least half of the part's measures (2026 Technical
 * Notes, attachment on improvement measures), and tests each change. Undefined for other measures.
 */
export function improvementReason({ input, table }: StarScope, measure: StarMeasure): Unrated | undefined {
  if (measure.category !== 'improvement') return undefined
  const others = table.measures.filter(({ part, category }) => part === measure.part && category !== 'improvement')
  const both = [...starSources(input, table)].filter(([, { rate, measure: source }]) => {
    if (source.part !== measure.part) return false
    return runOver(rate, comparisonPeriods(rate.run.key.period, undefined).before) !== undefined
  }).length
  return {
    label: m.twoYearsAreNeeded,
    reason: m.cmsComparesTwoYearsOfAt(measure.part, both, others.length)
  }
}
