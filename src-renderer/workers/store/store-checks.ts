import { checkSteps } from '#engine/population/checks/run-checks.ts'
import { checkResult } from '#engine/population/panels/data/checks.ts'
import type { CheckResult } from '#engine/population/panels/results/checks-result.ts'
import type { Registry } from '#engine/population/registries/registry-definition.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'
import type { Store } from '#engine/store/model/store.ts'

/**
 * Makes the data checks of a store worker: they run once per population and registries, while nothing else is asked.
 * @param quiet resolves when the next step may begin
 */
export function createStoreChecks(
  current: () => readonly Registry[],
  quiet: () => Promise<void>
): (shards: readonly PopulationShard[]) => Promise<readonly CheckResult[]> {
  const runs = new WeakMap<Store, WeakMap<readonly Registry[], Promise<readonly CheckResult[]>>>()
  return (shards) => {
    const { store } = shards[0]!
    const registries = current()
    const ofStore = runs.get(store) ?? new WeakMap<readonly Registry[], Promise<readonly CheckResult[]>>()
    runs.set(store, ofStore)
    const run = ofStore.get(registries) ?? runAll(shards, registries, quiet)
    ofStore.set(registries, run)
    return run
  }
}

async function runAll(
  shards: readonly PopulationShard[],
  registries: readonly Registry[],
  quiet: () => Promise<void>
): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = []
  for (const outcome of checkSteps(shards)) {
    if (outcome !== undefined) results.push(checkResult(shards[0]!.store, registries, outcome))
    await quiet()
  }
  return results
}
