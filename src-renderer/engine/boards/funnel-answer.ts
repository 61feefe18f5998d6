import { engineMessages as m } from '#messages/engine.ts'
import type { Provenance } from '../base/figures/figure.ts'
import type { Context } from '../base/figures/filter.ts'
import type { SavedCohort } from '../cohorts/definition/walk-definition.ts'
import type { CohortFunnel } from '../cohorts/evaluate/funnel.ts'
import type { CohortAnswer } from './figure-answer.ts'

/** What a cohort came to, with its criteria in words. */
export interface EvaluatedFunnel {
  readonly funnel: CohortFunnel
  readonly indexText: string | undefined
  readonly steps: readonly string[]
}

/** The attrition of a saved cohort as boards and reports show it. */
export function funnelAnswer(
  { id, definition }: SavedCohort,
  { funnel, indexText, steps }: EvaluatedFunnel,
  snapshot: Provenance['snapshot'],
  context: Context
): CohortAnswer {
  return {
    title: definition.title,
    startText: definition.people === 'all' ? m.everybodyInView : m.livingInView,
    indexText,
    steps,
    funnel,
    provenance: {
      definition: {
        id,
        version: '1',
        title: definition.title,
        text: [definition.description, ...steps].filter(Boolean).join('. '),
        sources: []
      },
      snapshot,
      ...context
    }
  }
}
