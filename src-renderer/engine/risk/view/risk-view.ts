import { defined } from '#shared/language/defined.ts'
import type { Day } from '../../base/figures/filter.ts'
import { countNothing } from '../../store/model/derived-values.ts'
import { PartCache } from '../../population/selection/part-cache.ts'
import { windowStart } from '../../population/registries/control-band.ts'
import type { PopulationView } from '../../population/selection/population.ts'
import { frailtyScores } from '../indices/claims-frailty.ts'
import { dischargeScores, type Discharge } from '../discharge/discharge-scores.ts'
import { hospitalBands, laceBands } from '../discharge/score-tables.ts'
import { hccPopulation, noImports, calendarYear, type HccImports, type HccPopulation } from '../hcc/hcc-population.ts'
import { recaptureRows, type RecaptureRow } from '../hcc/recapture.ts'
import { suspectRows, type SuspectRow } from '../hcc/suspects.ts'
import { indexGroups, indexScores, type IndexGroups } from '../indices/score-index.ts'
import type { HccDefinition } from '../model/hcc-definition.ts'
import type { IndexDefinition, WeightSet } from '../model/index-definition.ts'
import type { RiskDefinitions } from '../model/load-risk.ts'

/** Bytes of groups of indices that are cached per population. */
const CACHE_BYTES = 32 * 1024 * 1024

/** An index with one of its sets of weights, under the id of the weights. */
export interface WeightedIndex {
  readonly index: IndexDefinition
  readonly weights: WeightSet
}

/** What the risk of a population is asked for again and again. */
export interface RiskView {
  readonly population: PopulationView
  readonly definitions: RiskDefinitions
  readonly weighted: readonly WeightedIndex[]
  /** Names a model within ids of dimensions: another one after each import, so that what was cached before is not found. */
  key(model: HccDefinition): string
  groups(index: IndexDefinition, asOf: Day): IndexGroups
  /** NaN for people without a score. */
  scores(weighted: WeightedIndex, asOf: Day): Float64Array
  hcc(model: HccDefinition, serviceYear: number, asOf: Day): HccPopulation
  /** Of the year of the date, against the year before. */
  recapture(model: HccDefinition, asOf: Day): readonly RecaptureRow[]
  suspects(model: HccDefinition, asOf: Day): readonly SuspectRow[]
  discharges(): readonly Discharge[]
  /** Scores of the imported frailty index; NaN for people without one. */
  frailty(asOf: Day): Float64Array
  /** Discharges of the 12 months up to a date. */
  dischargesIn(asOf: Day): readonly Discharge[]
  /** The band of a discharge by one of the scores; `missing` without a score. */
  dischargeBand(score: 'lace' | 'hospital', discharge: Pick<Discharge, 'lace' | 'hospital'>): string
  /** What `compute` gave for a key lately, else what it gives now. */
  cached<T extends readonly unknown[]>(key: string, compute: () => T): T
}

const known = new WeakMap<PopulationView, Map<RiskDefinitions, Map<HccImports, RiskView>>>()

/** The risk of a population by a set of definitions and imports; the same object for the same three. */
export function riskOf(
  population: PopulationView,
  definitions: RiskDefinitions,
  imports: HccImports = noImports
): RiskView {
  const ofPopulation = known.get(population) ?? new Map<RiskDefinitions, Map<HccImports, RiskView>>()
  known.set(population, ofPopulation)
  const ofDefinitions = ofPopulation.get(definitions) ?? new Map<HccImports, RiskView>()
  ofPopulation.set(definitions, ofDefinitions)
  const view = ofDefinitions.get(imports) ?? createView(population, definitions, imports)
  ofDefinitions.set(imports, view)
  return view
}

const views = new WeakMap<PopulationView, number>()

function createView(population: PopulationView, definitions: RiskDefinitions, imports: HccImports): RiskView {
  const { store } = population
  countNothing([...definitions.models, ...definitions.suspects.flatMap(({ rules }) => rules)])
  const number = views.get(population) ?? 0
  views.set(population, number + 1)
  const groupsCache = new PartCache<IndexGroups>(store, CACHE_BYTES)
  const scoreCache = new PartCache<Float64Array>(store, CACHE_BYTES)
  // Scores of a date hold every diagnosis behind them: the few that a screen compares are cached.
  const hccCache = new PartCache<HccPopulation>(store, 6)
  const lists = new PartCache<readonly unknown[]>(store, 8)
  const groups = (index: IndexDefinition, asOf: Day): IndexGroups =>
    groupsCache.get(
      `${index.id}@${asOf}`,
      () => indexGroups(store, index, asOf),
      ({ present, applies }) => present.byteLength + applies.byteLength
    )
  const hcc = (model: HccDefinition, serviceYear: number, asOf: Day): HccPopulation =>
    hccCache.get(
      `${model.id}/${serviceYear}@${asOf}`,
      () => hccPopulation(store, model, serviceYear, asOf, imports),
      () => 1
    )
  const cached = <T extends readonly unknown[]>(key: string, compute: () => T): T =>
    lists.get(key, compute, () => 1) as T
  const discharges = (): readonly Discharge[] => {
    const charlson = definitions.indices.find(({ id }) => id === 'charlson')
    return charlson === undefined ? [] : dischargeScores(store, charlson)
  }
  return {
    population,
    definitions,
    key: ({ id }) => (number === 0 ? id : `${id}~${number}`),
    cached,
    discharges,
    frailty: (asOf) => {
      const index = definitions.imported?.frailty
      if (index === undefined) return new Float64Array(store.patients).fill(Number.NaN)
      return scoreCache.get(
        `frailty@${asOf}`,
        () => frailtyScores(store, index, asOf),
        ({ byteLength }) => byteLength
      )
    },
    dischargesIn: (asOf) => {
      const since = windowStart(asOf, 12)
      return discharges().filter(({ discharged }) => discharged >= since && discharged <= asOf)
    },
    dischargeBand: (score, discharge) => {
      const { points } = discharge[score]
      if (points === undefined) return 'missing'
      return defined((score === 'lace' ? laceBands : hospitalBands).findLast(({ from }) => points >= from)).value
    },
    weighted: definitions.indices.flatMap((index) => index.weights.map((weights) => ({ index, weights }))),
    groups,
    scores: ({ index, weights }, asOf) =>
      scoreCache.get(
        `${weights.id}@${asOf}`,
        () => indexScores(index, weights, groups(index, asOf)),
        ({ byteLength }) => byteLength
      ),
    hcc,
    recapture: (model, asOf) =>
      cached(`recapture ${model.id}@${asOf}`, () =>
        recaptureRows(hcc(model, calendarYear(asOf) - 1, asOf), hcc(model, calendarYear(asOf), asOf))
      ),
    suspects: (model, asOf) =>
      cached(`suspects ${model.id}@${asOf}`, () => {
        const [now, before] = [hcc(model, calendarYear(asOf), asOf), hcc(model, calendarYear(asOf) - 1, asOf)]
        return definitions.suspects.flatMap((rules) => suspectRows(population, rules, now, before, asOf))
      })
  }
}
