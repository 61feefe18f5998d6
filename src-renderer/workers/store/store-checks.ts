import { runChecks } from '#engine/population/checks/run-checks.ts'
import { checkResult } from '#engine/population/panels/data/checks.ts'
import type { CheckResult } from '#engine/population/panels/results/checks-result.ts'
import type { Registry } from '#engine/population/registries/registry-definition.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'
import type { Store } from '#engine/store/model/store.ts'
import { nextTask } from '../base/next-task.ts'

/**
 * Makes the data checks of a store worker: they run once per population and registries, and between two of them whatever else was asked
 * is answered first.
 */
export function createStoreChecks(
  current: () => readonly Registry[]
): (shards: readonly PopulationShard[]) => Promise<readonly CheckResult[]> {
  const runs = new WeakMap<Store, WeakMap<readonly Registry[], Promise<readonly CheckResult[]>>>()
  return (shards) => {
    const { store } = shards[0]!
    const registries = current()
    const ofStore = runs.get(store) ?? new WeakMap<readonly Registry[], Promise<readonly CheckResult[]>>()
    runs.set(store, ofStore)
    const run = ofStore.get(registries) ?? runAll(shards, registries)
    ofStore.set(registries, run)
    return run
  }
}

async function runAll(
  shards: readonly PopulationShard[],
  registries: readonly Registry[]
): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = []
  for (const outcome of runChecks(shards)) {
    results.push(checkResult(shards[0]!.store, registries, outcome))
    await nextTask()
  }
  return results
}
