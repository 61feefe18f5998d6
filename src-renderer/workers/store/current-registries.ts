import type { AddedCodes } from '#engine/base/codes/code-additions.ts'
import { codeListSource, type CodeListSource, type CodeListValueSet } from '#engine/cohorts/events/code-lists.ts'
import type { CohortSettings } from '#engine/cohorts/members/cohorts.ts'
import { measureMembers } from '#engine/cohorts/members/measure-members.ts'
import { createExplorer, type Explorer } from '#engine/explore/explorer.ts'
import { effectiveRegistries } from '#engine/population/registries/effective-registries.ts'
import type { Registry } from '#engine/population/registries/registry-definition.ts'
import { allPeople } from '#engine/population/people/all-people.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'
import { shardedPopulation } from '#engine/population/selection/population.ts'
import type { MeasureRun } from '#engine/measures/run/measure-run.ts'
import type { Store } from '#engine/store/model/store.ts'
import { loadedUnitFactor } from './store-cohorts.ts'

/** What cohorts ask of measures. */
interface CohortMeasures {
  readonly measures: readonly MeasureRun[]
  readonly valueSets: readonly CodeListValueSet[]
}

/** An explorer with what its cohorts were last evaluated with. */
interface KnownExplorer {
  readonly registries: readonly Registry[]
  readonly explorer: Explorer
  valueSets: readonly CodeListValueSet[]
  results: string
}

/** The registries of a store worker, with the codes that installed content adds to their lists. */
export class CurrentRegistries {
  readonly #shipped: readonly Registry[]
  #list: readonly Registry[]
  readonly #explorers = new WeakMap<Store, KnownExplorer>()

  constructor(shipped: readonly Registry[]) {
    this.#shipped = shipped
    this.#list = shipped
  }

  /** The same array as long as no codes are added or taken away. */
  get list(): readonly Registry[] {
    return this.#list
  }

  /** Takes the codes that are added now, in the place of those before. */
  setAdded(added: AddedCodes): void {
    this.#list = effectiveRegistries(this.#shipped, added)
  }

  /**
   * Cross-filtering over a population; its cohorts stay when the registries change.
   * @param measures results and value sets of measures as they are now
   */
  explorer(shards: readonly PopulationShard[], measures: () => CohortMeasures): Explorer {
    const { store } = shards[0]!
    const known = this.#explorers.get(store)
    const { measures: runs, valueSets } = measures()
    const results = runs.map(({ key, ranAt }) => `${key.measure} ${key.period.end} ${ranAt}`).join()
    if (known?.registries === this.#list) {
      // Definitions may name what changed.
      if (known.valueSets !== valueSets || known.results !== results) known.explorer.cohorts.refresh()
      Object.assign(known, { valueSets, results })
      return known.explorer
    }
    const registries = this.#list
    let lists: { readonly of: readonly CodeListValueSet[]; readonly source: CodeListSource } | undefined
    const settings = (): CohortSettings => {
      const present = measures().valueSets
      if (lists?.of !== present) lists = { of: present, source: codeListSource(registries, present) }
      return {
        lists: lists.source,
        unitFactor: loadedUnitFactor,
        measure: (criterion, asOf) => measureMembers(measures().measures, criterion, asOf)
      }
    }
    const newId = (): string => crypto.randomUUID().slice(0, 8)
    const explorer = createExplorer(allPeople(shardedPopulation(shards, registries)[0]!), newId, settings)
    for (const cohort of known?.explorer.cohorts.saved() ?? []) explorer.cohorts.put(cohort)
    this.#explorers.set(store, { registries, explorer, valueSets, results })
    return explorer
  }
}
