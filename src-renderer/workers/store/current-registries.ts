import type { AddedCodes } from '#engine/base/codes/code-additions.ts'
import { createExplorer, type Explorer } from '#engine/explore/explorer.ts'
import { effectiveRegistries } from '#engine/population/registries/effective-registries.ts'
import type { Registry } from '#engine/population/registries/registry-definition.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import type { Store } from '#engine/store/model/store.ts'

/** The registries of a store worker, with the codes that installed content adds to their lists. */
export class CurrentRegistries {
  readonly #shipped: readonly Registry[]
  #list: readonly Registry[]
  readonly #explorers = new WeakMap<Store, { readonly registries: readonly Registry[]; readonly explorer: Explorer }>()

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

  /** Cross-filtering over a population; its cohorts stay when the registries change. */
  explorer(store: Store): Explorer {
    const known = this.#explorers.get(store)
    if (known?.registries === this.#list) return known.explorer
    const explorer = createExplorer(populationOf(store, this.#list), () => crypto.randomUUID().slice(0, 8))
    const before = known?.explorer.cohorts
    for (const { id, title } of before?.list() ?? []) {
      explorer.cohorts.restore({ id, title, keys: before!.keys(id) })
    }
    this.#explorers.set(store, { registries: this.#list, explorer })
    return explorer
  }
}
