import { describe, expect, it, vi } from 'vitest'
import type { SealedModel } from '#engine/models/document/model-document.ts'
import { sealModel } from '#engine/models/document/seal-model.ts'
import { modelDimensionId } from '#engine/models/panels/model-names.ts'
import { modelPanel } from '#engine/models/panels/model-panel.ts'
import { modelPerson } from '#engine/models/panels/model-person.ts'
import { openModels } from '#engine/models/panels/model-view.ts'
import { trainingInput } from '#engine/models/training/training-input.ts'
import { trainModel } from '#engine/models/training/train-model.ts'
import { allPeople, type AllPeople } from '#engine/population/people/all-people.ts'
import { shardedPopulation } from '#engine/population/selection/population.ts'
import { divideStore } from '#engine/shards/divide-store.ts'
import { shippedRisk } from '../../support/risk-definitions.ts'
import { heartFailurePeople, lastDayOfPeople } from '../../unit/models/model-people.ts'
import { shippedRegistries } from '../../unit/registries/shipped-registries.ts'
import { plainStore } from '../../unit/selection/plain-store.ts'

vi.mock('#engine/store/model/ask-each.ts', () => import('../../support/message-shards.ts'))
vi.mock('#engine/store/model/exchange.ts', () => import('../../support/message-shards.ts'))

const tables = heartFailurePeople(1000, [0.5, 0.05])
const few = heartFailurePeople(150, [0.5, 0.05])
const readmission = { id: 'readmission-30', share: 0.1 } as const

function populationOver(count: number, people = tables): AllPeople {
  return allPeople(shardedPopulation(divideStore(plainStore(people), count), shippedRegistries)[0]!)
}

async function modelOf(population: AllPeople): Promise<SealedModel> {
  const input = trainingInput(population, shippedRisk, readmission, lastDayOfPeople)
  if (typeof input === 'string') throw new Error(input)
  const result = trainModel(input, () => undefined)
  if ('refused' in result) throw new Error(result.refused)
  return sealModel(result.document)
}

const model = await modelOf(populationOver(1))

describe('models over shards equal those over one store', () => {
  it.each([
    [2, ['readmission-30', 'admission-6m', 'emergency-6m', 'high-cost-12m']],
    [7, ['readmission-30', 'admission-6m']],
    [64, ['readmission-30']]
  ] as const)('in what they are trained on, for %i shards', (count, outcomes) => {
    const [divided, undivided] = [populationOver(count, few), populationOver(1, few)]
    for (const id of outcomes) {
      const choice = { id, share: 0.1 }
      const input = trainingInput(divided, shippedRisk, choice, lastDayOfPeople)
      expect(input).toEqual(trainingInput(undivided, shippedRisk, choice, lastDayOfPeople))
    }
  })

  it('to the byte', async () => {
    expect((await modelOf(populationOver(7))).hash).toBe(model.hash)
  })

  it('in everybody whom they are about', () => {
    const answers = (population: AllPeople): unknown => {
      const models = openModels(population, shippedRisk, () => model)
      const context = { asOf: lastDayOfPeople - 300, filters: [{ dimension: 'sex', values: ['female'] }] }
      const panel = modelPanel(models, model, context, { threshold: 0.1, limit: 20, revealed: true })
      return {
        panel,
        people: panel.rows.slice(0, 3).map(({ patient }) => modelPerson(models, model, context, patient)),
        codes: population.codes(modelDimensionId(model.hash, 0.1), context.asOf)
      }
    }
    expect(answers(populationOver(7))).toEqual(answers(populationOver(1)))
  })
})
