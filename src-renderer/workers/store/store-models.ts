import { workersStoreMessages as m } from '#messages/workers/store.ts'
import type { Day, Filter } from '#engine/base/figures/filter.ts'
import type { SealedModel } from '#engine/models/document/model-document.ts'
import { isModelDimension } from '#engine/models/panels/model-names.ts'
import type { ModelView } from '#engine/models/panels/model-view.ts'
import type { AllPeople } from '#engine/population/people/all-people.ts'
import type { RiskDefinitions } from '#engine/risk/model/load-risk.ts'
import type { TableSource } from '#engine/tables/model/table-source.ts'
import { AppError } from '#shared/app-error.ts'
import { buffersIn } from '#shared/buffers-in.ts'
import { transfer } from '#engine/base/threads/rpc.ts'
import type { ModelApi } from './protocol/model-protocol.ts'

/** What models need of the store worker. */
export interface StoreModelsDependencies {
  readonly population: () => AllPeople
  readonly risk: () => Promise<RiskDefinitions>
}

/** Answers the calls about models. Their code is fetched when somebody first asks. */
export interface StoreModels {
  readonly api: ModelApi
  /** Makes the dimensions of models known before filters name them. */
  prepare(filters: readonly Filter[]): Promise<void>
  /** The table of what the saved models predict on a date; nothing is predicted yet. */
  tables(asOf: Day): Promise<readonly TableSource[]>
}

/** Creates what the store worker asks; nothing is loaded yet. */
export function createStoreModels({ population, risk }: StoreModelsDependencies): StoreModels {
  let models: readonly SealedModel[] = []
  const code = (): Promise<typeof import('./model-code.ts')> => import('./model-code.ts')

  async function open(): Promise<ModelView> {
    const [{ openModels }, definitions] = await Promise.all([code(), risk()])
    return openModels(population(), definitions, (hash) => models.find((model) => model.hash.startsWith(hash)))
  }

  function modelOf(hash: string): SealedModel {
    const found = models.find((model) => model.hash === hash)
    if (found === undefined) throw new AppError('not-found', m.thisModelIsNoLongerSaved)
    return found
  }

  return {
    api: {
      async setModels(next) {
        models = next
      },
      async modelInput(outcome, context) {
        const [{ trainingInput }, definitions] = await Promise.all([code(), risk()])
        const input = trainingInput(population(), definitions, outcome, context.asOf)
        return typeof input === 'string' ? { refused: input } : transfer({ data: input }, buffersIn(input))
      },
      async modelPanel(hash, context, params) {
        const { modelPanel } = await code()
        return modelPanel(await open(), modelOf(hash), context, params)
      },
      async modelPerson(hash, context, patient) {
        const { modelPerson } = await code()
        return modelPerson(await open(), modelOf(hash), context, patient)
      }
    },
    async tables(asOf) {
      const [{ modelRisks, scorePopulation }, definitions] = await Promise.all([code(), risk()])
      const people = population()
      const scored = models.map(({ document, hash }) => ({
        title: document.title,
        outcome: document.outcome.id,
        hash,
        score: () => scorePopulation(people, definitions, document, asOf)
      }))
      return [modelRisks(people, scored)]
    },
    async prepare(filters) {
      if (filters.some(({ dimension }) => isModelDimension(dimension))) await open()
    }
  }
}
