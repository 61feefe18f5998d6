import type { ComputingRules } from './boards/second-store.ts'
import type { Toasts } from './feedback/toasts.svelte.ts'
import { openStoredResults } from './measures/stored-results.ts'
import type { Measures } from './measures/measures.svelte.ts'
import type { ModelsState } from './models/models.svelte.ts'
import type { RiskQueries } from './risk/risk-queries.svelte.ts'

/** What {@link computingRules} reads. */
export interface RuledState {
  readonly measures: Pick<Measures, 'content'>
  readonly risk: Pick<RiskQueries, 'files' | 'version'>
  readonly models: Pick<ModelsState, 'list'>
  readonly toasts: Toasts
}

/**
 * The packs with the codes that they add and the value sets that cohorts name, the tables of risk with where people live, and the
 * models that filters name. Results of measures are data: a snapshot has those that were stored with it.
 */
export function computingRules({ measures, risk, models, toasts }: RuledState): ComputingRules {
  return {
    get version() {
      const packs = measures.content?.map(({ id, hash }) => [id, hash])
      return JSON.stringify([packs, risk.version, models.list.map(({ hash }) => hash)])
    },
    async tell(store, snapshot) {
      const { content } = measures
      if (content !== undefined) {
        await store.setContent(content)
        await openStoredResults({ store, toasts }, snapshot)
      }
      // The code of risk is loaded for it: not where no table was ever imported.
      if (risk.version > 0) await store.riskTables(risk.files)
      await store.setModels(models.list.map(({ document, hash }) => ({ document, hash })))
    }
  }
}
