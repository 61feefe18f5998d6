import type { Context } from '#engine/base/figures/filter.ts'
import type { CohortAnswer } from '#engine/boards/figure-answer.ts'
import type { SavedCohort } from '#engine/cohorts/definition/walk-definition.ts'
import type { StoreApi } from '../../workers/store/protocol.ts'

/** The attrition of a cohort on the data of a store. @param label of the data */
export async function cohortAnswer(
  store: Pick<StoreApi, 'cohortReport'>,
  { id, definition }: SavedCohort,
  context: Context,
  label: string
): Promise<CohortAnswer> {
  const report = await store.cohortReport(id, definition, context)
  const texts = report.texts.map(({ text }) => text)
  return {
    title: definition.title,
    startText: definition.people === 'all' ? 'Everybody in view' : 'Living, in view',
    indexText: report.indexText,
    steps: texts,
    funnel: report.funnel,
    provenance: {
      definition: {
        id,
        version: '1',
        title: definition.title,
        text: [definition.description, ...texts].filter(Boolean).join('. '),
        sources: []
      },
      snapshot: { id: '', label, loadedAt: 0 },
      ...context
    }
  }
}
