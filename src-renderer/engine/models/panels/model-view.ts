import { engineModelsPanelsMessages as m } from '#messages/engine/models/panels.ts'
import { emptyCodes } from '../../base/kernels/codes.ts'
import type { Day } from '../../base/figures/filter.ts'
import { noOrYes, type Dimension } from '../../population/selection/dimension.ts'
import { LruCache } from '../../population/selection/lru-cache.ts'
import type { AllPeople } from '../../population/people/all-people.ts'
import type { RiskDefinitions } from '../../risk/model/load-risk.ts'
import type { SealedModel } from '../document/model-document.ts'
import { scorePopulation, type ScoredPopulation } from '../scoring/score-population.ts'
import { readModelDimension } from './model-names.ts'

/** Bytes of scores that are cached per population. */
const CACHE_BYTES = 128 * 1024 * 1024

/** The models of a population, with their scores of a date. */
export interface ModelView {
  readonly population: AllPeople
  readonly risk: RiskDefinitions
  scored(model: SealedModel, asOf: Day): ScoredPopulation
}

/** Looks a model up by the first 16 characters of its hash. */
export type FindModel = (hash: string) => SealedModel | undefined

const known = new WeakMap<AllPeople, ModelView>()

/** The models of a population; its filters know their dimensions from then on. */
export function openModels(population: AllPeople, risk: RiskDefinitions, find: FindModel): ModelView {
  const found = known.get(population)
  if (found !== undefined) return found
  const cache = new LruCache<ScoredPopulation>(CACHE_BYTES)
  const view: ModelView = {
    population,
    risk,
    scored: (model, asOf) =>
      cache.get(
        `${model.hash}@${asOf}`,
        () => scorePopulation(population, risk, model.document, asOf),
        ({ matrix }) => matrix.rows * (matrix.columns.length + 4) * 4
      )
  }
  known.set(population, view)
  population.addSource((id) => modelDimension(view, find, id))
  // Cohorts may name them already.
  population.forget()
  return view
}

function modelDimension(view: ModelView, find: FindModel, id: string): Dimension | undefined {
  const asked = readModelDimension(id)
  const model = asked === undefined ? undefined : find(asked.hash)
  if (asked === undefined || model === undefined) return undefined
  const { threshold } = asked
  return {
    id,
    label: m.predictedRiskOfOrMore(model.document.title, Number((threshold * 100).toFixed(1))),
    group: 'registries',
    hidden: true,
    fixed: false,
    values: noOrYes,
    codes(asOf) {
      const { examples, risks } = view.scored(model, asOf)
      const codes = emptyCodes(view.population.count, noOrYes.length).fill(-1)
      examples.patient.forEach((patient, row) => {
        codes[patient] = risks[row]! >= threshold ? 1 : 0
      })
      return codes
    }
  }
}
