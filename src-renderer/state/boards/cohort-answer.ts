import type { Context } from '#engine/base/figures/filter.ts'
import type { CohortAnswer } from '#engine/boards/figure-answer.ts'
import { funnelAnswer } from '#engine/boards/funnel-answer.ts'
import type { SavedCohort } from '#engine/cohorts/definition/walk-definition.ts'
import type { StoreApi } from '../../workers/store/protocol/store-protocol.ts'

/** The attrition of a cohort on the data of a store. @param label of the data */
export async function cohortAnswer(
  store: Pick<StoreApi, 'cohortReport'>,
  cohort: SavedCohort,
  context: Context,
  label: string
): Promise<CohortAnswer> {
  const { funnel, indexText, texts } = await store.cohortReport(cohort.id, cohort.definition, context)
  const steps = texts.map(({ text }) => text)
  return funnelAnswer(cohort, { funnel, indexText, steps }, { id: '', label, loadedAt: 0 }, context)
}
